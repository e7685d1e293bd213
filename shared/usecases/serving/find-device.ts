import { listedKeys, serialKey } from '../../domain/device-key.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { Platform } from '../../domain/platforms.ts';
import { makeRowView } from '../../domain/reporting/row-view.ts';
import { english } from '../../domain/texts/en.ts';
import type { VerdictKind } from '../../domain/verdict.ts';
import type { ChunkLedger, DeviceSearch, Plans, Settings, UploadLedger, Verdicts } from '../../ports.ts';
import { makeJoinRows, progressOfChunks } from '../reporting/join-rows.ts';

/** A place where a device was found: in what we believe to be registered, or in the rows of an upload. */
export interface FoundDevice {
  readonly where: 'ledger' | 'upload';
  readonly uploadId?: string;
  readonly fileName?: string;
  readonly sheet?: string;
  readonly row?: number;
  readonly verdict?: VerdictKind;
  readonly happened?: string;
  readonly at: string;
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

/** Looks for a serial number or PKID among everything of one partner. */
export type FindDevice = (partnerId: string, text: string) => Promise<FoundDevices>;

const mostRows = 200_000;
const mostUploads = 300;
const mostFound = 100;

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

  const inLedger = async (partnerId: string, text: string): Promise<readonly FoundDevice[]> => {
    const found = await settings.ofPartner(partnerId);
    const customers = found.kind === 'found' ? found.partner.customers : [];
    const connections = found.kind === 'found' ? found.connections : undefined;
    const keys = listedKeys({ pkid: text });
    const hits: FoundDevice[] = [];
    for (const serial of new Set([serialKey(text), serialKey(text.toUpperCase())])) {
      for await (const device of devices.search(partnerId, keys, serial)) {
        if (device.alias === true) continue;
        const { origin, connectionId, customerTenantId, groupTag, seenAt } = device;
        const platform = connections?.get(connectionId)?.platform;
        const customer = customers.find((known) => known.customerTenantId === customerTenantId)?.name;
        hits.push({
          where: 'ledger',
          ...(origin === undefined ? {} : { uploadId: origin.uploadId, row: origin.row }),
          ...(origin?.sheet === undefined ? {} : { sheet: origin.sheet }),
          at: origin?.registeredAt ?? seenAt,
          customer: customer ?? customerTenantId,
          ...(groupTag === undefined ? {} : { groupTag }),
          ...(platform === undefined ? {} : { platform }),
        });
        if (hits.length >= mostFound) return hits;
      }
    }
    return hits;
  };

  const inPlan = async (plan: Plan, wanted: string): Promise<readonly FoundDevice[]> => {
    const progress = progressOfChunks(plan, plan.check ? [] : await chunks.list(plan.uploadId));
    const view = makeRowView(plan, english);
    const hits: FoundDevice[] = [];
    for await (const { row, readVerdict } of joinRows(plan, progress)) {
      if (!row.cells.some((cell) => cell.trim().toLowerCase() === wanted)) continue;
      const { verdict, happened, customer, groupTag, platform, sheet } = view(await readVerdict());
      hits.push({
        where: 'upload',
        uploadId: plan.uploadId,
        fileName: plan.fileName,
        ...(sheet === undefined ? {} : { sheet }),
        row: row.row,
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

  return async (partnerId, text) => {
    const wanted = text.trim();
    const found = [...(await inLedger(partnerId, wanted))];
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
      found.push(...(await inPlan(plan, wanted.toLowerCase())));
    }
    const devices = found.sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, mostFound);
    return { devices, uploadsLooked: looked, complete };
  };
}
