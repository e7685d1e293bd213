import { type Command, openServing, partnerOf, stackInUse, storageHelp } from './command.ts';
import { readArguments, UsageError, wholeNumber } from './command-line.ts';
import { table } from './table.ts';

const options = { storage: { type: 'string' }, json: { type: 'boolean' } } as const;
const standardDays = 90;

/** Where the page is: as it is typed, that of the running stack, or that of the deployment the environment names. */
function pageAddress(typed: string | undefined, storage: string | undefined): string {
  const address = typed ?? stackInUse(storage)?.hostUrl ?? process.env['PAGE_ADDRESS'];
  if (address === undefined)
    throw new UsageError('Where is the page? Give --page URL (PAGE_ADDRESS of azd env get-values)');
  if (!URL.canParse(address)) throw new UsageError(`--page takes an address, not "${address}"`);
  return address.replace(/\/+$/, '');
}

const unknown = (partnerId: string): UsageError => new UsageError(`There is no partner "${partnerId}" in the settings`);

/** Makes a personal link. */
export const linkAdd: Command = {
  usage: 'link add PARTNER --person NAME [--days N] [--page URL] [--storage TEXT] [--json]',
  about: 'makes a personal link by which one person of a partner drops files and fetches reports on the page',
  help: `  --person NAME    name or address of the person it is for; asked for in a terminal
  --days N         how long it is valid: 1 to 366 (default: ${standardDays})
  --page URL       where the page is (default: the stack that runs here, or PAGE_ADDRESS of the environment)
  --json           print one JSON object instead of text
${storageHelp}

For partners without an Entra account. The link is shown this once; only a digest of it is kept. Whoever has it can use it
until it ends or is revoked ("link revoke"). Making it, and each day on which it is used, stand in the record.`,
  run: async (args, print, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...options,
      person: { type: 'string' },
      days: { type: 'string' },
      page: { type: 'string' },
    });
    const partnerId = partnerOf(positionals);
    const days = wholeNumber(values.days, 'days', { min: 1, max: 366 }) ?? standardDays;
    const page = pageAddress(values.page, values.storage);
    const name = (values.person ?? (await terminal?.ask('Who is it for (name or address)? ')) ?? '').trim();
    if (name === '') throw new UsageError('Who is it for? Give --person NAME');
    const { serving, person } = await openServing(values.storage);
    const made = await serving.linking.make(partnerId, { person: name, days }, await person());
    if (made === undefined) throw unknown(partnerId);
    const url = serving.linking.addressOf(page, made.secret);
    if (values.json) print(`${JSON.stringify({ link: made.link, url })}\n`);
    else
      print(
        `For ${name} of ${partnerId}, until ${made.link.until.slice(0, 10)}. It is shown this once; give it to no one else:\n${url}\n`,
      );
    return 0;
  },
};

/** Lists the personal links of a partner. */
export const linkList: Command = {
  usage: 'link list PARTNER [--storage TEXT] [--json]',
  about: "a partner's personal links: for whom, until when, last used",
  help: `  --json           print one JSON object instead of a table
${storageHelp}`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, options);
    const partnerId = partnerOf(positionals);
    const { serving } = await openServing(values.storage);
    if (!(await serving.partners()).has(partnerId)) throw unknown(partnerId);
    const links = await serving.linking.list(partnerId);
    if (values.json) print(`${JSON.stringify({ links })}\n`);
    else if (links.length === 0)
      print(`${partnerId} has no personal link. Make one: npm run cli -- link add ${partnerId}\n`);
    else {
      const columns = [
        { title: 'link', whole: true },
        { title: 'for' },
        { title: 'state' },
        { title: 'until', whole: true },
        { title: 'last used', whole: true },
        { title: 'days used', right: true },
        { title: 'made by' },
      ];
      const rows = links.map((link) => [
        ...[link.linkId, link.person, link.state, link.until.slice(0, 10), link.lastUsedAt?.slice(0, 10) ?? 'never'],
        ...[String(link.uses), link.createdBy],
      ]);
      print(table(columns, rows));
    }
    return 0;
  },
};

/** Ends a personal link. */
export const linkRevoke: Command = {
  usage: 'link revoke PARTNER LINK [--storage TEXT] [--json]',
  about: 'ends a personal link at once',
  help: `  LINK             the link's id, as "link list" prints it
  --json           print one JSON object instead of text
${storageHelp}`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, options);
    const [partner, linkId, ...rest] = positionals;
    const partnerId = partnerOf(partner === undefined ? [] : [partner]);
    if (linkId === undefined || rest.length > 0)
      throw new UsageError('Which link? Give its id ("link list" lists them)');
    const { serving, person } = await openServing(values.storage);
    if (!(await serving.linking.revoke(partnerId, linkId, await person()))) {
      throw new UsageError(`${partnerId} has no link "${linkId}"`);
    }
    print(
      values.json
        ? `${JSON.stringify({ partnerId, linkId, state: 'revoked' })}\n`
        : `Revoked: link ${linkId} of ${partnerId}.\n`,
    );
    return 0;
  },
};
