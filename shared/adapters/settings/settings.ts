import type { ContainerClient } from '@azure/storage-blob';
import type { Connection } from '../../domain/connection.ts';
import type { Partner } from '../../domain/partner.ts';
import { type SettingsFile, type SettingsFolder, settingsOfPartner } from '../../domain/settings-folder.ts';
import type { Clock, PartnerList, Settings } from '../../ports.ts';
import { readConnectionFile, readPartnerFile } from './files.ts';

/** How old the picture of the settings may be; a change is seen within this time. */
const freshMilliseconds = 10_000;

type ReadFile<T> = (id: string, text: string, version: string) => SettingsFile<T>;

const textOf = async (container: ContainerClient, name: string): Promise<string> =>
  (await container.getBlobClient(name).downloadToBuffer()).toString('utf8');

/** One kind of settings file, with the last good version of each kept beside the state. */
function makeShelf<T>(folder: string, settings: ContainerClient, state: ContainerClient, read: ReadFile<T>) {
  const known = new Map<string, SettingsFile<T>>();
  const keptName = (id: string): string => `settings/${folder}/${id}.json`;

  const keep = async (id: string, text: string): Promise<void> => {
    await state.getBlockBlobClient(keptName(id)).upload(text, Buffer.byteLength(text));
  };

  /** A file that can't be used leaves its last good version in force, with the fault said. */
  const load = async (id: string, name: string, version: string): Promise<SettingsFile<T>> => {
    const text = await textOf(settings, name);
    const file = read(id, text, version);
    if (file.value !== undefined) {
      await keep(id, text);
      return file;
    }
    const kept = state.getBlobClient(keptName(id));
    if (!(await kept.exists())) return file;
    return { ...read(id, await textOf(state, keptName(id)), 'kept'), faults: file.faults };
  };

  return async (): Promise<ReadonlyMap<string, SettingsFile<T>>> => {
    const now = new Map<string, SettingsFile<T>>();
    for await (const blob of settings.listBlobsFlat({ prefix: `${folder}/` })) {
      const id = /^[a-z]+\/([^/]+)\.json$/.exec(blob.name)?.[1];
      if (id === undefined) continue;
      const version = `${blob.name} ${blob.properties.etag ?? ''}`;
      const before = known.get(version);
      const file = before ?? (await load(id, blob.name, version));
      now.set(id, file);
      known.set(version, file);
    }
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
    if (picture === undefined || now - picture.takenAt > freshMilliseconds) picture = { folder: take(), takenAt: now };
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
