import type { Receipt } from '../../shared/domain/registering/chunk-state.ts';
import { judge } from '../../shared/domain/registering/device-result.ts';
import type { DeviceResult, Submission, SubmissionDevice } from '../../shared/domain/registering/submission.ts';
import { ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../shared/errors.ts';
import type { Finder, Registrar } from '../../shared/ports.ts';
import { countingContext } from '../fakes/platform-ports.ts';

interface Platform {
  readonly registrar: Registrar;
  readonly finder: Finder;
  readonly pass: () => void | Promise<void>;
  /** Sees everything that is said of a device, also what is tried again. */
  readonly onResult?: (result: DeviceResult) => void;
  /** Sees every error on the way. */
  readonly onError?: (error: unknown) => void;
}

export interface CarriedThrough {
  readonly results: readonly DeviceResult[];
  /** Positions found on the platform after an answer was lost. */
  readonly found: readonly number[];
  /** Submissions the platform may have taken. */
  readonly sends: number;
}

const patience = 60;

/** Takes a chunk from the first call to a result for every device, the way the use case does: look before sending again. */
export async function carryThrough(platform: Platform, submission: Submission): Promise<CarriedThrough> {
  const results = new Map<number, DeviceResult>();
  const found = new Set<number>();
  let sends = 0;
  let open: readonly SubmissionDevice[] = submission.devices;
  for (let round = 0; round < patience && open.length > 0; round += 1) {
    const attempt = { ...submission, devices: open };
    const said = await sendAndRead(platform, attempt);
    if (said === 'later') continue;
    sends += 1;
    for (const result of said ?? []) {
      platform.onResult?.(result);
      const passing = result.kind === 'failed' && judge(result.platformMessage).kind === 'transient';
      if (!passing) results.set(result.position, result);
    }
    if (said === undefined || said.length < open.length) {
      await platform.pass();
      const listed = await persistently(platform, () => platform.finder.find(attempt, countingContext()));
      for (const position of listed.found) {
        if (!results.has(position)) found.add(position);
      }
    }
    open = submission.devices.filter(({ position }) => !results.has(position) && !found.has(position));
  }
  if (open.length > 0) throw new Error(`${open.length} devices were given up`);
  return { results: [...results.values()], found: [...found], sends };
}

/** What the platform said of the devices; undefined: the answer is unknown or lost. */
async function sendAndRead(
  platform: Platform,
  submission: Submission,
): Promise<readonly DeviceResult[] | 'later' | undefined> {
  let receipt: Receipt;
  try {
    const submitted = await persistently(platform, () => platform.registrar.submit(submission, countingContext()));
    switch (submitted.kind) {
      case 'answered':
        return submitted.results;
      case 'turnedDown':
        throw new Error(`turned down: ${JSON.stringify(submitted.verdict)}`);
      case 'later':
        await platform.pass();
        return 'later';
      case 'accepted':
        receipt = submitted.receipt;
    }
  } catch (error) {
    platform.onError?.(error);
    if (error instanceof SubmissionUnknown) return undefined;
    throw error;
  }
  for (let look = 0; look < patience; look += 1) {
    const polled = await persistently(platform, () => platform.registrar.poll(submission, receipt, countingContext()));
    if (polled.kind === 'done') {
      await polled.tidy?.();
      return polled.results;
    }
    if (polled.kind === 'lost') return undefined;
    await platform.pass();
  }
  throw new Error('the job never ended');
}

/** Comes back as long as nothing was taken. */
async function persistently<T>(platform: Platform, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      platform.onError?.(error);
      const passing = error instanceof ServiceUnavailable || error instanceof ContractViolation;
      if (!passing || attempt === patience) throw error;
      await platform.pass();
    }
  }
}
