import type { QueueServiceClient } from '@azure/storage-queue';
import type { WorkQueue } from '../../ports.ts';
import { queues } from './names.ts';

/** The longest a message can be hidden (https://learn.microsoft.com/rest/api/storageservices/put-message), in seconds. */
const longestDelay = 7 * 24 * 3600 - 60;

/** The queues whose messages name work. Text is base64, as the Functions host reads it; messages never expire. */
export function makeWorkQueue(service: QueueServiceClient): WorkQueue {
  const send = async (queue: string, message: object, delayMs = 0): Promise<void> => {
    await service.getQueueClient(queue).sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'), {
      visibilityTimeout: Math.min(longestDelay, Math.ceil(delayMs / 1000)),
      messageTimeToLive: -1,
    });
  };
  return {
    sendChunk: (message, delayMs) => send(queues.chunks, message, delayMs),
    sendReport: (message, delayMs) => send(queues.reports, message, delayMs),
    sendNotification: (message, delayMs) => send(queues.notices, message, delayMs),
  };
}
