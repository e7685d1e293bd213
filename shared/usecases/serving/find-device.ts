import { listedKeys, serialKey } from '../../domain/device-key.ts';
import type { Language } from '../../domain/language.ts';
import { historyOf } from '../../domain/registering/device-history.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { ChunkLedger, DeviceSearch, DevicesWanted, Plans, Settings, UploadLedger, Verdicts } from '../../ports.ts';
import { type DeviceQuery, type FoundDevice, type FoundInRows, makeFindInRows, rowPlaceOf } from './find-in-rows.ts';

export interface FoundDevices extends FoundInRows {
  /** There is no more: every upload that is kept was looked through, and the ledger to its end. */
  readonly complete: boolean;
  /** The ledger may know more than it was asked for; only in the first answer. */
  readonly moreInLedger?: true;
}

/** Looks for devices among everything of one partner; from a cursor on, in the rows of older uploads. */
export type FindDevice = (
  partnerId: string,
  query: DeviceQuery,
  cursor?: string,
) => Promise<FoundDevices | 'badCursor'>;

const mostInLedger = 500;
/** Storage reads some ten thousand rows of the ledger in each call. */
const mostLedgerCalls = 100;

const spellings = (text: string): readonly string[] => [...new Set([text, text.toUpperCase(), text.toLowerCase()])];

/** What a query looks for among the devices of the ledger. */
export function wantedOf(query: DeviceQuery): DevicesWanted {
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
  readonly language?: Language | undefined;
}): FindDevice {
  const { settings, devices } = deps;
  const findInRows = makeFindInRows(deps);

  const inLedger = async (partnerId: string, query: DeviceQuery) => {
    const found = await settings.ofPartner(partnerId);
    const customers = found.kind === 'found' ? found.partner.customers : [];
    const connections = found.kind === 'found' ? found.connections : undefined;
    const rows: DeviceRow[] = [];
    let calls = 0;
    let complete = true;
    for await (const some of devices.search(partnerId, wantedOf(query))) {
      rows.push(...some.filter(({ alias }) => alias !== true));
      calls += 1;
      if (calls >= mostLedgerCalls || rows.length >= mostInLedger) {
        complete = false;
        break;
      }
    }
    const hits = rows.slice(0, mostInLedger).map((device): FoundDevice => {
      const { origin, connectionId, customerTenantId, groupTag, seenAt, removedAt } = device;
      const platform = connections?.get(connectionId)?.platform;
      const customer = customers.find((known) => known.customerTenantId === customerTenantId)?.name;
      const history = historyOf(device);
      return {
        where: 'ledger',
        ...(origin === undefined ? {} : { uploadId: origin.uploadId, row: origin.row }),
        ...(origin?.sheet === undefined ? {} : { sheet: origin.sheet }),
        at: history.at(-1)?.at ?? seenAt,
        ...(removedAt === undefined ? {} : { removedAt }),
        ...(history.length === 0 ? {} : { history }),
        customer: customer ?? customerTenantId,
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(platform === undefined ? {} : { platform }),
      };
    });
    return { devices: hits, complete };
  };

  return async (partnerId, query, cursor) => {
    const from = cursor === undefined ? undefined : rowPlaceOf(cursor);
    if (cursor !== undefined && from === undefined) return 'badCursor';
    const { devices, ...rows } = await findInRows(partnerId, query, from);
    // What the ledger knows stands in the first answer.
    const known = from === undefined ? await inLedger(partnerId, query) : { devices: [], complete: true };
    return {
      ...rows,
      devices: [...known.devices, ...devices].sort((one, other) => other.at.localeCompare(one.at)),
      complete: rows.next === undefined && known.complete,
      ...(known.complete ? {} : { moreInLedger: true as const }),
    };
  };
}
