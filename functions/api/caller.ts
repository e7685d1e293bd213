import type { App } from '../../shared/wire.ts';
import { type Asked, sessionCookie } from './answer.ts';

export type Role = 'viewer' | 'uploader';

/** Who asks, and what they may do. */
export interface Caller {
  readonly name: string;
  /** Name and id, for the record. */
  readonly by: string;
  /** Names the caller for the rate limit. */
  readonly id: string;
  readonly signedInBy: 'entra' | 'link' | 'local';
  readonly operator: boolean;
  readonly roles: ReadonlyMap<string, Role>;
  /** When a personal link ends. */
  readonly until?: string;
}

/** How people are known to this app. */
export interface SignIn {
  /** Azure stands in front of this app and says who asks: proven by the deployment, not by the request. */
  readonly platform: boolean;
  /** This is our own host on a developer's machine: one chooses who to be. */
  readonly local: boolean;
  /** Object ids of users and groups that are operators. */
  readonly operators: readonly string[];
}

interface Principal {
  readonly ids: readonly string[];
  readonly name: string;
  readonly objectId: string;
}

const objectIdClaims = ['http://schemas.microsoft.com/identity/claims/objectidentifier', 'oid'];
const nameClaims = ['preferred_username', 'upn', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn', 'name'];
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Claim = { readonly typ: string; readonly val: string };
const isClaim = (value: unknown): value is Claim =>
  typeof value === 'object' &&
  value !== null &&
  'typ' in value &&
  'val' in value &&
  typeof value.typ === 'string' &&
  typeof value.val === 'string';

/**
 * Who App Service Authentication says is asking (`X-MS-CLIENT-PRINCIPAL`: base64 of JSON with claims,
 * https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities). Only what came of Entra counts.
 */
export function readPrincipal(header: string | undefined): Principal | undefined {
  if (header === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || !('claims' in document)) return undefined;
  if (!('auth_typ' in document) || document.auth_typ !== 'aad' || !Array.isArray(document.claims)) return undefined;
  const claims = document.claims.filter(isClaim);
  const first = (names: readonly string[]): string | undefined =>
    names.map((name) => claims.find(({ typ }) => typ === name)?.val).find((value) => value !== undefined);
  const objectId = first(objectIdClaims)?.toLowerCase();
  if (objectId === undefined || !guid.test(objectId)) return undefined;
  const groups = claims
    .filter(({ typ, val }) => typ === 'groups' && guid.test(val))
    .map(({ val }) => val.toLowerCase());
  return { ids: [objectId, ...groups], objectId, name: (first(nameClaims) ?? objectId).slice(0, 120) };
}

/** The value of our own cookie. */
function sessionOf(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === sessionCookie) return decodeURIComponent(value.join('='));
  }
  return undefined;
}

/** Who one can be on a developer's machine: the operator, and of each partner an uploader and a viewer. */
export async function localChoices(app: App) {
  const partners = await app.serving.partners();
  const choices = [...partners].flatMap(([partnerId, found]) => {
    const name = found.kind === 'found' ? found.partner.name : partnerId;
    return (['uploader', 'viewer'] as const).map((role) => ({ id: `${partnerId}:${role}`, name, partnerId, role }));
  });
  return [{ id: 'operator', name: 'Operator' } as const, ...choices];
}

type LocalChoice = Awaited<ReturnType<typeof localChoices>>[number];

const localCaller = (choice: LocalChoice): Caller => ({
  name: 'role' in choice ? `${choice.name} (${choice.role})` : choice.name,
  by: `${choice.id} (chosen on this machine, not signed in)`,
  id: `local:${choice.id}`,
  signedInBy: 'local',
  operator: choice.id === 'operator',
  roles: new Map('role' in choice ? [[choice.partnerId, choice.role]] : []),
});

/** Finds out who asks; undefined: it is not known. */
export async function findCaller(asked: Asked, app: App, signIn: SignIn): Promise<Caller | undefined> {
  const principal = signIn.platform ? readPrincipal(asked.header('x-ms-client-principal')) : undefined;
  if (principal !== undefined) {
    const { name, objectId, ids } = principal;
    return {
      name,
      by: `${name} (object id ${objectId})`,
      id: `entra:${objectId}`,
      signedInBy: 'entra',
      operator: ids.some((id) => signIn.operators.includes(id)),
      roles: await app.serving.rolesOf(ids),
    };
  }
  const session = sessionOf(asked.header('cookie'));
  if (session?.startsWith('link.')) {
    const link = await app.serving.linking.open(session.slice('link.'.length));
    if (link === undefined) return undefined;
    return {
      name: link.person,
      by: `${link.person} (personal link ${link.linkId})`,
      id: `link:${link.linkId}`,
      signedInBy: 'link',
      operator: false,
      roles: new Map([[link.partnerId, 'uploader']]),
      until: link.until,
    };
  }
  if (signIn.local && session?.startsWith('local.')) {
    const chosen = (await localChoices(app)).find(({ id }) => `local.${id}` === session);
    return chosen === undefined ? undefined : localCaller(chosen);
  }
  return undefined;
}

/** What whoever asks may do for a partner; undefined: they have nothing to do with it. */
export const roleFor = (caller: Caller, partnerId: string): Role | 'operator' | undefined =>
  caller.operator ? 'operator' : caller.roles.get(partnerId);
