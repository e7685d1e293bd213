import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { type SpawnedHost, spawnHost } from '../../../local/host/spawn.ts';

/** What a handler of the sample functions says of one run: a JSON object with `what`. */
type Said = Readonly<Record<string, unknown>>;

export interface FixtureHost extends SpawnedHost {
  /** All lines on stderr so far. */
  readonly lines: readonly string[];
  /** What the handlers of one function said so far. */
  said(what: string): readonly Said[];
}

/** A host for the sample functions of `test/fixtures/functions`. */
export async function startFixtureHost(
  storage: string,
  {
    options = {},
    env = {},
  }: { options?: Readonly<Record<string, string>>; env?: Readonly<Record<string, string>> } = {},
): Promise<FixtureHost> {
  const lines: string[] = [];
  const host = await spawnHost({
    options: { storage, functions: 'test/fixtures/functions', ...options },
    env: {
      CONTENT_CONTAINER: 'content',
      OFTEN: '* * * * * *',
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00',
      ...env,
    },
    onLine: (line) => lines.push(line),
  });
  const said = (what: string) =>
    lines.flatMap((line) => {
      const { message } = readJson(line);
      const said = typeof message === 'string' ? readJson(message) : {};
      return said['what'] === what ? [said] : [];
    });
  return { ...host, lines, said };
}

/** Waits until a value is there; fails with what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  limitMs = 100_000,
): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(20)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
}

/** Puts a blob, making its container where there is none yet. */
export async function putBlob(storage: string, container: string, name: string, content: string): Promise<void> {
  const client = BlobServiceClient.fromConnectionString(storage).getContainerClient(container);
  await client.createIfNotExists();
  await client.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));
}

/** Sends text the way the app does: as base64. */
export async function send(storage: string, queue: string, text: string): Promise<void> {
  const client = QueueServiceClient.fromConnectionString(storage).getQueueClient(queue);
  await client.createIfNotExists();
  await client.sendMessage(Buffer.from(text).toString('base64'));
}

/** The texts that wait in a queue; none where there is no such queue. */
export async function peek(storage: string, queue: string): Promise<readonly string[]> {
  const client = QueueServiceClient.fromConnectionString(storage).getQueueClient(queue);
  if (!(await client.exists())) return [];
  const { peekedMessageItems } = await client.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString('utf8'));
}

function readJson(text: string): Said {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
