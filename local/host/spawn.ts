import { type SpawnedPart, type SpawnOptions, spawnPart } from '../spawn.ts';
import type { Host } from './host.ts';

/** A Functions host in a process of its own, ready. */
export type SpawnedHost = Omit<SpawnedPart<unknown>, 'ready'> & Omit<Host, 'stop'>;

/** Starts a host as a child process, so that several can share one storage as several instances do. */
export async function spawnHost(options: SpawnOptions): Promise<SpawnedHost> {
  const { ready, ...part } = await spawnPart<Omit<Host, 'stop'>>(new URL('main.ts', import.meta.url), options);
  return { ...ready, ...part };
}
