import { english } from '../shared/domain/texts/en.ts';
import type { PlatformAnswer } from '../shared/usecases/serving/ask-platforms.ts';
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
    { title: 'serial number or PKID' },
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
      one.serial ?? one.pkid ?? '',
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

const answerWords = {
  listed: 'Listed',
  notListed: 'Not listed',
  unclear: 'Unclear',
  cannotBeAsked: 'Can’t be asked',
  failed: 'No answer',
} as const;

/** What the platforms say now, for people. */
export function answersText(
  answers: readonly (PlatformAnswer & { readonly partnerId: string })[],
  width?: number,
): string {
  const columns = [
    { title: 'now', whole: true },
    { title: 'partner', whole: true },
    { title: 'platform', whole: true },
    { title: 'customer' },
    { title: 'serial number' },
    { title: 'group tag' },
    { title: 'profile' },
    { title: 'enrolled', whole: true },
    { title: 'connection' },
  ];
  const rows = answers.map((one) => [
    answerWords[one.answer],
    one.partnerId,
    one.platform,
    one.customer,
    one.serial ?? '',
    one.groupTag ?? '',
    one.profile ?? '',
    one.enrolled === undefined ? '' : one.enrolled ? 'yes' : 'no',
    one.connectionId,
  ]);
  const notes = new Set(answers.flatMap(({ happened }) => happened ?? []));
  return `${table(columns, rows, width)}${[...notes].map((note) => `${note}\n`).join('')}`;
}

/** Where is this device? */
export const find: Command = {
  usage: 'find SERIAL [--ask [--customer NAME]] | --order NUMBER [--partner ID] [--limit N] [--storage TEXT] [--json]',
  about: 'every upload, row, verdict and customer of a device, and what was done with it; or all devices of an order',
  help: `  SERIAL           a serial number or PKID, or four or more characters of one: beginning, middle or end
  --order NUMBER   all devices of this purchase order or order reference, as it was written
  --ask            also ask the platforms what they say now: where the ledger knows the device, else for every customer
  --customer NAME  with --ask: for this customer only (id, domain, alias or name)
  --partner ID     look only among this partner's
  --limit N        stop once so many were found (default: ${standardLimit})
  --json           print one JSON object instead of a table
${storageHelp}

Looks through the ledger (when a device was registered, changed or removed, and by which row) and through the rows of all
uploads that are kept, newest first. The ledger has no serial numbers, only digests: it is asked for the whole one. A device
that its row names by a hardware hash alone is found by its whole serial number, too. Exit code 1: it was found nowhere.
Asking the platforms takes the whole number, and counts against their limits.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      order: { type: 'string' },
      ask: { type: 'boolean' },
      customer: { type: 'string' },
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
    const { ask = false, customer } = values;
    if (ask && 'order' in query) throw new UsageError('--ask goes with a device, not with --order');
    if (customer !== undefined && !ask) throw new UsageError('--customer goes with --ask');
    const only = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const limit = wholeNumber(values.limit, 'limit', { min: 1, max: 100_000 }) ?? standardLimit;
    const { serving } = await openServing(values.storage);
    const partners = only === undefined ? [...(await serving.partners()).keys()] : [only];
    const devices: FoundOfPartner[] = [];
    const incomplete: string[] = [];
    let uploadsLooked = 0;
    const platforms: (PlatformAnswer & { readonly partnerId: string })[] = [];
    let notAsked = 0;
    // One after the other: each may read very many rows.
    for (const partnerId of partners) {
      const found = await findAll(serving, partnerId, query, Math.max(0, limit - devices.length));
      devices.push(...found.devices.map((device) => ({ ...device, partnerId })));
      uploadsLooked += found.uploadsLooked;
      if (!found.complete) incomplete.push(partnerId);
      const said = ask
        ? await serving.askPlatforms(partnerId, { device, ...(customer === undefined ? {} : { customer }) })
        : undefined;
      platforms.push(...(said?.answers ?? []).map((answer) => ({ ...answer, partnerId })));
      notAsked += said?.notAsked ?? 0;
    }
    const isListed = platforms.some(({ answer }) => answer === 'listed');
    devices.sort(newestFirst);
    if (values.json)
      print(`${JSON.stringify({ devices, uploadsLooked, incomplete, ...(ask ? { platforms, notAsked } : {}) })}\n`);
    else {
      print(devices.length === 0 ? `"${text}" was found nowhere.\n` : foundText(devices));
      if (incomplete.length > 0)
        print(`There may be more of ${incomplete.join(', ')}: give more of the number, or --limit.\n`);
      if (platforms.length > 0) print(`\n${answersText(platforms)}`);
      else if (ask) print('No platform was asked: no customer or connection fits.\n');
      if (notAsked > 0)
        print(`${notAsked} more pairs of customer and connection were not asked; name one with --customer.\n`);
    }
    return devices.length === 0 && !isListed ? 1 : 0;
  },
};
