import type { Language } from '../domain/language.ts';
import type { Plan } from '../domain/planning/plan.ts';
import type { ProfileFault, UploadState } from '../domain/planning/upload-state.ts';
import type { StoredReason } from '../domain/reason.ts';
import type { ChunkState } from '../domain/registering/chunk-state.ts';
import type { StateReason } from '../domain/reporting/notification.ts';
import { explained } from '../domain/reporting/report-lines.ts';
import { holdsOf, reportBaseName, reportSuffixes } from '../domain/reporting/report-rows.ts';
import { english, type Texts } from '../domain/texts/en.ts';
import { texts } from '../domain/texts/texts.ts';
import { addCounts, type VerdictCounts } from '../domain/verdict.ts';
import type { UploadKey } from '../domain/work.ts';
import type { ChunkLedger, Plans, Reports, UploadLedger } from '../ports.ts';

/** How far an upload is, and what holds it up: the same wherever a state is shown. */
export interface UploadProgress {
  readonly partnerId: string;
  readonly uploadId: string;
  readonly fileName: string;
  readonly state: UploadState['state'];
  readonly receivedAt: string;
  /** Only checked: nothing is sent. */
  readonly check: boolean;
  readonly rows: number;
  readonly chunks: {
    readonly total: number;
    readonly settled: number;
    readonly held: number;
    readonly underWay: number;
  };
  readonly devices: { readonly total: number; readonly settled: number };
  readonly counts: VerdictCounts;
  /** Work that failed unexpectedly and is tried again later and later: a person should look. */
  readonly failures: number;
  /** When the newest report lay there whole, ISO. */
  readonly reportedAt?: string;
  /** The report's page, below the container of reports; absent: there is none yet. */
  readonly report?: string;
  /** Why the whole file was refused, or what it waits for before it can be read. */
  readonly refused?: StateReason;
  /** What holds chunks back: each different reason once. */
  readonly holds: readonly StateReason[];
  /** Registered devices without their deployment profile, by customer and reason; no verdict says so. */
  readonly withoutProfile: readonly StateReason[];
}

/** A reason in words, with who must act, which customer it is about and where to click. */
export function stateReason(reason: StoredReason & { readonly rows?: number }, words: Texts = english): StateReason {
  const { happened, advice, who } = explained(reason, words);
  const { customer, link } = reason.params ?? {};
  const { rows } = reason;
  return {
    code: reason.code,
    happened,
    advice,
    who,
    ...(customer === undefined ? {} : { customer: String(customer) }),
    ...(link === undefined ? {} : { link: String(link) }),
    ...(rows === undefined ? {} : { rows }),
  };
}

/** Devices that are registered and lack their profile: no verdict says so. */
const profilesInWords = (
  faults: readonly ProfileFault[],
  plan: Plan | undefined,
  texts: Texts,
): readonly StateReason[] =>
  faults.map(({ customerTenantId, code, because, rows }) => {
    const { happened, advice, who } = explained({ code }, texts);
    const named = plan?.chunks.find((chunk) => chunk.customerTenantId === customerTenantId);
    const why = because === undefined ? '' : ` ${explained(because, texts).happened}`;
    return {
      code,
      happened: `${happened}${why}`,
      advice,
      who,
      customer: named?.customerName ?? customerTenantId,
      rows,
    };
  });

/** The sum of the devices of chunks. */
export const devicesOf = (list: readonly { readonly devices: number }[]): number =>
  list.reduce((sum, { devices }) => sum + devices, 0);

/** What a check says of a chunk's devices. */
const judgedBy = ({ action, devices }: Plan['chunks'][number]): VerdictCounts =>
  action === undefined ? { wouldRegister: devices } : { wouldChange: devices };

/** Everything below the partner's folder, as it was dropped. */
export const fileNameOf = ({ blobName }: Pick<UploadState, 'blobName'>): string =>
  blobName.split('/').slice(1).join('/');

/** How far an upload is, out of what the ledger says of it; in words of the upload's language where none is named. */
export function progressOf(
  state: UploadState,
  plan: Plan | undefined,
  chunks: readonly ChunkState[],
  language: Language | undefined = plan?.language,
): UploadProgress {
  const settled = chunks.filter((chunk) => chunk.state === 'settled');
  const states = new Map(chunks.map((chunk) => [chunk.chunk, chunk]));
  const progress = (plan?.chunks ?? []).map((planned) => {
    const chunk = states.get(planned.chunk);
    return chunk === undefined ? { planned } : { planned, state: chunk };
  });
  const check = plan?.check ?? false;
  const refused = plan?.refused ?? state.reason;
  const words = texts(language);
  const reasonInWords = (reason: StoredReason & { readonly rows?: number }): StateReason => stateReason(reason, words);
  const total = devicesOf(plan?.chunks ?? []);
  // A check that was reported has judged every device, and sent none.
  const checked = check && state.state === 'reported';
  return {
    partnerId: state.partnerId,
    uploadId: state.uploadId,
    fileName: fileNameOf(state),
    state: state.state,
    receivedAt: state.receivedAt,
    check,
    rows: plan?.rows ?? state.rowsRead,
    chunks: {
      total: plan?.chunks.length ?? 0,
      settled: settled.length,
      held: chunks.filter((chunk) => chunk.state === 'held').length,
      underWay: chunks.filter((chunk) => ['pending', 'acting', 'sending', 'sent', 'assigning'].includes(chunk.state))
        .length,
    },
    devices: { total, settled: checked ? total : devicesOf(settled) },
    failures: chunks.reduce((sum, { failures = 0 }) => sum + failures, state.failures ?? 0),
    counts: addCounts(
      plan?.counts ?? {},
      ...settled.map((chunk) => chunk.counts ?? {}),
      ...(checked ? (plan?.chunks ?? []).map(judgedBy) : []),
    ),
    ...(state.reportedAt === undefined ? {} : { reportedAt: state.reportedAt }),
    ...(state.reportedAt === undefined || plan === undefined
      ? {}
      : { report: `${reportBaseName(plan)}.${reportSuffixes.html}` }),
    ...(refused === undefined ? {} : { refused: reasonInWords(refused) }),
    holds: holdsOf(progress).map(reasonInWords),
    withoutProfile: profilesInWords(state.outcome?.withoutProfile ?? [], plan, words),
  };
}

export type ReadProgress = (key: UploadKey) => Promise<UploadProgress | undefined>;

/** Reads an upload's progress from the ledger; undefined when there is no such upload of this partner. */
export function makeReadProgress(deps: {
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly plans: Plans;
}): ReadProgress {
  return async (key) => {
    const state = (await deps.ledger.read(key))?.value;
    if (state === undefined) return undefined;
    const plan = state.state === 'planned' || state.state === 'reported' ? await deps.plans.read(key) : undefined;
    return progressOf(state, plan, plan === undefined ? [] : await deps.chunks.list(key.uploadId));
  };
}

/** Writes the progress of a planned upload beside its report; `chunks` as they were just listed. */
export type KeepProgress = (key: UploadKey, chunks: readonly ChunkState[]) => Promise<void>;

/**
 * Every part of the sequence only ever rises, so what was seen later never has a lower one: an older progress does not
 * overwrite a newer one.
 */
const sequenceOf = ({ sequence, state }: UploadState, chunks: readonly ChunkState[]): number =>
  1 + 2 * sequence + (state === 'reported' ? 1 : 0) + chunks.reduce((sum, { step }) => sum + step, 0);

export function makeKeepProgress(deps: {
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly reports: Reports;
}): KeepProgress {
  return async (key, chunks) => {
    const state = (await deps.ledger.read(key))?.value;
    const plan = await deps.plans.read(key);
    if (state === undefined || plan === undefined) return;
    const text = `${JSON.stringify(progressOf(state, plan, chunks))}\n`;
    const name = `${reportBaseName(plan)}.progress.json`;
    await deps.reports.put(name, { text, contentType: 'application/json' }, sequenceOf(state, chunks));
  };
}
