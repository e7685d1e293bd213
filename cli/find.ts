import { english } from '../shared/domain/texts/en.ts';
import type { FoundDevice } from '../shared/usecases/serving/find-device.ts';
import { type Command, openServing, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { table } from './table.ts';

/** A find with whose it is. */
type FoundOfPartner = FoundDevice & { readonly partnerId: string };

const placeOf = ({ where, fileName, sheet, row }: FoundOfPartner): string =>
  [
    fileName ?? (where === 'ledger' ? '(in our list of registered devices)' : ''),
    ...(sheet === undefined ? [] : [sheet]),
    ...(row === undefined ? [] : [`row ${row}`]),
  ].join(', ');

/** Where a device was found, for people. */
export function foundText(found: readonly FoundOfPartner[], width?: number): string {
  const columns = [
    { title: 'when', whole: true },
    { title: 'partner', whole: true },
    { title: 'verdict', whole: true },
    { title: 'platform', whole: true },
    { title: 'customer' },
    { title: 'group tag' },
    { title: 'where' },
    { title: 'upload', whole: true },
  ];
  const rows = found.map((one) => [
    `${one.at.slice(0, 16).replace('T', ' ')}Z`,
    one.partnerId,
    one.verdict === undefined ? 'Registered by us' : english.kinds[one.verdict].status,
    one.platform ?? '',
    one.customer ?? '',
    one.groupTag ?? '',
    placeOf(one),
    one.uploadId ?? '',
  ]);
  return table(columns, rows, width);
}

/** Where is this device? */
export const find: Command = {
  usage: 'find SERIAL [--partner ID] [--storage TEXT] [--json]',
  about: 'every upload, row, verdict, platform, group tag and customer of a device, by its serial number or PKID',
  help: `  SERIAL           the whole serial number, or a PKID
  --partner ID     look only among this partner's
  --json           print one JSON object instead of a table
${storageHelp}

Looks through what we registered and through the rows of the uploads that are kept. Exit code 1: it was found nowhere.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      partner: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const text = positionals.join(' ').trim();
    if (text === '') throw new UsageError('Which device? Give its serial number or PKID');
    const only = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const { serving } = await openServing(values.storage);
    const partners = only === undefined ? [...(await serving.partners()).keys()] : [only];
    const devices: FoundOfPartner[] = [];
    const incomplete: string[] = [];
    // One after the other: each may read very many rows.
    for (const partnerId of partners) {
      const found = await serving.findDevice(partnerId, text);
      devices.push(...found.devices.map((device) => ({ ...device, partnerId })));
      if (!found.complete) incomplete.push(partnerId);
    }
    devices.sort((one, other) => other.at.localeCompare(one.at));
    if (values.json) print(`${JSON.stringify({ devices, incomplete })}\n`);
    else {
      print(devices.length === 0 ? `"${text}" was found nowhere.\n` : foundText(devices));
      for (const partnerId of incomplete) print(`Only the newest uploads of ${partnerId} were looked through.\n`);
    }
    return devices.length === 0 ? 1 : 0;
  },
};
