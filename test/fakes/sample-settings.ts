import type {
  Connection,
  IntuneConnection,
  ManualConnection,
  OemDirectConnection,
  PartnerCenterConnection,
} from '../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../shared/domain/settings/partner.ts';
import type { SettingsFile, SettingsFolder } from '../../shared/domain/settings/settings-folder.ts';

export const contoso: Customer = {
  customerTenantId: '11111111-1111-4111-8111-111111111111',
  name: 'Contoso',
  alias: 'contoso',
  domains: ['contoso.example'],
  connections: ['pc'],
};

export const fabrikam: Customer = {
  customerTenantId: '22222222-2222-4222-8222-222222222222',
  name: 'Fabrikam',
  domains: ['fabrikam.example'],
  connections: ['oem'],
};

export const partnerCenter: PartnerCenterConnection = {
  platform: 'partnerCenter',
  connectionId: 'pc',
  name: 'Distributor',
  baseUrl: 'http://localhost',
  partnerTenantId: '99999999-9999-4999-8999-999999999999',
  authority: 'http://localhost',
  clientId: '88888888-8888-4888-8888-888888888888',
  credential: { kind: 'secret', secret: 'app' },
  signIn: { kind: 'appOnly' },
};

export const oemDirect: OemDirectConnection = {
  platform: 'oemDirect',
  connectionId: 'oem',
  name: 'Maker',
  oemName: 'Maker',
  baseUrl: 'http://localhost',
  paths: { validate: '/validate', register: '/register', status: '/status/{operationId}' },
  validateBeforeRegister: false,
  auth: { kind: 'none' },
  deregister: { blankTenant: 'emptyString' },
};

export const intune: IntuneConnection = {
  connectionId: 'intune',
  platform: 'intune',
  name: 'Graph',
  baseUrl: 'http://localhost',
  authority: 'http://localhost',
  clientId: '88888888-8888-4888-8888-888888888888',
  credential: { kind: 'secret', secret: 'app' },
};

export const handOffs: ManualConnection = { platform: 'm365AdminCenter', connectionId: 'm365', name: 'Portal' };
export const retired: ManualConnection = { platform: 'storeForBusiness', connectionId: 'store', name: 'Store' };

export const northwind: Partner = {
  partnerId: 'northwind',
  name: 'Northwind',
  connections: ['pc', 'oem'],
  customers: [contoso, fabrikam],
};

/** A settings file that is right. */
export const goodFile = <T>(value: T, version = '1'): SettingsFile<T> => ({ value, version, faults: [] });

/** A settings folder in memory; tests change its maps. */
export function settingsFolder(
  partners: readonly Partner[],
  connections: readonly Connection[],
): SettingsFolder & {
  readonly partners: Map<string, SettingsFile<Partner>>;
  readonly connections: Map<string, SettingsFile<Connection>>;
} {
  return {
    partners: new Map(partners.map((partner) => [partner.partnerId, goodFile(partner)])),
    connections: new Map(connections.map((connection) => [connection.connectionId, goodFile(connection)])),
  };
}
