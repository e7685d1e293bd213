import { makeComparisonRenderer } from '../../shared/adapters/report/comparison/comparison-renderer.ts';
import { makeScratch } from '../../shared/adapters/scratch/scratch.ts';
import type { ComparisonCategory, FindingCode } from '../../shared/domain/comparing/comparison.ts';
import { deviceKeys, serialKey } from '../../shared/domain/device-key.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import { namesIn } from '../../shared/domain/registering/device-actions.ts';
import type { DeviceRow } from '../../shared/domain/registering/device-row.ts';
import type { Connection } from '../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../shared/domain/settings/partner.ts';
import { settingsOfPartner } from '../../shared/domain/settings/settings-folder.ts';
import type { PlatformClient } from '../../shared/ports.ts';
import { makeReconcile } from '../../shared/usecases/comparing/reconcile.ts';
import { memoryComparisons } from './memory-comparisons.ts';
import { memoryPlans } from './memory-documents.ts';
import { memorySuspensions, memoryUploadLedger } from './memory-ledger.ts';
import { memoryListings } from './memory-listings.ts';
import { memoryReports } from './memory-reports.ts';
import { movableClock } from './platform-ports.ts';
import { settingsFolder } from './sample-settings.ts';

const hour = 3_600_000;

interface Told {
  readonly category: ComparisonCategory;
  readonly code: FindingCode;
  readonly changed: boolean;
  readonly serial?: string;
  readonly meaning: string;
  readonly advice: string;
  readonly who: string;
  readonly pkid?: string;
  readonly listedGroupTag?: string;
  readonly customerName: string;
  readonly elsewhere?: { readonly connectionId: string; readonly customerName: string };
  readonly from?: { readonly file?: string; readonly sheet?: string; readonly row: number };
}

/** Comparisons with everything in memory but the platforms. */
export function compareBench({
  partners,
  connections,
  clientOf,
  runMs,
  tempDir,
  clock = movableClock(),
}: {
  readonly partners: readonly Partner[];
  readonly connections: readonly Connection[];
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly runMs: number;
  readonly tempDir: string;
  readonly clock?: ReturnType<typeof movableClock>;
}) {
  const folder = settingsFolder(partners, connections);
  const { reports, files } = memoryReports();
  const ledger = memoryUploadLedger();
  const plans = memoryPlans();
  const listings = memoryListings();
  const rows: DeviceRow[] = [];
  const suspensions = memorySuspensions();
  const { comparisons, kept } = memoryComparisons();
  const times = { usualJob: hour, reconcile: runMs };
  const compare = makeReconcile({
    clock,
    settings: {
      ids: async () => [...folder.partners.keys()],
      ofPartner: async (id) => settingsOfPartner(folder, id),
    },
    suspensions,
    devices: {
      places: async function* (partnerId) {
        const own = rows.filter((row) => row.partnerId === partnerId);
        yield* new Map(own.map((row) => [`${row.connectionId} ${row.customerTenantId}`, row])).values();
      },
      list: async function* (partnerId, connectionId, customerTenantId) {
        for (const row of rows) {
          const here = row.connectionId === connectionId && row.customerTenantId === customerTenantId;
          if (row.partnerId === partnerId && here) yield row;
        }
      },
    },
    ledger,
    plans,
    comparisons,
    listings,
    scratch: makeScratch(tempDir),
    renderer: makeComparisonRenderer({ tempDir }),
    reports,
    clientOf,
    times,
  });
  /** Devices we believe to be registered, an hour and a half ago. */
  const know = (
    connectionId: string,
    customer: Customer,
    identities: readonly Identity[],
    how: {
      readonly chunk?: number;
      readonly groupTag?: string;
      readonly before?: boolean;
      readonly at?: string;
      readonly partnerId?: string;
      /** As an earlier release entered them. */
      readonly nameless?: boolean;
    } = {},
  ) => {
    const registeredAt = how.at ?? '2026-01-05T06:30:00.000Z';
    for (const [row, identity] of identities.entries()) {
      const [first, ...aliases] = deviceKeys(identity);
      const bySerial = identity.kind === 'tuple' ? serialKey(identity.serial) : undefined;
      const named = {
        partnerId: how.partnerId ?? 'northwind',
        connectionId,
        customerTenantId: customer.customerTenantId,
        groupTag: how.groupTag ?? 'A',
        seenAt: registeredAt,
        identity: identity.kind,
        ...(how.before === true
          ? {}
          : { origin: { uploadId: 'upload-1', chunk: how.chunk ?? 0, row: row + 2, registeredAt } }),
      };
      const names = how.nameless === true ? {} : { names: namesIn(identity) };
      rows.push({ ...named, ...names, key: first, ...(bySerial === undefined ? {} : { serialKey: bySerial }) });
      for (const key of aliases) rows.push({ ...named, key, alias: true });
    }
  };
  const report = (partnerId = 'northwind') => {
    const name = [...files.keys()].findLast((file) => file.startsWith(`${partnerId}/`) && file.endsWith('.json'));
    return JSON.parse(files.get(name ?? '')?.text ?? '{}') as {
      readonly previousAt?: string;
      readonly remarks?: readonly { readonly code: string; readonly params?: object }[];
      readonly scopes: readonly {
        readonly state: string;
        readonly connectionId: string;
        readonly customerName: string;
        readonly ours?: number;
        readonly changed?: number;
        readonly since?: string;
        readonly listed?: { readonly from: string; readonly until: string };
        readonly counts: object;
        readonly reason?: { code: string };
      }[];
      readonly findings: readonly Told[];
    };
  };
  const told = (partnerId?: string) => report(partnerId).findings.map(({ code, serial }) => `${code} ${serial ?? '-'}`);
  /** Runs end after so long from now on. */
  const hurry = (ms: number): void => {
    times.reconcile = ms;
  };
  return { clock, folder, compare, hurry, know, report, told, files, kept, listings, ledger, plans, rows, suspensions };
}
