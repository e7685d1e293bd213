import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { makeComparisonRenderer } from '../../shared/adapters/report/comparison/comparison-renderer.ts';
import { makeRetryWorkbooks } from '../../shared/adapters/report/retry-workbooks.ts';
import { makeScratch } from '../../shared/adapters/scratch/scratch.ts';
import { makeSheetReader } from '../../shared/adapters/spreadsheet/sheet-reader.ts';
import { noTelemetry } from '../../shared/adapters/telemetry/no-telemetry.ts';
import type { Config } from '../../shared/config.ts';
import type { AuditEntry } from '../../shared/domain/audit/audit-entry.ts';
import type { Connection } from '../../shared/domain/settings/connection.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import { settingsOfPartner } from '../../shared/domain/settings/settings-folder.ts';
import type { UploadKey } from '../../shared/domain/work.ts';
import type {
  ConnectionSlots,
  Mailer,
  PlatformClient,
  PoisonQueues,
  SlotWidths,
  Telemetry,
} from '../../shared/ports.ts';
import type { OperatorChannels } from '../../shared/usecases/upkeep/tell-operator.ts';
import { type App, type Ports, wire } from '../../shared/wire.ts';
import { everyOf } from './every-of.ts';
import { behindGate, type Gate, gateBefore } from './gate.ts';
import { memoryComparisons } from './memory-comparisons.ts';
import { memoryNotes, memoryPlans, memoryVerdicts } from './memory-documents.ts';
import {
  memoryAlarms,
  memoryChunkLedger,
  memoryDeliveries,
  memoryDevices,
  memoryOpenUploads,
  memoryPersonalLinks,
  memoryReleaseQueue,
  memoryRemovalCounts,
  memorySuspensions,
  memoryUploadLedger,
} from './memory-ledger.ts';
import { memoryListings } from './memory-listings.ts';
import { memoryQueue } from './memory-queue.ts';
import { memoryReports, plainRenderer } from './memory-reports.ts';
import { memoryUploads } from './memory-uploads.ts';
import { memorySecrets, movableClock } from './platform-ports.ts';
import { pretendPlatform } from './pretend-platform.ts';
import { northwind, oemDirect, partnerCenter, settingsFolder } from './sample-settings.ts';

const minute = 60_000;
const freeSlots: ConnectionSlots & SlotWidths = {
  take: async () => true,
  giveBack: async () => {},
  width: async () => undefined,
};
const noPoison: PoisonQueues = { receive: async function* () {} };

export type WorldTimes = Config['times'];

export const worldTimes: WorldTimes = {
  claim: 2 * minute,
  call: 3 * minute,
  giveUp: 72 * 60 * minute,
  usualJob: 20 * minute,
  unclaimed: 2 * minute,
  lookBack: 48 * 60 * minute,
  overdue: 5 * minute,
  every: 45_000,
  provisional: 30 * minute,
  hold: 14 * 24 * 60 * minute,
  reconcile: 8 * minute,
  retention: 90 * 24 * 60 * minute,
};

/** How long a claim lives after its last sign of life. */
export const claimMilliseconds = worldTimes.claim;

/** Everything that outlives a process: storage, queues, settings, and the platforms with their truth. */
export function makeWorld(
  partners: readonly Partner[] = [northwind],
  connections: readonly Connection[] = [partnerCenter, oemDirect],
  jobMs = 90_000,
) {
  const clock = movableClock();
  const { uploads, drop, remove } = memoryUploads(clock);
  const post = memoryQueue(clock);
  const { reports, files, reportFiles } = memoryReports();
  const folder = settingsFolder(partners, connections);
  const platforms = {
    /** Works through jobs and lists what it holds. */
    pc: pretendPlatform({ clock, jobMs, lists: true }),
    /** Answers at once and lists nothing. */
    oem: pretendPlatform({ clock, lists: false }),
  };
  /** Uploads that operators were told are over, each time. */
  const over: UploadKey[] = [];
  const record: AuditEntry[] = [];
  const seen = new Set<string>();
  let secrets = 0;
  const secretStoredAt = new Map<string, string>();
  const telemetry: Telemetry = { ...noTelemetry, upload: (key) => void over.push(key) };
  return {
    clock,
    over,
    telemetry,
    folder,
    post,
    files,
    drop: async (name: string, text: string | Uint8Array, metadata?: Readonly<Record<string, string>>) => {
      const blob = await drop(name, text, metadata);
      post.send({ kind: 'upload', blobName: name });
      return blob;
    },
    dropUnseen: drop,
    remove,
    platforms,
    /** Whom a connection calls; a test may put real clients here. */
    clientOf: ({ connectionId, platform }: Connection): PlatformClient => {
      if (platform === 'm365AdminCenter' || platform === 'storeForBusiness')
        throw new Error(`${platform} can't be called.`);
      return (connectionId === 'oem' ? platforms.oem : platforms.pc).client;
    },
    /** When a secret was last stored, by name. */
    secretStoredAt,
    /** The record of every partner, in order. */
    record,
    ports: {
      clock,
      telemetry,
      uploads,
      oldUploads: {
        storageTime: async () => clock.now(),
        receivedBefore: async function* () {},
        removeContent: async () => {},
        removeRows: async () => {},
      },
      sheets: makeSheetReader({ tempFolder: tmpdir() }),
      reports,
      renderer: plainRenderer,
      plans: memoryPlans(),
      verdicts: memoryVerdicts(),
      notes: memoryNotes(),
      ledger: memoryUploadLedger(),
      chunks: memoryChunkLedger(),
      releaseQueue: memoryReleaseQueue(),
      slots: freeSlots,
      removals: memoryRemovalCounts(),
      open: memoryOpenUploads(),
      devices: memoryDevices(),
      queue: post.queue,
      poison: noPoison,
      settings: {
        ofPartner: async (partnerId: string) => settingsOfPartner(folder, partnerId),
        ids: async () => [...folder.partners.keys()],
      },
      seenSettings: {
        has: async (partnerId, picture) => seen.has(`${partnerId} ${picture}`),
        add: async (partnerId, picture) => void seen.add(`${partnerId} ${picture}`),
      },
      secrets: {
        ...memorySecrets({}),
        about: async (name) => {
          const changedAt = secretStoredAt.get(name);
          return changedAt === undefined ? undefined : { changedAt };
        },
      },
      heads: { partners: async () => [], keep: async () => false },
      audit: { record: async (entry) => record.push(entry) },
      comparisons: memoryComparisons().comparisons,
      comparisonRenderer: makeComparisonRenderer({ tempDir: tmpdir() }),
      listings: memoryListings(),
      scratch: makeScratch(tmpdir()),
      sender: { send: async () => ({ ok: true, answer: '200' }) },
      mailer: { send: async (_mail) => ({ ok: true, answer: 'accepted' }) } as Mailer,
      places: {},
      deliveries: memoryDeliveries(),
      reportFiles,
      links: {
        toDrop: async (name, until) => `memory:drop/${name}?until=${until.toISOString()}`,
        toFetch: async (name, until) => `memory:fetch/${name}?until=${until.toISOString()}`,
      },
      drops: {
        put: async (name, content, metadata) => {
          if ((await uploads.find(name)) !== undefined) return undefined;
          const bytes = 'path' in content ? await readFile(content.path) : Buffer.concat(await everyOf(content));
          const blob = await drop(name, bytes, metadata);
          post.send({ kind: 'upload', blobName: name });
          return blob.etag;
        },
      },
      suspensions: memorySuspensions(),
      alarms: memoryAlarms(),
      operator: { mail: [] } as OperatorChannels,
      personalLinks: memoryPersonalLinks(),
      newSecret: () => {
        secrets += 1;
        return `secret-${secrets}-of-a-personal-link`;
      },
      templates: { make: async () => new Uint8Array() },
      retryWorkbooks: makeRetryWorkbooks({ tempDir: tmpdir() }),
    } satisfies Omit<Ports, 'platformClient'>,
  };
}

export type World = ReturnType<typeof makeWorld>;

/** What a process's end can come between: each is behind the gate. */
const gated: readonly string[] = [
  ...[
    'uploads',
    'reports',
    'plans',
    'verdicts',
    'notes',
    'removals',
    'ledger',
    'chunks',
    'releaseQueue',
    'open',
    'devices',
    'queue',
  ],
  ...['settings', 'audit'],
];

/** A process: the app as it is shipped, on a world's storage and platforms, each effect behind the gate. */
export function makeHost(world: World, gate?: Gate, times: WorldTimes = worldTimes): App {
  const guarded = <T extends object>(name: string, port: T): T =>
    gate === undefined ? port : behindGate(name, port, gate);
  const platformClient = (connection: Connection): PlatformClient => {
    const { connectionId } = connection;
    const { registrar, finder, profileAssigner, deviceActions } = world.clientOf(connection);
    return {
      registrar: guarded(`${connectionId}.registrar`, registrar),
      finder: guarded(`${connectionId}.finder`, finder),
      ...(deviceActions && { deviceActions: guarded(`${connectionId}.deviceActions`, deviceActions) }),
      ...(profileAssigner && { profileAssigner: guarded(`${connectionId}.profileAssigner`, profileAssigner) }),
    };
  };
  const ports = Object.fromEntries(
    Object.entries(world.ports).map(([name, port]) => [name, gated.includes(name) ? guarded(name, port) : port]),
  ) as World['ports'];
  return wire({ ...ports, platformClient }, times);
}

export type Host = App;

/** Lets a host of its own work up to this effect, and never further: to the others it died there. */
export const diesBefore = (world: World, effect: string, work: (host: App) => Promise<unknown>): Promise<void> =>
  new Promise((reached, failed) => {
    const stay = (): Promise<void> => {
      reached();
      return new Promise(() => undefined);
    };
    work(makeHost(world, gateBefore(effect, stay))).catch(failed);
  });
