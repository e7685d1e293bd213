import { setTimeout as afterMs } from 'node:timers/promises';
import type { BlobLeaseClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { RestError } from '@azure/storage-blob';
import type { RegisteredFunction } from './core.ts';
import type { Invoke } from './invoke.ts';
import { describeError, type Log } from './log.ts';
import type { Schedule } from './ncrontab.ts';
import { type WireValue, wireJson } from './wire.ts';

/** What is known of a timer's schedule; spelled as the platform keeps and sends it. */
interface ScheduleStatus {
  readonly Last: Date;
  readonly Next: Date;
  readonly LastUpdated: Date;
}

export interface TimerOptions {
  readonly fn: RegisteredFunction;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** Keep the schedule's state in storage, so that a missed time is noticed; the platform does from a minute up. */
  readonly monitor: boolean;
  readonly hostId: string;
  /** `azure-webjobs-hosts`: holds the lock and the schedule's state. */
  readonly container: ContainerClient;
  readonly invoke: Invoke;
  readonly log: Log;
}

const leaseSeconds = 15;
const renewMs = 5000;
const retryLockMs = 1000;
/** setTimeout takes no more than 24.8 days. */
const longestSleepMs = 3_600_000;

/**
 * Runs a timer function on whichever host holds its lock, as the platform does: a lease kept for as long as the host
 * lives, so that another host takes over within its length when this one dies.
 */
export function startTimer(options: TimerOptions): { stop(): Promise<void> } {
  const { fn, hostId, container, log } = options;
  const stopping = new AbortController();
  const lock = container.getBlockBlobClient(`locks/${hostId}/${fn.name}.Listener`);

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        const lease = await acquire(lock);
        if (lease !== undefined) await runWhileHeld(lease, options, stopping.signal);
      } catch (error) {
        log('warning', `the timer ${fn.name}: ${describeError(error)}`);
      }
      await sleep(retryLockMs, stopping.signal);
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

async function acquire(lock: BlockBlobClient): Promise<BlobLeaseClient | undefined> {
  try {
    if (!(await lock.exists())) await lock.upload('', 0, { conditions: { ifNoneMatch: '*' } });
    const lease = lock.getBlobLeaseClient();
    await lease.acquireLease(leaseSeconds);
    return lease;
  } catch (error) {
    if (error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412)) return undefined;
    throw error;
  }
}

async function runWhileHeld(lease: BlobLeaseClient, options: TimerOptions, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const ended = AbortSignal.any([stopping, lost.signal]);
  const renewing = (async () => {
    while (!lost.signal.aborted) {
      await sleep(renewMs, lost.signal);
      if (!lost.signal.aborted) await lease.renewLease().catch(() => lost.abort());
    }
  })();
  try {
    await followSchedule(options, ended);
  } finally {
    lost.abort();
    await renewing;
    await lease.releaseLease().catch(() => undefined);
  }
}

async function followSchedule(options: TimerOptions, ended: AbortSignal): Promise<void> {
  const { fn, schedule, runOnStartup, monitor, hostId, container, invoke } = options;
  const record = container.getBlockBlobClient(`timers/${hostId}/${fn.name}/status`);
  const known = monitor ? await readStatus(record) : undefined;
  const keep = async (last: Date, next: Date): Promise<ScheduleStatus> => {
    const status = { Last: last, Next: next, LastUpdated: new Date() };
    const text = JSON.stringify(status);
    if (monitor) await record.upload(text, Buffer.byteLength(text));
    return status;
  };
  // A failed run has been logged; the timer does not try again by itself.
  const run = (status: ScheduleStatus, pastDue: boolean) =>
    invoke(fn, wireTimer(pastDue, monitor ? status : undefined), {}).catch(() => undefined);

  let status = known ?? (await keep(new Date(0), schedule(new Date())));
  const pastDue = known !== undefined && known.Next <= new Date();
  if (pastDue || runOnStartup) {
    await run(status, pastDue);
    status = await keep(new Date(), schedule(new Date()));
  } else {
    status = await keep(status.Last, schedule(new Date()));
  }
  while (await sleepUntil(status.Next, ended)) {
    await run(status, false);
    status = await keep(status.Next, schedule(new Date()));
  }
}

/** The timer as the host sends it; also for a run that the admin endpoint asked for. */
export function wireTimer(isPastDue: boolean, status?: ScheduleStatus): WireValue {
  return wireJson({
    Schedule: { AdjustForDST: true },
    ScheduleStatus: status,
    IsPastDue: isPastDue,
  });
}

async function readStatus(record: BlockBlobClient): Promise<ScheduleStatus | undefined> {
  if (!(await record.exists())) return undefined;
  const status: Readonly<Record<string, unknown>> = JSON.parse(String(await record.downloadToBuffer()));
  const date = (name: string) => new Date(String(status[name]));
  return { Last: date('Last'), Next: date('Next'), LastUpdated: date('LastUpdated') };
}

/** `false` when ended before the time came. */
async function sleepUntil(time: Date, ended: AbortSignal): Promise<boolean> {
  for (let left = time.getTime() - Date.now(); left > 0 && !ended.aborted; left = time.getTime() - Date.now()) {
    await sleep(Math.min(left, longestSleepMs), ended);
  }
  return !ended.aborted;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await afterMs(ms, undefined, { signal }).catch(() => undefined);
}
