import type { ChunkMessage, NotificationMessage, ReportMessage } from '../../shared/domain/work.ts';
import type { Clock, WorkQueue } from '../../shared/ports.ts';

export type Work =
  | { readonly kind: 'upload'; readonly blobName: string }
  | { readonly kind: 'chunk'; readonly message: ChunkMessage }
  | { readonly kind: 'report'; readonly message: ReportMessage }
  | { readonly kind: 'notice'; readonly message: NotificationMessage };

export interface Letter {
  readonly id: number;
  readonly work: Work;
  readonly visibleAt: number;
}

/** How long a letter in hand is hidden; it comes back unless it is done with. */
const visibilityMs = 30_000;

/** The queues of work (and the blob events); at least once, delayed, and not in order. */
export function memoryQueue(clock: Clock) {
  let letters: readonly Letter[] = [];
  let nextId = 0;
  const send = (work: Work, delayMs = 0): void => {
    nextId += 1;
    letters = [...letters, { id: nextId, work, visibleAt: clock.now().getTime() + delayMs }];
  };
  const queue: WorkQueue = {
    sendChunk: async (message, delayMs) => send({ kind: 'chunk', message }, delayMs),
    sendReport: async (message, delayMs) => send({ kind: 'report', message }, delayMs),
    sendNotification: async (message, delayMs) => send({ kind: 'notice', message }, delayMs),
  };
  return {
    queue,
    send,
    all: (): readonly Letter[] => letters,
    /** The letter that has been visible longest; it is hidden for a while. */
    receive: (): Letter | undefined => {
      const now = clock.now().getTime();
      const [first] = letters.filter((letter) => letter.visibleAt <= now).sort((a, b) => a.visibleAt - b.visibleAt);
      if (first === undefined) return undefined;
      letters = letters.map((letter) => (letter === first ? { ...letter, visibleAt: now + visibilityMs } : letter));
      return first;
    },
    done: ({ id }: Letter): void => {
      letters = letters.filter((letter) => letter.id !== id);
    },
    clear: (): void => {
      letters = [];
    },
  };
}
