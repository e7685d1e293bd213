import type { HttpTiming } from '../../shared/adapters/http/http.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { BatchRow } from '../../shared/domain/registering/batch-row.ts';
import type { SubmissionDevice } from '../../shared/domain/registering/submission.ts';
import type { Batches, CallContext, Secrets, Versioned } from '../../shared/ports.ts';

/** Short waits and long patience: an answer that a busy machine delays is no silence. */
export const quickTiming: HttpTiming = {
  readMs: 10_000,
  sendMs: 10_000,
  budgetMs: 15_000,
  attempts: 4,
  firstWaitMs: 2,
  longestWaitMs: 100,
};

/** For calls that no one answers: an answer would come too late on a busy machine. */
export const noPatience: HttpTiming = { ...quickTiming, readMs: 50, sendMs: 50 };

/** A clock that stands still until it is moved. */
export function movableClock(start = '2026-01-05T08:00:00.000Z') {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    move: (byMs: number) => {
      ms += byMs;
    },
  };
}

/** Secrets in memory; `stored` shows the newest values. */
export function memorySecrets(
  values: Readonly<Record<string, string>>,
): Secrets & { stored: Map<string, Versioned<string>> } {
  const stored = new Map(Object.entries(values).map(([name, value]) => [name, { value, etag: '1' }]));
  return {
    stored,
    read: async (name) => stored.get(name),
    about: async (name) => (stored.has(name) ? {} : undefined),
    write: async (name, value, etag) => {
      if (stored.get(name)?.etag !== etag) return false;
      stored.set(name, { value, etag: String(Number(etag ?? 0) + 1) });
      return true;
    },
  };
}

/** The `batches` table in memory. */
export function memoryBatches(): Batches & { rows: Map<string, Versioned<BatchRow>> } {
  const rows = new Map<string, Versioned<BatchRow>>();
  const keyOf = (...parts: readonly string[]) => parts.join('|').toLowerCase();
  let version = 0;
  return {
    rows,
    read: async (...key) => rows.get(keyOf(...key)),
    write: async (connectionId, customer, row, etag) => {
      const key = keyOf(connectionId, customer, row.batchId);
      if (rows.get(key)?.etag !== etag) return false;
      version += 1;
      rows.set(key, { value: row, etag: String(version) });
      return true;
    },
    remove: async (connectionId, customer, batchId, etag) => {
      const key = keyOf(connectionId, customer, batchId);
      if (rows.get(key)?.etag === etag) rows.delete(key);
    },
  };
}

/** A call context that counts calls by operation. */
export function countingContext(signal?: AbortSignal): CallContext & { counts: Map<string, number> } {
  const counts = new Map<string, number>();
  return {
    counts,
    correlationId: '11111111-1111-4111-8111-111111111111',
    onCall: (operation) => void counts.set(operation, (counts.get(operation) ?? 0) + 1),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** Devices at positions 0, 1, 2 … */
export function devicesOf(...identities: readonly Identity[]): readonly SubmissionDevice[] {
  return identities.map((identity, position) => ({ position, identity }));
}

export function tuple(serial: string, manufacturer = 'Contoso', model = 'Book 1'): Identity {
  return { kind: 'tuple', manufacturer, model, serial };
}

export function pkid(number: number): Identity {
  return { kind: 'pkid', pkid: String(number).padStart(13, '0') };
}

export function hash(serial: string, text = 'T0EQ'.repeat(1000)): Identity {
  return {
    kind: 'hardwareHash',
    hash: text,
    sha256: 'ab'.repeat(32),
    embedded: { manufacturer: 'Contoso', model: 'Book 1', serial },
  };
}
