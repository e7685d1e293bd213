import { listedKeys, serialKey } from '../../domain/device-key.ts';
import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import type { Platform } from '../../domain/platforms.ts';
import { type DeviceEvent, historyOf } from '../../domain/registering/device-history.ts';
import { makeRowView, makeSheetOf } from '../../domain/reporting/row-view.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { VerdictKind } from '../../domain/verdict.ts';
import type { ChunkLedger, DeviceSearch, DevicesWanted, Plans, Settings, UploadLedger, Verdicts } from '../../ports.ts';
import { makeJoinRows, progressOfChunks } from '../reporting/join-rows.ts';

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
  readonly at: string;
  /** It was removed: it is not believed to be registered any more. */
  readonly removedAt?: string;
  /** What is known to have been done with it, oldest first. */
  readonly history?: readonly DeviceEvent[];
  readonly customer?: string;
  readonly groupTag?: string;
  readonly platform?: Platform;
}

export interface FoundDevices {
  /** Newest first. */
  readonly devices: readonly FoundDevice[];
  readonly uploadsLooked: number;
  /** Every upload that is kept was looked through. */
  readonly complete: boolean;
}

/** A serial number or PKID, or a purchase order or order reference; the ledger has an order only as it was written. */
export type DeviceQuery = { readonly device: string } | { readonly order: string };

/** Looks for devices among everything of one partner. */
export type FindDevice = (partnerId: string, query: DeviceQuery) => Promise<FoundDevices>;

const mostRows = 200_000;
const mostUploads = 300;
const mostFound = 500;

const orderMeanings: readonly (string | undefined)[] = ['purchaseOrder', 'orderReference'];

const spellings = (text: string): readonly string[] => [...new Set([text, text.toUpperCase(), text.toLowerCase()])];

function wantedOf(query: DeviceQuery): DevicesWanted {
  if ('order' in query) return { orders: spellings(query.order.trim()) };
  const device = query.device.trim();
  const serialKeys = [device, device.toUpperCase()].flatMap((serial) => serialKey(serial) ?? []);
  return { keys: listedKeys({ pkid: device }), serialKeys };
}

export function makeFindDevice(deps: {
  readonly settings: Settings;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly verdicts: Verdicts;
  readonly devices: DeviceSearch;
}): FindDevice {
  const { settings, ledger, plans, chunks, devices } = deps;
  const joinRows = makeJoinRows(deps);

  const inLedger = async (partnerId: string, query: DeviceQuery): Promise<readonly FoundDevice[]> => {
    const found = await settings.ofPartner(partnerId);
    const customers = found.kind === 'found' ? found.partner.customers : [];
    const connections = found.kind === 'found' ? found.connections : undefined;
    const hits: FoundDevice[] = [];
    for await (const device of devices.search(partnerId, wantedOf(query))) {
      if (device.alias === true) continue;
      const { origin, connectionId, customerTenantId, groupTag, seenAt, removedAt } = device;
      const platform = connections?.get(connectionId)?.platform;
      const customer = customers.find((known) => known.customerTenantId === customerTenantId)?.name;
      const history = historyOf(device);
      hits.push({
        where: 'ledger',
        ...(origin === undefined ? {} : { uploadId: origin.uploadId, row: origin.row }),
        ...(origin?.sheet === undefined ? {} : { sheet: origin.sheet }),
        at: history.at(-1)?.at ?? seenAt,
        ...(removedAt === undefined ? {} : { removedAt }),
        ...(history.length === 0 ? {} : { history }),
        customer: customer ?? customerTenantId,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(platform === undefined ? {} : { platform }),
      });
      if (hits.length >= mostFound) return hits;
    }
    return hits;
  };

  const inPlan = async (plan: Plan, query: DeviceQuery): Promise<readonly FoundDevice[]> => {
    const progress = progressOfChunks(plan, plan.check ? [] : await chunks.list(plan.uploadId));
    const view = makeRowView(plan, texts(plan.language));
    const sheetOf = makeSheetOf(plan);
    const wanted = ('order' in query ? query.order : query.device).trim().toLowerCase();
    const fits = ({ sheet, cells }: PlannedRow): boolean => {
      const { columns } = sheetOf(sheet);
      return cells.some(
        (cell, at) =>
          cell.trim().toLowerCase() === wanted &&
          (!('order' in query) || orderMeanings.includes(columns[at] ?? undefined)),
      );
    };
    const hits: FoundDevice[] = [];
    for await (const { row, readVerdict } of joinRows(plan, progress)) {
      if (!fits(row)) continue;
      const { verdict, happened, customer, groupTag, platform, sheet, cells } = view(await readVerdict());
      const serial = cells.find(({ meaning, value }) => meaning === 'serial' && value !== '')?.value;
      hits.push({
        where: 'upload',
        uploadId: plan.uploadId,
        fileName: plan.fileName,
        ...(sheet === undefined ? {} : { sheet }),
        row: row.row,
        ...(serial === undefined ? {} : { serial }),
        verdict,
        happened,
        at: plan.receivedAt,
        ...(customer === undefined ? {} : { customer }),
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(platform === undefined ? {} : { platform }),
      });
    }
    return hits;
  };

  return async (partnerId, query) => {
    const found = [...(await inLedger(partnerId, query))];
    let [rows, looked, complete] = [0, 0, true];
    for (const state of await ledger.newest(partnerId, mostUploads + 1)) {
      if (looked >= mostUploads || rows >= mostRows || found.length >= mostFound) {
        complete = false;
        break;
      }
      const plan = await plans.read(state);
      looked += 1;
      if (plan === undefined) continue;
      rows += plan.rows;
      found.push(...(await inPlan(plan, query)));
    }
    const devices = found.sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, mostFound);
    return { devices, uploadsLooked: looked, complete: complete && found.length <= mostFound };
  };
}
