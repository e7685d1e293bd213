import { SaxesParser } from 'saxes';
import { damaged, Refusal } from './refusal.ts';
import type { Breathe } from './slices.ts';
import type { WorkCount } from './work-count.ts';

/** What is done with a part's XML. Names come without their prefix: `x:row` is `row`. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** No honest part has so much between two tags; without this bound one endless text or comment would fill the memory. */
const silentBytes = 1024 * 1024;
const maxDepth = 64;

/**
 * Feeds a part through a real XML parser, piece by piece; yields after each piece so that the caller can hand on what
 * it has. A part that stops early is refused, never taken for a short one.
 */
export async function* parseXml(
  part: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  work: WorkCount,
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const watch = { depth: 0, silent: 0 };
  const parser = makeParser(handlers, watch, work);
  for await (const piece of pieces(part)) {
    watch.silent += piece.length;
    if (watch.silent > silentBytes + piece.length)
      throw new Refusal('too_large_uncompressed', { limit: 'bytes between two XML tags', value: silentBytes });
    parser.write(decode(decoder, piece));
    yield;
  }
  parser.write(decode(decoder));
  parser.close();
  yield;
}

/** Whatever the size of what was inflated at once: each turn of the event loop takes no more than this. */
const pieceBytes = 16 * 1024;

async function* pieces(part: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of part) {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece?: Uint8Array): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw damaged('partNotUtf8', cause);
  }
}

function makeParser(handlers: XmlHandlers, watch: { depth: number; silent: number }, work: WorkCount): SaxesParser {
  const parser = new SaxesParser({ xmlns: false });
  const heard = () => {
    watch.silent = 0;
  };
  parser.on('error', (cause) => {
    throw damaged('xmlBroken', cause);
  });
  parser.on('doctype', () => {
    throw damaged('xmlDocumentType');
  });
  parser.on('xmldecl', (declaration) => {
    const encoding = declaration.encoding ?? 'utf-8';
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw damaged('partNotUtf8');
  });
  parser.on('opentag', ({ name, attributes }) => {
    heard();
    watch.depth += 1;
    work.elements(1);
    if (watch.depth > maxDepth) throw damaged('xmlTooDeep');
    handlers.open(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    heard();
    watch.depth -= 1;
    handlers.close(local(name));
  });
  parser.on('text', (text) => {
    heard();
    handlers.text(text);
  });
  parser.on('cdata', (text) => {
    heard();
    handlers.text(text);
  });
  return parser;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** Reads a whole part, handing nothing on before its end. */
export async function parseWhole(
  part: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  work: WorkCount,
  breathe: Breathe,
): Promise<void> {
  for await (const _ of parseXml(part, handlers, work)) await breathe();
}

/** An attribute by its local name: `r:id` is `id` whatever prefix the file has chosen. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  const key = Object.keys(attributes).find((full) => local(full) === name);
  return key === undefined ? undefined : attributes[key];
}
