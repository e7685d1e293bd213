import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  freshSlots,
  returnSlot,
  type SlotOutcome,
  type Slots,
  takeSlot,
} from '../../../shared/domain/registering/slots.ts';

const now = new Date('2026-11-23T10:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const take = (slots: Slots, holder: string, at = now): Slots | undefined => takeSlot(slots, holder, at, later(180));

describe('The slots of a connection', () => {
  it('are as many as the width, and no more', () => {
    let slots: Slots | undefined = freshSlots;
    for (let index = 0; index < freshSlots.width; index++) slots = take(slots ?? freshSlots, `chunk-${index}`);
    expect(slots?.taken).to.have.length(freshSlots.width);
    expect(take(slots ?? freshSlots, 'one too many')).to.equal(undefined);
    expect(take(slots ?? freshSlots, 'chunk-0')?.taken).to.have.length(freshSlots.width);
  });

  it('of a holder that died are free again after its time', () => {
    const full: Slots = { width: 1, through: 0, taken: [{ holder: 'dead', until: later(10).toISOString() }] };
    expect(take(full, 'next')).to.equal(undefined);
    expect(take(full, 'next', later(11))?.taken.map(({ holder }) => holder)).to.deep.equal(['next']);
  });

  it('are halved by being throttled, and grow by one after a full round got through', () => {
    expect(returnSlot(freshSlots, 'a', 'throttled', now).width).to.equal(3);
    expect(returnSlot({ ...freshSlots, width: 1 }, 'a', 'throttled', now).width).to.equal(1);
    let slots: Slots = { width: 2, through: 0, taken: [] };
    for (const expected of [2, 3, 3, 3, 4]) {
      slots = returnSlot(slots, 'a', 'through', now);
      expect(slots.width).to.equal(expected);
    }
    expect(returnSlot({ ...slots, width: 16, through: 15 }, 'a', 'through', now).width).to.equal(16);
  });

  it('in any order of events stay between one and sixteen, and are never more taken than there once were', () => {
    const step = fc.record({
      holder: fc.nat(20).map(String),
      outcome: fc.constantFrom<SlotOutcome | 'take'>('take', 'through', 'throttled', 'other'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let slots = freshSlots;
        for (const { holder, outcome } of steps) {
          slots = outcome === 'take' ? (take(slots, holder) ?? slots) : returnSlot(slots, holder, outcome, now);
          if (slots.width < 1 || slots.width > 16 || slots.taken.length > 16) return false;
        }
        return true;
      }),
    );
  });
});
