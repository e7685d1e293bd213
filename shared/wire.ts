import type { Config } from './config.ts';
import type { Language } from './domain/language.ts';
import type { Connection } from './domain/settings/connection.ts';
import type {
  Alarms,
  Audit,
  AuditHeads,
  ChunkLedger,
  Clock,
  ComparisonRenderer,
  Comparisons,
  ConnectionSlots,
  Deliveries,
  DeviceHistory,
  DeviceList,
  DeviceSearch,
  Devices,
  Drops,
  Links,
  Listings,
  Mailer,
  NewSecret,
  NotesStore,
  NotificationSender,
  OldUploads,
  OpenUploads,
  PartnerList,
  PartnerTemplates,
  PersonalLinks,
  Plans,
  PlatformClient,
  PoisonQueues,
  ReleaseQueue,
  RemovalCounts,
  ReportFiles,
  ReportRenderer,
  Reports,
  RetryWorkbooks,
  Scratch,
  Secrets,
  SeenSettings,
  Settings,
  SheetReader,
  SlotWidths,
  Suspensions,
  Telemetry,
  UploadLedger,
  Uploads,
  Verdicts,
  WorkQueue,
} from './ports.ts';
import { makeReconcile, type Reconcile } from './usecases/comparing/reconcile.ts';
import { makeClaims } from './usecases/receiving/claim.ts';
import { type IntakeUpload, makeIntakeUpload } from './usecases/receiving/intake-upload.ts';
import { makePlanner } from './usecases/receiving/make-plan.ts';
import { type AllowRemovals, makeAllowRemovals } from './usecases/registering/allow-removals.ts';
import { limitConcurrency } from './usecases/registering/limit-concurrency.ts';
import { makeLoadChunk } from './usecases/registering/loaded-chunk.ts';
import { makeRegisterChunk, type RegisterChunk } from './usecases/registering/register-chunk.ts';
import { makeSettleChunk } from './usecases/registering/settle-chunk.ts';
import { givePlaceBack, makeRelease, type Release } from './usecases/release.ts';
import { makeForecaster } from './usecases/reporting/forecast.ts';
import { makeNotifyPartner, type NotifyPartner, type Places } from './usecases/reporting/notify-partner.ts';
import { makeWriteReport, type WriteReport } from './usecases/reporting/write-report.ts';
import { makeServing, type Serving } from './usecases/serving/serving.ts';
import { type ExpireUploads, makeExpireUploads } from './usecases/upkeep/expire-uploads.ts';
import { type KeepHeads, makeKeepHeads } from './usecases/upkeep/keep-heads.ts';
import { type KeepSignedIn, makeKeepSignedIn } from './usecases/upkeep/keep-signed-in.ts';
import { makeRepair, type Repair } from './usecases/upkeep/repair.ts';
import { makeRequeuePoison, type RequeuePoison } from './usecases/upkeep/requeue-poison.ts';
import { makeSignInAlarms } from './usecases/upkeep/sign-in-alarms.ts';
import { makeSweep, type Sweep } from './usecases/upkeep/sweep.ts';
import { makeTellOperator, type OperatorChannels, type TellOperator } from './usecases/upkeep/tell-operator.ts';
import { makeKeepProgress, makeReadProgress, type ReadProgress } from './usecases/upload-progress.ts';
import { auditChunks, auditSettings, auditTimer, auditUploads, auditViolations } from './usecases/watching/audited.ts';
import {
  chunkStepOutcome,
  observeChunks,
  observed,
  observeSubmissions,
  stepOutcome,
} from './usecases/watching/observed.ts';

/** Every effect the use cases are wired to: real services in the app, memory in tests. */
export interface Ports {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly audit: Audit;
  readonly heads: AuditHeads;
  readonly settings: Settings & PartnerList;
  readonly seenSettings: SeenSettings;
  readonly secrets: Secrets;
  readonly uploads: Uploads;
  readonly oldUploads: OldUploads;
  readonly sheets: SheetReader;
  readonly plans: Plans;
  readonly verdicts: Verdicts;
  readonly notes: NotesStore;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly open: OpenUploads;
  readonly devices: Devices & DeviceHistory & DeviceList & DeviceSearch;
  readonly releaseQueue: ReleaseQueue;
  readonly slots: ConnectionSlots & SlotWidths;
  readonly removals: RemovalCounts;
  readonly queue: WorkQueue;
  readonly poison: PoisonQueues;
  readonly reports: Reports;
  readonly renderer: ReportRenderer;
  readonly comparisons: Comparisons;
  readonly comparisonRenderer: ComparisonRenderer;
  readonly listings: Listings;
  readonly scratch: Scratch;
  readonly sender: NotificationSender;
  readonly mailer: Mailer;
  /** Where people look further. */
  readonly places: Places;
  readonly deliveries: Deliveries;
  readonly reportFiles: ReportFiles;
  readonly links: Links;
  readonly drops: Drops;
  readonly suspensions: Suspensions;
  readonly alarms: Alarms;
  /** How the operator is reached. */
  readonly operator: OperatorChannels;
  readonly personalLinks: PersonalLinks;
  readonly newSecret: NewSecret;
  readonly templates: PartnerTemplates;
  readonly retryWorkbooks: RetryWorkbooks;
  /** A new client of the connection's platform, with tokens of its own. */
  readonly platformClient: (connection: Connection) => PlatformClient;
}

/** What the triggers call: one function for each thing that can happen. */
export interface App {
  readonly intakeUpload: IntakeUpload;
  readonly registerChunk: RegisterChunk;
  readonly writeReport: WriteReport;
  readonly notifyPartner: NotifyPartner;
  readonly requeuePoison: RequeuePoison;
  readonly repair: Repair;
  readonly sweep: Sweep;
  readonly expireUploads: ExpireUploads;
  readonly reconcile: Reconcile;
  readonly keepHeads: KeepHeads;
  readonly keepSignedIn: KeepSignedIn;
  readonly tellOperator: TellOperator;
  readonly readProgress: ReadProgress;
  readonly release: Release;
  readonly allowRemovals: AllowRemovals;
  readonly serving: Serving;
  /** The same with every text in that language, whatever the partner's. */
  readonly servingIn: Readonly<Record<Language, Serving>>;
}

/** One client for each connection, limited and counted; made anew when the connection's settings change. */
function makeClientOf({ platformClient, slots, telemetry }: Ports, callMilliseconds: number) {
  const clients = new Map<string, { readonly settings: string; readonly client: PlatformClient }>();
  return (connection: Connection): PlatformClient => {
    const settings = JSON.stringify(connection);
    const known = clients.get(connection.connectionId);
    if (known?.settings === settings) return known.client;
    const bare = platformClient(connection);
    const { connectionId, platform } = connection;
    const limited = limitConcurrency(bare.registrar, slots, connectionId, callMilliseconds);
    const client = { ...bare, registrar: observeSubmissions(limited, telemetry, platform) };
    clients.set(connectionId, { settings, client });
    return client;
  };
}

/** Effects -> use cases, with the record and the telemetry around them. */
export function wire(given: Ports, times: Config['times']): App {
  const { clock, telemetry, plans } = given;
  const auditing = { audit: given.audit, clock };
  const ports = {
    ...given,
    settings: { ...given.settings, ...auditSettings(given.settings, given.seenSettings, auditing) },
    ledger: auditUploads(given.ledger, plans, auditing),
    chunks: observeChunks(auditChunks(given.chunks, auditing), telemetry, clock),
    clientOf: makeClientOf(given, times.call),
    times,
  };
  const release = makeRelease(ports);
  const claims = makeClaims({ ...ports, milliseconds: times.claim });
  const keepProgress = makeKeepProgress(ports);
  const intakeUpload = makeIntakeUpload({ ...ports, claims, makePlan: makePlanner(ports), release, keepProgress });
  const settleChunk = makeSettleChunk({ ...ports, release, keepProgress });
  const loadChunk = makeLoadChunk({ ...ports, settleChunk });
  const readProgress = makeReadProgress(ports);
  const registerChunk = makeRegisterChunk({ ...ports, loadChunk });
  const forecast = makeForecaster({ ...ports, usualJob: times.usualJob });
  const writeReport = makeWriteReport({ ...ports, forecast, release, keepProgress });
  const notifyPartner = makeNotifyPartner({ ...ports, readProgress });
  const repair = makeRepair({ ...ports, claims, release, loadChunk, intakeUpload });
  const sweep = makeSweep({ ...ports, intakeUpload });
  const expireUploads = makeExpireUploads({ ...ports, old: given.oldUploads, retentionMilliseconds: times.retention });
  const compare = makeReconcile({ ...ports, renderer: given.comparisonRenderer });
  const signInAlarms = makeSignInAlarms(ports);
  const keepSignedIn = signInAlarms.around(makeKeepSignedIn(ports));
  const tellOperator = makeTellOperator({ ...ports, signInAlarms });
  const serving = (language?: Language): Serving =>
    makeServing({ ...ports, release, loadChunk, usualJob: times.usualJob, language });

  return {
    intakeUpload,
    registerChunk: observed(
      telemetry,
      'register-chunk',
      auditViolations(givePlaceBack(registerChunk, { plans, release }), auditing),
      chunkStepOutcome,
    ),
    writeReport: observed(telemetry, 'write-report', auditViolations(writeReport, auditing), stepOutcome),
    notifyPartner: observed(telemetry, 'notify-partner', auditViolations(notifyPartner, auditing), stepOutcome),
    requeuePoison: makeRequeuePoison(ports),
    repair: () => telemetry.step('repair', {}, auditTimer(repair, auditing)),
    expireUploads: () => telemetry.step('expire-uploads', {}, auditTimer(expireUploads, auditing)),
    sweep: () => telemetry.step('sweep', {}, auditTimer(sweep, auditing)),
    reconcile: (...asked) => telemetry.step('reconcile', {}, () => compare(...asked)),
    keepHeads: () => telemetry.step('keep-heads', {}, makeKeepHeads(ports)),
    keepSignedIn: () => telemetry.step('keep-signed-in', {}, keepSignedIn),
    tellOperator: () => telemetry.step('tell-operator', {}, tellOperator),
    readProgress,
    release,
    allowRemovals: makeAllowRemovals({ ...ports, release }),
    serving: serving(),
    servingIn: { en: serving('en'), de: serving('de') },
  };
}
