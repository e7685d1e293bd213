import type { Identity, Tuple } from './identity.ts';
import { deviceKeyOf } from './ids.ts';

const tupleKey = (tuple: Tuple): string =>
  deviceKeyOf(JSON.stringify(['tuple', tuple.manufacturer, tuple.model, tuple.serial]));
const pkidKey = (pkid: string): string => deviceKeyOf(JSON.stringify(['pkid', pkid]));

/**
 * The ledger keys of a device: its own first, then aliases. A hash is known by what it embeds, because its text
 * changes each time it is collected.
 */
export function deviceKeys(identity: Identity): readonly [string, ...string[]] {
  switch (identity.kind) {
    case 'pkid':
      return [pkidKey(identity.pkid)];
    case 'tuple':
      return [tupleKey(identity)];
    case 'hardwareHash':
      return identity.embedded.pkid === undefined
        ? [tupleKey(identity.embedded)]
        : [tupleKey(identity.embedded), pkidKey(identity.embedded.pkid)];
  }
}
