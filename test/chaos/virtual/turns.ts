import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Crash, type Gate } from '../../fakes/gate.ts';

/** A process of the simulation: what it runs ends when it is dead and stands while it is stopped. */
export interface SimulatedHost {
  readonly id: number;
  dead: boolean;
  stoppedUntil: number;
}

/** One invocation of a host. */
export interface Task {
  readonly name: string;
  readonly host: SimulatedHost;
  /** Effects of it that wait for their turn. */
  waiting: number;
  /** What was done to it on purpose. */
  disturbed: boolean;
  /** Did its process stand still, or time pass without it? What it does then may come too late. */
  delayed: boolean;
  over: boolean;
  failed: boolean;
}

/** How an effect ends that does not simply happen. */
export interface Fate {
  readonly when: 'before' | 'after';
  readonly error: Error;
}

/** An effect whose turn has not come. */
export interface WaitingEffect {
  readonly host: SimulatedHost;
  readonly task: Task;
  readonly effect: string;
  /** Lets it happen, or fail. */
  go(fate?: Fate): void;
}

const nextTurnOfLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const patientTurns = 2_000;
const longestMs = 10_000;

/**
 * Lets the effects of several hosts happen one at a time, in an order that somebody else draws: each waits before it
 * happens until it is told to go on.
 */
export function makeTurns() {
  const running = new AsyncLocalStorage<Task>();
  let waiting: WaitingEffect[] = [];
  let tasks: Task[] = [];
  const fates = new Map<number, Fate>();
  let count = 0;

  const gateOf = (host: SimulatedHost): Gate => ({
    before: (effect) => {
      const task = running.getStore();
      if (task === undefined) throw new Error(`${effect} belongs to no task.`);
      if (host.dead) return Promise.reject(new Crash(`${effect} after the end`));
      const index = count++;
      task.waiting += 1;
      return new Promise((resolve, reject) => {
        const one: WaitingEffect = {
          host,
          task,
          effect,
          go: (fate) => {
            waiting = waiting.filter((other) => other !== one);
            task.waiting -= 1;
            if (fate?.when === 'before') return reject(fate.error);
            if (fate !== undefined) fates.set(index, fate);
            resolve(index);
          },
        };
        waiting.push(one);
      });
    },
    after: async (_effect, index) => {
      const fate = fates.get(index);
      fates.delete(index);
      if (fate !== undefined) throw fate.error;
    },
  });

  return {
    gateOf,
    waiting: (): readonly WaitingEffect[] => waiting,
    tasks: (): readonly Task[] => tasks,
    /** The invocation that is running now. */
    current: (): Task | undefined => running.getStore(),
    /** Starts an invocation; `done` hears how it ended. */
    start: (
      host: SimulatedHost,
      name: string,
      work: () => Promise<unknown>,
      done: (error: unknown, task: Task) => void,
    ): void => {
      const task: Task = { name, host, waiting: 0, disturbed: false, delayed: false, over: false, failed: false };
      tasks = [...tasks, task];
      const end = (error: unknown): void => {
        task.over = true;
        task.failed = error !== undefined;
        tasks = tasks.filter((other) => other !== task);
        done(error, task);
      };
      running.run(
        task,
        () =>
          void work().then(
            () => end(undefined),
            (error: unknown) => end(error ?? 'failed'),
          ),
      );
    },
    /** The process ends: nothing of it happens any more. */
    kill: (host: SimulatedHost): void => {
      host.dead = true;
      for (const task of tasks) if (task.host === host) task.disturbed = true;
      for (const one of waiting.filter((other) => other.host === host)) {
        one.go({ when: 'before', error: new Crash('the process ended') });
      }
    },
    /**
     * Resolves when every invocation waits for a turn, or for another one that does: two of a host may share a promise.
     * Whatever else goes on between two effects is over within a turn of the event loop.
     */
    quiet: async (): Promise<void> => {
      const began = Date.now();
      for (let turn = 0; ; turn++) {
        await nextTurnOfLoop();
        const busy = tasks.find((task) => task.waiting === 0);
        if (busy === undefined || waiting.length > 0) return;
        if (turn < patientTurns) continue;
        if (Date.now() - began > longestMs) throw new Error(`${busy.name} waits for something that is no effect.`);
        await wait(1);
      }
    },
  };
}
