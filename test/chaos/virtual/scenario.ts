import type { Connection } from '../../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../../shared/domain/settings/partner.ts';
import { contoso, fabrikam, northwind, oemDirect, partnerCenter } from '../../fakes/sample-settings.ts';
import type { Chance } from '../chance.ts';
import type { SheetRow } from './judge-schedule.ts';

const adatum: Customer = {
  customerTenantId: '44444444-4444-4444-8444-444444444444',
  name: 'Adatum',
  domains: ['adatum.example'],
};

/** Two partners share the connection that has jobs and a list; one of them has another that answers at once and lists nothing. */
export const partners: readonly Partner[] = [
  { ...northwind, confirmRemovals: false },
  { partnerId: 'tailspin', name: 'Tailspin', confirmRemovals: false, connections: ['pc'], customers: [adatum] },
];

/** Devices one call takes at most. */
export const mostDevices: Readonly<Record<string, number>> = { pc: 2, oem: 3 };
export const connections: readonly Connection[] = [
  { ...partnerCenter, maxDevices: 2 },
  { ...oemDirect, maxDevices: 3 },
];

/** A device a platform holds before the first file comes. */
export interface HeldBefore {
  readonly serial: string;
  readonly connectionId: string;
  readonly customer: string;
  readonly groupTag: string | undefined;
}

/** What happens to the world from outside, milliseconds after the beginning. */
export type OutsideEvent = { readonly at: number } & (
  | {
      readonly kind: 'drop';
      readonly partnerId: string;
      readonly fileName: string;
      readonly text: string;
      readonly rows: readonly SheetRow[];
      /** How many times its event comes. */
      readonly events: number;
    }
  | { readonly kind: 'remove'; readonly partnerId: string; readonly fileName: string }
  | { readonly kind: 'settings'; readonly partnerId: string; readonly usable: boolean }
);

/** What a seed makes happen. */
export interface Scenario {
  readonly heldBefore: readonly HeldBefore[];
  /** Serial numbers the platform stumbles over, once each. */
  readonly stumbling: readonly string[];
  readonly events: readonly OutsideEvent[];
}

const strangers = '33333333-3333-4333-8333-333333333333';
const header = 'Action,Customer Tenant ID,Group Tag,Manufacturer,Model,Serial Number';
const lineOf = (row: SheetRow): string =>
  row.kind === 'device' || row.kind === 'duplicate'
    ? `,${row.domain},${row.groupTag ?? ''},LENOVO,20XW,${row.serial}`
    : `${row.kind === 'removal' ? 'deregister' : ''},${row.domain},,LENOVO,20XW,${row.serial}`;
const textOf = (rows: readonly SheetRow[]): string => [header, ...rows.map(lineOf)].join('\r\n');

/** Makes files, and what happens to them: the same for the same seed. */
export function makeScenario(chance: Chance): Scenario {
  const heldBefore: HeldBefore[] = [];
  const stumbling: string[] = [];
  const events: OutsideEvent[] = [];
  let serials = 0;

  const deviceOf = (partnerId: string): SheetRow & { readonly kind: 'device' } => {
    serials += 1;
    const serial = `S-${serials}`;
    const groupTag = chance.of(['Sales', 'Sales', 'Lab']);
    const place =
      partnerId === 'tailspin'
        ? { connectionId: 'pc', customer: adatum.customerTenantId, domain: 'adatum.example' }
        : chance.of([
            { connectionId: 'pc', customer: contoso.customerTenantId, domain: 'contoso.example' },
            { connectionId: 'oem', customer: fabrikam.customerTenantId, domain: 'fabrikam.example' },
          ] as const);
    return { kind: 'device', serial, ...place, groupTag: place.connectionId === 'oem' ? undefined : groupTag };
  };

  const rowsOf = (partnerId: string): readonly SheetRow[] => {
    const rows: SheetRow[] = [];
    const count = chance.between(1, 6);
    while (rows.length < count) {
      const luck = chance.next();
      const earlier = rows.findIndex(({ kind }) => kind === 'device');
      const first = rows[earlier];
      if (luck < 0.08) rows.push({ kind: 'rejected', serial: `S-${++serials}`, domain: 'nobody.example' });
      else if (luck < 0.16 && first?.kind === 'device') rows.push({ ...first, kind: 'duplicate', of: earlier + 2 });
      else {
        const device = deviceOf(partnerId);
        if (luck > 0.85 && device.connectionId === 'pc') {
          const { domain, ...place } = device;
          rows.push({ ...device, kind: 'removal' });
          if (luck > 0.88) heldBefore.push(place);
          continue;
        }
        rows.push(device);
        const { serial, connectionId, customer, groupTag } = device;
        if (luck < 0.24) heldBefore.push({ serial, connectionId, customer: strangers, groupTag: undefined });
        else if (luck < 0.34)
          heldBefore.push({ serial, connectionId, customer, groupTag: chance.of([groupTag, undefined]) });
        else if (luck < 0.4) stumbling.push(serial);
      }
    }
    return rows;
  };

  const drop = (at: number, partnerId: string, fileName: string, rows: readonly SheetRow[]): void => {
    const events_ = chance.next() < 0.1 ? 0 : chance.next() < 0.3 ? 2 : 1;
    events.push({ at, kind: 'drop', partnerId, fileName, text: textOf(rows), rows, events: events_ });
  };

  for (let file = chance.between(1, 2); file > 0; file--) {
    const partnerId = chance.of(['northwind', 'northwind', 'tailspin']);
    const fileName = `May-${file}.csv`;
    const rows = rowsOf(partnerId);
    const at = chance.between(0, 2) * 5_000;
    drop(at, partnerId, fileName, rows);
    const luck = chance.next();
    if (luck < 0.35) drop(at + chance.of([0, 0, 1_000, 120_000]), partnerId, `Twin-${file}.csv`, rows);
    else if (luck < 0.5)
      drop(at + chance.between(0, 20_000), partnerId, fileName, chance.next() < 0.5 ? rows : rowsOf(partnerId));
    else if (luck < 0.6) events.push({ at: at + chance.between(0, 20_000), kind: 'remove', partnerId, fileName });
  }
  if (chance.next() < 0.3) {
    const partnerId = chance.of(['northwind', 'tailspin']);
    const at = chance.between(0, 30_000);
    const usable = chance.next() < 0.5;
    events.push({ at, kind: 'settings', partnerId, usable });
    events.push({ at: at + chance.between(1_000, 300_000), kind: 'settings', partnerId, usable: true });
  }
  return { heldBefore, stumbling, events: events.toSorted((one, other) => one.at - other.at) };
}
