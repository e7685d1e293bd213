import type { Versioned } from '../../shared/ports.ts';

/** Values by key with a version each; what comes out is never the object that went in. */
export function memoryRows<T>() {
  const rows = new Map<string, Versioned<T>>();
  let version = 0;
  return {
    read: (key: string): Versioned<T> | undefined => structuredClone(rows.get(key)),
    /** `etag` undefined: only if there is none yet. Undefined comes back when changed meanwhile. */
    write: (key: string, value: T, etag: string | undefined): Versioned<T> | undefined => {
      if (rows.get(key)?.etag !== etag) return undefined;
      version += 1;
      const written = { value: structuredClone(value), etag: String(version) };
      rows.set(key, written);
      return structuredClone(written);
    },
    put: (key: string, value: T): void => {
      version += 1;
      rows.set(key, { value: structuredClone(value), etag: String(version) });
    },
    remove: (key: string): void => void rows.delete(key),
    /** Everything whose key begins so, in key order. */
    all: (prefix = ''): readonly T[] =>
      [...rows]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, { value }]) => structuredClone(value)),
  };
}

/** A key of several parts that no other parts can make. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? String(part).padStart(6, '0') : part)).join('\u0000');
