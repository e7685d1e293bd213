/** A JSON object whose property names are compared without regard to case, as Partner Center does. */
export interface JsonObject {
  readonly get: (name: string) => unknown;
  /** A non-empty string; null, missing and "" are all absent. */
  readonly text: (name: string) => string | undefined;
  readonly names: readonly string[];
}

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** The body as JSON; a byte order mark in front is tolerated. */
export function parseJson(body: Uint8Array): Parsed {
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return { ok: false };
  }
}

/** Wraps a plain object; undefined for anything else. */
export function jsonObject(value: unknown): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const values = new Map(Object.entries(value).map(([name, content]) => [name.toLowerCase(), content]));
  const get = (name: string): unknown => values.get(name.toLowerCase());
  return {
    get,
    text: (name) => {
      const content = get(name);
      return typeof content === 'string' && content !== '' ? content : undefined;
    },
    names: Object.keys(value),
  };
}
