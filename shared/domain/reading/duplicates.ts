import { hash as digest } from 'node:crypto';
import { makeDigestMap } from '../digest-map.ts';
import type { Device, Identity, RowPlace } from '../identity.ts';

/** Everything a device is known by in a file: its own identities, and the tuple and PKID inside its hash. */
function duplicateKeys(device: Pick<Device, 'identities'>): string[] {
  return device.identities.flatMap(identityKeys);
}

function identityKeys(identity: Identity): string[] {
  switch (identity.kind) {
    case 'pkid':
      return [pkidKey(identity.pkid)];
    case 'tuple':
      return [tupleKey(identity.manufacturer, identity.model, identity.serial)];
    case 'hardwareHash': {
      const { manufacturer, model, serial, pkid } = identity.embedded;
      const keys = [`h\0${identity.sha256}`, tupleKey(manufacturer, model, serial)];
      return pkid === undefined ? keys : [...keys, pkidKey(pkid)];
    }
  }
}

function pkidKey(pkid: string): string {
  return `p\0${pkid}`;
}

function tupleKey(manufacturer: string, model: string, serial: string): string {
  return `t\0${manufacturer}\0${model}\0${serial}`;
}

/** Remembers the first row of every device of a file. */
export interface SeenDevices {
  /** The row that named this device first, or undefined if this is the one. */
  firstRow(device: Pick<Device, 'identities'>, place: RowPlace): RowPlace | undefined;
}

/** A workbook's sheet has no more rows; a text file may have more lines, but only one "sheet". */
const rowsPerSheet = 1_048_576;

/** Rows are kept by the digests of what their devices are known by: no strings. */
export function makeSeenDevices(): SeenDevices {
  const rows = makeDigestMap();
  const sheets: (string | undefined)[] = [];

  const placeOf = (row: number): RowPlace => {
    if (sheets.length === 1) return named(sheets[0], row + 1);
    return named(sheets[Math.floor(row / rowsPerSheet)], (row % rowsPerSheet) + 1);
  };

  return {
    firstRow(device, place) {
      if (!sheets.includes(place.sheet)) sheets.push(place.sheet);
      const digests = duplicateKeys(device).map((key) => digest('sha256', key));
      const known = digests.map(rows.get).find((found) => found !== undefined);
      const first = known ?? sheets.indexOf(place.sheet) * rowsPerSheet + place.row - 1;
      for (const key of digests) rows.add(key, first);
      return known === undefined ? undefined : placeOf(known);
    },
  };
}

function named(sheet: string | undefined, row: number): RowPlace {
  return sheet === undefined ? { row } : { sheet, row };
}
