import { rename, writeFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** One of the emulator's databases: all in memory, written to its file as a whole. */
export interface Database {
  readonly filename: string;
  serialize(): string;
  /** Has anything changed since the flags were cleared? */
  autosaveDirty(): boolean;
  autosaveClearFlags(): void;
  autosaveDisable(): void;
}

/**
 * Holds back the answer to each writing request until what it wrote is on disk. By itself the emulator saves every
 * five seconds, so that a kill loses writes it has confirmed, which the service never does. Requests that come while
 * a save runs share the next one. Databases are given in the order in which they depend on each other.
 *
 * Returns what waits until everything is saved.
 */
export function keepConfirmedWrites(server: Server, databases: readonly Database[]): () => Promise<void> {
  for (const database of databases) database.autosaveDisable();
  let saving: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  const saved = () => {
    waiting ??= saving.then(() => {
      waiting = undefined;
      saving = save(databases);
      return saving;
    });
    return waiting;
  };
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    // A GET may change something too (receiving hides messages), but nothing that anybody relies on.
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { end } = response;
    const endWhenSaved = (...args: unknown[]) => {
      saved().then(
        () => Reflect.apply(end, response, args),
        (error: Error) => response.destroy(error),
      );
      return response;
    };
    Object.assign(response, { end: endWhenSaved });
  });
  return saved;
}

/** All snapshots are taken at one moment, so that no file speaks of what another one lacks. */
async function save(databases: readonly Database[]): Promise<void> {
  const snapshots = databases
    .filter((database) => database.autosaveDirty())
    .map((database) => {
      database.autosaveClearFlags();
      return { file: database.filename, text: database.serialize() };
    });
  await Promise.all(snapshots.map(({ file, text }) => writeFile(`${file}.new`, text)));
  for (const { file } of snapshots) await rename(`${file}.new`, file);
}
