import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { SlotOutcome } from '../../../shared/domain/registering/slots.ts';
import type { Submission, Submitted } from '../../../shared/domain/registering/submission.ts';
import { ServiceUnavailable } from '../../../shared/errors.ts';
import type { CallContext, Registrar } from '../../../shared/ports.ts';
import { limitConcurrency } from '../../../shared/usecases/registering/limit-concurrency.ts';

const context: CallContext = { correlationId: 'c', onCall: () => undefined };
const submission: Submission = { chunkId: 'chunk-1', requestId: 'r', customer: { tenantId: 't' }, devices: [] };

/** A registrar that answers as told, behind slots that are free or not. */
function behindSlots(answer: () => Promise<Submitted>, free = true) {
  const outcomes: SlotOutcome[] = [];
  let submissions = 0;
  const registrar: Registrar = {
    permit: async () => ({ kind: 'granted' }),
    poll: async () => ({ kind: 'running' }),
    submit: async () => {
      submissions += 1;
      return answer();
    },
  };
  const slots = {
    take: async () => free,
    giveBack: async (_connection: string, _holder: string, outcome: SlotOutcome) => void outcomes.push(outcome),
  };
  return {
    registrar: limitConcurrency(registrar, slots, 'fabrikam', 180_000),
    outcomes,
    submissions: () => submissions,
  };
}

describe('A submission behind slots', () => {
  it('that finds none free is not made, and comes back soon', async () => {
    const { registrar, outcomes, submissions } = behindSlots(async () => ({ kind: 'answered', results: [] }), false);
    expect(await registrar.submit(submission, context)).to.deep.include({ kind: 'later', afterMs: 3_000 });
    expect(submissions()).to.equal(0);
    expect(outcomes).to.deep.equal([]);
  });

  it('gives its slot back and says how it went', async () => {
    const cases: readonly (readonly [() => Promise<Submitted>, SlotOutcome])[] = [
      [async () => ({ kind: 'accepted', receipt: {} }), 'through'],
      [async () => ({ kind: 'later', reason: { code: 'batch_being_created' }, afterMs: 1 }), 'other'],
      [() => Promise.reject(new ServiceUnavailable('busy', { throttled: true })), 'throttled'],
      [() => Promise.reject(new ServiceUnavailable('down')), 'other'],
      [() => Promise.reject(new Error('a bug')), 'other'],
    ];
    for (const [answer, expected] of cases) {
      const { registrar, outcomes } = behindSlots(answer);
      await registrar.submit(submission, context).catch(() => undefined);
      expect(outcomes).to.deep.equal([expected]);
    }
  });

  it('may always ask for permits and jobs', async () => {
    const { registrar } = behindSlots(async () => ({ kind: 'answered', results: [] }), false);
    expect(await registrar.permit(submission.customer, context)).to.deep.equal({ kind: 'granted' });
    expect(await registrar.poll(submission, {}, context)).to.deep.equal({ kind: 'running' });
  });
});
