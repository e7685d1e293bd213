import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { OpenUploads, UploadLedger, UploadPosition } from '../../ports.ts';
import { atOnce } from './at-once.ts';
import type { OpenedUpload, OpenUpload, UploadSummary } from './upload-summary.ts';

export const uploadFilters = ['open', 'held', 'late', 'done', 'refused', 'check'] as const;
export type UploadsShown = (typeof uploadFilters)[number];

export interface UploadPage {
  readonly uploads: readonly UploadSummary[];
  /** Names where the next page begins; absent: this is the last one. */
  readonly next?: string;
  /** More uploads are open than an answer looks at. */
  readonly incomplete?: true;
}

export type ListUploads = (
  partnerId: string,
  how: { readonly show?: UploadsShown; readonly cursor?: string; readonly limit: number },
) => Promise<UploadPage | 'badCursor'>;

/** A page looks at so many uploads at most: a filter that few pass must not read everything there ever was. */
const mostLookedAt = 200;

/** Does an upload pass? */
const passing: Readonly<Record<UploadsShown, (upload: UploadSummary) => boolean>> = {
  open: ({ stage }) => !['done', 'refused', 'replaced'].includes(stage),
  held: ({ devices, stage }) => devices.held > 0 || stage === 'waiting',
  late: ({ late }) => late,
  done: ({ stage, check }) => stage === 'done' && !check,
  refused: ({ stage }) => stage === 'refused',
  check: ({ check }) => check,
};

/** Names an upload as the place where the next page begins. */
export const cursorOf = ({ receivedAt, uploadId }: UploadPosition): string => `${Date.parse(receivedAt)}-${uploadId}`;

/** Undefined: no cursor that was ever given. */
export function positionOf(cursor: string): UploadPosition | undefined {
  const [, time, uploadId] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(cursor) ?? [];
  return time === undefined || uploadId === undefined
    ? undefined
    : { receivedAt: new Date(Number(time)).toISOString(), uploadId };
}

const isBehind = (upload: UploadPosition, after: UploadPosition): boolean =>
  upload.receivedAt < after.receivedAt || (upload.receivedAt === after.receivedAt && upload.uploadId > after.uploadId);

const newestFirst = (one: UploadPosition, other: UploadPosition): number => (isBehind(one, other) ? 1 : -1);

/** Uploads that have no final report yet, of one partner or of all. */
export type ReadOpenStates = (
  partnerId: string | undefined,
) => Promise<{ readonly states: readonly UploadState[]; readonly complete: boolean }>;

/** Open uploads are few by nature; after a long outage they may not be. */
const mostOpen = 1_000;

export function makeReadOpenStates(deps: {
  readonly open: OpenUploads;
  readonly ledger: UploadLedger;
}): ReadOpenStates {
  const { open, ledger } = deps;
  return async (partnerId) => {
    const keys = [];
    let complete = true;
    for await (const key of open.list(partnerId)) {
      if (keys.length >= mostOpen) {
        complete = false;
        break;
      }
      keys.push(key);
    }
    const states = await atOnce(keys, async (key) => (await ledger.read(key))?.value);
    return { states: states.filter((state) => state !== undefined), complete };
  };
}

/** The same with all the ledger says of them. */
export type ReadOpenUploads = (
  partnerId: string | undefined,
) => Promise<{ readonly uploads: readonly OpenedUpload[]; readonly complete: boolean }>;

export function makeReadOpenUploads(deps: {
  readonly readOpenStates: ReadOpenStates;
  readonly openUpload: OpenUpload;
}): ReadOpenUploads {
  const { readOpenStates, openUpload } = deps;
  return async (partnerId) => {
    const { states, complete } = await readOpenStates(partnerId);
    return { uploads: await atOnce(states, openUpload.whole), complete };
  };
}

const over: readonly UploadState['state'][] = ['reported', 'refused', 'superseded'];

/**
 * A partner's uploads, newest first. What is open, held or late is looked for among the open ones only; what holds an upload
 * stands in its chunks, so held and late ones are found by reading these of all open uploads.
 */
export function makeListUploads(deps: {
  readonly ledger: UploadLedger;
  readonly openUpload: OpenUpload;
  readonly readOpenStates: ReadOpenStates;
}): ListUploads {
  const { ledger, openUpload, readOpenStates } = deps;

  const pageOf = (uploads: readonly UploadSummary[], limit: number): UploadPage => {
    const page = uploads.slice(0, limit);
    const last = page.at(-1);
    return { uploads: page, ...(last === undefined || uploads.length <= limit ? {} : { next: cursorOf(last) }) };
  };

  return async (partnerId, { show, cursor, limit }) => {
    const after = cursor === undefined ? undefined : positionOf(cursor);
    if (cursor !== undefined && after === undefined) return 'badCursor';
    if (show === 'open' || show === 'held' || show === 'late') {
      const { states, complete } = await readOpenStates(partnerId);
      const behind = states
        .filter((state) => !over.includes(state.state) && (after === undefined || isBehind(state, after)))
        .toSorted(newestFirst);
      const wanted = show === 'open' ? behind.slice(0, limit + 1) : behind;
      const shown = (await atOnce(wanted, openUpload.summary)).filter((upload) => passing[show](upload));
      return { ...pageOf(shown, limit), ...(complete ? {} : { incomplete: true }) };
    }
    const shown: UploadSummary[] = [];
    let position = after;
    for (let looked = 0; looked < mostLookedAt; ) {
      const { uploads, next } = await ledger.page(partnerId, position, limit);
      const summaries = await atOnce(uploads, openUpload.summary);
      for (const upload of summaries) {
        position = upload;
        if (show === undefined || passing[show](upload)) shown.push(upload);
        if (shown.length >= limit) {
          const more = next !== undefined || upload !== summaries.at(-1);
          return { uploads: shown, ...(more ? { next: cursorOf(upload) } : {}) };
        }
      }
      if (next === undefined) return { uploads: shown };
      position = next;
      looked += Math.max(1, uploads.length);
    }
    return { uploads: shown, ...(position === undefined ? {} : { next: cursorOf(position) }) };
  };
}
