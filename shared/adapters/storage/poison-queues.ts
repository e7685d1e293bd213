import type { QueueServiceClient } from '@azure/storage-queue';
import blobSchema from '../../../schemas/blob-message.schema.json' with { type: 'json' };
import chunkSchema from '../../../schemas/chunk-message.schema.json' with { type: 'json' };
import reportSchema from '../../../schemas/report-message.schema.json' with { type: 'json' };
import type { ChunkMessage, FailedWork, ReportMessage } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type { PoisonQueues } from '../../ports.ts';
import { checked, parseJson } from '../../schema-check.ts';
import { containers, poisonQueues } from './names.ts';
import { refusalOf } from './storage-error.ts';

const checkChunk = checked<ChunkMessage>(chunkSchema);
const checkReport = checked<ReportMessage>(reportSchema);
/** The message the Functions host itself makes of a blob event. */
const checkBlob = checked<{ readonly ContainerName: string; readonly BlobName: string; readonly ETag: string }>(
  blobSchema,
);

type Readers = { readonly [Name in keyof typeof poisonQueues]: (content: unknown, what: string) => FailedWork };

const readers: Readers = {
  chunks: (content, what) => ({ kind: 'chunk', message: checkChunk(content, what) }),
  reports: (content, what) => ({ kind: 'report', message: checkReport(content, what) }),
  notices: () => ({ kind: 'notice' }),
  uploads: (content, what) => {
    const { ContainerName, BlobName, ETag } = checkBlob(content, what);
    if (ContainerName !== containers.uploads) throw new ContractViolation(`${what} is about ${ContainerName}.`);
    return { kind: 'upload', blobName: BlobName, etag: ETag.replaceAll('"', '') };
  },
};

/** Hidden from others meanwhile; it comes back if this run dies. */
const hiddenSeconds = 300;

function read(name: keyof Readers, text: string): FailedWork {
  const what = `message in ${poisonQueues[name]}`;
  try {
    return readers[name](parseJson(Buffer.from(text, 'base64').toString('utf8'), what), what);
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    return { kind: 'unreadable', why: error.message };
  }
}

/** The queues into which the Functions host puts messages after their last try; it makes them when it first needs them. */
export function makePoisonQueues(service: QueueServiceClient): PoisonQueues {
  async function* receiveFrom(name: keyof Readers) {
    const queue = service.getQueueClient(poisonQueues[name]);
    for (;;) {
      const { receivedMessageItems: messages } = await queue.receiveMessages({
        numberOfMessages: 16,
        visibilityTimeout: hiddenSeconds,
      });
      if (messages.length === 0) return;
      for (const { messageId, popReceipt, messageText } of messages) {
        yield {
          work: read(name, messageText),
          done: async (): Promise<void> => {
            await queue.deleteMessage(messageId, popReceipt);
          },
        };
      }
    }
  }
  return {
    receive: async function* () {
      for (const name of Object.keys(poisonQueues) as (keyof Readers)[]) {
        try {
          yield* receiveFrom(name);
        } catch (error) {
          if (refusalOf(error) !== 'missing') throw error;
        }
      }
    },
  };
}
