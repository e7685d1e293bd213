import { randomBytes } from 'node:crypto';
import type { AcceptedSecrets, World } from './world.ts';

const secret = (): string => randomBytes(24).toString('base64url');

/** New secrets for a world: one per app, one refresh token per partner tenant and app, one API key. */
export function generateSecrets(world: World): AcceptedSecrets {
  return {
    clientSecrets: Object.fromEntries(world.apps.map(({ clientId }) => [clientId, secret()])),
    refreshTokens: world.partners.flatMap(({ tenantId }) =>
      world.apps.map(({ clientId }) => ({ token: secret(), tenantId, clientId })),
    ),
    oemApiKey: secret(),
    identityHeader: secret(),
  };
}
