import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { makeIntune } from './adapters/intune/intune.ts';
import { makeCommunicationServicesMailer } from './adapters/mail/communication-services.ts';
import { makeSmtpMailer } from './adapters/mail/smtp.ts';
import { makeOemDirect } from './adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from './adapters/partner-center/partner-center.ts';
import { makeComparisonRenderer } from './adapters/report/comparison/comparison-renderer.ts';
import { makePartnerTemplate } from './adapters/report/partner-template/partner-template.ts';
import { makeReportRenderer } from './adapters/report/report-renderer.ts';
import { makeRetryWorkbooks } from './adapters/report/retry-workbooks.ts';
import { makeScratch } from './adapters/scratch/scratch.ts';
import { openTempFolder } from './adapters/scratch/temp-folder.ts';
import { openSecrets } from './adapters/secrets/secrets.ts';
import { makeSheetReader } from './adapters/spreadsheet/sheet-reader.ts';
import { makeAudit, signedAudit } from './adapters/storage/audit.ts';
import { makeAuditHeads } from './adapters/storage/audit-heads.ts';
import { connectStorage } from './adapters/storage/clients.ts';
import { makeComparisons } from './adapters/storage/comparisons.ts';
import { makeConnectionSlots } from './adapters/storage/connection-slots.ts';
import { makeDevices } from './adapters/storage/devices.ts';
import { makeDrops } from './adapters/storage/drops.ts';
import {
  makeAlarms,
  makeBatches,
  makeChunkLedger,
  makeDeliveries,
  makeOpenUploads,
  makePersonalLinks,
  makeSuspensions,
  makeUploadLedger,
} from './adapters/storage/ledger.ts';
import { makeLinks } from './adapters/storage/links.ts';
import { makeListings } from './adapters/storage/listings.ts';
import { containers, tables } from './adapters/storage/names.ts';
import { makeOldUploads } from './adapters/storage/old-uploads.ts';
import { makeNotesStore, makePlans, makeVerdicts } from './adapters/storage/plans.ts';
import { makePoisonQueues } from './adapters/storage/poison-queues.ts';
import { makeReleaseQueue } from './adapters/storage/release-queue.ts';
import { makeRemovalCounts } from './adapters/storage/removal-counts.ts';
import { makeReportFiles } from './adapters/storage/report-files.ts';
import { makeReports } from './adapters/storage/reports.ts';
import { makeSeenSettings } from './adapters/storage/seen-settings.ts';
import { makeSettings } from './adapters/storage/settings/settings.ts';
import { makeStateBlobs } from './adapters/storage/state-blobs.ts';
import { makeUploads } from './adapters/storage/uploads.ts';
import { makeWorkQueue } from './adapters/storage/work-queue.ts';
import { openTelemetry } from './adapters/telemetry/telemetry.ts';
import { makeWebhook } from './adapters/webhook/webhook.ts';
import type { Config } from './config.ts';
import type { Connection } from './domain/settings/connection.ts';
import { ConfigError } from './errors.ts';
import type { Batches, Clock, Mailer, PlatformClient, Secrets, Telemetry } from './ports.ts';
import type { Ports } from './wire.ts';

/** The client of a connection's platform, with tokens of its own. */
function makePlatformClient(
  deps: { readonly secrets: Secrets; readonly batches: Batches; readonly clock: Clock; readonly telemetry: Telemetry },
  connection: Connection,
): PlatformClient {
  const { telemetry, ...ports } = deps;
  const watch = (operation: string) => telemetry.call(operation, connection);
  const withEffects = { ...ports, fetch, random: Math.random, watch };
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
}

function makeMailer({ mail, storage }: Config, secrets: Secrets): Mailer {
  if (mail === undefined) return { send: async () => ({ ok: false, answer: 'this deployment sends no mail' }) };
  if (mail.kind === 'smtp') return makeSmtpMailer(secrets, mail);
  const clientId = storage.kind === 'identity' ? storage.clientId : undefined;
  const credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  return makeCommunicationServicesMailer({ ...mail, credential, fetch });
}

export interface Surroundings {
  readonly clock?: Clock;
  /** Whoever runs a command; without it storage and vault are reached as the app's managed identity. */
  readonly person?: TokenCredential;
  /** Who runs the command, for the record; absent: it is the service itself. */
  readonly by?: () => Promise<string>;
}

/** The deployment's settings -> every effect the system has, on real services. */
export function connect(config: Config, { clock = { now: () => new Date() }, person, by }: Surroundings = {}): Ports {
  const telemetry = openTelemetry(config.telemetry);
  const tempFolder = openTempFolder(tmpdir());
  const storage = connectStorage(config.storage, person);
  const { queues, table } = storage;
  const container = (name: keyof typeof containers) => storage.blobs.getContainerClient(containers[name]);
  const state = makeStateBlobs(container('state'));
  const secrets = openSecrets(config.secrets, person);
  const platforms = { secrets, batches: makeBatches(table(tables.batches)), clock, telemetry };
  const rendering = { tempDir: tempFolder };
  return {
    clock,
    telemetry,
    audit: by === undefined ? makeAudit(container('audit')) : signedAudit(makeAudit(container('audit')), by),
    heads: makeAuditHeads(container('audit'), container('heads')),
    settings: makeSettings(container('settings'), container('state'), clock),
    seenSettings: makeSeenSettings(state),
    secrets,
    uploads: makeUploads(container('uploads')),
    oldUploads: makeOldUploads(storage),
    sheets: makeSheetReader({ tempFolder }),
    plans: makePlans(state),
    verdicts: makeVerdicts(state),
    notes: makeNotesStore(state),
    ledger: makeUploadLedger(table(tables.uploads)),
    chunks: makeChunkLedger(table(tables.chunks)),
    open: makeOpenUploads(table(tables.open)),
    devices: makeDevices(table(tables.devices)),
    releaseQueue: makeReleaseQueue(table(tables.line)),
    slots: makeConnectionSlots(table(tables.slots), clock),
    removals: makeRemovalCounts(table(tables.slots)),
    queue: makeWorkQueue(queues),
    poison: makePoisonQueues(queues),
    reports: makeReports(container('reports')),
    renderer: makeReportRenderer(rendering),
    comparisons: makeComparisons(container('state'), state),
    comparisonRenderer: makeComparisonRenderer(rendering),
    listings: makeListings(container('state'), state),
    scratch: makeScratch(tempFolder),
    sender: makeWebhook({ allowPrivate: config.privateWebhooks }),
    mailer: makeMailer(config, secrets),
    places: {
      reports: container('reports').url,
      ...(config.pageAddress === undefined ? {} : { page: config.pageAddress }),
    },
    deliveries: makeDeliveries(table(tables.notices)),
    reportFiles: makeReportFiles(container('reports')),
    links: makeLinks(storage.blobs, clock),
    drops: makeDrops(container('uploads')),
    suspensions: makeSuspensions(table(tables.suspensions), clock),
    alarms: makeAlarms(table(tables.alarms)),
    operator: config.operator,
    personalLinks: makePersonalLinks(table(tables.links)),
    newSecret: () => randomBytes(32).toString('base64url'),
    templates: { make: makePartnerTemplate },
    retryWorkbooks: makeRetryWorkbooks(rendering),
    platformClient: (connection) => makePlatformClient(platforms, connection),
  };
}
