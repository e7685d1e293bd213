import type { SubmissionDevice } from '../../../shared/domain/registering/submission.ts';
import { ServiceUnavailable, SubmissionUnknown } from '../../../shared/errors.ts';
import type { PlatformClient } from '../../../shared/ports.ts';
import type { World } from '../../fakes/world.ts';
import type { Chance } from '../chance.ts';
import type { SubmitCall } from './judge-schedule.ts';
import type { Task } from './turns.ts';

const second = 1_000;
const serialOf = ({ identity }: SubmissionDevice): string => (identity.kind === 'tuple' ? identity.serial : '');

/** What the platforms are made to do to calls and jobs, and every call that submits devices. */
export function makeTroubledPlatforms(
  world: World,
  deps: {
    /** Draws whether something is to happen, and writes it down. */
    readonly disturb: (share: number, what: string) => boolean;
    readonly chance: Chance;
    readonly current: () => Task | undefined;
    readonly step: () => number;
    /** A call that takes longer may have been taken for lost. */
    readonly cleanMs: number;
  },
) {
  const { disturb, chance, current, step, cleanMs } = deps;
  interface Call extends Omit<SubmitCall, 'clean' | 'ended' | 'accepted' | 'silent' | 'late'> {
    accepted: boolean;
    troubled: boolean;
    silent: boolean;
    task: Task | undefined;
    ended: number;
    readonly beganAt: number;
    endedAt: number;
  }
  const calls: Call[] = [];
  /** What is made of a job's results, by receipt. */
  const jobs = new Map<string, 'neverEnds' | 'empty' | 'lost' | 'drops'>();
  let ghosts = 0;

  const clientOf: World['clientOf'] = (connection) => {
    const bare: PlatformClient = world.clientOf(connection);
    const { connectionId } = connection;
    const out = (operation: string): void => {
      if (disturb(0.03, `${connectionId}.${operation} throttled`))
        throw new ServiceUnavailable('Too many calls.', {
          throttled: true,
          retryAfterMs: chance.between(1, 90) * second,
        });
      if (disturb(0.02, `${connectionId}.${operation} unavailable`)) throw new ServiceUnavailable('Out of service.');
    };
    return {
      ...bare,
      registrar: {
        permit: async (...args) => {
          out('permit');
          return bare.registrar.permit(...args);
        },
        submit: async (submission, context) => {
          const { chunkId, customer, groupTag, devices } = submission;
          const now = world.clock.now().getTime();
          const call: Call = {
            ...{ chunkId, connectionId, customer: customer.tenantId, groupTag, serials: devices.map(serialOf) },
            ...{
              accepted: false,
              troubled: false,
              silent: false,
              task: current(),
              began: step(),
              ended: Number.POSITIVE_INFINITY,
            },
            ...{ beganAt: now, endedAt: now },
          };
          calls.push(call);
          const trouble = (share: number, what: string): boolean => {
            const hit = disturb(share, `${what} ${chunkId}`);
            if (hit) call.troubled = true;
            return hit;
          };
          if (trouble(0.1, 'lost before the platform:')) throw new SubmissionUnknown('Nobody knows.');
          if (trouble(0.04, 'throttled:')) throw new ServiceUnavailable('Too many calls.', { throttled: true });
          if (connectionId === 'pc' && trouble(0.04, 'taken and forgotten:')) {
            ghosts += 1;
            call.accepted = true;
            jobs.set(`ghost-${ghosts}`, 'lost');
            return { kind: 'accepted', receipt: { job: `ghost-${ghosts}` } };
          }
          const submitted = await bare.registrar.submit(submission, context);
          call.accepted = true;
          if (trouble(0.1, 'answer lost:')) throw new SubmissionUnknown('The answer was lost.');
          if (submitted.kind === 'answered') {
            if (!trouble(0.04, 'some results dropped:')) return submitted;
            return { ...submitted, results: submitted.results.filter(() => chance.next() < 0.5) };
          }
          if (submitted.kind !== 'accepted') return submitted;
          const job = String(submitted.receipt['job']);
          for (const what of ['drops', 'empty', 'lost', 'neverEnds'] as const) {
            if (!trouble(0.04, `job ${what}:`)) continue;
            jobs.set(job, what);
            call.silent = what === 'neverEnds';
            break;
          }
          return submitted;
        },
        poll: async (submission, receipt, context) => {
          out('poll');
          const fate = jobs.get(String(receipt['job']));
          if (fate === 'neverEnds') return { kind: 'running' };
          if (fate === 'lost') return { kind: 'lost' };
          const polled = await bare.registrar.poll(submission, receipt, context);
          if (polled.kind !== 'done' || fate === undefined) return polled;
          return { ...polled, results: fate === 'empty' ? [] : polled.results.slice(1) };
        },
      },
      ...(bare.deviceActions && {
        deviceActions: {
          ...bare.deviceActions,
          locate: async (...args) => {
            out('locate');
            return bare.deviceActions?.locate(...args) ?? [];
          },
          remove: async (customer, device, context) => {
            out('remove');
            if (disturb(0.1, `removal lost before the platform: ${device.serial}`))
              throw new SubmissionUnknown('Nobody knows.');
            const removed = (await bare.deviceActions?.remove(customer, device, context)) ?? { kind: 'alreadyGone' };
            if (disturb(0.1, `answer to a removal lost: ${device.serial}`))
              throw new SubmissionUnknown('The answer was lost.');
            return removed;
          },
        },
      }),
      finder: {
        find: async (...args) => {
          out('find');
          return bare.finder.find(...args);
        },
      },
    };
  };
  return {
    clientOf,
    /** Every call, once its invocation is over. */
    facts: (): readonly SubmitCall[] =>
      calls.map(({ task, troubled, beganAt, endedAt, ...call }) => ({
        ...call,
        late: task?.delayed === true,
        clean: !troubled && task?.disturbed === false && !task.failed && endedAt - beganAt < cleanMs,
      })),
    taskEnded: (task: Task): void => {
      for (const call of calls) {
        if (call.task !== task || call.ended !== Number.POSITIVE_INFINITY) continue;
        call.ended = step();
        call.endedAt = world.clock.now().getTime();
      }
    },
  };
}
