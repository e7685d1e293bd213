import { createHash } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import type { Connection } from '../../../domain/settings/connection.ts';
import type { Partner } from '../../../domain/settings/partner.ts';
import { type SettingsFile, type SettingsFolder, settingsOfPartner } from '../../../domain/settings/settings-folder.ts';
import { settingsAge } from '../../../domain/waits.ts';
import type { Clock, PartnerList, Settings } from '../../../ports.ts';
import { settingsCopy } from '../names.ts';
import { readBlob } from '../read-blob.ts';
import { batchesOf } from '../table-documents.ts';
import { readConnectionFile, readPartnerFile } from './files.ts';

type ReadFile<T> = (id: string, text: string, version: string) => SettingsFile<T>;

/** Undefined: there is no such file (any more). */
const textOf = async (container: ContainerClient, name: string): Promise<string | undefined> =>
  (await readBlob(container.getBlobClient(name)))?.toString('utf8');

const contentVersion = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Far more than any settings need; a larger file is not read at all. */
const mostBytes = 1024 * 1024;
const filesAtOnce = 16;

interface ListedFile {
  readonly name: string;
  readonly folder: string;
  readonly id: string;
  /** Changes with every write of the file. */
  readonly version: string;
  readonly bytes: number;
}

/** Texts of settings files by version. */
type Texts = ReadonlyMap<string, string>;

/**
 * The texts of all settings files in one document beside the state, so that a new instance reads them by one call,
 * however many partners there are. It can be lost: then the files themselves are read.
 */
function makeCopy(state: ContainerClient) {
  const blob = state.getBlockBlobClient(settingsCopy);
  return {
    read: async (): Promise<Texts> => {
      try {
        const text = String((await readBlob(blob)) ?? '{}');
        return new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, string>>));
      } catch (error) {
        if (error instanceof SyntaxError) return new Map();
        throw error;
      }
    },
    write: async (texts: Texts): Promise<void> => {
      const content = JSON.stringify(Object.fromEntries(texts));
      await blob.upload(content, Buffer.byteLength(content));
    },
  };
}

/** One kind of settings file, with the last good version of each kept beside the state. */
function makeShelf<T>(folder: string, state: ContainerClient, read: ReadFile<T>) {
  let known: ReadonlyMap<string, SettingsFile<T>> = new Map();
  const keptName = (id: string): string => `settings/${folder}/${id}.json`;

  /** A file that can't be used leaves its last good version in force, together with the faults. */
  const open = async ({ id, version }: ListedFile, text: string | undefined, isNew: boolean) => {
    const file = text === undefined ? { version, faults: ['it is too large'] } : read(id, text, version);
    if (file.value !== undefined && text !== undefined) {
      if (isNew) await state.getBlockBlobClient(keptName(id)).upload(text, Buffer.byteLength(text));
      return file;
    }
    const kept = await textOf(state, keptName(id));
    return kept === undefined ? file : { ...read(id, kept, contentVersion(kept)), faults: file.faults };
  };

  return {
    isKnown: ({ version }: ListedFile): boolean => known.has(version),
    /** The files by id. Deleted between listing and reading: as if it had not been listed. */
    take: async (
      listed: readonly ListedFile[],
      texts: Texts,
      fresh: ReadonlySet<string>,
    ): Promise<ReadonlyMap<string, SettingsFile<T>>> => {
      const now = new Map<string, SettingsFile<T>>();
      const versions = new Map<string, SettingsFile<T>>();
      const take = async (file: ListedFile): Promise<readonly [ListedFile, SettingsFile<T>] | undefined> => {
        const { version, bytes } = file;
        const text = texts.get(version);
        if (text === undefined && bytes <= mostBytes && !known.has(version)) return undefined;
        return [file, known.get(version) ?? (await open(file, text, fresh.has(version)))];
      };
      const own = listed.filter((file) => file.folder === folder);
      for (const some of batchesOf(own, filesAtOnce)) {
        for (const taken of await Promise.all(some.map(take))) {
          if (taken === undefined) continue;
          const [{ id, version }, file] = taken;
          now.set(id, file);
          versions.set(version, file);
        }
      }
      known = versions;
      return now;
    },
  };
}

/** The `settings` container. A broken file stops only its own partner, and only until a good version was seen once. */
export function makeSettings(settings: ContainerClient, state: ContainerClient, clock: Clock): Settings & PartnerList {
  const partners = makeShelf<Partner>('partners', state, readPartnerFile);
  const connections = makeShelf<Connection>('connections', state, readConnectionFile);
  const copy = makeCopy(state);
  let picture: { readonly folder: Promise<SettingsFolder>; readonly takenAt: number } | undefined;

  const list = async (): Promise<readonly ListedFile[]> => {
    const files: ListedFile[] = [];
    for await (const { name, properties } of settings.listBlobsFlat()) {
      const [, folder, id] = /^(partners|connections)\/([^/]+)\.json$/.exec(name) ?? [];
      if (folder === undefined || id === undefined) continue;
      const version = `${name} ${properties.etag ?? ''}`;
      files.push({ name, folder, id, version, bytes: properties.contentLength ?? 0 });
    }
    return files;
  };

  /** The texts of all files, where one is not known yet: from the copy, or else from the file itself. */
  const textsOf = async (files: readonly ListedFile[]) => {
    const readable = files.filter(({ bytes }) => bytes <= mostBytes);
    const isKnown = (file: ListedFile): boolean => partners.isKnown(file) || connections.isKnown(file);
    if (readable.every(isKnown)) return { texts: new Map<string, string>(), fresh: new Set<string>(), isStale: false };
    const copied = await copy.read();
    const texts = new Map<string, string>();
    const fresh = new Set<string>();
    const take = async ({ name, version }: ListedFile): Promise<void> => {
      const text = copied.get(version) ?? (await textOf(settings, name));
      if (text === undefined) return;
      texts.set(version, text);
      if (!copied.has(version)) fresh.add(version);
    };
    for (const some of batchesOf(readable, filesAtOnce)) await Promise.all(some.map(take));
    return { texts, fresh, isStale: fresh.size > 0 || copied.size > texts.size };
  };

  const take = async (): Promise<SettingsFolder> => {
    const files = await list();
    const { texts, fresh, isStale } = await textsOf(files);
    const folder = {
      partners: await partners.take(files, texts, fresh),
      connections: await connections.take(files, texts, fresh),
    };
    // Last, so that a version stands in the copy only once it is kept.
    if (isStale) await copy.write(texts);
    return folder;
  };

  const folder = async (): Promise<SettingsFolder> => {
    const now = clock.now().getTime();
    if (picture === undefined || now - picture.takenAt > settingsAge) picture = { folder: take(), takenAt: now };
    const { folder: taken } = picture;
    try {
      return await taken;
    } catch (error) {
      picture = undefined;
      throw error;
    }
  };

  return {
    ofPartner: async (partnerId) => settingsOfPartner(await folder(), partnerId),
    ids: async () => [...(await folder()).partners.keys()],
  };
}
