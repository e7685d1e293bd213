import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { containers } from '../shared/adapters/storage/names.ts';
import { readConnectionFile, readPartnerFile } from '../shared/adapters/storage/settings/files.ts';
import { unlessChanged } from '../shared/adapters/storage/storage-error.ts';
import type { SettingsFile, SettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import { openStorage, storageHelp } from './command.ts';
import { typedPath, UsageError } from './command-line.ts';

/** The two kinds of settings files. */
export type SettingsKind = 'partners' | 'connections';
const kinds: readonly SettingsKind[] = ['partners', 'connections'];

/** The text of every settings file, by id. */
export type SettingsTexts = Readonly<Record<SettingsKind, ReadonlyMap<string, string>>> & {
  /** What lies there and is no settings file. */
  readonly strangers: readonly string[];
};

/** Where settings lie: a container or a folder. */
export interface SettingsStore {
  read(): Promise<SettingsTexts>;
  /** `false`: there is one already. */
  create(kind: SettingsKind, id: string, text: string): Promise<boolean>;
}

/** How a command says where the settings are. */
export const settingsHelp = `  --settings DIR   folder with partners/ID.json and connections/ID.json, instead of the settings in storage
${storageHelp}`;

function settingsInFolder(typed: string): SettingsStore {
  const dir = typedPath(typed);
  const pathOf = (kind: SettingsKind, id: string): string => join(dir, kind, `${id}.json`);
  return {
    read: async () => {
      if (!(await stat(dir).catch(() => undefined))?.isDirectory()) throw new UsageError(`${typed}: no such folder`);
      const known: readonly string[] = kinds;
      const strangers = (await readdir(dir))
        .filter((name) => !known.includes(name) && !name.startsWith('.'))
        .map((name) => `${name}: only the folders ${kinds.join(' and ')} are read`);
      const shelf = async (kind: SettingsKind): Promise<ReadonlyMap<string, string>> => {
        const files = new Map<string, string>();
        const entries = await readdir(join(dir, kind), { withFileTypes: true }).catch(() => undefined);
        if (entries === undefined) strangers.push(`${kind}: there is no such folder`);
        for (const entry of (entries ?? []).toSorted((a, b) => a.name.localeCompare(b.name))) {
          const [, id] = /^(.+)\.json$/.exec(entry.name) ?? [];
          if (id === undefined || !entry.isFile()) {
            strangers.push(`${kind}/${entry.name}: not a settings file (ID.json)`);
            continue;
          }
          files.set(id, await readFile(pathOf(kind, id), 'utf8'));
        }
        return files;
      };
      return { partners: await shelf('partners'), connections: await shelf('connections'), strangers };
    },
    create: async (kind, id, text) => {
      try {
        await writeFile(pathOf(kind, id), text, { flag: 'wx' });
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
    },
  };
}

function settingsInStorage(connectionString: string | undefined): SettingsStore {
  const container = openStorage(connectionString).blobs.getContainerClient(containers.settings);
  return {
    read: async () => {
      const shelf = async (kind: SettingsKind): Promise<ReadonlyMap<string, string>> => {
        const files = new Map<string, string>();
        for await (const { name } of container.listBlobsFlat({ prefix: `${kind}/` })) {
          const id = /^[a-z]+\/([^/]+)\.json$/.exec(name)?.[1];
          if (id === undefined) continue;
          files.set(id, (await container.getBlobClient(name).downloadToBuffer()).toString('utf8'));
        }
        return files;
      };
      return { partners: await shelf('partners'), connections: await shelf('connections'), strangers: [] };
    },
    create: async (kind, id, text) => {
      const blob = container.getBlockBlobClient(`${kind}/${id}.json`);
      const options = { conditions: { ifNoneMatch: '*' }, blobHTTPHeaders: { blobContentType: 'application/json' } };
      return (await unlessChanged(blob.upload(text, Buffer.byteLength(text), options))) !== undefined;
    },
  };
}

/** The settings a command works on. */
export function openSettings(given: {
  readonly settings?: string | undefined;
  readonly storage?: string | undefined;
}): SettingsStore {
  if (given.settings !== undefined && given.storage !== undefined) {
    throw new UsageError('Either --settings or --storage, not both');
  }
  return given.settings === undefined ? settingsInStorage(given.storage) : settingsInFolder(given.settings);
}

/** Every file, read as the app reads it. */
export function folderOf({ partners, connections }: SettingsTexts): SettingsFolder {
  const each = <T>(
    files: ReadonlyMap<string, string>,
    read: (id: string, text: string, version: string) => SettingsFile<T>,
  ) => new Map([...files].map(([id, text]) => [id, read(id, text, id)]));
  return { partners: each(partners, readPartnerFile), connections: each(connections, readConnectionFile) };
}

/** The files as they would be with this one. */
export const withFile = (texts: SettingsTexts, kind: SettingsKind, id: string, text: string): SettingsTexts => ({
  ...texts,
  [kind]: new Map(texts[kind]).set(id, text),
});
