import type { Language } from '../../domain/language.ts';
import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { Platform } from '../../domain/platforms.ts';
import type { DeviceEvent } from '../../domain/registering/device-history.ts';
import { makeRowView, makeSheetOf } from '../../domain/reporting/row-view.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { VerdictKind } from '../../domain/verdict.ts';
import type { ChunkLedger, Plans, UploadLedger, UploadPosition, Verdicts } from '../../ports.ts';
import { makeVerdictReader, progressOfChunks } from '../reporting/join-rows.ts';
import { atOnce } from './at-once.ts';
import { cursorOf, positionOf } from './list-uploads.ts';

/** A place where a device was found: in the ledger of devices, or in the rows of an upload. */
export interface FoundDevice {
  readonly where: 'ledger' | 'upload';
  readonly uploadId?: string;
  readonly fileName?: string;
  readonly sheet?: string;
  readonly row?: number;
  readonly verdict?: VerdictKind;
  readonly happened?: string;
  /** Its serial number, as far as a page may show it; the ledger holds none. */
  readonly serial?: string;
  /** The PKID its row names. */
  readonly pkid?: string;
  readonly at: string;
  /** It was removed: it is not believed to be registered any more. */
  readonly removedAt?: string;
  /** What is known to have been done with it, oldest first. */
  readonly history?: readonly DeviceEvent[];
  readonly customer?: string;
  readonly groupTag?: string;
  readonly platform?: Platform;
}

/**
 * A serial number or PKID, whole or (in rows of uploads) a part of it; or a purchase order or order reference, whole. The
 * ledger has digests: it knows a device by its whole serial number only, and an order as it was written.
 */
export type DeviceQuery = { readonly device: string } | { readonly order: string };

/** Of a shorter text only whole values count: it would be a part of too many. */
const shortestPart = 4;

/** What one answer reads at most; then it names the place where to go on. */
const most = { uploads: 1_000, rows: 100_000, found: 500 };
const uploadsAtOnce = 100;
const segmentsAtOnce = 8;

/** A row of an upload, counted from 0: where looking goes on. */
export interface RowPlace extends UploadPosition {
  readonly row: number;
}

/** Undefined: no cursor that was ever given. */
export function rowPlaceOf(cursor: string): RowPlace | undefined {
  const [, upload = '', row] = /^([^.]+)\.(\d{1,9})$/.exec(cursor) ?? [];
  const position = positionOf(upload);
  return position === undefined ? undefined : { ...position, row: Number(row) };
}

/** A segment of an upload, whose first row is number `from` of the upload. */
interface Part {
  readonly state: UploadState;
  readonly plan: Plan;
  readonly segment: number;
  readonly from: number;
}

/** The segments of an upload that hold rows from `row` on. */
function partsOf(state: UploadState, plan: Plan | undefined, row: number): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const [segment, { rows }] of (plan?.segments ?? []).entries()) {
    if (plan !== undefined && from + rows > row) parts.push({ state, plan, segment, from });
    from += rows;
  }
  return parts;
}

const inOrder: readonly (string | null | undefined)[] = ['purchaseOrder', 'orderReference'];
const inName: readonly (string | null | undefined)[] = ['serial', 'pkid'];

/** Which rows of a plan name what is looked for: a whole cell, or a part of a serial number or PKID. */
function makeFits(query: DeviceQuery, plan: Plan): (row: PlannedRow) => boolean {
  const sheetOf = makeSheetOf(plan);
  const isOrder = 'order' in query;
  const wanted = (isOrder ? query.order : query.device).trim().toLowerCase();
  const asPart = !isOrder && wanted.length >= shortestPart;
  return ({ sheet, cells }) => {
    const { columns } = sheetOf(sheet);
    return cells.some((cell, at) => {
      const value = cell.trim().toLowerCase();
      if (value === wanted) return !isOrder || inOrder.includes(columns[at]);
      return asPart && inName.includes(columns[at]) && value.includes(wanted);
    });
  };
}

/** Rows that name a device, and how far they were looked through. */
export interface FoundInRows {
  readonly devices: readonly FoundDevice[];
  readonly uploadsLooked: number;
  /** When the oldest of them was received. */
  readonly lookedBackTo?: string;
  /** Names where to go on; absent: everything that is kept was looked through. */
  readonly next?: string;
}

export type FindInRows = (partnerId: string, query: DeviceQuery, from?: RowPlace) => Promise<FoundInRows>;

/**
 * Looks through the rows of a partner's uploads, newest first. There is no index of serial numbers, since the service keeps
 * them nowhere else; so the beginning, the middle and the end of one cost the same: a call for each upload's row, plan and
 * segment. What became of a row is read only where it fits.
 */
export function makeFindInRows(deps: {
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly language?: Language | undefined;
}): FindInRows {
  const { ledger, plans, chunks, verdicts, language } = deps;

  async function* uploadsFrom(partnerId: string, from?: RowPlace): AsyncGenerator<readonly UploadState[]> {
    const there = from && (await ledger.read({ partnerId, uploadId: from.uploadId }));
    if (there !== undefined) yield [there.value];
    let position: UploadPosition | undefined = from;
    do {
      const { uploads, next } = await ledger.page(partnerId, position, uploadsAtOnce);
      if (uploads.length > 0) yield uploads;
      position = next;
    } while (position !== undefined);
  }

  /** Shows rows of a plan as they are found. */
  const showing = async (plan: Plan) => {
    const progress = progressOfChunks(plan, plan.check ? [] : await chunks.list(plan.uploadId));
    const verdictOf = makeVerdictReader(verdicts, plan, progress);
    const view = makeRowView(plan, texts(language ?? plan.language));
    return async (row: PlannedRow): Promise<FoundDevice> => {
      const { verdict, happened, customer, groupTag, platform, sheet, cells } = view(await verdictOf(row));
      const cellOf = (column: string) => cells.find(({ meaning, value }) => meaning === column && value !== '')?.value;
      const [serial, pkid] = [cellOf('serial'), cellOf('pkid')];
      return {
        where: 'upload',
        uploadId: plan.uploadId,
        fileName: plan.fileName,
        ...(sheet === undefined ? {} : { sheet }),
        row: row.row,
        ...(serial === undefined ? {} : { serial }),
        ...(pkid === undefined ? {} : { pkid }),
        verdict,
        happened,
        at: plan.receivedAt,
        ...(customer === undefined ? {} : { customer }),
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(platform === undefined ? {} : { platform }),
      };
    };
  };

  return async (partnerId, query, start) => {
    const devices: FoundDevice[] = [];
    /** When they were received, by id. */
    const looked = new Map<string, string>();
    let rows = 0;
    const answer = (next?: RowPlace): FoundInRows => {
      const [oldest] = [...looked.values()].toSorted();
      return {
        devices,
        uploadsLooked: looked.size,
        ...(oldest === undefined ? {} : { lookedBackTo: oldest }),
        ...(next === undefined ? {} : { next: `${cursorOf(next)}.${next.row}` }),
      };
    };
    const isFull = (): boolean => looked.size >= most.uploads || rows >= most.rows || devices.length >= most.found;
    const place = ({ receivedAt, uploadId }: UploadPosition, row: number): RowPlace => ({ receivedAt, uploadId, row });
    const begin = ({ uploadId }: UploadState): number => (uploadId === start?.uploadId ? start.row : 0);

    for await (const states of uploadsFrom(partnerId, start)) {
      const [first] = states;
      if (first !== undefined && isFull()) return answer(place(first, 0));
      const sealed = await atOnce(states, (state) => plans.read(state));
      const parts = states.flatMap((state, at) => partsOf(state, sealed[at], begin(state)));
      let shown: { readonly plan: Plan; readonly show: (row: PlannedRow) => Promise<FoundDevice> } | undefined;
      for (let at = 0; at < parts.length; at += segmentsAtOnce) {
        const some = parts.slice(at, at + segmentsAtOnce);
        const read = await Promise.all(some.map(({ plan, segment }) => plans.readSegment(plan, segment)));
        for (const [number, { state, plan, from }] of some.entries()) {
          if (isFull()) return answer(place(state, Math.max(from, begin(state))));
          looked.set(state.uploadId, state.receivedAt);
          const fits = makeFits(query, plan);
          for (const [index, row] of (read[number] ?? []).entries()) {
            if (from + index < begin(state)) continue;
            rows += 1;
            if (!fits(row)) continue;
            if (devices.length >= most.found) return answer(place(state, from + index));
            if (shown?.plan !== plan) shown = { plan, show: await showing(plan) };
            devices.push(await shown.show(row));
          }
        }
      }
      for (const { uploadId, receivedAt } of states) looked.set(uploadId, receivedAt);
    }
    return answer();
  };
}
