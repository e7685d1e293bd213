import {
  type AuditActor,
  type AuditEvent,
  chunkEvent,
  settingsEvent,
  uploadEvent,
} from '../../domain/audit/audit-entry.ts';
import { unknownPartner } from '../../domain/ids.ts';
import type { UploadKey } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type { Audit, ChunkLedger, Clock, Plans, SeenSettings, Settings, UploadLedger, Versioned } from '../../ports.ts';

/**
 * The record is kept where state changes, not where use cases happen to think of it: no change of a ledger without its
 * entry. The entry comes first; was somebody quicker, a second one says that the first was not done. Only a crash in
 * between, or an error of storage, leaves an entry of which the record does not say whether it was: then it comes again.
 */
interface Auditing {
  readonly audit: Audit;
  readonly clock: Clock;
}

const recorder =
  ({ audit, clock }: Auditing) =>
  async (partnerId: string, event: AuditEvent | undefined, who: AuditActor = 'service'): Promise<number | undefined> =>
    event === undefined ? undefined : audit.record({ at: clock.now().toISOString(), partnerId, who, ...event });

/** Writes what an entry announced; says in the record when it was not written, as far as that can be seen. */
async function announced<T extends { readonly partnerId: string }>(
  entry: number | undefined,
  state: T,
  record: ReturnType<typeof recorder>,
  ledger: {
    write(): Promise<Versioned<T> | undefined>;
    read(): Promise<Versioned<T> | undefined>;
  },
): Promise<Versioned<T> | undefined> {
  const written = await ledger.write();
  if (written !== undefined || entry === undefined) return written;
  // The storage client repeats a write whose answer was lost, and is refused: then ours is what stands there.
  const isOurs = JSON.stringify((await ledger.read())?.value) === JSON.stringify(state);
  if (!isOurs) await record(state.partnerId, { what: 'notDone', entry });
  return undefined;
}

const isStale = (there: Versioned<unknown> | undefined, etag: string | undefined): boolean => there?.etag !== etag;

/** The ledger of uploads, with an entry for each step of an upload. */
export function auditUploads(ledger: UploadLedger, plans: Plans, auditing: Auditing): UploadLedger {
  const record = recorder(auditing);
  return {
    ...ledger,
    write: async (state, etag) => {
      const before = await ledger.read(state);
      if (isStale(before, etag)) return undefined;
      const plan = state.state === 'planned' && before?.value.state !== 'planned' ? await plans.read(state) : undefined;
      const event = uploadEvent(before?.value, state, plan);
      const entry = await record(state.partnerId, event, event?.what === 'uploadReceived' ? 'partner' : 'service');
      return announced(entry, state, record, {
        write: () => ledger.write(state, etag),
        read: () => ledger.read(state),
      });
    },
  };
}

/** The ledger of chunks, with an entry for each step of a chunk that people ask about. */
export function auditChunks(ledger: ChunkLedger, auditing: Auditing): ChunkLedger {
  const record = recorder(auditing);
  return {
    ...ledger,
    replace: async (state, etag) => {
      const before = await ledger.read(state.uploadId, state.chunk);
      if (before === undefined || isStale(before, etag)) return undefined;
      const entry = await record(state.partnerId, chunkEvent(before.value, state));
      return announced(entry, state, record, {
        write: () => ledger.replace(state, etag),
        read: () => ledger.read(state.uploadId, state.chunk),
      });
    },
  };
}

/** Settings, with an entry when a partner's are used that were not used before, or can't be used. */
export function auditSettings(settings: Settings, seen: SeenSettings, auditing: Auditing): Settings {
  const record = recorder(auditing);
  const known = new Map<string, string>();
  return {
    ofPartner: async (partnerId) => {
      const found = await settings.ofPartner(partnerId);
      const event = settingsEvent(found);
      const picture = JSON.stringify(event);
      if (event === undefined || known.get(partnerId) === picture) return found;
      if (!(await seen.has(partnerId, picture))) {
        await record(partnerId, event);
        await seen.add(partnerId, picture);
      }
      known.set(partnerId, picture);
      return found;
    },
  };
}

const problemOf = (error: ContractViolation): string => error.message.slice(0, 300);

/** A message or something stored that is not what it must be: the refusal is recorded before it goes to the host. */
export function auditViolations<M extends UploadKey & { readonly chunk?: number }, R>(
  act: (message: M) => Promise<R>,
  auditing: Auditing,
): (message: M) => Promise<R> {
  const record = recorder(auditing);
  return async (message) => {
    try {
      return await act(message);
    } catch (error) {
      if (error instanceof ContractViolation) {
        const { partnerId, uploadId, chunk } = message;
        const about = { uploadId, ...(chunk === undefined ? {} : { chunk }) };
        await record(partnerId, { what: 'contractViolated', ...about, problem: problemOf(error) });
      }
      throw error;
    }
  };
}

/** What repair or the sweep refused goes to the record of unknown partners: whose it was can't be trusted. */
export function auditTimer<R>(run: () => Promise<R>, auditing: Auditing): () => Promise<R> {
  const record = recorder(auditing);
  return async () => {
    try {
      return await run();
    } catch (error) {
      const failures: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
      for (const failure of failures) {
        if (!(failure instanceof ContractViolation)) continue;
        await record(unknownPartner, { what: 'contractViolated', problem: problemOf(failure) });
      }
      throw error;
    }
  };
}
