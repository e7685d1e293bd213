import type { OtherAction } from '../../domain/device-action.ts';
import type { Device, RowPlace } from '../../domain/identity.ts';
import { parseReference } from '../../domain/planning/follow-up.ts';
import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import type { ReadRow } from '../../domain/reading/read-event.ts';
import type { Plans } from '../../ports.ts';

/** Each may cost two reads of storage. */
const mostRows = 5_000;
/** The plan of each is kept while the file is read. */
const mostUploads = 100;
/** A row that could not be planned may itself have named its device by a reference, and so on. */
const mostSteps = 5;

/** An earlier row's device, and whom it was for. */
interface Referred {
  readonly identities: Device['identities'];
  readonly customer: string;
  readonly fileName: string;
  readonly row: number;
  /** That row asked for the same: this one repeats or confirms it. */
  readonly repeats: boolean;
}

/** Rows of a segment stand in the order of the file, so each sheet has its first and last one. */
interface SegmentSpan {
  readonly first: Map<string, number>;
  readonly last: Map<string, number>;
}

const sheetOf = ({ sheet = '' }: RowPlace): string => sheet;

/** Keeps the last answer: rows of one list mostly name rows that stood together. */
function keepLast<T>(read: (of: Plan, number: number) => Promise<T>) {
  let kept: { readonly name: string; readonly value: T } | undefined;
  return async (of: Plan, number: number): Promise<T> => {
    const name = `${of.uploadId} ${number}`;
    if (kept?.name !== name) kept = { name, value: await read(of, number) };
    return kept.value;
  };
}

/**
 * Follows rows that name their device by an upload reference alone. Only plans of the same partner are looked at, and only
 * the one row the reference names: so there is exactly one device, or none.
 */
export function makeReferredDevices(plans: Plans, partnerId: string) {
  const known = new Map<string, { readonly plan: Plan; readonly spans: readonly SegmentSpan[] } | undefined>();
  const segmentAt = keepLast((plan, segment) => plans.readSegment(plan, segment));
  const chunkAt = keepLast((plan, chunk) => plans.readChunk(plan, chunk));
  let rows = 0;

  const read = async (uploadId: string) => {
    if (known.has(uploadId)) return known.get(uploadId);
    const plan = await plans.read({ partnerId, uploadId });
    const spans: SegmentSpan[] = [];
    for (const segment of plan?.segments.keys() ?? []) {
      const span = { first: new Map<string, number>(), last: new Map<string, number>() };
      for (const place of plan === undefined ? [] : await segmentAt(plan, segment)) {
        if (!span.first.has(sheetOf(place))) span.first.set(sheetOf(place), place.row);
        span.last.set(sheetOf(place), place.row);
      }
      spans.push(span);
    }
    const found = plan === undefined ? undefined : { plan, spans };
    known.set(uploadId, found);
    return found;
  };

  const rowAt = async (
    uploadId: string,
    place: RowPlace,
  ): Promise<{ readonly plan: Plan; readonly row: PlannedRow } | undefined> => {
    const found = await read(uploadId);
    if (found === undefined) return undefined;
    const sheet = sheetOf(place);
    const segment = found.spans.findIndex(
      ({ first, last }) =>
        (first.get(sheet) ?? Number.POSITIVE_INFINITY) <= place.row && place.row <= (last.get(sheet) ?? 0),
    );
    const rowsThere = segment < 0 ? [] : await segmentAt(found.plan, segment);
    const row = rowsThere.find((one) => one.row === place.row && sheetOf(one) === sheet);
    return row === undefined ? undefined : { plan: found.plan, row };
  };

  const follow = async (reference: string, action: OtherAction, steps = 0): Promise<Referred | undefined> => {
    const place = parseReference(reference);
    const found = place === undefined ? undefined : await rowAt(place.uploadId, place);
    if (found === undefined) return undefined;
    const { plan, row } = found;
    if (row.outcome.kind === 'device') {
      const { chunk, position } = row.outcome;
      const device = (await chunkAt(plan, chunk))[position];
      const planned = plan.chunks.find((one) => one.chunk === chunk);
      if (device === undefined || planned === undefined) return undefined;
      const repeats = row.action === action;
      // A moved device is where it went; only a row that repeats the move has to find it where it came from.
      const { customerTenantId: customer } = repeats ? (planned.source ?? planned) : planned;
      const identities = [device.identity, ...(device.alsoKnownBy ?? [])] as const;
      return { identities, customer, fileName: plan.fileName, row: row.row, repeats };
    }
    const { columns = [] } = plan.sheets.find(({ sheet }) => sheet === row.sheet) ?? {};
    const next = row.cells[columns.indexOf('uploadReference')]?.trim() ?? '';
    if (next === '' || steps >= mostSteps) return undefined;
    const device = await follow(next, action, steps + 1);
    return device === undefined ? undefined : { ...device, repeats: true };
  };

  /** The row with the device its reference leads to; any other row as it is. */
  /** `namesOnly`: the reference is a name, and the row repeats nothing. */
  return async (row: ReadRow): Promise<{ readonly row: ReadRow; readonly namesOnly: boolean }> => {
    const { reading } = row;
    const named = reading.kind === 'rejected' ? reading.byReference : undefined;
    if (reading.kind !== 'rejected' || named === undefined) return { row, namesOnly: false };
    rows += 1;
    const upload = parseReference(named.reference)?.uploadId ?? '';
    if (rows > mostRows || (known.size >= mostUploads && !known.has(upload))) {
      const params = { rows: mostRows, uploads: mostUploads, detail: 'many' };
      const reason = { code: 'reference_not_found', params } as const;
      return { row: { ...row, reading: { ...reading, reason } }, namesOnly: false };
    }
    const device = await follow(named.reference, named.action);
    if (device === undefined) return { row, namesOnly: false };
    const { identities, customer, fileName, row: number, repeats } = device;
    const found = named.identify(identities, customer);
    const remark = { code: 'named_by_reference', params: { row: number, file: fileName } } as const;
    const shown = found.kind === 'ignored' ? found : { ...found, warnings: [...found.warnings, remark] };
    return { row: { ...row, reading: shown }, namesOnly: !repeats };
  };
}
