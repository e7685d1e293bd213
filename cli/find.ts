import { english } from '../shared/domain/texts/en.ts';
import type { DeviceQuery, FoundDevice } from '../shared/usecases/serving/find-in-rows.ts';
import type { Serving } from '../shared/usecases/serving/serving.ts';
import { type Command, openServing, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError, wholeNumber } from './command-line.ts';
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
  if (found.verdict !== undefined) return [{ ...found, status: english.verdicts[found.verdict] }];
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

const standardLimit = 500;

/** Goes on until everything was looked through, or enough was found. */
export async function findAll(serving: Serving, partnerId: string, query: DeviceQuery, limit: number) {
  const devices: FoundDevice[] = [];
  let [uploadsLooked, complete, more] = [0, false, false];
  for (let cursor: string | undefined; devices.length < limit; ) {
    const found = await serving.findDevice(partnerId, query, cursor);
    if (found === 'badCursor') break;
    devices.push(...found.devices);
    uploadsLooked += found.uploadsLooked;
    more ||= found.moreInLedger === true;
    cursor = found.next;
    if (cursor === undefined) {
      complete = !more && devices.length <= limit;
      break;
    }
  }
  return { devices: devices.slice(0, limit), uploadsLooked, complete };
}

/** Where is this device? */
export const find: Command = {
  usage: 'find SERIAL | --order NUMBER [--partner ID] [--limit N] [--storage TEXT] [--json]',
  about: 'every upload, row, verdict and customer of a device, and what was done with it; or all devices of an order',
  help: `  SERIAL           a serial number or PKID, or four or more characters of one: beginning, middle or end
  --order NUMBER   all devices of this purchase order or order reference, as it was written
  --partner ID     look only among this partner's
  --limit N        stop once so many were found (default: ${standardLimit})
  --json           print one JSON object instead of a table
${storageHelp}

Looks through the ledger (when a device was registered, changed or removed, and by which row) and through the rows of all
uploads that are kept, newest first. The ledger has no serial numbers, only digests: it is asked for the whole one. A device
that its row names by a hardware hash alone is found by its whole serial number, too. Exit code 1: it was found nowhere.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      order: { type: 'string' },
      partner: { type: 'string' },
      limit: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const device = positionals.join(' ').trim();
    const text = values.order?.trim() ?? device;
    if (text === '') throw new UsageError('Which device? Give its serial number or PKID, or --order');
    if (values.order !== undefined && device !== '') throw new UsageError('Give a device or an order, not both');
    const query = values.order === undefined ? { device } : { order: text };
    const only = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const limit = wholeNumber(values.limit, 'limit', { min: 1, max: 100_000 }) ?? standardLimit;
    const { serving } = await openServing(values.storage);
    const partners = only === undefined ? [...(await serving.partners()).keys()] : [only];
    const devices: FoundOfPartner[] = [];
    const incomplete: string[] = [];
    let uploadsLooked = 0;
    // One after the other: each may read very many rows.
    for (const partnerId of partners) {
      const found = await findAll(serving, partnerId, query, Math.max(0, limit - devices.length));
      devices.push(...found.devices.map((device) => ({ ...device, partnerId })));
      uploadsLooked += found.uploadsLooked;
      if (!found.complete) incomplete.push(partnerId);
    }
    devices.sort(newestFirst);
    if (values.json) print(`${JSON.stringify({ devices, uploadsLooked, incomplete })}\n`);
    else {
      print(devices.length === 0 ? `"${text}" was found nowhere.\n` : foundText(devices));
      if (incomplete.length > 0)
        print(`There may be more of ${incomplete.join(', ')}: give more of the number, or --limit.\n`);
    }
    return devices.length === 0 ? 1 : 0;
  },
};
