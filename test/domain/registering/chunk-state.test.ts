import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  advanceChunk,
  type ChunkEvent,
  type ChunkState,
  wasSent,
} from '../../../shared/domain/registering/chunk-state.ts';
import { sampleChunk } from '../../fakes/sample-states.ts';

const start = Date.parse('2026-01-05T08:00:00.000Z');
const at = (minute: number): Date => new Date(start + minute * 60_000);
const reason = { code: 'relationship_missing' } as const;
const name = 'a'.repeat(24);
const callUntil = at(3).toISOString();

const events: fc.Arbitrary<ChunkEvent> = fc.constantFrom<ChunkEvent>(
  { kind: 'released' },
  { kind: 'held', reason },
  { kind: 'resumed' },
  { kind: 'calling', callUntil },
  { kind: 'accepted', attempt: 1, receipt: { job: '1' } },
  { kind: 'accepted', attempt: 2, receipt: { job: '2' } },
  { kind: 'postponed', trouble: reason },
  { kind: 'postponed', trouble: reason, afterMs: 90_000 },
  { kind: 'notYet', trouble: reason, afterMs: 3_000 },
  { kind: 'answerLost' },
  { kind: 'answeredLate' },
  { kind: 'lookAgain', at: at(20).toISOString() },
  { kind: 'sendMissing', verdictsName: name, doubtful: [1] },
  { kind: 'answered', verdictsName: name },
  { kind: 'running' },
  { kind: 'running', partialName: 'b'.repeat(24) },
  { kind: 'tryRest', verdictsName: name },
  { kind: 'lookUpRest', verdictsName: name },
  { kind: 'assigning', verdictsName: name },
  { kind: 'assignmentAccepted', receipt: { job: '3' } },
  { kind: 'settled', verdictsName: name, counts: { registered: 2 } },
);

/** Everything that can happen, in any order and any number of times. */
const histories = fc.array(events, { maxLength: 60 });

const run = (
  history: readonly ChunkEvent[],
  each: (before: ChunkState, event: ChunkEvent, after: ChunkState) => void,
) => {
  let state = sampleChunk();
  for (const [index, event] of history.entries()) {
    const next = advanceChunk(state, event, at(index));
    if (next === undefined) continue;
    each(state, event, next);
    state = next;
  }
  return state;
};

const stateAfter = (...history: readonly ChunkEvent[]): ChunkState => run(history, () => {});

describe('the states of a chunk', () => {
  it('nothing is sent without the intent to send it being written before', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let announced = false;
        run(history, (_before, event, next) => {
          if (event.kind === 'calling') announced = true;
          if (next.state === 'sent' || next.state === 'sending') expect(announced).to.equal(true);
          if (event.kind === 'sendMissing' || event.kind === 'tryRest') announced = false;
        });
      }),
    );
  });

  it('a call is only announced from pending', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event) => {
          if (event.kind === 'calling') expect(before.state).to.equal('pending');
        });
      }),
    );
  });

  it('every change but the intent and a late answer makes older messages void', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event, next) => {
          expect(next.step - before.step).to.equal(['calling', 'answeredLate'].includes(event.kind) ? 0 : 1);
        });
      }),
    );
  });

  it('settled is final, whatever comes later', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before) => expect(before.state).not.to.equal('settled'));
      }),
    );
  });

  it('the attempt rises only after an answer, one at a time', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event, next) => {
          const answered = ['tryRest', 'lookUpRest', 'assigning'].includes(event.kind);
          expect(next.attempt - before.attempt).to.equal(answered ? 1 : 0);
        });
      }),
    );
  });

  it('a receipt of another attempt changes nothing', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event) => {
          if (event.kind === 'accepted') expect(event.attempt).to.equal(before.attempt);
        });
      }),
    );
  });

  it('once a call went out and was not declined, the chunk counts as sent', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let open = false;
        run(history, (before, event, next) => {
          if (event.kind === 'calling') open = true;
          // The platform has certainly not taken the call that is under way.
          const declined = ['postponed', 'held', 'notYet'].includes(event.kind) && before.state === 'sending';
          if (declined && !before.answerLost && before.attempt === 1) open = false;
          if (open && next.state !== 'settled') expect(wasSent(next)).to.equal(true);
        });
      }),
      // A platform that may not be asked again just yet was not called at all.
      {
        examples: [
          [[{ kind: 'released' }, { kind: 'calling', callUntil }, { kind: 'notYet', trouble: reason, afterMs: 3_000 }]],
        ],
      },
    );
  });

  it('a receipt is kept exactly as long as its job is looked at', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (_before, _event, next) => {
          if (next.state === 'sent') expect(next.receipt).to.not.equal(undefined);
          if (next.state === 'pending' || next.state === 'settled') {
            expect(next).not.to.have.any.keys('receipt', 'callUntil', 'firstSentAt');
          }
          if (next.state === 'sending') expect(next).to.include.all.keys('callUntil', 'firstSentAt');
        });
      }),
    );
  });

  it('profiles are assigned only when the submission is over, and nothing is sent again afterwards', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event, next) => {
          if (before.state === 'assigning') expect(next.state).to.be.oneOf(['assigning', 'settled']);
          expect('assigningSince' in next).to.equal(next.state === 'assigning');
          if (next.state === 'assigning') expect(next).not.to.have.any.keys('callUntil', 'firstSentAt');
          if (event.kind === 'assigning') expect(next).not.to.have.any.keys('receipt', 'trouble');
        });
      }),
    );
  });

  it('an assignment that starts again remembers since when', () => {
    const calling = { kind: 'calling', callUntil: at(9).toISOString() } as const;
    const assigning = { kind: 'assigning', verdictsName: name } as const;
    const state = stateAfter({ kind: 'released' }, calling, assigning, {
      kind: 'assignmentAccepted',
      receipt: { job: '3' },
    });
    expect(state).to.deep.include({ state: 'assigning', assigningSince: at(2).toISOString(), receipt: { job: '3' } });
    const again = advanceChunk(state, assigning, at(20));
    expect(again).to.include({ state: 'assigning', assigningSince: at(2).toISOString(), attempt: 3 });
    expect(again).not.to.have.property('receipt');
  });

  it('what a running job told is never lost: it stays until a later document holds it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        run(history, (before, event, after) => {
          if (after.partialName !== undefined) expect(after.state).to.equal('sent');
          const isNext = 'verdictsName' in event || 'partialName' in event;
          const known = before.partialName ?? before.verdictsName;
          if (!isNext) expect(after.partialName ?? after.verdictsName).to.equal(known);
        });
      }),
    );
  });

  it('an event that is not permitted changes nothing', () => {
    expect(advanceChunk(sampleChunk(), { kind: 'running' }, at(0))).to.equal(undefined);
    expect(advanceChunk(sampleChunk(), { kind: 'calling', callUntil: '' }, at(0))).to.equal(undefined);
  });

  it('a doubled event is permitted once', () => {
    const pending = stateAfter({ kind: 'released' });
    expect(advanceChunk(pending, { kind: 'released' }, at(1))).to.equal(undefined);
  });
});

describe('the times of a chunk', () => {
  const minutesUntilDue = (state: ChunkState, now: Date): number => (Date.parse(state.dueAt) - now.getTime()) / 60_000;

  it('a throttled call waits at least as long as the platform asked', () => {
    const sending = stateAfter({ kind: 'released' }, { kind: 'calling', callUntil });
    const next = advanceChunk(sending, { kind: 'postponed', afterMs: 600_000, trouble: reason }, at(2));
    expect(next && minutesUntilDue(next, at(2))).to.equal(10);
  });

  it('a hold remembers since when, however often it is tried again', () => {
    const held = { kind: 'held', reason } as const;
    const state = stateAfter({ kind: 'released' }, held, { kind: 'resumed' }, { kind: 'released' }, held);
    expect(state).to.deep.include({ state: 'held', heldSince: at(1).toISOString(), hold: reason });
    const calling = { kind: 'calling', callUntil: at(9).toISOString() } as const;
    const sending = stateAfter({ kind: 'released' }, held, { kind: 'resumed' }, { kind: 'released' }, calling);
    expect(sending).not.to.have.any.keys('hold', 'heldSince');
  });

  it('a run that only meets a hold once more is tried again later each time, and keeps what it did', () => {
    const kept = { notesName: name, verdictsName: name, cleared: [0] };
    const tried: readonly ChunkEvent[] = [
      { kind: 'released' },
      { kind: 'acting', notesName: name },
      { kind: 'working', callUntil },
      { kind: 'held', reason, kept },
      { kind: 'resumed' },
    ];
    const state = stateAfter(...tried, ...tried, ...tried.slice(0, -1));
    expect(state).to.deep.include({ ...kept, state: 'held', tries: 3 });
  });

  it('giving up counts from when it was last let out of the line', () => {
    const history: ChunkEvent[] = [{ kind: 'released' }, { kind: 'held', reason }, { kind: 'resumed' }];
    expect(stateAfter(...history, { kind: 'released' }).releasedAt).to.equal(at(3).toISOString());
  });

  it('trouble is forgotten once a try succeeds', () => {
    const calling = { kind: 'calling', callUntil: at(9).toISOString() } as const;
    const accepted = { kind: 'accepted', attempt: 1, receipt: { job: '1' } } as const;
    const state = stateAfter({ kind: 'released' }, { kind: 'postponed', trouble: reason }, calling, accepted);
    expect(state).to.include({ state: 'sent', tries: 0, polls: 0 });
    expect(state).not.to.have.property('trouble');
  });

  it('a call whose answer was lost may be looked for at once', () => {
    const calling = { kind: 'calling', callUntil: at(9).toISOString() } as const;
    const state = stateAfter({ kind: 'released' }, calling, { kind: 'answerLost' });
    expect(state).to.include({ state: 'sending', answerLost: true, callUntil: at(2).toISOString() });
  });
});
