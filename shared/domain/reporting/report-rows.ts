import { createHash } from 'node:crypto';
import { startOf } from '../cut-text.ts';
import type { NotSent, Plan, PlannedChunk, PlannedRow } from '../planning/plan.ts';
import type { Reason } from '../reason.ts';
import { plannedReason } from '../registering/acting.ts';
import type { ChunkState } from '../registering/chunk-state.ts';
import type { ChunkVerdicts } from '../registering/chunk-verdicts.ts';
import { addCounts, countVerdicts, type Verdict, type VerdictCounts } from '../verdict.ts';
import type { Hold, ReportGroup, ReportRow } from './report.ts';

/** A planned chunk with how far it got; no state in a check, no verdicts while nothing is known. */
export interface ChunkProgress {
  readonly planned: PlannedChunk;
  readonly state?: ChunkState;
  readonly verdicts?: ChunkVerdicts;
}

/** What stands for a device whose verdict is not there yet. */
function waitingVerdict({ planned, state }: ChunkProgress, check: boolean): Verdict {
  if (check)
    return planned.action === undefined
      ? { kind: 'wouldRegister' }
      : {
          kind: 'wouldChange',
          reason: plannedReason(planned),
          ...(planned.action === 'corporateIdentifier' ? {} : { remarks: [{ code: 'list_not_read_in_check' }] }),
        };
  if (state?.state === 'held' && state.hold !== undefined) return { kind: 'held', reason: state.hold };
  return state?.trouble === undefined ? { kind: 'inProgress' } : { kind: 'inProgress', reason: state.trouble };
}

const withRemarks = (verdict: Verdict, remarks: readonly Reason[] | undefined): Verdict =>
  remarks === undefined || remarks.length === 0
    ? verdict
    : { ...verdict, remarks: [...remarks, ...(verdict.remarks ?? [])] };

/** A row of the plan with what became of it. */
export function reportRow(row: PlannedRow, chunk: ChunkProgress | undefined, check: boolean): ReportRow {
  const place = row.sheet === undefined ? { row: row.row } : { sheet: row.sheet, row: row.row };
  const asked = {
    ...(row.action === undefined ? {} : { action: row.action }),
    ...(row.confirmation === undefined ? {} : { confirmation: row.confirmation }),
  };
  if (row.outcome.kind === 'verdict') {
    return { ...place, cells: row.cells, ...asked, verdict: withRemarks(row.outcome.verdict, row.remarks) };
  }
  if (chunk === undefined)
    throw new Error(`Row ${row.row} names chunk ${row.outcome.chunk}, which the plan does not have.`);
  const { planned } = chunk;
  const verdict = chunk.verdicts?.[row.outcome.position] ?? waitingVerdict(chunk, check);
  return {
    ...place,
    cells: row.cells,
    ...(row.identityKind === undefined ? {} : { identityKind: row.identityKind }),
    customerTenantId: planned.customerTenantId,
    ...(planned.groupTag === undefined ? {} : { groupTag: planned.groupTag }),
    platform: planned.platform,
    ...asked,
    verdict: withRemarks(verdict, row.remarks),
  };
}

function countsOf(chunk: ChunkProgress, check: boolean): VerdictCounts {
  const { planned, state, verdicts } = chunk;
  if (state?.counts !== undefined) return state.counts;
  const known = verdicts ?? Array.from({ length: planned.devices }, () => null);
  return countVerdicts(known.map((verdict) => verdict ?? waitingVerdict(chunk, check)));
}

/** The summary's lines: devices by customer, group tag and connection, in the order of the plan. */
export function reportGroups(chunks: readonly ChunkProgress[], check: boolean): readonly ReportGroup[] {
  const groups = new Map<string, ReportGroup>();
  for (const chunk of chunks) {
    const { connectionId, platform, customerTenantId, customerName, groupTag } = chunk.planned;
    const name = JSON.stringify([connectionId, customerTenantId, groupTag ?? null]);
    const group = groups.get(name);
    groups.set(name, {
      customerTenantId,
      customerName,
      ...(groupTag === undefined ? {} : { groupTag }),
      platform,
      connectionId,
      chunks: (group?.chunks ?? 0) + 1,
      counts: addCounts(group?.counts ?? {}, countsOf(chunk, check)),
    });
  }
  return [...groups.values()];
}

/** Rows without a place in a chunk, by customer; a plan of an earlier version does not know whose they are. */
export const notSentOf = ({ notSent, counts, rows }: Pick<Plan, 'notSent' | 'counts' | 'rows'>): readonly NotSent[] =>
  notSent ?? (rows === 0 ? [] : [{ counts }]);

/** Calls to platforms by operation, over all chunks. */
export function sumCalls(chunks: readonly ChunkProgress[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const { state } of chunks) {
    for (const [operation, count] of Object.entries(state?.calls ?? {})) sum[operation] = (sum[operation] ?? 0) + count;
  }
  return sum;
}

/** Each different thing that holds chunks back, once, with the devices that wait for it. */
export function holdsOf(chunks: readonly ChunkProgress[]): readonly Hold[] {
  const holds = new Map<string, Hold>();
  for (const { planned, state } of chunks) {
    if (state?.state !== 'held' || state.hold === undefined) continue;
    const hold = { code: state.hold.code, params: { customer: planned.customerName, ...state.hold.params } };
    const key = JSON.stringify(hold);
    holds.set(key, { ...hold, rows: (holds.get(key)?.rows ?? 0) + planned.devices });
  }
  return [...holds.values()];
}

const compact = (iso: string): string =>
  `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19).replaceAll(':', '')}`;
const safeSegment = (segment: string): string => {
  const whole = [...segment.toWellFormed()].slice(0, 200).join('');
  const safe = whole.replace(/[\p{Cc}\\%?#]/gu, '_');
  return /^\.*$/.test(safe.trim()) ? '_' : safe;
};

/** A blob name has 1,024 characters and 254 segments at most; partner, time and the longest ending must fit as well. */
const longestPath = 850;
const mostFolders = 240;

/**
 * How the report's name begins: as the file is called. A long one is cut, says so, and carries a digest of the whole,
 * so that two long names that begin alike do not meet.
 */
function reportPath(fileName: string): string {
  const segments = fileName.split('/').map(safeSegment);
  const path = segments.join('/');
  if (path.length <= longestPath && segments.length <= mostFolders) return path;
  const digest = createHash('sha256').update(fileName).digest('hex').slice(0, 12);
  return `${startOf(segments.slice(0, mostFolders).join('/'), longestPath)}… (cut ${digest})`;
}

/** Where an upload's report files lie: `{partner}/{same folders}/{name.ext}.{time of the blob}-{upload}.` */
export const reportBaseName = ({
  partnerId,
  uploadId,
  fileName,
  receivedAt,
}: Pick<Plan, 'partnerId' | 'uploadId' | 'fileName' | 'receivedAt'>): string =>
  `${partnerId}/${reportPath(fileName)}.${compact(receivedAt)}-${uploadId.slice(0, 6)}`;

/** What each rendered file is called behind the base name. */
export const reportSuffixes = {
  xlsx: 'report.xlsx',
  csv: 'report.csv',
  json: 'report.json',
  html: 'report.html',
  retry: 'retry.xlsx',
  confirm: 'confirm.xlsx',
} as const;
