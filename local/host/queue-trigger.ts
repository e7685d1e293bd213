import type { DequeuedMessageItem, QueueServiceClient } from '@azure/storage-queue';
import type { RegisteredFunction } from './core.ts';
import type { Invoke } from './invoke.ts';
import type { Log } from './log.ts';
import { startPump } from './queue-pump.ts';
import type { HostSettings } from './settings.ts';
import { type WireMetadata, wireJson } from './wire.ts';

/** Starts working off a function's queue. */
export function startQueueTrigger(deps: {
  readonly fn: RegisteredFunction;
  readonly queueName: string;
  readonly queues: QueueServiceClient;
  readonly settings: HostSettings['queues'];
  readonly visibilitySeconds: number;
  readonly invoke: Invoke;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const { fn, queueName, queues, settings, visibilitySeconds, invoke, log } = deps;
  return startPump({
    ...settings,
    queue: queues.getQueueClient(queueName),
    poison: queues.getQueueClient(`${queueName}-poison`),
    visibilitySeconds,
    decode: settings.encoding === 'base64' ? decodeBase64 : (text) => text,
    process: (text, message) => invoke(fn, { string: text }, queueMetadata(text, message)),
    log,
  });
}

/** The metadata the storage extension sends with a queue message; the package turns the keys into camel case. */
function queueMetadata(text: string, message: DequeuedMessageItem): WireMetadata {
  return {
    QueueTrigger: { string: text },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: wireJson(message.dequeueCount),
    InsertionTime: wireJson(message.insertedOn),
    ExpirationTime: wireJson(message.expiresOn),
    NextVisibleTime: wireJson(message.nextVisibleOn),
  };
}

/** The text of a base64 message, or `undefined` when it is none. */
export function decodeBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('utf8');
}
