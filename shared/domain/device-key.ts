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

/** Trimmed text; undefined: it is blank. */
export const filled = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** The ledger keys a listed device may be known by; none where its listing is too poor to name a device. */
export function listedKeys(listed: Listed): readonly string[] {
  const [manufacturer, model, serial] = [filled(listed.manufacturer), filled(listed.model), filled(listed.serial)];
  const pkid = filled(listed.pkid);
  const whole = manufacturer !== undefined && model !== undefined && serial !== undefined;
  return [
    ...(whole ? [tupleKey({ manufacturer, model, serial })] : []),
    ...(pkid === undefined ? [] : [pkidKey(pkid)]),
  ];
}

/** The digest of a serial number alone, for listings that name nothing else. Not a key: two makers may use the same one. */
export const serialKey = (serial: string | undefined): string | undefined => {
  const known = filled(serial);
  return known === undefined ? undefined : deviceKeyOf(JSON.stringify(['serial', known]));
};

/** What a device is called, alone. */
export const namesOf = ({ serial, manufacturer, model, pkid }: Listed): Listed => ({
  ...(serial === undefined ? {} : { serial }),
  ...(manufacturer === undefined ? {} : { manufacturer }),
  ...(model === undefined ? {} : { model }),
  ...(pkid === undefined ? {} : { pkid }),
});

/** A device as a platform lists it. */
export interface Listed {
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly pkid?: string;
}
