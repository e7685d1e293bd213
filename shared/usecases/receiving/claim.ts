import type { UploadState } from '../../domain/planning/upload-state.ts';
import { readingDelay } from '../../domain/waits.ts';
import type { Clock, UploadLedger, Versioned } from '../../ports.ts';

/** The right to plan an upload, kept alive by whoever works on it. */
export interface Claim {
  readonly kind: 'claimed';
  current(): Versioned<UploadState>;
  /** Says "still at it" when it is time to. Throws `ClaimLost` when somebody else took over. */
  keep(rowsRead: number): Promise<void>;
  /** Moves the upload on. Throws `ClaimLost` when somebody else took over. */
  become(state: UploadState['state'], change?: Partial<UploadState>): Promise<UploadState>;
  /**
   * Gives the claim back: the next try comes after a pause, and need not wait for the claim to run out. `counts`: the
   * file itself made this run fail. When the upload may be taken again comes back.
   */
  letGo(counts: boolean): Promise<string>;
}

export interface Claims {
  /** How long a claim is believed to be alive after its last sign of life. */
  readonly milliseconds: number;
  /** Claims the upload, new or abandoned; or says why it is left alone. */
  take(fresh: UploadState): Promise<Claim | LeftAlone>;
}

export interface LeftAlone {
  readonly kind: 'leftAlone';
  readonly why: string;
  /** From when it may be taken, if nothing comes of the run that has it or had it. */
  readonly until?: string;
}

/** Another run took the upload over; this one's work is void. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

const claimable: readonly UploadState['state'][] = ['planning', 'waiting'];

export function makeClaims(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly milliseconds: number;
}): Claims {
  const { clock, ledger, milliseconds } = deps;
  const aliveUntil = (): string => new Date(clock.now().getTime() + milliseconds).toISOString();

  const hold = (taken: Versioned<UploadState>): Claim => {
    let held = taken;
    const write = async (change: Partial<UploadState>): Promise<UploadState> => {
      const state = { ...held.value, ...change, changedAt: clock.now().toISOString() };
      const written = await ledger.write(state, held.etag);
      if (written === undefined) throw new ClaimLost(`Upload ${state.uploadId} was taken over by another run.`);
      held = written;
      return written.value;
    };
    return {
      kind: 'claimed',
      current: () => held,
      keep: async (rowsRead) => {
        const left = Date.parse(held.value.aliveUntil) - clock.now().getTime();
        if (left < milliseconds * 0.75) await write({ aliveUntil: aliveUntil(), rowsRead });
      },
      become: (state, change = {}) => {
        const { failures: _over, readings: _read, ...rest } = held.value;
        held = { ...held, value: rest };
        return write({ ...change, state });
      },
      letGo: async (counts) => {
        const { readings = 0, ...rest } = held.value;
        const counted = counts ? readings : readings - 1;
        const until = new Date(clock.now().getTime() + readingDelay(rest.claim)).toISOString();
        await ledger.write({ ...rest, ...(counted > 0 ? { readings: counted } : {}), aliveUntil: until }, held.etag);
        return until;
      },
    };
  };

  return {
    milliseconds,
    take: async (fresh) => {
      const there = await ledger.read(fresh);
      if (there !== undefined && !claimable.includes(there.value.state)) {
        return { kind: 'leftAlone', why: `it is ${there.value.state}` };
      }
      if (there?.value.state === 'planning' && Date.parse(there.value.aliveUntil) > clock.now().getTime()) {
        const why = 'another run is reading it, or did a moment ago';
        return { kind: 'leftAlone', why, until: there.value.aliveUntil };
      }
      const { reason: _reason, ...state } = there?.value ?? fresh;
      const taken = await ledger.write(
        {
          ...state,
          state: 'planning',
          claim: state.claim + 1,
          // Counted beforehand, because after a file has ended the process it is too late.
          readings: (state.readings ?? 0) + 1,
          aliveUntil: aliveUntil(),
          changedAt: clock.now().toISOString(),
        },
        there?.etag,
      );
      return taken === undefined ? { kind: 'leftAlone', why: 'another run was quicker' } : hold(taken);
    },
  };
}
