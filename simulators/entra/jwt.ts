import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { type JsonObject, jsonObject, parseJson } from '../json.ts';

/** A JSON Web Token taken apart; nothing about it is verified yet. */
export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signed: string;
  readonly signature: Buffer;
}

/** The parts of a compact token; undefined if it is none. */
export function readJwt(text: string): Jwt | undefined {
  const parts = text.split('.');
  const [head = '', body = '', signature = ''] = parts;
  const objectOf = (part: string): JsonObject | undefined => {
    const parsed = parseJson(Buffer.from(part, 'base64url'));
    return parsed.ok ? jsonObject(parsed.value) : undefined;
  };
  const header = objectOf(head);
  const claims = objectOf(body);
  if (parts.length !== 3 || signature === '' || header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** Did the owner of this key sign it? Only RS256 and PS256 count. */
export function isSignedBy({ header, signed, signature }: Jwt, key: KeyObject): boolean {
  const alg = header.text('alg');
  if (alg !== 'RS256' && alg !== 'PS256') return false;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', Buffer.from(signed), alg === 'PS256' ? { key, ...pss } : key, signature);
}

/** A token signed with RS256, as the directory signs its own. */
export function signJwt(claims: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
