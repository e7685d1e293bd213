import type { Identity, OrderData } from '../identity.ts';
import type { ChunkKey, PlannedChunk } from './plan.ts';

/** A device in its chunk: what is sent, and which row asked for it. */
export interface ChunkDevice {
  readonly identity: Identity;
  readonly assignedUser?: string;
  readonly newDeviceName?: string;
  readonly order?: OrderData;
  /** What else its row knows it by, if it is to be found on a platform; never a second hash. */
  readonly alsoKnownBy?: readonly Identity[];
  /** When the plan was made that its uploader has confirmed, ISO. */
  readonly confirmedPlan?: string;
  readonly sheet?: string;
  readonly row: number;
}

/** A full (or early closed) chunk with what it holds. */
export interface ClosedChunk extends PlannedChunk {
  readonly content: readonly ChunkDevice[];
}

export interface Placement {
  readonly chunk: number;
  readonly position: number;
  /** Chunks this device filled, or that were closed early to bound memory. */
  readonly closed: readonly ClosedChunk[];
}

export interface Chunker {
  /** Puts a device into the open chunk of its key. `maxDevices` is what one call to its connection takes. */
  place(key: ChunkKey, device: ChunkDevice, maxDevices: number): Placement;
  /** Closes what is still open, in the order the chunks were opened. */
  rest(): readonly ClosedChunk[];
}

/** Together, open chunks hold at most this many bytes; beyond it the largest is closed early. */
export const maxOpenBytes = 64 * 1024 * 1024;

interface OpenChunk {
  readonly key: ChunkKey;
  readonly chunk: number;
  readonly content: ChunkDevice[];
  bytes: number;
}

// A hash's text makes nearly all of a device's weight; the rest is a few hundred bytes of names.
const weightOf = (device: ChunkDevice): number =>
  400 + (device.identity.kind === 'hardwareHash' ? device.identity.hash.length : 0);

const close = (open: OpenChunk): ClosedChunk => ({
  ...open.key,
  chunk: open.chunk,
  devices: open.content.length,
  content: open.content,
});

/** Splits devices into chunks of one action, connection, customer and group tag; a pure function of the row order. */
export function makeChunker(openBytesLimit = maxOpenBytes): Chunker {
  const open = new Map<string, OpenChunk>();
  let nextChunk = 0;
  let openBytes = 0;

  const take = (name: string, chunk: OpenChunk): ClosedChunk => {
    open.delete(name);
    openBytes -= chunk.bytes;
    return close(chunk);
  };

  const largest = (): [string, OpenChunk] | undefined =>
    [...open].reduce<[string, OpenChunk] | undefined>(
      (best, entry) => (best === undefined || entry[1].bytes > best[1].bytes ? entry : best),
      undefined,
    );

  const place = (key: ChunkKey, device: ChunkDevice, maxDevices: number): Placement => {
    const { connectionId, customerTenantId, groupTag = null, action = null, source, confirmed = null } = key;
    const from = source === undefined ? null : [source.connectionId, source.customerTenantId];
    const name = JSON.stringify([connectionId, customerTenantId, groupTag, action, from, confirmed]);
    const chunk = open.get(name) ?? { key, chunk: nextChunk++, content: [], bytes: 0 };
    open.set(name, chunk);
    const position = chunk.content.push(device) - 1;
    const weight = weightOf(device);
    chunk.bytes += weight;
    openBytes += weight;

    const closed: ClosedChunk[] = [];
    if (chunk.content.length >= maxDevices) closed.push(take(name, chunk));
    while (openBytes > openBytesLimit) {
      const heaviest = largest();
      if (heaviest === undefined) break;
      closed.push(take(...heaviest));
    }
    return { chunk: chunk.chunk, position, closed };
  };

  return { place, rest: () => [...open].map(([name, chunk]) => take(name, chunk)) };
}
