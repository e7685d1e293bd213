import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartnerCenterConnection } from '../../../shared/domain/settings/connection.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import type { World } from '../../../simulators/world.ts';

const local = (name: string): URL => new URL(`../../../local/${name}`, import.meta.url);
const readJson = async <T>(name: string): Promise<T> => JSON.parse(await readFile(local(name), 'utf8')) as T;

const tenantOf = (index: number): string => `00000000-0000-4000-8000-00000000e${String(index).padStart(3, '0')}`;

/** Settings and world of so many resellers with one customer each, who all share the distributor's connection. */
export async function writeResellers(
  folder: string,
  count: number,
  change: Partial<PartnerCenterConnection> = {},
): Promise<{ readonly settingsDir: string; readonly worldFile: string; readonly partners: readonly string[] }> {
  const settingsDir = join(folder, 'settings');
  const worldFile = join(folder, 'world.json');
  for (const kind of ['connections', 'partners']) await mkdir(join(settingsDir, kind), { recursive: true });
  const connection = await readJson<PartnerCenterConnection>('settings/connections/fabrikam.json');
  await writeFile(join(settingsDir, 'connections', 'fabrikam.json'), JSON.stringify({ ...connection, ...change }));
  const indexes = Array.from({ length: count }, (_, index) => index + 1);
  for (const index of indexes) {
    const partner: Partner = {
      partnerId: `reseller-${index}`,
      name: `Reseller ${index}`,
      connections: ['fabrikam'],
      customers: [{ customerTenantId: tenantOf(index), name: `Customer ${index}` }],
    };
    await writeFile(join(settingsDir, 'partners', `${partner.partnerId}.json`), JSON.stringify(partner));
  }
  const world = await readJson<World>('world.json');
  const customers = indexes.map((index) => ({
    tenantId: tenantOf(index),
    domain: `customer-${index}.example`,
    name: `Customer ${index}`,
    resellers: [connection.partnerTenantId],
  }));
  await writeFile(worldFile, JSON.stringify({ ...world, customers: [...world.customers, ...customers] }));
  return { settingsDir, worldFile, partners: indexes.map((index) => `reseller-${index}`) };
}

/** A file with so many devices of one group tag. */
export const fileOf = (name: string, devices: number, groupTag: string): string =>
  [
    'Device Serial Number,Manufacturer name,Device model,Group Tag',
    ...Array.from({ length: devices }, (_, index) => `SYN${name}X${index},LENOVO,20XWSYN101,${groupTag}`),
    '',
  ].join('\r\n');
