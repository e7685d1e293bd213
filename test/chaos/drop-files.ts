import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { refusalOf } from '../../shared/adapters/storage/storage-error.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import type { App } from '../../shared/wire.ts';
import type { Chance } from './chance.ts';
import { type Delivery, dropAgain, makeDeliveries, twinsOf } from './deliveries.ts';

/** A version of a file that was dropped. */
export interface Dropped {
  readonly delivery: Delivery;
  readonly uploadId: string;
  readonly etag: string;
  /** Is it still there? Of one that is not, nothing may ever have been seen. */
  standing: boolean;
  chunks: number;
  reported: boolean;
}

export interface DropOptions {
  readonly devices: number;
  readonly kills: number;
  /** Some files have the same devices as another that is dropped with them. */
  readonly twins?: boolean;
  /** Some files are overwritten or removed soon after they were dropped. */
  readonly changes?: boolean;
}

const pauseMs = 500;
const mostTries = 120;

/** Storage is killed now and then: what the run itself asks of it is asked again. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === mostTries) throw error;
      await wait(pauseMs);
    }
  }
}

const blobOf = ({ connectionString }: Stack, { partner, fileName }: Delivery) =>
  connectStorage({ kind: 'connectionString', connectionString })
    .blobs.getContainerClient(containers.uploads)
    .getBlockBlobClient(`${partner}/${fileName}`);

/** Writes a new file, or a new version of one; a call that is repeated because its answer was lost writes nothing more. */
async function drop(stack: Stack, delivery: Delivery, over?: Dropped): Promise<Dropped> {
  const blob = blobOf(stack, delivery);
  const conditions = over === undefined ? { ifNoneMatch: '*' } : { ifMatch: over.etag };
  const etag = await patiently(async () => {
    try {
      return (await blob.upload(delivery.content, delivery.content.length, { conditions })).etag ?? '';
    } catch (error) {
      if (refusalOf(error) !== 'changed') throw error;
      return (await blob.getProperties()).etag ?? '';
    }
  });
  const uploadId = uploadIdOf(containers.uploads, blob.name, etag.replaceAll('"', ''));
  return { delivery, uploadId, etag, standing: true, chunks: 0, reported: false };
}

/** Asks after all uploads without a final report; how many there are still. */
export async function lookAfter(app: App, dropped: readonly Dropped[]): Promise<number> {
  const open = dropped.filter(({ reported }) => !reported);
  for (const upload of open) {
    const key = { partnerId: upload.delivery.partner, uploadId: upload.uploadId };
    const progress = await patiently(() => app.readProgress(key));
    upload.chunks = progress?.chunks.total ?? 0;
    upload.reported = progress?.state === 'reported';
  }
  return open.filter(({ reported, standing, chunks }) => !reported && (standing || chunks > 0)).length;
}

/** Drops files as the kills go on, so that each kill meets work; some of them twice once they are reported. */
export async function dropFiles(stack: Stack, app: App, options: DropOptions, chance: Chance, killed: () => number) {
  const dropped: Dropped[] = [];
  const deliveries = makeDeliveries(chance);
  const originals: Dropped[] = [];
  const repeated = new Set<Delivery>();
  let devices = 0;
  const put = async (delivery: Delivery, over?: Dropped): Promise<Dropped> => {
    const upload = await drop(stack, delivery, over);
    dropped.push(upload);
    devices += delivery.rows.length;
    return upload;
  };

  const dropNew = async (rows: number): Promise<void> => {
    const delivery = await deliveries.next(rows);
    const luck = chance.next();
    if (options.twins === true && luck < 0.15) {
      for (const twin of twinsOf(delivery)) await put(twin);
      return;
    }
    const upload = await put(delivery);
    if (options.changes !== true || luck < 0.85) {
      originals.push(upload);
      return;
    }
    // Before it was seen, while it is read, or after it was planned.
    await wait(chance.between(0, 4_000));
    upload.standing = false;
    if (luck < 0.93) await put(await deliveries.next(rows, delivery), upload);
    else await patiently(() => blobOf(stack, delivery).deleteIfExists());
  };

  while (devices < options.devices) {
    const share = options.kills === 0 ? 1 : (killed() + 1) / options.kills;
    if (devices >= options.devices * share) {
      await wait(200);
      continue;
    }
    await lookAfter(app, dropped);
    const left = options.devices - devices;
    const repeatable =
      repeated.size < 3 && devices > options.devices * (0.4 + repeated.size * 0.2)
        ? originals.find(
            ({ reported, delivery }) => reported && !repeated.has(delivery) && delivery.rows.length <= left,
          )
        : undefined;
    const rows = Math.min(left, chance.between(10, Math.max(20, Math.min(200, options.devices / 15))));
    if (repeatable === undefined) await dropNew(rows);
    else {
      repeated.add(repeatable.delivery);
      await put(dropAgain(repeatable.delivery));
    }
  }
  return dropped;
}
