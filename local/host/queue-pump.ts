import { setTimeout as sleep } from 'node:timers/promises';
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { RestError } from '@azure/storage-queue';
import { describeError, type Log } from './log.ts';

export interface PumpOptions {
  readonly queue: QueueClient;
  readonly poison: QueueClient;
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** How long a received message is hidden; renewed at half of it for as long as it is worked on. */
  readonly visibilitySeconds: number;
  /** How long a message stays hidden after a failure. */
  readonly retrySeconds: number;
  readonly maxPollingMs: number;
  /** Undefined: not in the queue's encoding, which no retry will correct. */
  readonly decode: (text: string) => string | undefined;
  readonly process: (text: string, message: DequeuedMessageItem) => Promise<unknown>;
  readonly log: Log;
}

/** A queue being worked off. */
export interface Pump {
  /** Looks now instead of after the pause: somebody in this process has just put a message in. */
  wake(): void;
  stop(): Promise<void>;
}

const leastPollingMs = 100;

/**
 * Works off a queue by the platform's rules: at least once, a limited number at a time, hidden while running,
 * visible again after a failure, in the poison queue after the last try.
 */
export function startPump(options: PumpOptions): Pump {
  const { queue, batchSize, newBatchThreshold, visibilitySeconds, log } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let pause = new AbortController();

  const receive = async () => {
    try {
      const received = await queue.receiveMessages({
        numberOfMessages: Math.min(batchSize, 32),
        visibilityTimeout: visibilitySeconds,
      });
      return received.receivedMessageItems;
    } catch (error) {
      // A queue that does not exist yet is an empty one.
      if (!isStatus(error, 404)) log('warning', `receiving from ${queue.name}: ${describeError(error)}`);
      return [];
    }
  };

  const loop = async () => {
    let pauseMs = leastPollingMs;
    while (!stopping.signal.aborted) {
      pause = new AbortController();
      const messages = await receive();
      for (const message of messages) {
        const work = handle(message, options).catch((error: unknown) =>
          log('warning', `settling a message of ${queue.name}: ${describeError(error)}`),
        );
        running.add(work);
        void work.finally(() => running.delete(work));
      }
      if (messages.length === 0) {
        const signal = AbortSignal.any([stopping.signal, pause.signal]);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, options.maxPollingMs);
      } else {
        pauseMs = leastPollingMs;
      }
      while (running.size > newBatchThreshold && !stopping.signal.aborted) await Promise.race(running);
    }
    await Promise.all(running);
  };

  const looping = loop();
  return {
    wake: () => pause.abort(),
    stop: () => {
      stopping.abort();
      return looping;
    },
  };
}

async function handle(message: DequeuedMessageItem, options: PumpOptions): Promise<void> {
  const { queue, log, maxDequeueCount } = options;
  const text = options.decode(message.messageText);
  if (text === undefined || message.dequeueCount > maxDequeueCount) return bury(message, message.popReceipt, options);
  const hidden = keepHidden(message, options);
  try {
    await options.process(text, message);
  } catch {
    // The invocation has logged what happened; here only what becomes of the message matters.
    const popReceipt = await hidden.end();
    if (message.dequeueCount >= maxDequeueCount) return bury(message, popReceipt, options);
    await ifStillOurs(queue.updateMessage(message.messageId, popReceipt, undefined, options.retrySeconds), queue, log);
    return;
  }
  await ifStillOurs(queue.deleteMessage(message.messageId, await hidden.end()), queue, log);
}

/** Renews a message's hiding until ended; resolves to the pop receipt that counts then. */
function keepHidden(message: DequeuedMessageItem, options: PumpOptions): { end(): Promise<string> } {
  const { queue, visibilitySeconds, log } = options;
  const ended = new AbortController();
  const renewing = (async () => {
    let popReceipt = message.popReceipt;
    while (true) {
      await sleep(visibilitySeconds * 500, undefined, { signal: ended.signal }).catch(() => undefined);
      if (ended.signal.aborted) return popReceipt;
      try {
        const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, visibilitySeconds);
        popReceipt = renewed.popReceipt ?? popReceipt;
      } catch (error) {
        log('warning', `a message of ${queue.name} could not be kept hidden: ${describeError(error)}`);
        if (isStale(error)) return popReceipt;
      }
    }
  })();
  return {
    end: () => {
      ended.abort();
      return renewing;
    },
  };
}

async function bury(message: DequeuedMessageItem, popReceipt: string, options: PumpOptions): Promise<void> {
  const { queue, poison, log } = options;
  log('warning', `a message of ${queue.name} goes to ${poison.name} after ${message.dequeueCount} tries`);
  await poison.createIfNotExists();
  await poison.sendMessage(message.messageText);
  await ifStillOurs(queue.deleteMessage(message.messageId, popReceipt), queue, log);
}

/** A stale pop receipt, or a message that is gone: somebody else has it, and will settle it. */
async function ifStillOurs(settling: Promise<unknown>, queue: QueueClient, log: Log): Promise<void> {
  try {
    await settling;
  } catch (error) {
    if (!isStale(error)) throw error;
    log('debug', `a message of ${queue.name} is somebody else's by now`);
  }
}

function isStale(error: unknown): boolean {
  return isStatus(error, 404) || (error instanceof RestError && error.code === 'PopReceiptMismatch');
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof RestError && error.statusCode === status;
}
