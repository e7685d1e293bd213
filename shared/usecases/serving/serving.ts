import type { Language } from '../../domain/language.ts';
import type { Alarm } from '../../domain/reporting/alarm.ts';
import type { Delivery } from '../../domain/reporting/notification.ts';
import { rolesOf } from '../../domain/settings/access.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { PartnerRole } from '../../domain/settings/partner.ts';
import type { PartnerSettings } from '../../domain/settings/settings-folder.ts';
import type {
  Alarms,
  Audit,
  ChunkLedger,
  Clock,
  Comparisons,
  Deliveries,
  DeviceSearch,
  Drops,
  Links,
  NewSecret,
  OpenUploads,
  PartnerList,
  PartnerTemplates,
  PersonalLinks,
  Plans,
  PlatformClient,
  ReportFiles,
  RetryWorkbooks,
  Secrets,
  Settings,
  SlotWidths,
  Suspensions,
  UploadLedger,
  Uploads,
  Verdicts,
  WorkQueue,
} from '../../ports.ts';
import type { LoadChunk } from '../registering/loaded-chunk.ts';
import type { Release } from '../release.ts';
import { type AskPlatforms, makeAskPlatforms } from './ask-platforms.ts';
import { atOnce } from './at-once.ts';
import { type BeginUpload, type FindDropped, makeBeginUpload, makeFindDropped } from './begin-upload.ts';
import { type CancelUpload, makeCancelUpload } from './cancel-upload.ts';
import { type ConfirmRemovals, makeConfirmRemovals } from './confirm-removals.ts';
import { type CorrectRows, makeCorrectRows, makeSendChecked, type SendChecked } from './correct-rows.ts';
import { type FindDevice, makeFindDevice } from './find-device.ts';
import { type ListRows, makeListRows } from './list-rows.ts';
import {
  type ListUploads,
  makeListUploads,
  makeReadOpenStates,
  makeReadOpenUploads,
  type ReadOpenUploads,
} from './list-uploads.ts';
import { makeOverseeing, type Overseeing } from './overview.ts';
import { type Linking, makeLinking } from './personal-links.ts';
import { makeReadUpload, type ReadUpload } from './read-upload.ts';
import { makeReleaseUpload, type ReleaseUpload } from './release-upload.ts';
import { makeReportFilesOf, type ReportFilesOf } from './report-files.ts';
import { makeSuspending, type Suspending } from './suspensions.ts';
import { makeOpenUpload } from './upload-summary.ts';
import { makeWakeHeld, type WakeHeld } from './wake-held.ts';

/** What people ask for, on the page, by commands and by scripts. */
export interface Serving {
  readonly listUploads: ListUploads;
  readonly readOpenUploads: ReadOpenUploads;
  readonly readUpload: ReadUpload;
  readonly listRows: ListRows;
  readonly findDevice: FindDevice;
  readonly askPlatforms: AskPlatforms;
  readonly beginUpload: BeginUpload;
  readonly findDropped: FindDropped;
  readonly correctRows: CorrectRows;
  readonly confirmRemovals: ConfirmRemovals;
  readonly sendChecked: SendChecked;
  readonly releaseUpload: ReleaseUpload;
  readonly wakeHeld: WakeHeld;
  readonly cancelUpload: CancelUpload;
  readonly reportFiles: ReportFilesOf;
  readonly suspending: Suspending;
  readonly overseeing: Overseeing;
  readonly linking: Linking;
  /** What the operator was told, or is to be told. */
  readonly alarms: () => Promise<readonly Alarm[]>;
  /** Of the newest uploads, newest first. */
  readonly deliveries: (partnerId: string) => Promise<readonly Delivery[]>;
  /** Settings of each partner, by id. */
  readonly partners: () => Promise<ReadonlyMap<string, PartnerSettings>>;
  readonly isSuspended: (partnerId: string) => Promise<boolean>;
  /** What somebody known by these ids of Entra may do, by partner. */
  readonly rolesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, PartnerRole>>;
  /** Undefined: the partner's settings can't be used. */
  readonly template: (partnerId: string, language: 'en' | 'de') => Promise<Uint8Array | undefined>;
}

export interface ServingPorts {
  readonly clock: Clock;
  readonly settings: Settings & PartnerList;
  readonly ledger: UploadLedger;
  readonly chunks: ChunkLedger;
  readonly plans: Plans;
  readonly verdicts: Verdicts;
  readonly open: OpenUploads;
  readonly uploads: Uploads;
  readonly devices: DeviceSearch;
  readonly queue: WorkQueue;
  readonly audit: Audit;
  readonly reportFiles: ReportFiles;
  readonly links: Links;
  readonly drops: Drops;
  readonly suspensions: Suspensions;
  readonly alarms: Alarms;
  readonly personalLinks: PersonalLinks;
  readonly newSecret: NewSecret;
  readonly slots: SlotWidths;
  readonly secrets: Secrets;
  readonly comparisons: Comparisons;
  readonly deliveries: Deliveries;
  readonly templates: PartnerTemplates;
  readonly retryWorkbooks: RetryWorkbooks;
  readonly release: Release;
  readonly loadChunk: LoadChunk;
  readonly clientOf: (connection: Connection) => PlatformClient;
  /** Milliseconds a platform's job usually takes at most. */
  readonly usualJob: number;
  /** Of every text in an answer; absent: the upload's own. */
  readonly language?: Language | undefined;
}

/** Deliveries are listed of the newest uploads: all that is kept would be too much to read. */
const uploadsWithDeliveries = 100;

/** Everything that serves people, on the same ports as the rest. */
export function makeServing(ports: ServingPorts): Serving {
  const { settings, suspensions, ledger, deliveries, templates } = ports;
  const openUpload = makeOpenUpload(ports);
  const readOpenStates = makeReadOpenStates(ports);
  const readOpenUploads = makeReadOpenUploads({ readOpenStates, openUpload });
  const reportFiles = makeReportFilesOf(ports);
  const partners: Serving['partners'] = async () => {
    const ids = await settings.ids();
    return new Map(await Promise.all(ids.map(async (id) => [id, await settings.ofPartner(id)] as const)));
  };
  return {
    listUploads: makeListUploads({ ...ports, openUpload, readOpenStates }),
    readOpenUploads,
    readUpload: makeReadUpload({ ...ports, openUpload, reportFilesOf: reportFiles }),
    listRows: makeListRows(ports),
    findDevice: makeFindDevice(ports),
    askPlatforms: makeAskPlatforms(ports),
    beginUpload: makeBeginUpload(ports),
    findDropped: makeFindDropped(ports),
    correctRows: makeCorrectRows(ports),
    confirmRemovals: makeConfirmRemovals(ports),
    sendChecked: makeSendChecked(ports),
    releaseUpload: makeReleaseUpload(ports),
    wakeHeld: makeWakeHeld(ports),
    cancelUpload: makeCancelUpload(ports),
    reportFiles,
    suspending: makeSuspending(ports),
    overseeing: makeOverseeing({ ...ports, readOpenUploads }),
    linking: makeLinking(ports),
    alarms: async () => (await ports.alarms.list()).map(({ value }) => value),
    deliveries: async (partnerId) => {
      const { uploads } = await ledger.page(partnerId, undefined, uploadsWithDeliveries);
      const all = await atOnce(uploads, ({ uploadId }) => deliveries.list(partnerId, uploadId));
      // The stored text is for repeating the notification; a list names only its file.
      const named = all.flat().map(({ notification, ...delivery }) => ({
        ...delivery,
        ...(notification === undefined ? {} : { fileName: notification.fileName }),
      }));
      return named.toSorted((one, other) => other.at.localeCompare(one.at));
    },
    partners,
    rolesOf: async (ids) =>
      rolesOf(
        [...(await partners()).values()].flatMap((found) => (found.kind === 'found' ? [found.partner] : [])),
        ids,
      ),
    isSuspended: async (partnerId) => {
      const found = await settings.ofPartner(partnerId);
      const stopped = await suspensions.list();
      const isStopped = stopped.some(({ of, id }) => of === 'partner' && id === partnerId);
      return isStopped || (found.kind === 'found' && found.partner.state === 'suspended');
    },
    template: async (partnerId, language) => {
      const found = await settings.ofPartner(partnerId);
      if (found.kind !== 'found') return undefined;
      const { partner, connections } = found;
      return templates.make({ partner, connections, language });
    },
  };
}
