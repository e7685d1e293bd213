import type { AcceptedSecrets, World } from '../../simulators/world.ts';

const guid = (last: string): string => `00000000-0000-4000-8000-${last.padStart(12, '0')}`;

/** Names used throughout the simulators' tests. */
export const partner = guid('d001');
export const otherPartner = guid('d002');
export const app = guid('a001');
export const contoso = guid('c001');
export const northwind = guid('c002');
export const stranger = guid('c003');

/** Two partners, two customers of the first, one customer of nobody. */
export const aWorld: World = {
  partners: [
    { tenantId: partner, name: 'Fabrikam Distribution' },
    { tenantId: otherPartner, name: 'Litware Cloud' },
  ],
  apps: [{ clientId: app }],
  customers: [
    {
      tenantId: contoso,
      domain: 'contoso.example',
      name: 'Contoso',
      resellers: [partner, otherPartner],
      oemConsent: true,
      graph: { [app]: 'readWrite' },
    },
    {
      tenantId: northwind,
      domain: 'northwind.example',
      name: 'Northwind',
      resellers: [partner],
      oemConsent: true,
      graph: { [app]: 'read' },
    },
    { tenantId: stranger, domain: 'tailspin.example', name: 'Tailspin' },
  ],
  oem: { name: 'Contoso Devices', auth: 'none' },
  policies: [{ id: 'policy-1', name: 'Standard', partnerTenantId: partner, customerTenantId: contoso }],
};

/** Test values only; nothing anywhere accepts them but a simulator started with them. */
export const someSecrets: AcceptedSecrets = {
  clientSecrets: { [app]: 'test-client-secret' },
  refreshTokens: [
    { token: 'test-refresh-token', tenantId: partner, clientId: app },
    { token: 'test-refresh-token-other', tenantId: otherPartner, clientId: app },
    { token: 'test-refresh-token-without-mfa', tenantId: partner, clientId: app, mfa: false },
  ],
  oemApiKey: 'test-api-key',
};
