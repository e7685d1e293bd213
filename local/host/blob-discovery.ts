import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobItem, BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';
import type { QueueClient } from '@azure/storage-queue';
import type { BlobPath } from './blob-path.ts';
import { describeError, type Log } from './log.ts';

/** One version of one blob that a function is to run for; the spelling is the platform's own queue message. */
interface BlobMessage {
  readonly Type: 'BlobTrigger';
  readonly FunctionId: string;
  readonly BlobType: string;
  readonly ContainerName: string;
  readonly BlobName: string;
  readonly ETag: string;
}

export interface DiscoveryOptions {
  readonly functionName: string;
  readonly path: BlobPath;
  readonly blobs: BlobServiceClient;
  /** Where receipts are kept: one per function and blob version, so that other hosts do not announce it again. */
  readonly receipts: ContainerClient;
  readonly receiptsPrefix: string;
  readonly queue: QueueClient;
  /** Tells this host's own worker that there is something in the queue. */
  readonly announced: () => void;
  /** Is this event to come twice? The platform promises at least once, not once. */
  readonly twice: () => boolean;
  readonly log: Log;
}

const pollMs = 500;
const atOnce = 8;
const receiptLeaseSeconds = 30;

/** Finds new blob versions by listing the container and puts each into the hidden queue. */
export function startDiscovery(options: DiscoveryOptions): { stop(): Promise<void> } {
  const { functionName, path, blobs, log } = options;
  const container = blobs.getContainerClient(path.container);
  const stopping = new AbortController();
  const settled = new Map<string, string>();

  const announce = async ({ name, properties }: BlobItem) => {
    const { etag, blobType = 'BlockBlob' } = properties;
    const message: BlobMessage = {
      Type: 'BlobTrigger',
      FunctionId: `Host.Functions.${functionName}`,
      BlobType: blobType,
      ContainerName: path.container,
      BlobName: name,
      ETag: etag,
    };
    if (await announceOnce(message, options)) settled.set(name, etag);
  };

  const lookOnce = async () => {
    for await (const page of container.listBlobsFlat().byPage()) {
      const fresh = page.segment.blobItems.filter(
        ({ name, properties }) => settled.get(name) !== properties.etag && path.match(name) !== undefined,
      );
      while (fresh.length > 0 && !stopping.signal.aborted) await Promise.all(fresh.splice(0, atOnce).map(announce));
    }
  };

  const loop = async () => {
    while (!stopping.signal.aborted) {
      const started = performance.now();
      await lookOnce().catch((error: unknown) => {
        // A container that does not exist yet holds no blobs.
        if (!isStatus(error, 404)) log('warning', `listing ${path.container}: ${describeError(error)}`);
      });
      const pauseMs = Math.max(pollMs, 2 * (performance.now() - started));
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const looping = loop();
  return {
    stop: () => {
      stopping.abort();
      return looping;
    },
  };
}

/**
 * The platform's protocol: a receipt, a lease on it, the message, then the receipt marked complete. A host that dies
 * in between leaves an open receipt, which another one takes up: the event may come twice, but is not lost.
 * `false`: another host is at it; look again later.
 */
async function announceOnce(message: BlobMessage, options: DiscoveryOptions): Promise<boolean> {
  const { receipts, receiptsPrefix, functionName, queue } = options;
  const version = `${message.ContainerName}/${message.BlobName}/${message.ETag}`;
  const digest = createHash('sha256').update(version).digest('hex');
  const receipt = receipts.getBlockBlobClient(`${receiptsPrefix}/${functionName}/${digest}`);
  await created(receipt.upload(version, Buffer.byteLength(version), { conditions: { ifNoneMatch: '*' } }));
  const lease = receipt.getBlobLeaseClient();
  if (!(await created(lease.acquireLease(receiptLeaseSeconds)))) return false;
  try {
    const { metadata } = await receipt.getProperties();
    if (metadata?.['completed'] === 'true') return true;
    const text = Buffer.from(JSON.stringify(message)).toString('base64');
    await queue.sendMessage(text);
    options.announced();
    if (options.twice()) await queue.sendMessage(text, { visibilityTimeout: 1 });
    await receipt.setMetadata({ completed: 'true' }, { conditions: { leaseId: lease.leaseId } });
    return true;
  } finally {
    await lease.releaseLease().catch(() => undefined);
  }
}

/** `false` when somebody else was first. */
async function created(creating: Promise<unknown>): Promise<boolean> {
  try {
    await creating;
    return true;
  } catch (error) {
    if (isStatus(error, 409) || isStatus(error, 412)) return false;
    throw error;
  }
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof RestError && error.statusCode === status;
}
