import type { UploadKey } from './work.ts';
/** What telemetry may be called. Few names and few values of each label: whatever grows with partners, rows or devices stays out. */

/** Steps of the work, as spans are named. The first five belong to one upload, the others to none. */
export const steps = [
  'receive-upload',
  'register-chunk',
  'write-report',
  'notify-partner',
  'repair-upload',
  'repair',
  'sweep',
  'expire-uploads',
  'keep-heads',
  'reconcile',
  'keep-signed-in',
  'tell-operator',
] as const;

export type StepName = (typeof steps)[number];

/** The span that holds all steps of an upload: from the drop to its last report. */
export const uploadSpan = 'upload';

interface MeasureKind {
  readonly name: string;
  /** A sum of what happened, or the spread of durations. */
  readonly kind: 'counter' | 'histogram';
  readonly unit: string;
  readonly labels: readonly string[];
}

/** Everything that is counted or timed. Each is described in docs/operations.md. */
export const measures = {
  rowsRead: { name: 'autopilot.rows.read', kind: 'counter', unit: '{row}', labels: [] },
  verdicts: { name: 'autopilot.verdicts', kind: 'counter', unit: '{row}', labels: ['verdict', 'code'] },
  submissions: {
    name: 'autopilot.submissions',
    kind: 'counter',
    unit: '{submission}',
    labels: ['platform', 'outcome'],
  },
  calls: {
    name: 'autopilot.calls',
    kind: 'counter',
    unit: '{call}',
    labels: ['platform', 'operation', 'status'],
  },
  chunksHeld: { name: 'autopilot.chunks.held', kind: 'counter', unit: '{chunk}', labels: ['platform', 'code'] },
  chunkAge: { name: 'autopilot.chunk.age', kind: 'histogram', unit: 's', labels: ['platform'] },
  dropToReport: { name: 'autopilot.drop_to_report', kind: 'histogram', unit: 's', labels: ['kind'] },
} as const satisfies Readonly<Record<string, MeasureKind>>;

export type MeasureName = keyof typeof measures;

/** The labels a measure must be given, all of them. */
export type LabelsOf<M extends MeasureName> = Readonly<Record<(typeof measures)[M]['labels'][number], string>>;

// ---------------------------------------------------------------- telemetry

/** What a span says beside its name: ids, codes and counts; never a serial, a hash, a name or an address. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** What a step is about; nothing: it has a trace of its own. */
export type StepAbout = Partial<UploadKey> & { readonly chunk?: number };
