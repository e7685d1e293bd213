import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Collections } from './state.ts';

type CollectionName = keyof Collections;

/** One value put under a key, or (null) taken away. */
export type Change = {
  readonly [K in CollectionName]: { readonly in: K; readonly key: string; readonly value: Collections[K] | null };
}[CollectionName];

/** All state, in memory and (given a folder) in a journal. */
export interface Store {
  get<K extends CollectionName>(collection: K, key: string): Collections[K] | undefined;
  all<K extends CollectionName>(collection: K): IterableIterator<Collections[K]>;
  entries<K extends CollectionName>(collection: K): IterableIterator<[key: string, value: Collections[K]]>;
  size(collection: CollectionName): number;
  /** On disk before it returns: a process killed afterwards has lost nothing. */
  commit(changes: readonly Change[]): void;
  /** Everything `work` commits is written as one: all of it survives a kill, or nothing. */
  together<T>(work: () => T): T;
  /** Empties these collections. */
  clear(collections: readonly CollectionName[]): void;
}

type Maps = { readonly [K in CollectionName]: Map<string, Collections[K]> };

const emptyMaps = (): Maps => ({
  world: new Map(),
  faults: new Map(),
  devices: new Map(),
  identities: new Map(),
  storageErrors: new Map(),
  jobs: new Map(),
  batches: new Map(),
  policies: new Map(),
  imports: new Map(),
  leaving: new Map(),
  identifiers: new Map(),
  approvals: new Map(),
  syncs: new Map(),
  tokens: new Map(),
  keys: new Map(),
  calls: new Map(),
});

function apply(maps: Maps, change: Change): void {
  const map: Map<string, unknown> = maps[change.in];
  if (change.value === null) map.delete(change.key);
  else map.set(change.key, change.value);
}

const lineEnd = 10;

/** Reads what an earlier process wrote. A last line without its end was never confirmed and is dropped. */
function replay(maps: Maps, file: string): void {
  const bytes = readFileSync(file);
  let start = 0;
  for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, start)) {
    const changes: readonly Change[] = JSON.parse(bytes.toString('utf8', start, end));
    for (const change of changes) apply(maps, change);
    start = end + 1;
  }
}

/** Starts each process with a journal that holds every value once. */
function compact(maps: Maps, file: string): void {
  const fresh = openSync(`${file}.new`, 'w');
  let lines: string[] = [];
  const flush = (): void => {
    writeSync(fresh, lines.join(''));
    lines = [];
  };
  for (const [name, map] of Object.entries(maps)) {
    for (const [key, value] of map) {
      lines.push(`${JSON.stringify([{ in: name, key, value }])}\n`);
      if (lines.length === 1000) flush();
    }
  }
  flush();
  closeSync(fresh);
  renameSync(`${file}.new`, file);
}

/** Opens the state kept in `dataDir`; without one it lives in memory only. */
export function openStore(dataDir: string | undefined): Store {
  const maps = emptyMaps();
  const file = dataDir === undefined ? undefined : join(dataDir, 'journal.jsonl');
  if (dataDir !== undefined && file !== undefined) {
    mkdirSync(dataDir, { recursive: true });
    if (existsSync(file)) replay(maps, file);
    compact(maps, file);
  }
  let waiting: Change[] | undefined;
  const write = (changes: readonly Change[]): void => {
    if (file !== undefined && changes.length > 0) appendFileSync(file, `${JSON.stringify(changes)}\n`);
  };
  const commit = (changes: readonly Change[]): void => {
    if (waiting) waiting.push(...changes);
    else write(changes);
    for (const change of changes) apply(maps, change);
  };
  const together = <T>(work: () => T): T => {
    if (waiting) return work();
    waiting = [];
    try {
      return work();
    } finally {
      const changes = waiting;
      waiting = undefined;
      write(changes);
    }
  };
  return {
    get: (collection, key) => maps[collection].get(key),
    all: (collection) => maps[collection].values(),
    entries: (collection) => maps[collection].entries(),
    size: (collection) => maps[collection].size,
    commit,
    together,
    clear: (collections) => {
      for (const name of collections) maps[name].clear();
      // Whatever waits is in the maps already; written later it would bring back what was cleared.
      waiting?.splice(0);
      if (file !== undefined) compact(maps, file);
    },
  };
}
