import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  type ChunkVerdicts,
  judgeAnswers,
  judgeEnd,
  judgeFound,
  judgeRest,
  type LedgerWords,
  noVerdicts,
  openPositions,
} from '../../../shared/domain/registering/chunk-verdicts.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { sampleChunk } from '../../fakes/sample-states.ts';

const registered: Verdict = { kind: 'registered' };
const failed = (position: number, code: string, name: string) =>
  ({ position, kind: 'failed', platformMessage: { code, name } }) as const;
const already = (position: number) => failed(position, '806', 'ZtdDeviceAlreadyAssigned');
const stumbled = (position: number) => failed(position, '640', 'StorageError');
const fresh = { answerLost: false, attempt: 1 };
const nobody: LedgerWords = new Map();
const kinds = (verdicts: ChunkVerdicts) => verdicts.map((verdict) => verdict?.kind ?? null);

describe('verdicts of a chunk', () => {
  it('at first there are none', () => {
    expect(noVerdicts(3)).to.deep.equal([null, null, null]);
    expect(openPositions([null, registered, null])).to.deep.equal([0, 2]);
  });

  it('once given, are not changed by anything that is said later', () => {
    const known: ChunkVerdicts = [registered, null];
    const other: Verdict = { kind: 'rejected', reason: { code: 'hold_expired' } };
    expect(judgeRest(known, other)).to.deep.equal([registered, other]);
    expect(judgeAnswers(fresh, known, [failed(0, '808', '')], nobody).verdicts[0]).to.deep.equal(registered);
    expect(judgeFound(known, [0, 1], nobody)[0]).to.deep.equal(registered);
  });

  it('come from what the platform said of each device, by position', () => {
    const answers = [{ position: 1, kind: 'registered' } as const, failed(0, '808', 'ZtdDeviceAssignedToOtherTenant')];
    const { verdicts, transient, unanswered } = judgeAnswers(fresh, noVerdicts(2), answers, nobody);
    expect(verdicts).to.deep.equal([
      {
        kind: 'refused',
        reason: { code: 'device_of_another_organization' },
        platformSaid: { code: '808', name: 'ZtdDeviceAssignedToOtherTenant' },
      },
      registered,
    ]);
    expect([transient, unanswered]).to.deep.equal([[], []]);
  });

  it('a failure with the code of success is success', () => {
    const answer = { position: 0, kind: 'failed', platformMessage: { code: '0' } } as const;
    expect(judgeAnswers(fresh, noVerdicts(1), [answer], nobody).verdicts).to.deep.equal([registered]);
  });

  it('"already registered" is just that while no answer of ours was lost', () => {
    expect(kinds(judgeAnswers(fresh, noVerdicts(1), [already(0)], nobody).verdicts)).to.deep.equal([
      'alreadyRegistered',
    ]);
  });

  it('"already registered" after a lost answer is our own call, unless the ledger knew the device before', () => {
    const { verdicts } = judgeAnswers(
      { ...fresh, answerLost: true },
      noVerdicts(2),
      [already(0), already(1)],
      new Map([[1, 'before']]),
    );
    expect(kinds(verdicts)).to.deep.equal(['registered', 'alreadyRegistered']);
    expect(verdicts[0]?.remarks).to.deep.equal([{ code: 'confirmed_by_resend' }]);
  });

  it('"already registered" after a lost answer is not our own call where the device was proven absent in between', () => {
    const answers = [already(0), already(1)];
    const { verdicts } = judgeAnswers({ ...fresh, answerLost: true, doubtful: [1] }, noVerdicts(2), answers, nobody);
    expect(kinds(verdicts)).to.deep.equal(['alreadyRegistered', 'registered']);
    expect(verdicts[0]).to.have.property('platformSaid');
  });

  it('a device the platform stumbled over is tried again, a few times', () => {
    const first = judgeAnswers(fresh, noVerdicts(2), [stumbled(0), stumbled(1)], nobody);
    expect(first).to.deep.equal({ verdicts: [null, null], transient: [0, 1], propagating: [], unanswered: [] });
    const last = judgeAnswers({ ...fresh, attempt: 5 }, noVerdicts(1), [stumbled(0)], nobody);
    expect(last.transient).to.deep.equal([]);
    expect(last.verdicts[0]).to.deep.include({ kind: 'refused', reason: { code: 'platform_storage_error' } });
  });

  it('a device nothing was said about has no verdict', () => {
    const judged = judgeAnswers(fresh, noVerdicts(2), [{ position: 1, kind: 'registered' }], nobody);
    expect(judged).to.deep.equal({ verdicts: [null, registered], transient: [], propagating: [], unanswered: [0] });
  });

  it('an answer about a position the chunk does not have is nobody’s', () => {
    expect(judgeAnswers(fresh, noVerdicts(1), [already(0), already(7)], nobody).verdicts).to.have.length(1);
  });

  it('a device found on the platform is registered, or was before', () => {
    const verdicts = judgeFound(noVerdicts(3), [0, 1], new Map([[1, 'before']]));
    expect(kinds(verdicts)).to.deep.equal(['registered', 'alreadyRegistered', null]);
    expect(verdicts[0]?.remarks).to.deep.equal([{ code: 'found_on_platform' }]);
  });

  it('at the end what was never sent is rejected, and what may have arrived is unknown', () => {
    const unsent = judgeEnd(sampleChunk({ state: 'held' }), [registered, null], 'hold_expired', 'no_answer');
    expect(unsent).to.deep.equal([registered, { kind: 'rejected', reason: { code: 'hold_expired' } }]);
    for (const sent of [
      { state: 'sent' },
      { state: 'held', answerLost: true },
      { state: 'pending', attempt: 2 },
    ] as const) {
      const [verdict] = judgeEnd(sampleChunk(sent), noVerdicts(1), 'hold_expired', 'no_answer');
      expect(verdict).to.deep.equal({ kind: 'unknown', reason: { code: 'no_answer' } });
    }
    const [removed] = judgeEnd(sampleChunk({ state: 'sent' }), noVerdicts(1), 'partner_removed');
    expect(removed?.reason).to.deep.equal({ code: 'partner_removed' });
  });
});
