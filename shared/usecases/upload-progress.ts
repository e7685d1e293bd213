import type { VerdictCounts } from '../domain/report.ts';
import { addCounts } from '../domain/report-rows.ts';
import type { UploadState } from '../domain/upload-state.ts';
import type { ChunkLedger, Plans, UploadKey, UploadLedger } from '../ports.ts';

/** How far an upload is: what a progress bar needs, and no more. */
export interface UploadProgress {
  readonly partnerId: string;
  readonly uploadId: string;
  readonly fileName: string;
  readonly state: UploadState['state'];
  readonly receivedAt: string;
  readonly rows: number;
  readonly chunks: {
    readonly total: number;
    readonly settled: number;
    readonly held: number;
    readonly underWay: number;
  };
  readonly devices: { readonly total: number; readonly settled: number };
  readonly counts: VerdictCounts;
  /** Work that failed for a reason nobody foresaw and is tried again later and later: somebody should look. */
  readonly failures: number;
  readonly reportedAt?: string;
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
    const chunks = plan === undefined ? [] : await deps.chunks.list(key.uploadId);
    const settled = chunks.filter((chunk) => chunk.state === 'settled');
    const devicesOf = (list: readonly { readonly devices: number }[]): number =>
      list.reduce((sum, { devices }) => sum + devices, 0);
    return {
      ...key,
      fileName: state.blobName.split('/').slice(1).join('/'),
      state: state.state,
      receivedAt: state.receivedAt,
      rows: plan?.rows ?? state.rowsRead,
      chunks: {
        total: plan?.chunks.length ?? 0,
        settled: settled.length,
        held: chunks.filter((chunk) => chunk.state === 'held').length,
        underWay: chunks.filter((chunk) => ['pending', 'sending', 'sent', 'assigning'].includes(chunk.state)).length,
      },
      devices: { total: devicesOf(plan?.chunks ?? []), settled: devicesOf(settled) },
      failures: chunks.reduce((sum, { failures = 0 }) => sum + failures, state.failures ?? 0),
      counts: addCounts(plan?.counts ?? {}, ...settled.map((chunk) => chunk.counts ?? {})),
      ...(state.reportedAt === undefined ? {} : { reportedAt: state.reportedAt }),
    };
  };
}
