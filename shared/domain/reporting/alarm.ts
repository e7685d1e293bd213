import type { GrantCode } from '../reasons/grants.ts';

/** What the operator is told once, and once more when it is over. */
export type Alarm = SignedOut;

interface Raised {
  readonly version: 1;
  /** Since when, ISO, as far as it is known. */
  readonly since: string;
  /** When the operator was told; absent: not yet. */
  readonly toldAt?: string;
  /** How often telling failed. */
  readonly failures?: number;
  /** When it was seen to be over; the operator hears of that, too. */
  readonly overAt?: string;
}

/** A connection's sign-in is refused: nothing goes through it. */
export interface SignedOut extends Raised {
  readonly kind: 'signedOut';
  /** The connection. */
  readonly id: string;
  readonly code: GrantCode;
  /** Some of the chunks that wait for it: once one of them gets through, it is over. */
  readonly waiting: readonly { readonly uploadId: string; readonly chunk: number }[];
}

/** How much waits behind a connection. */
export interface WaitingBehind {
  readonly uploads: number;
  readonly chunks: number;
  readonly devices: number;
  readonly partners: readonly string[];
}

/** An alarm as it is told: raised, or over. */
export interface AlarmNews {
  readonly alarm: Alarm;
  readonly over: boolean;
  readonly waiting: WaitingBehind;
}
