import { tmpdir } from 'node:os';
import { makeSheetReader } from '../../shared/adapters/spreadsheet/sheet-reader.ts';
import { noTelemetry } from '../../shared/adapters/telemetry/no-telemetry.ts';
import type { Connection } from '../../shared/domain/settings/connection.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import { settingsOfPartner } from '../../shared/domain/settings/settings-folder.ts';
import type { PlatformClient, Telemetry, UploadKey } from '../../shared/ports.ts';
import { makeClaims } from '../../shared/usecases/receiving/claim.ts';
import { makeIntakeUpload } from '../../shared/usecases/receiving/intake-upload.ts';
import { makeMakePlan } from '../../shared/usecases/receiving/make-plan.ts';
import { makeOpenHand } from '../../shared/usecases/registering/loaded-chunk.ts';
import { makeRegisterChunk, type RegisterTimes } from '../../shared/usecases/registering/register-chunk.ts';
import { makeSettleChunk } from '../../shared/usecases/registering/settle-chunk.ts';
import { makeRelease } from '../../shared/usecases/release.ts';
import { makeForesee } from '../../shared/usecases/reporting/forecast.ts';
import { makeWriteReport } from '../../shared/usecases/reporting/write-report.ts';
import { makeRepair, type RepairTimes } from '../../shared/usecases/upkeep/repair.ts';
import { makeSweep, type SweepTimes } from '../../shared/usecases/upkeep/sweep.ts';
import { makeKeepProgress, makeReadProgress } from '../../shared/usecases/upload-progress.ts';
import { behindGate, type Gate } from './gate.ts';
import { memoryPlans, memoryVerdicts } from './memory-documents.ts';
import {
  memoryChunkLedger,
  memoryDevices,
  memoryLine,
  memoryOpenUploads,
  memoryUploadLedger,
} from './memory-ledger.ts';
import { memoryQueue } from './memory-queue.ts';
import { memoryReports, plainRenderer } from './memory-reports.ts';
import { memoryUploads } from './memory-uploads.ts';
import { movableClock } from './platform-ports.ts';
import { pretendPlatform } from './pretend-platform.ts';
import { northwind, oemDirect, partnerCenter, settingsFolder } from './sample-settings.ts';

const minute = 60_000;

export type WorldTimes = RegisterTimes & RepairTimes & SweepTimes;

export const worldTimes: WorldTimes = {
  call: 3 * minute,
  giveUp: 72 * 60 * minute,
  usualJob: 20 * minute,
  unclaimed: 2 * minute,
  lookBack: 48 * 60 * minute,
  overdue: 5 * minute,
  every: 45_000,
  provisional: 30 * minute,
  hold: 14 * 24 * 60 * minute,
};

/** How long a claim lives after its last sign of life. */
export const claimMilliseconds = 120_000;

/** Everything that outlives a process: storage, queues, settings, and the platforms with their truth. */
export function makeWorld(
  partners: readonly Partner[] = [northwind],
  connections: readonly Connection[] = [partnerCenter, oemDirect],
  jobMs = 90_000,
) {
  const clock = movableClock();
  const { uploads, drop, remove } = memoryUploads(clock);
  const post = memoryQueue(clock);
  const { reports, files } = memoryReports();
  const folder = settingsFolder(partners, connections);
  const platforms = {
    /** Works through jobs and lists what it holds. */
    pc: pretendPlatform({ clock, jobMs, lists: true }),
    /** Answers at once and lists nothing. */
    oem: pretendPlatform({ clock, lists: false }),
  };
  /** Uploads that operators were told are over, each time. */
  const over: UploadKey[] = [];
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
    ports: {
      uploads,
      reports,
      plans: memoryPlans(),
      verdicts: memoryVerdicts(),
      ledger: memoryUploadLedger(),
      chunks: memoryChunkLedger(),
      line: memoryLine(),
      open: memoryOpenUploads(),
      devices: memoryDevices(),
      queue: post.queue,
      settings: { ofPartner: async (partnerId: string) => settingsOfPartner(folder, partnerId) },
    },
  };
}

export type World = ReturnType<typeof makeWorld>;

/** A process: the use cases on a world's storage and platforms, each effect behind the gate. */
export function makeHost(world: World, gate?: Gate, times: WorldTimes = worldTimes) {
  const guarded = <T extends object>(name: string, port: T): T =>
    gate === undefined ? port : behindGate(name, port, gate);
  const { clock, ports } = world;
  const uploads = guarded('uploads', ports.uploads);
  const reports = guarded('reports', ports.reports);
  const plans = guarded('plans', ports.plans);
  const verdicts = guarded('verdicts', ports.verdicts);
  const ledger = guarded('ledger', ports.ledger);
  const chunks = guarded('chunks', ports.chunks);
  const line = guarded('line', ports.line);
  const open = guarded('open', ports.open);
  const devices = guarded('devices', ports.devices);
  const queue = guarded('queue', ports.queue);
  const settings = guarded('settings', ports.settings);

  const clientOf = (connection: Connection): PlatformClient => {
    const { connectionId } = connection;
    const { registrar, finder, profileAssigner } = world.clientOf(connection);
    return {
      registrar: guarded(`${connectionId}.registrar`, registrar),
      finder: guarded(`${connectionId}.finder`, finder),
      ...(profileAssigner && { profileAssigner: guarded(`${connectionId}.profileAssigner`, profileAssigner) }),
    };
  };
  const release = makeRelease({ clock, chunks, line, queue });
  const claims = makeClaims({ clock, ledger, milliseconds: claimMilliseconds });
  const sheets = makeSheetReader({ tempFolder: tmpdir() });
  const makePlan = makeMakePlan({ clock, uploads, sheets, plans });
  const keepProgress = makeKeepProgress({ ledger, plans, reports });
  const intakeUpload = makeIntakeUpload({
    clock,
    uploads,
    settings,
    plans,
    ledger,
    open,
    claims,
    makePlan,
    release,
    keepProgress,
    queue,
    telemetry: world.telemetry,
  });
  const settleChunk = makeSettleChunk({ clock, chunks, verdicts, devices, release, keepProgress, queue });
  const openHand = makeOpenHand({ clock, plans, chunks, verdicts, settleChunk, queue });
  const foresee = makeForesee({ settings, plans, devices, clientOf, usualJob: times.usualJob });
  return {
    intakeUpload,
    release,
    keepProgress,
    registerChunk: makeRegisterChunk({ clock, settings, devices, openHand, reports, clientOf, times }),
    writeReport: makeWriteReport({
      clock,
      ledger,
      plans,
      chunks,
      verdicts,
      foresee,
      renderer: plainRenderer,
      reports,
      release,
      keepProgress,
      open,
      queue,
      telemetry: world.telemetry,
    }),
    sweep: makeSweep({ clock, uploads, ledger, intakeUpload, times }),
    repair: makeRepair({
      clock,
      uploads,
      settings,
      ledger,
      open,
      plans,
      chunks,
      claims,
      release,
      openHand,
      intakeUpload,
      queue,
      telemetry: world.telemetry,
      times,
    }),
    readProgress: makeReadProgress({ ledger, chunks, plans }),
  };
}

export type Host = ReturnType<typeof makeHost>;
