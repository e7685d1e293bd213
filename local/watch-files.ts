import { watch } from 'node:fs';

/** Editors write a file in several steps. */
const quietMs = 200;

/**
 * Calls back after a change below one of these folders, with the name of the last file that changed. Changes that come
 * while it is at work are one further call. Does not keep the process alive.
 */
export function watchFiles(folders: readonly string[], onChange: (name: string) => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const changed = (name: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(() => onChange(name));
    }, quietMs);
  };
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true, persistent: false }, (_, name) => {
      if (name !== null && /\.(?:ts|json)$/.test(name)) changed(name);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
