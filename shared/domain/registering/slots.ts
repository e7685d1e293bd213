/**
 * How many calls of one connection may run at once, over all instances of the app. Being throttled halves the
 * number, getting through raises it again. Slots share capacity and save effort; no promise rests on them.
 */
export interface Slots {
  /** How many may be taken. */
  readonly width: number;
  /** Calls that got through since the width last changed. */
  readonly through: number;
  /** Who has one, and until when at the latest: a holder that died gives its slot back by itself. */
  readonly taken: readonly { readonly holder: string; readonly until: string }[];
}

export type SlotOutcome = 'through' | 'throttled' | 'other';

const narrowest = 1;
const widest = 16;
/** A width this wide suits most connections; it finds its own from here. */
export const widthWhenWell = 6;

export const freshSlots: Slots = { width: widthWhenWell, through: 0, taken: [] };

const alive = ({ taken }: Slots, now: Date) => taken.filter(({ until }) => Date.parse(until) > now.getTime());

/** The slots with one more taken; undefined when none is free. A holder that has one already keeps it. */
export function takeSlot(slots: Slots, holder: string, now: Date, until: Date): Slots | undefined {
  const others = alive(slots, now).filter((slot) => slot.holder !== holder);
  if (others.length >= slots.width) return undefined;
  return { ...slots, taken: [...others, { holder, until: until.toISOString() }] };
}

/** The slots after a call is over. */
export function returnSlot(slots: Slots, holder: string, outcome: SlotOutcome, now: Date): Slots {
  const taken = alive(slots, now).filter((slot) => slot.holder !== holder);
  if (outcome === 'throttled') return { width: Math.max(narrowest, Math.floor(slots.width / 2)), through: 0, taken };
  if (outcome === 'other') return { ...slots, taken };
  const through = slots.through + 1;
  // One more only after a full round got through: what was too much a moment ago is tried again with care.
  return through >= slots.width && slots.width < widest
    ? { width: slots.width + 1, through: 0, taken }
    : { ...slots, through, taken };
}
