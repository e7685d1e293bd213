import type { Versioned } from '../../shared/ports.ts';

/** A copy nobody can change: it may be read by many, and never is the object that went in. */
function frozenCopy<T>(value: T): T {
  const freeze = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    Object.freeze(part);
    for (const inner of Object.values(part)) freeze(inner);
  };
  const copy = structuredClone(value);
  freeze(copy);
  return copy;
}

/** Values by key with a version each; what comes out is never the object that went in. */
export function memoryRows<T>() {
  const rows = new Map<string, Versioned<T>>();
  let version = 0;
  return {
    read: (key: string): Versioned<T> | undefined => rows.get(key),
    /** `etag` undefined: only if there is none yet. Undefined comes back when changed meanwhile. */
    write: (key: string, value: T, etag: string | undefined): Versioned<T> | undefined => {
      if (rows.get(key)?.etag !== etag) return undefined;
      version += 1;
      const written = { value: frozenCopy(value), etag: String(version) };
      rows.set(key, written);
      return written;
    },
    put: (key: string, value: T): void => {
      version += 1;
      rows.set(key, { value: frozenCopy(value), etag: String(version) });
    },
    remove: (key: string): void => void rows.delete(key),
    /** Everything whose key begins so, in key order. */
    all: (prefix = ''): readonly T[] =>
      [...rows]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, { value }]) => value),
  };
}

/** A key of several parts that no other parts can make. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? String(part).padStart(6, '0') : part)).join('\u0000');
