import { type Command, openServing, partnerOf, storageHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';

type Thing = 'partner' | 'connection';

const options = { storage: { type: 'string' }, json: { type: 'boolean' } } as const;

/** The partner or connection that is meant; throws where the settings have none. */
async function meant(of: Thing, positionals: readonly string[], open: Awaited<ReturnType<typeof openServing>>) {
  if (of === 'partner') {
    const id = partnerOf(positionals);
    if (!(await open.serving.partners()).has(id)) throw new UsageError(`There is no partner "${id}" in the settings`);
    return id;
  }
  const [id = '', ...rest] = positionals;
  if (id === '' || rest.length > 0) throw new UsageError('Which connection? Give its id, nothing else');
  const known = (await open.serving.overseeing.connections()).some(({ connectionId }) => connectionId === id);
  if (!known) throw new UsageError(`The settings have no connection "${id}"`);
  return id;
}

const suspend = (of: Thing): Command => ({
  usage: `${of} suspend ${of.toUpperCase()} --reason TEXT [--storage TEXT] [--json]`,
  about:
    of === 'partner'
      ? 'sends nothing more for a partner until it is resumed'
      : 'sends nothing more through a connection until it is resumed',
  help: `  --reason TEXT    why, for other operators; asked for in a terminal
  --json           print one JSON object instead of text
${storageHelp}

Devices that are not sent yet are held; what was sent already is followed to its end. The record says who did it.`,
  run: async (args, print, terminal) => {
    const { values, positionals } = readArguments(args, { ...options, reason: { type: 'string' } });
    const open = await openServing(values.storage);
    const id = await meant(of, positionals, open);
    const reason = (values.reason ?? (await terminal?.ask('Why? ')) ?? '').trim();
    if (reason === '') throw new UsageError('Why? Give --reason TEXT; other operators read it');
    await open.serving.suspending.suspend({ of, id }, reason, await open.person());
    print(
      values.json
        ? `${JSON.stringify({ of, id, state: 'suspended', reason })}\n`
        : `Suspended: ${of} ${id}. "${of} resume ${id}" takes it back.\n`,
    );
    return 0;
  },
});

const resume = (of: Thing): Command => ({
  usage: `${of} resume ${of.toUpperCase()} [--storage TEXT] [--json]`,
  about: `takes "${of} suspend" back: what was held for it is tried again at once`,
  help: `  --json           print one JSON object instead of text
${storageHelp}`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, options);
    const open = await openServing(values.storage);
    const id = await meant(of, positionals, open);
    await open.serving.suspending.resume({ of, id }, await open.person());
    print(values.json ? `${JSON.stringify({ of, id, state: 'active' })}\n` : `Resumed: ${of} ${id}.\n`);
    return 0;
  },
});

export const partnerSuspend = suspend('partner');
export const partnerResume = resume('partner');
export const connectionSuspend = suspend('connection');
export const connectionResume = resume('connection');
