import { createHash } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import { type SettingsFile, type SettingsFolder, settingsOfPartner } from '../../domain/settings/settings-folder.ts';
import { settingsAge } from '../../domain/waits.ts';
import type { Clock, PartnerList, Settings } from '../../ports.ts';
import { readConnectionFile, readPartnerFile } from './files.ts';

type ReadFile<T> = (id: string, text: string, version: string) => SettingsFile<T>;

/** Undefined: there is no such file (any more). */
async function textOf(container: ContainerClient, name: string): Promise<string | undefined> {
  const blob = container.getBlobClient(name);
  return (await blob.exists()) ? (await blob.downloadToBuffer()).toString('utf8') : undefined;
}

const contentVersion = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Far more than any settings need; a larger file is not read at all. */
const mostBytes = 1024 * 1024;

/** One kind of settings file, with the last good version of each kept beside the state. */
function makeShelf<T>(folder: string, settings: ContainerClient, state: ContainerClient, read: ReadFile<T>) {
  let known: ReadonlyMap<string, SettingsFile<T>> = new Map();
  const keptName = (id: string): string => `settings/${folder}/${id}.json`;

  const keep = async (id: string, text: string): Promise<void> => {
    await state.getBlockBlobClient(keptName(id)).upload(text, Buffer.byteLength(text));
  };

  /** A file that can't be used leaves its last good version in force, together with the faults. */
  const load = async (
    id: string,
    name: string,
    version: string,
    bytes: number,
  ): Promise<SettingsFile<T> | undefined> => {
    const text = bytes > mostBytes ? '' : await textOf(settings, name);
    if (text === undefined) return undefined;
    const file = bytes > mostBytes ? { version, faults: ['it is too large'] } : read(id, text, version);
    if (file.value !== undefined) {
      await keep(id, text);
      return file;
    }
    const kept = await textOf(state, keptName(id));
    return kept === undefined ? file : { ...read(id, kept, contentVersion(kept)), faults: file.faults };
  };

  return async (): Promise<ReadonlyMap<string, SettingsFile<T>>> => {
    const now = new Map<string, SettingsFile<T>>();
    const versions = new Map<string, SettingsFile<T>>();
    for await (const blob of settings.listBlobsFlat({ prefix: `${folder}/` })) {
      const id = /^[a-z]+\/([^/]+)\.json$/.exec(blob.name)?.[1];
      if (id === undefined) continue;
      const version = `${blob.name} ${blob.properties.etag ?? ''}`;
      const file = known.get(version) ?? (await load(id, blob.name, version, blob.properties.contentLength ?? 0));
      // Deleted between listing and reading: as if it had not been listed.
      if (file === undefined) continue;
      now.set(id, file);
      versions.set(version, file);
    }
    known = versions;
    return now;
  };
}

/** The `settings` container. A broken file stops only its own partner, and only until a good version was seen once. */
export function makeSettings(settings: ContainerClient, state: ContainerClient, clock: Clock): Settings & PartnerList {
  const readPartners = makeShelf<Partner>('partners', settings, state, readPartnerFile);
  const readConnections = makeShelf<Connection>('connections', settings, state, readConnectionFile);
  let picture: { readonly folder: Promise<SettingsFolder>; readonly takenAt: number } | undefined;

  const take = async (): Promise<SettingsFolder> => ({
    partners: await readPartners(),
    connections: await readConnections(),
  });

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
