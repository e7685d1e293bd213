import { tmpdir } from 'node:os';
import { makeIntune } from './adapters/intune/intune.ts';
import { makeOemDirect } from './adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from './adapters/partner-center/partner-center.ts';
import { makeComparisonRenderer } from './adapters/report/comparison-renderer.ts';
import { makeReportRenderer } from './adapters/report/report-renderer.ts';
import { makeScratch } from './adapters/scratch/scratch.ts';
import { openSecrets } from './adapters/secrets/secrets.ts';
import { makeSettings } from './adapters/settings/settings.ts';
import { makeSheetReader } from './adapters/spreadsheet/sheet-reader.ts';
import { makeAudit } from './adapters/storage/audit.ts';
import { connectStorage } from './adapters/storage/clients.ts';
import { makeComparisons } from './adapters/storage/comparisons.ts';
import { makeConnectionSlots } from './adapters/storage/connection-slots.ts';
import { makeDevices } from './adapters/storage/devices.ts';
import {
  makeBatches,
  makeChunkLedger,
  makeDeliveries,
  makeOpenUploads,
  makeUploadLedger,
} from './adapters/storage/ledger.ts';
import { makeLine } from './adapters/storage/line.ts';
import { containers, tables } from './adapters/storage/names.ts';
import { makePlans, makeVerdicts } from './adapters/storage/plans.ts';
import { makePoisonQueues } from './adapters/storage/poison-queues.ts';
import { makeReports } from './adapters/storage/reports.ts';
import { makeSeenSettings } from './adapters/storage/seen-settings.ts';
import { makeStateBlobs } from './adapters/storage/state-blobs.ts';
import { makeUploads } from './adapters/storage/uploads.ts';
import { makeWorkQueue } from './adapters/storage/work-queue.ts';
import { makeWebhook } from './adapters/webhook/webhook.ts';
import type { Config } from './config.ts';
import type { Connection } from './domain/connection.ts';
import { explain } from './domain/explain.ts';
import { ConfigError } from './errors.ts';
import type { Batches, Clock, ConnectionSlots, PlatformClient, Secrets } from './ports.ts';
import { auditChunks, auditRepair, auditSettings, auditUploads, auditViolations } from './usecases/audited.ts';
import { makeOpenHand } from './usecases/chunk-hand.ts';
import { makeClaims } from './usecases/claim.ts';
import { type Compare, makeCompare } from './usecases/compare.ts';
import { makeForesee } from './usecases/forecast.ts';
import { type IntakeUpload, makeIntakeUpload } from './usecases/intake-upload.ts';
import { type KeepSignedIn, makeKeepSignedIn } from './usecases/keep-signed-in.ts';
import { makeMakePlan } from './usecases/make-plan.ts';
import { makePutBack, type PutBack } from './usecases/put-back.ts';
import { makeRegisterChunk, type RegisterChunk } from './usecases/register-chunk.ts';
import { makeRelease } from './usecases/release.ts';
import { makeRepair, type Repair } from './usecases/repair.ts';
import { makeSettleChunk } from './usecases/settle-chunk.ts';
import { makeTellPartner, type TellPartner } from './usecases/tell-partner.ts';
import { makeKeepProgress, makeReadProgress, type ReadProgress } from './usecases/upload-progress.ts';
import { withSlots } from './usecases/with-slots.ts';
import { makeWriteReport, type WriteReport } from './usecases/write-report.ts';

/** What the triggers call: one function for each thing that can happen. */
export interface App {
  readonly intakeUpload: IntakeUpload;
  readonly registerChunk: RegisterChunk;
  readonly writeReport: WriteReport;
  readonly putBack: PutBack;
  readonly repair: Repair;
  readonly compare: Compare;
  readonly keepSignedIn: KeepSignedIn;
  readonly readProgress: ReadProgress;
  readonly tellPartner: TellPartner;
}

/** One client for each connection, with its own tokens; made anew when the connection's settings change. */
function makeClientOf(
  deps: { readonly secrets: Secrets; readonly batches: Batches; readonly clock: Clock },
  slots: ConnectionSlots,
  callMilliseconds: number,
) {
  const clients = new Map<string, { readonly settings: string; readonly client: PlatformClient }>();
  const withEffects = { ...deps, fetch, random: Math.random };
  const connect = (connection: Connection): PlatformClient => {
    switch (connection.platform) {
      case 'partnerCenter':
        return makePartnerCenter({ ...withEffects, connection });
      case 'oemDirect':
        return makeOemDirect({ ...withEffects, connection });
      case 'intune':
        return makeIntune({ ...withEffects, connection });
      case 'm365AdminCenter':
      case 'storeForBusiness':
        throw new ConfigError([`connection "${connection.connectionId}": ${connection.platform} has no registrar`]);
    }
  };
  return (connection: Connection): PlatformClient => {
    const settings = JSON.stringify(connection);
    const known = clients.get(connection.connectionId);
    if (known?.settings === settings) return known.client;
    const bare = connect(connection);
    const registrar = withSlots(bare.registrar, slots, connection.connectionId, callMilliseconds);
    const client = { ...bare, registrar };
    clients.set(connection.connectionId, { settings, client });
    return client;
  };
}

/** The composition root: settings of the deployment -> adapters -> use cases. */
export function makeApp(config: Config, clock: Clock = { now: () => new Date() }): App {
  const { blobs, queues, table } = connectStorage(config.storage);
  const stateContainer = blobs.getContainerClient(containers.state);
  const state = makeStateBlobs(stateContainer);
  const uploads = makeUploads(blobs.getContainerClient(containers.uploads));
  const reports = makeReports(blobs.getContainerClient(containers.reports));
  const auditing = { audit: makeAudit(blobs.getContainerClient(containers.audit)), clock };
  const storedSettings = makeSettings(blobs.getContainerClient(containers.settings), stateContainer, clock);
  const settings = auditSettings(storedSettings, makeSeenSettings(state), auditing);
  const listedSettings = { ...settings, ids: storedSettings.ids };
  const plans = makePlans(state);
  const verdicts = makeVerdicts(state);
  const ledger = auditUploads(makeUploadLedger(table(tables.uploads)), plans, auditing);
  const chunks = auditChunks(makeChunkLedger(table(tables.chunks)), auditing);
  const open = makeOpenUploads(table(tables.open));
  const devices = makeDevices(table(tables.devices));
  const batches = makeBatches(table(tables.batches));
  const queue = makeWorkQueue(queues);
  const secrets = openSecrets(config.secrets);

  const release = makeRelease({ chunks, clock, line: makeLine(table(tables.line)), queue });
  const claims = makeClaims({ clock, ledger, milliseconds: config.times.claim });
  const makePlan = makeMakePlan({ clock, uploads, sheets: makeSheetReader({ tempFolder: tmpdir() }), plans });
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
  });
  const settleChunk = makeSettleChunk({ clock, chunks, verdicts, devices, release, keepProgress, queue });
  const openHand = makeOpenHand({ clock, plans, chunks, verdicts, settleChunk, queue });
  const slots = makeConnectionSlots(table(tables.slots), clock);
  const clientOf = makeClientOf({ secrets, batches, clock }, slots, config.times.call);
  const renderer = makeReportRenderer({ explain });
  const { times } = config;
  const foresee = makeForesee({ settings, plans, devices, clientOf, usualJob: times.usualJob });
  const readProgress = makeReadProgress({ ledger, chunks, plans });
  const sender = makeWebhook({ allowPrivate: config.privateWebhooks });
  const deliveries = makeDeliveries(table(tables.notices));

  return {
    intakeUpload,
    registerChunk: auditViolations(
      makeRegisterChunk({ clock, settings, devices, openHand, reports, clientOf, times }),
      auditing,
    ),
    writeReport: auditViolations(
      makeWriteReport({
        clock,
        ledger,
        plans,
        chunks,
        verdicts,
        foresee,
        renderer,
        reports,
        release,
        keepProgress,
        open,
        queue,
      }),
      auditing,
    ),
    putBack: makePutBack({ clock, poison: makePoisonQueues(queues), ledger, chunks, open, queue }),
    repair: auditRepair(
      makeRepair({
        clock,
        uploads,
        ledger,
        open,
        plans,
        chunks,
        claims,
        release,
        openHand,
        intakeUpload,
        queue,
        times,
      }),
      auditing,
    ),
    compare: makeCompare({
      clock,
      settings: listedSettings,
      devices,
      ledger,
      plans,
      comparisons: makeComparisons(state),
      scratch: makeScratch(tmpdir()),
      renderer: makeComparisonRenderer({ explain }),
      reports,
      clientOf,
      times,
    }),
    keepSignedIn: makeKeepSignedIn({ settings: listedSettings, clientOf }),
    readProgress,
    tellPartner: auditViolations(
      makeTellPartner({ clock, settings, secrets, readProgress, sender, deliveries, queue }),
      auditing,
    ),
  };
}
