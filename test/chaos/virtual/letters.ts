import type { FailedWork } from '../../../shared/domain/work.ts';
import type { Clock, PoisonQueues, WorkQueue } from '../../../shared/ports.ts';
import type { Work } from '../../fakes/memory-queue.ts';

/** A message, and how often it was handed out. */
export interface VirtualLetter {
  readonly id: number;
  readonly work: Work & { readonly etag?: string };
  visibleAt: number;
  tries: number;
}

const hiddenMs = 30_000;
const mostTries = 5;

/** The queues as the service keeps them: at least once, in no order, and into the poison queue after five tries. */
export function makeLetters(clock: Clock) {
  let letters: readonly VirtualLetter[] = [];
  let poisoned: readonly VirtualLetter[] = [];
  let count = 0;
  const now = (): number => clock.now().getTime();
  const send = (work: VirtualLetter['work'], delayMs = 0): void => {
    count += 1;
    letters = [...letters, { id: count, work, visibleAt: now() + delayMs, tries: 0 }];
  };
  const queue: WorkQueue = {
    sendChunk: async (message, delayMs) => send({ kind: 'chunk', message }, delayMs),
    sendReport: async (message, delayMs) => send({ kind: 'report', message }, delayMs),
    // Telling partners is not what is looked at here.
    sendNotification: async () => {},
  };
  const failedWork = ({ work }: VirtualLetter): FailedWork => {
    switch (work.kind) {
      case 'upload':
        return { kind: 'upload', blobName: work.blobName, etag: work.etag ?? '' };
      case 'notice':
        return { kind: 'notice' };
      default:
        return work;
    }
  };
  const poison: PoisonQueues = {
    receive: async function* () {
      for (const letter of poisoned) {
        yield {
          work: failedWork(letter),
          done: async () => {
            poisoned = poisoned.filter((other) => other !== letter);
          },
        };
      }
    },
  };
  return {
    queue,
    poison,
    send,
    all: (): readonly VirtualLetter[] => [...letters, ...poisoned],
    visible: (): readonly VirtualLetter[] => letters.filter(({ visibleAt }) => visibleAt <= now()),
    nextAt: (): number => Math.min(...letters.map(({ visibleAt }) => visibleAt)),
    /** Hides it for a while; `twice`: somebody else may take it at once. */
    take: (letter: VirtualLetter, twice: boolean): void => {
      letter.tries += 1;
      if (!twice) letter.visibleAt = now() + hiddenMs;
    },
    done: (letter: VirtualLetter): void => {
      letters = letters.filter((other) => other !== letter);
    },
    failed: (letter: VirtualLetter): void => {
      if (letter.tries < mostTries || !letters.includes(letter)) return;
      letters = letters.filter((other) => other !== letter);
      poisoned = [...poisoned, letter];
    },
  };
}
