import { english } from '../shared/domain/texts/en.ts';
import type { FoundDevice } from '../shared/usecases/serving/find-device.ts';
import { type Command, openServing, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { table } from './table.ts';

/** A find with whose it is. */
type FoundOfPartner = FoundDevice & { readonly partnerId: string };

const placeOf = ({ where, fileName, sheet, row }: FoundOfPartner): string =>
  [
    fileName ?? (where === 'ledger' ? '(in the ledger)' : ''),
    ...(sheet === undefined ? [] : [sheet]),
    ...(row === undefined ? [] : [`row ${row}`]),
  ].join(', ');

const eventWords = { registered: 'Registered by us', changed: 'Changed by us', removed: 'Removed' } as const;

interface Line extends FoundOfPartner {
  readonly status: string;
}

/** One line of the table for each row of an upload, and for each thing that was done with a device. */
const linesOf = (found: FoundOfPartner): readonly Line[] => {
  if (found.verdict !== undefined) return [{ ...found, status: english.kinds[found.verdict].status }];
  const { history = [], uploadId: _upload, sheet: _sheet, row: _row, groupTag: _tag, ...device } = found;
  if (history.length === 0) return [{ ...found, status: 'Registered elsewhere' }];
  return history.map(({ what, ...event }) => ({ ...device, ...event, status: eventWords[what] }));
};

const newestFirst = (one: { readonly at: string }, other: { readonly at: string }): number =>
  other.at.localeCompare(one.at);

/** Where a device was found and what was done with it, for people. */
export function foundText(found: readonly FoundOfPartner[], width?: number): string {
  const columns = [
    { title: 'when', whole: true },
    { title: 'partner', whole: true },
    { title: 'verdict', whole: true },
    { title: 'platform', whole: true },
    { title: 'serial number' },
    { title: 'customer' },
    { title: 'group tag' },
    { title: 'where' },
    { title: 'upload', whole: true },
  ];
  const rows = found
    .flatMap(linesOf)
    .sort(newestFirst)
    .map((one) => [
      `${one.at.slice(0, 16).replace('T', ' ')}Z`,
      one.partnerId,
      one.status,
      one.platform ?? '',
      one.serial ?? '',
      one.customer ?? '',
      one.groupTag ?? '',
      placeOf(one),
      one.uploadId ?? '',
    ]);
  return table(columns, rows, width);
}

/** Where is this device? */
export const find: Command = {
  usage: 'find SERIAL | --order NUMBER [--partner ID] [--storage TEXT] [--json]',
  about: 'every upload, row, verdict and customer of a device, and what was done with it; or all devices of an order',
  help: `  SERIAL           the whole serial number, or a PKID
  --order NUMBER   all devices of this purchase order or order reference, as it was written
  --partner ID     look only among this partner's
  --json           print one JSON object instead of a table
${storageHelp}

Looks through the ledger (when a device was registered, changed or removed, and by which row) and through the rows of the
uploads that are kept. Exit code 1: it was found nowhere.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      order: { type: 'string' },
      partner: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const device = positionals.join(' ').trim();
    const text = values.order?.trim() ?? device;
    if (text === '') throw new UsageError('Which device? Give its serial number or PKID, or --order');
    if (values.order !== undefined && device !== '') throw new UsageError('Give a device or an order, not both');
    const query = values.order === undefined ? { device } : { order: text };
    const only = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const { serving } = await openServing(values.storage);
    const partners = only === undefined ? [...(await serving.partners()).keys()] : [only];
    const devices: FoundOfPartner[] = [];
    const incomplete: string[] = [];
    // One after the other: each may read very many rows.
    for (const partnerId of partners) {
      const found = await serving.findDevice(partnerId, query);
      devices.push(...found.devices.map((device) => ({ ...device, partnerId })));
      if (!found.complete) incomplete.push(partnerId);
    }
    devices.sort(newestFirst);
    if (values.json) print(`${JSON.stringify({ devices, incomplete })}\n`);
    else {
      print(devices.length === 0 ? `"${text}" was found nowhere.\n` : foundText(devices));
      for (const partnerId of incomplete) print(`Only the newest uploads of ${partnerId} were looked through.\n`);
    }
    return devices.length === 0 ? 1 : 0;
  },
};
