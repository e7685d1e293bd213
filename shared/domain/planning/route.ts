import type { Device, Identity, IdentityKind } from '../identity.ts';
import { platforms } from '../platforms.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import { found, type Result, refused } from '../result.ts';
import { type Connection, listsIdentifiers } from '../settings/connection.ts';
import { checkGroupTag } from '../settings/group-tag.ts';
import type { Customer, Partner } from '../settings/partner.ts';

/** Where a device goes: through which connection, known by which of its identities, with which tag. */
export interface Route {
  readonly connection: Connection;
  readonly customer: Customer;
  readonly identity: Identity;
  readonly groupTag?: string;
}

/** A corporate identifier is made of maker, model and serial number, which a hash names as well. */
const namesOfIdentifiers: readonly IdentityKind[] = ['hardwareHash', 'tuple'];

/** The first connection, in the partner's order, that takes one of the identities the row carries. */
export function routeDevice(
  device: Device,
  customer: Customer,
  groupTag: string | undefined,
  partner: Partner,
  connections: ReadonlyMap<string, Connection>,
): Result<Route> {
  const titles: string[] = [];
  for (const connectionId of customer.connections ?? partner.connections) {
    const connection = connections.get(connectionId);
    if (connection === undefined) continue;
    const capabilities = platforms[connection.platform];
    titles.push(capabilities.title);
    const accepts = listsIdentifiers(connection) ? namesOfIdentifiers : capabilities.accepts;
    const identity = device.identities.find((candidate) => accepts.includes(candidate.kind));
    if (identity === undefined) continue;
    if (capabilities.registers === 'retired') return refused('platform_retired', { platform: capabilities.title });
    const tag = checkGroupTag(groupTag, connection);
    if (!tag.ok) return tag;
    return found({
      connection,
      customer,
      identity,
      ...(tag.value === undefined ? {} : { groupTag: tag.value }),
    });
  }
  const nowhere: ValueCode = 'anyPlatform';
  return refused('no_route', {
    has: device.identities.map(({ kind }) => kind).join(', '),
    platforms: titles.join(', ') || nowhere,
  });
}
