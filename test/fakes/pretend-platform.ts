import { deviceKeys } from '../../shared/domain/device-key.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { Receipt } from '../../shared/domain/registering/chunk-state.ts';
import { namesIn } from '../../shared/domain/registering/device-actions.ts';
import type {
  DeviceResult,
  Permit,
  Submission,
  SubmissionDevice,
  Submitted,
} from '../../shared/domain/registering/submission.ts';
import type { PlatformWords, Verdict } from '../../shared/domain/verdict.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../shared/errors.ts';
import type { Clock, PlatformClient } from '../../shared/ports.ts';
import { pretendActions } from './pretend-actions.ts';
import { pretendProfiles } from './pretend-profiles.ts';

/** What goes wrong with a call. */
export type Mishap =
  | 'answerLost'
  | 'callLost'
  | 'throttled'
  | 'unavailable'
  | 'denied'
  | 'turnedDown'
  | 'busy'
  | 'unreadable';

interface Job {
  readonly submission: Submission;
  readonly endsAt: number;
  results?: readonly DeviceResult[];
}

interface Held {
  readonly customer: string;
  readonly groupTag: string | undefined;
  readonly identity: Identity;
  readonly assignedUser?: string;
}

export interface PretendOptions {
  readonly clock: Clock;
  /** How long a job takes; absent: results come with the answer. */
  readonly jobMs?: number;
  /** Can it be asked what it holds? */
  readonly lists: boolean;
}

export const turnedDown: Verdict = { kind: 'refused', reason: { code: 'platform_refused', params: { said: 'no' } } };
const already: PlatformWords = { code: '806', name: 'ZtdDeviceAlreadyAssigned' };
const elsewhere: PlatformWords = { code: '808', name: 'ZtdDeviceAssignedToOtherTenant' };
const storage: PlatformWords = { code: '640', name: 'StorageError' };

/** A platform that remembers its truth: which devices it holds for whom, and which submissions it accepted. */
export function pretendPlatform({ clock, jobMs, lists }: PretendOptions) {
  const held = new Map<string, Held>();
  /** The chunk whose submission registered a device. */
  const registeredBy = new Map<string, string>();
  const accepted: Submission[] = [];
  const jobs = new Map<string, Job>();
  /** How it behaves; tests change it as they go. */
  const how = {
    permit: { kind: 'granted' } as Permit,
    /** What happens to the next submissions, one each. */
    submits: [] as (Mishap | undefined)[],
    /** What happens to the next looks at a job. */
    polls: [] as ('unavailable' | 'denied' | 'lost' | undefined)[],
    finds: [] as ('unavailable' | 'denied' | undefined)[],
    jobsEnd: true,
    /** Device keys whose own result never comes: their jobs run for ever, and say what is known of the others. */
    stuck: new Set<string>(),
    /** Device keys nothing is said about, once each. */
    silent: new Set<string>(),
    /** Device keys that fail with a storage error, this many times. */
    stumbling: new Map<string, number>(),
    /** Device keys that it takes for registered elsewhere for a while, after they were removed: this many times. */
    lagging: new Map<string, number>(),
    /** What it answers then: registered already for this customer (806), or for another one (808). */
    lagsAs: 'elsewhere' as 'already' | 'elsewhere',
  };
  const keyOf = (identity: Identity): string => deviceKeys(identity)[0];

  const register = (
    { chunkId, customer, groupTag }: Submission,
    { position, identity }: SubmissionDevice,
  ): DeviceResult[] => {
    const key = keyOf(identity);
    const stumbles = how.stumbling.get(key) ?? 0;
    how.stumbling.set(key, stumbles - 1);
    if (stumbles > 0) return [{ position, kind: 'failed', platformMessage: storage }];
    const lag = how.lagging.get(key) ?? 0;
    how.lagging.set(key, lag - 1);
    if (lag > 0) return [{ position, kind: 'failed', platformMessage: how.lagsAs === 'already' ? already : elsewhere }];
    const there = held.get(key);
    if (there === undefined) {
      held.set(key, { customer: customer.tenantId, groupTag, identity });
      registeredBy.set(key, chunkId);
    }
    if (how.silent.delete(key)) return [];
    if (there === undefined) return [{ position, kind: 'registered' }];
    return [{ position, kind: 'failed', platformMessage: there.customer === customer.tenantId ? already : elsewhere }];
  };
  const runJobs = (): void => {
    for (const job of jobs.values()) {
      if (!how.jobsEnd || job.endsAt > clock.now().getTime()) continue;
      job.results ??= job.submission.devices.flatMap((device) => register(job.submission, device));
    }
  };

  const accept = (submission: Submission): Submitted => {
    accepted.push(structuredClone(submission));
    if (jobMs === undefined) {
      return { kind: 'answered', results: submission.devices.flatMap((device) => register(submission, device)) };
    }
    const receipt: Receipt = { job: `job-${accepted.length}` };
    jobs.set(`job-${accepted.length}`, {
      submission: structuredClone(submission),
      endsAt: clock.now().getTime() + jobMs,
    });
    return { kind: 'accepted', receipt };
  };

  const refuse = (mishap: 'unavailable' | 'denied'): never => {
    if (mishap === 'denied') throw new AccessDenied('consent_missing', 'Nobody signed in.');
    throw new ServiceUnavailable('Out of service.');
  };

  const client: PlatformClient = {
    registrar: {
      permit: async (_customer, context) => {
        context.onCall('permit');
        return how.permit;
      },
      submit: async (submission, context) => {
        context.onCall('submit');
        const mishap = how.submits.shift();
        switch (mishap) {
          case undefined:
            return accept(submission);
          case 'answerLost':
            accept(submission);
            throw new SubmissionUnknown('The answer was lost.');
          case 'callLost':
            throw new SubmissionUnknown('Nobody knows.');
          case 'throttled':
            throw new ServiceUnavailable('Too many calls.', { throttled: true, retryAfterMs: 90_000 });
          case 'turnedDown':
            return { kind: 'turnedDown', verdict: turnedDown };
          case 'busy':
            return { kind: 'later', reason: { code: 'batch_being_created' }, afterMs: 5_000 };
          case 'unreadable':
            accept(submission);
            throw new ContractViolation('An answer nobody can read.');
          case 'unavailable':
          case 'denied':
            return refuse(mishap);
        }
      },
      poll: async (_submission, receipt, context) => {
        context.onCall('poll');
        const mishap = how.polls.shift();
        if (mishap === 'lost') return { kind: 'lost' };
        if (mishap !== undefined) return refuse(mishap);
        runJobs();
        const job = jobs.get(String(receipt['job']));
        if (job?.results === undefined) return { kind: 'running' };
        const isStuck = (at: number): boolean =>
          job.submission.devices.some(({ position, identity }) => position === at && how.stuck.has(keyOf(identity)));
        const results = job.results.filter(({ position }) => !isStuck(position));
        return { kind: results.length < job.results.length ? 'running' : 'done', results };
      },
    },
    finder: {
      find: async ({ customer, groupTag, devices }, context) => {
        context.onCall('find');
        const mishap = how.finds.shift();
        if (mishap !== undefined) refuse(mishap);
        if (!lists) return { found: [], absent: [] };
        runJobs();
        const isThere = ({ identity }: SubmissionDevice): boolean => {
          const there = held.get(keyOf(identity));
          return there?.customer === customer.tenantId && there.groupTag === groupTag;
        };
        return {
          found: devices.filter(isThere).map(({ position }) => position),
          absent: devices.filter((device) => !isThere(device)).map(({ position }) => position),
        };
      },
    },
  };

  const profiles = pretendProfiles((identity) => held.has(keyOf(identity)));
  const asListed = (key: string, { customer, groupTag, identity, assignedUser }: Held) => ({
    customer,
    device: {
      ...namesIn(identity),
      platformDeviceId: key,
      ...(groupTag === undefined ? {} : { groupTag }),
      ...(assignedUser === undefined ? {} : { assignedUser }),
    },
  });
  const actions = pretendActions({
    all: () => {
      runJobs();
      return [...held].map(([key, entry]) => [key, asListed(key, entry)]);
    },
    remove: (key) => {
      held.delete(key);
      registeredBy.delete(key);
    },
    change: (key, { groupTag, userPrincipalName: assignedUser }) => {
      const entry = held.get(key);
      if (entry === undefined) return;
      held.set(key, {
        ...entry,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(assignedUser === undefined ? {} : { assignedUser }),
      });
    },
  });
  return {
    client: { ...client, profileAssigner: profiles.assigner, deviceActions: actions.actions },
    profiles,
    actions,
    how,
    accepted,
    /** Whom it holds a device for; undefined: for nobody. */
    holderOf: (identity: Identity) => {
      runJobs();
      return held.get(keyOf(identity));
    },
    /** Somebody deregistered it. */
    forget: (identity: Identity): void => {
      held.delete(keyOf(identity));
      registeredBy.delete(keyOf(identity));
    },
    /** The chunk that brought a device; undefined: it was there before, or is not there. */
    registeredBy: (identity: Identity) => registeredBy.get(keyOf(identity)),
    /** Devices it held before we came. */
    hold: (identity: Identity, customer: string, groupTag: string | undefined): void => {
      held.set(keyOf(identity), { customer, groupTag, identity });
    },
  };
}
