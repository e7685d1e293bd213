import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readConnectionFile, readPartnerFile } from '../shared/adapters/settings/files.ts';
import { checkSettingsFolder, type SettingsFile } from '../shared/domain/settings/settings-folder.ts';
import { type Command, counted } from './command.ts';
import { readArguments, typedPath, UsageError } from './command-line.ts';

const folders = ['partners', 'connections'] as const;

/** The files of one settings folder. */
interface Shelf<T> {
  readonly files: ReadonlyMap<string, SettingsFile<T>>;
  /** What lies there and is no settings file. */
  readonly problems: readonly string[];
}

export async function readShelf<T>(
  dir: string,
  folder: (typeof folders)[number],
  read: (id: string, text: string, version: string) => SettingsFile<T>,
): Promise<Shelf<T>> {
  const files = new Map<string, SettingsFile<T>>();
  const problems: string[] = [];
  const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return { files, problems: [`${folder}: there is no such folder`] };
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const [, id] = /^(.+)\.json$/.exec(entry.name) ?? [];
    if (id === undefined || !entry.isFile()) problems.push(`${folder}/${entry.name}: not a settings file (ID.json)`);
    else files.set(id, read(id, await readFile(join(dir, folder, entry.name), 'utf8'), entry.name));
  }
  return { files, problems };
}

async function strangersIn(dir: string): Promise<readonly string[]> {
  const known: readonly string[] = folders;
  const names = (await readdir(dir)).filter((name) => !known.includes(name) && !name.startsWith('.'));
  return names.map((name) => `${name}: only the folders ${folders.join(' and ')} are read`);
}

/** Everything wrong with a settings folder at once. */
export const settingsCheck: Command = {
  usage: 'settings check DIR [--json]',
  about: 'lists every mistake in a settings folder',
  help: `  DIR              the folder that holds partners/ID.json and connections/ID.json
  --json           print one JSON object instead of text

Reads files only. Exit code 1: something is wrong, for example a value the schema refuses, a reference to nothing, one
customer claimed by two partners on one connection, or a default group tag the platform would refuse.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
    const [typed, ...rest] = positionals;
    if (typed === undefined || rest.length > 0) throw new UsageError('Which folder? Name exactly one');
    const dir = typedPath(typed);
    if (!(await stat(dir).catch(() => undefined))?.isDirectory()) throw new UsageError(`${typed}: no such folder`);
    const partners = await readShelf(dir, 'partners', readPartnerFile);
    const connections = await readShelf(dir, 'connections', readConnectionFile);
    const problems = [
      ...(await strangersIn(dir)),
      ...partners.problems,
      ...connections.problems,
      ...checkSettingsFolder({ partners: partners.files, connections: connections.files }),
    ];
    const read = { partners: partners.files.size, connections: connections.files.size };
    if (values.json) print(`${JSON.stringify({ ok: problems.length === 0, ...read, problems })}\n`);
    else {
      for (const problem of problems) print(`${problem}\n`);
      const found = problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem');
      print(`${counted(read.partners, 'partner')}, ${counted(read.connections, 'connection')}: ${found}.\n`);
    }
    return problems.length === 0 ? 0 : 1;
  },
};
