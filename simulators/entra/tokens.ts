import { randomBytes } from 'node:crypto';
import { sha256 } from '../hardware-hash.ts';
import type { Simulation } from '../simulation.ts';
import type { Token } from '../state.ts';

/** The key a token is kept under: its text is never stored. */
export const tokenKey = (text: string): string => sha256(text);

/** Makes an opaque token and remembers what it stands for. */
export function issueToken(simulation: Simulation, token: Token): string {
  const text = `${token.kind}.${randomBytes(48).toString('base64url')}`;
  simulation.store.commit([{ in: 'tokens', key: tokenKey(text), value: token }]);
  return text;
}

/** What a token stands for; undefined when it was never issued. It may be expired. */
export function findToken(simulation: Simulation, text: string): Token | undefined {
  return simulation.store.get('tokens', tokenKey(text));
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(simulation: Simulation, authorization: string | undefined): Token | undefined {
  const text = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
  const token = text === undefined ? undefined : findToken(simulation, text);
  return token?.kind === 'access' ? token : undefined;
}

const ninetyDays = 90 * 24 * 3600 * 1000;

/** When a refresh token issued or used now dies of disuse. */
export const refreshTokenExpiry = (now: number): number => now + ninetyDays;

/** Makes the refresh tokens given at start known, unless an earlier run redeemed them already. */
export function seedRefreshTokens(simulation: Simulation, now: number): void {
  for (const given of simulation.secrets.refreshTokens ?? []) {
    const key = tokenKey(given.token);
    if (simulation.store.get('tokens', key)) continue;
    const token: Token = {
      kind: 'refresh',
      tenantId: given.tenantId,
      clientId: given.clientId,
      actor: 'appUser',
      mfa: given.mfa ?? true,
      expiresAt: refreshTokenExpiry(now),
    };
    simulation.store.commit([{ in: 'tokens', key, value: token }]);
  }
}
