import type { BlobGetPropertiesResponse, BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';
import type { QueueServiceClient } from '@azure/storage-queue';
import { startDiscovery } from './blob-discovery.ts';
import type { BlobPath } from './blob-path.ts';
import type { RegisteredFunction } from './core.ts';
import type { Invoke } from './invoke.ts';
import type { Log } from './log.ts';
import { startPump } from './queue-pump.ts';
import { decodeBase64 } from './queue-trigger.ts';
import type { HostSettings } from './settings.ts';
import { type WireMetadata, type WireValue, wireBlobReference, wireJson } from './wire.ts';

/** A function to run for the blobs of a path. */
export interface BlobFunction {
  readonly fn: RegisteredFunction;
  readonly path: BlobPath;
  /** Name of the setting with the connection string: what a reference to a blob carries. */
  readonly connection: string;
  /** Events carry no content version: a blob that changed since runs twice, on its newest content. */
  readonly byEvent: boolean;
  /** The handler gets a reference instead of content. */
  readonly byReference: boolean;
  readonly blobs: BlobServiceClient;
}

/**
 * Starts all blob functions. As on the platform, what is found goes through one hidden queue of the host, so that a
 * blob is tried like a queue message and ends in `webjobs-blobtrigger-poison` when no try succeeds.
 */
export async function startBlobTriggers(deps: {
  readonly functions: readonly BlobFunction[];
  readonly hostId: string;
  /** `azure-webjobs-hosts`, which holds the receipts. */
  readonly receipts: ContainerClient;
  readonly queues: QueueServiceClient;
  readonly settings: HostSettings;
  readonly visibilitySeconds: number;
  readonly twice: () => boolean;
  readonly invoke: Invoke;
  readonly log: Log;
}): Promise<{ stop(): Promise<void> }> {
  const { functions, hostId, receipts, queues, settings, invoke, log } = deps;
  const queue = queues.getQueueClient(`azure-webjobs-blobtrigger-${hostId}`);
  await queue.createIfNotExists();

  // The storage extension splits the degree of parallelism like this, so that batch + threshold = degree.
  const degree = settings.blobs.maxDegreeOfParallelism;
  const batchSize = Math.min(32, Math.floor(degree / 2) + 1);
  const pump = startPump({
    queue,
    poison: queues.getQueueClient('webjobs-blobtrigger-poison'),
    batchSize,
    newBatchThreshold: Math.max(degree - batchSize, 0),
    maxDequeueCount: settings.blobs.poisonBlobThreshold,
    visibilitySeconds: deps.visibilitySeconds,
    retrySeconds: 0,
    maxPollingMs: settings.queues.maxPollingMs,
    decode: decodeBase64,
    process: (text) => runForBlob(text, functions, invoke, log),
    log,
  });
  const discoveries = functions.map(({ fn, path, blobs }) =>
    startDiscovery({
      functionName: fn.name,
      path,
      blobs,
      receipts,
      receiptsPrefix: `blobreceipts/${hostId}`,
      queue,
      announced: pump.wake,
      twice: deps.twice,
      log,
    }),
  );
  return {
    stop: async () => {
      await Promise.all([...discoveries, pump].map((part) => part.stop()));
    },
  };
}

async function runForBlob(text: string, functions: readonly BlobFunction[], invoke: Invoke, log: Log): Promise<void> {
  const message = readMessage(text);
  const target = functions.find(({ fn }) => message.functionId === `Host.Functions.${fn.name}`);
  if (target === undefined) return log('debug', `${message.functionId} is gone: its blob message is dropped`);
  const { fn, path, connection, byEvent, byReference } = target;
  const client = target.blobs.getContainerClient(message.container).getBlockBlobClient(message.blob);
  const properties = await client.getProperties().catch((error: unknown) => {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  });
  if (properties === undefined) return log('debug', `${message.blob} is gone: its message is dropped`);
  // Discovery by listing sees the new version by itself, and announces it.
  if (!byEvent && bare(properties.etag) !== bare(message.etag)) return;
  const input: WireValue = byReference
    ? wireBlobReference(connection, message.container, message.blob)
    : { bytes: await client.downloadToBuffer() };
  const parts = path.match(message.blob) ?? {};
  await invoke(fn, input, blobMetadata(message.container, message.blob, client.url, properties, parts));
}

/** The metadata the storage extension sends with a blob; the package turns the keys into camel case. */
function blobMetadata(
  container: string,
  blob: string,
  url: string,
  properties: BlobGetPropertiesResponse,
  parts: Readonly<Record<string, string>>,
): WireMetadata {
  const captured = Object.entries(parts).map(([name, value]) => [name, { string: value }]);
  return {
    BlobTrigger: { string: `${container}/${blob}` },
    Uri: wireJson(url),
    Properties: wireJson({
      ETag: properties.etag,
      LastModified: properties.lastModified,
      CreatedOn: properties.createdOn,
      ContentLength: properties.contentLength,
      ContentType: properties.contentType,
      BlobType: properties.blobType,
    }),
    Metadata: wireJson(properties.metadata ?? {}),
    ...Object.fromEntries(captured),
  };
}

function readMessage(text: string) {
  const message: unknown = JSON.parse(text);
  const field = (name: string): string => {
    const entry = Object.entries(Object(message)).find(([key]) => key === name);
    if (typeof entry?.[1] === 'string') return entry[1];
    throw new Error(`A blob trigger message has no ${name}`);
  };
  return {
    functionId: field('FunctionId'),
    container: field('ContainerName'),
    blob: field('BlobName'),
    etag: field('ETag'),
  };
}

/** Listings give the ETag bare, single answers in quotes. */
function bare(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', '');
}
