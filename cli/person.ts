import { userInfo } from 'node:os';
import type { TokenCredential } from '@azure/identity';
import { cutVisibly } from '../shared/domain/cut-text.ts';

const storageScope = 'https://storage.azure.com/.default';
const longest = 200;

type Claims = Readonly<Record<string, unknown>>;

function claimsOf(token: string): Claims {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : {};
  } catch {
    return {};
  }
}

const textOf = (claims: Claims, ...names: readonly string[]): string | undefined =>
  names.map((name) => claims[name]).find((value): value is string => typeof value === 'string' && value !== '');

/** Whom a token of Entra is for: a person by name, an application by its id; each with the object id that stays the same. */
export function personOfToken(token: string): string {
  const claims = claimsOf(token);
  const name = textOf(claims, 'upn', 'preferred_username', 'unique_name', 'email', 'name');
  const application = textOf(claims, 'appid', 'azp');
  const who = name ?? (application === undefined ? 'an identity without a name' : `application ${application}`);
  return cutVisibly(`${who} (object id ${textOf(claims, 'oid') ?? 'unknown'})`, longest);
}

/** The user of this machine, marked as what it is: whoever has a connection string can call themselves anything. */
export function userOfMachine(name: () => string = () => userInfo().username): string {
  try {
    return cutVisibly(`${name()} (user of this machine, not signed in)`, longest);
  } catch {
    return 'unknown (not signed in)';
  }
}

/** Who runs a command, for the record: asked for once, and only by commands that write. */
export function whoRuns(credential: TokenCredential | undefined): () => Promise<string> {
  let known: Promise<string> | undefined;
  const ask = async (): Promise<string> =>
    credential === undefined ? userOfMachine() : personOfToken((await credential.getToken(storageScope))?.token ?? '');
  return () => {
    known ??= ask();
    return known;
  };
}
