import { tmpdir } from 'node:os';
import type { TokenCredential } from '@azure/identity';
import { makeIntune } from './adapters/intune/intune.ts';
import { makeOemDirect } from './adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from './adapters/partner-center/partner-center.ts';
import { makeComparisonRenderer } from './adapters/report/comparison/comparison-renderer.ts';
import { makeReportRenderer } from './adapters/report/report-renderer.ts';
import { makeScratch } from './adapters/scratch/scratch.ts';
import { openTempFolder } from './adapters/scratch/temp-folder.ts';
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
import { makeListings } from './adapters/storage/listings.ts';
import { containers, tables } from './adapters/storage/names.ts';
import { makeOldUploads } from './adapters/storage/old-uploads.ts';
import { makePlans, makeVerdicts } from './adapters/storage/plans.ts';
import { makePoisonQueues } from './adapters/storage/poison-queues.ts';
import { makeLine } from './adapters/storage/release-queue.ts';
import { makeReports } from './adapters/storage/reports.ts';
import { makeSeenSettings } from './adapters/storage/seen-settings.ts';
import { makeStateBlobs } from './adapters/storage/state-blobs.ts';
import { makeUploads } from './adapters/storage/uploads.ts';
import { makeWorkQueue } from './adapters/storage/work-queue.ts';
import { openTelemetry } from './adapters/telemetry/telemetry.ts';
import { makeWebhook } from './adapters/webhook/webhook.ts';
import type { Config } from './config.ts';
import { explain } from './domain/reporting/explain.ts';
import type { Connection } from './domain/settings/connection.ts';
import { ConfigError } from './errors.ts';
import type { Batches, Clock, ConnectionSlots, PlatformClient, Secrets, Telemetry } from './ports.ts';
import { type Compare, makeCompare } from './usecases/comparing/compare.ts';
import { makeClaims } from './usecases/receiving/claim.ts';
import { type IntakeUpload, makeIntakeUpload } from './usecases/receiving/intake-upload.ts';
import { makeMakePlan } from './usecases/receiving/make-plan.ts';
import { withSlots } from './usecases/registering/limit-concurrency.ts';
import { makeOpenHand } from './usecases/registering/loaded-chunk.ts';
import { makeRegisterChunk, type RegisterChunk } from './usecases/registering/register-chunk.ts';
import { makeSettleChunk } from './usecases/registering/settle-chunk.ts';
import { makeRelease } from './usecases/release.ts';
import { makeForesee } from './usecases/reporting/forecast.ts';
import { makeTellPartner, type TellPartner } from './usecases/reporting/notify-partner.ts';
import { makeWriteReport, type WriteReport } from './usecases/reporting/write-report.ts';
import { type ForgetUploads, makeForgetUploads } from './usecases/upkeep/expire-uploads.ts';
import { type KeepSignedIn, makeKeepSignedIn } from './usecases/upkeep/keep-signed-in.ts';
import { makeRepair, type Repair } from './usecases/upkeep/repair.ts';
import { makePutBack, type PutBack } from './usecases/upkeep/requeue-poison.ts';
import { makeSweep, type Sweep } from './usecases/upkeep/sweep.ts';
import { makeKeepProgress, makeReadProgress, type ReadProgress } from './usecases/upload-progress.ts';
import { auditChunks, auditSettings, auditTimer, auditUploads, auditViolations } from './usecases/watching/audited.ts';
import {
  chunkOutcomeOf,
  observeChunks,
  observed,
  observeSubmissions,
  outcomeOf,
} from './usecases/watching/observed.ts';

/** What the triggers call: one function for each thing that can happen. */
export interface App {
  readonly intakeUpload: IntakeUpload;
  readonly registerChunk: RegisterChunk;
  readonly writeReport: WriteReport;
  readonly putBack: PutBack;
  readonly repair: Repair;
  readonly sweep: Sweep;
  readonly forgetUploads: ForgetUploads;
  readonly compare: Compare;
  readonly keepSignedIn: KeepSignedIn;
  readonly readProgress: ReadProgress;
  readonly tellPartner: TellPartner;
}

/** One client for each connection, with its own tokens; made anew when the connection's settings change. */
function makeClientOf(
  deps: { readonly secrets: Secrets; readonly batches: Batches; readonly clock: Clock },
  slots: ConnectionSlots,
  telemetry: Telemetry,
  callMilliseconds: number,
) {
  const clients = new Map<string, { readonly settings: string; readonly client: PlatformClient }>();
  const connect = (connection: Connection): PlatformClient => {
    const watch = (operation: string) => telemetry.call(operation, connection);
    const withEffects = { ...deps, fetch, random: Math.random, watch };
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
    const { connectionId, platform } = connection;
    const slotted = withSlots(bare.registrar, slots, connectionId, callMilliseconds);
    const client = { ...bare, registrar: observeSubmissions(slotted, telemetry, platform) };
    clients.set(connection.connectionId, { settings, client });
    return client;
  };
}

interface Surroundings {
  readonly clock?: Clock;
  /** Whoever runs a command; without it storage and vault are reached as the app's managed identity. */
  readonly person?: TokenCredential;
}

/** The composition root: settings of the deployment -> adapters -> use cases. */
export function makeApp(config: Config, { clock = { now: () => new Date() }, person }: Surroundings = {}): App {
  const telemetry = openTelemetry(config.telemetry);
  const tempFolder = openTempFolder(tmpdir());
  const clients = connectStorage(config.storage, person);
  const { blobs, queues, table } = clients;
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
  const chunks = observeChunks(auditChunks(makeChunkLedger(table(tables.chunks)), auditing), telemetry, clock);
  const open = makeOpenUploads(table(tables.open));
  const devices = makeDevices(table(tables.devices));
  const batches = makeBatches(table(tables.batches));
  const queue = makeWorkQueue(queues);
  const secrets = openSecrets(config.secrets, person);

  const release = makeRelease({ chunks, clock, line: makeLine(table(tables.line)), queue });
  const claims = makeClaims({ clock, ledger, milliseconds: config.times.claim });
  const makePlan = makeMakePlan({ clock, uploads, sheets: makeSheetReader({ tempFolder }), plans });
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
    telemetry,
  });
  const settleChunk = makeSettleChunk({ clock, chunks, verdicts, devices, release, keepProgress, queue });
  const openHand = makeOpenHand({ clock, plans, chunks, verdicts, settleChunk, queue });
  const slots = makeConnectionSlots(table(tables.slots), clock);
  const clientOf = makeClientOf({ secrets, batches, clock }, slots, telemetry, config.times.call);
  const renderer = makeReportRenderer({ explain, tempDir: tempFolder });
  const { times } = config;
  const foresee = makeForesee({ settings, plans, devices, clientOf, usualJob: times.usualJob });
  const readProgress = makeReadProgress({ ledger, chunks, plans });
  const sender = makeWebhook({ allowPrivate: config.privateWebhooks });
  const deliveries = makeDeliveries(table(tables.notices));

  const registerChunk = makeRegisterChunk({ clock, settings, devices, openHand, reports, clientOf, times });
  const writeReport = makeWriteReport({
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
    telemetry,
  });
  const tellPartner = makeTellPartner({ clock, settings, secrets, readProgress, sender, deliveries, queue });
  const putBack = makePutBack({ clock, poison: makePoisonQueues(queues), ledger, chunks, open, queue });
  const forgetUploads = makeForgetUploads({
    clock,
    old: makeOldUploads(clients),
    ledger,
    audit: auditing.audit,
    retentionMilliseconds: times.retention,
  });
  const sweep = makeSweep({ clock, uploads, ledger, intakeUpload, times });
  const repair = makeRepair({
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
    telemetry,
    times,
  });
  const compare = makeCompare({
    clock,
    settings: listedSettings,
    devices,
    ledger,
    plans,
    comparisons: makeComparisons(state, blobs.getContainerClient(containers.reports)),
    listings: makeListings(stateContainer, state),
    scratch: makeScratch(tempFolder),
    renderer: makeComparisonRenderer({ explain, tempDir: tempFolder }),
    reports,
    clientOf,
    times,
  });
  const keepSignedIn = makeKeepSignedIn({ settings: listedSettings, clientOf });

  return {
    intakeUpload,
    registerChunk: observed(telemetry, 'register-chunk', auditViolations(registerChunk, auditing), chunkOutcomeOf),
    writeReport: observed(telemetry, 'write-report', auditViolations(writeReport, auditing), outcomeOf),
    tellPartner: observed(telemetry, 'tell-partner', auditViolations(tellPartner, auditing), outcomeOf),
    putBack,
    repair: () => telemetry.step('reconcile', {}, auditTimer(repair, auditing)),
    forgetUploads: () => telemetry.step('forget-uploads', {}, auditTimer(forgetUploads, auditing)),
    sweep: () => telemetry.step('sweep', {}, auditTimer(sweep, auditing)),
    compare: (...asked) => telemetry.step('compare', {}, () => compare(...asked)),
    keepSignedIn: () => telemetry.step('keep-signed-in', {}, keepSignedIn),
    readProgress,
  };
}
