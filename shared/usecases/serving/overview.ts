import type { Language } from '../../domain/language.ts';
import type { Platform } from '../../domain/platforms.ts';
import type { StoredReason } from '../../domain/reason.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import { widthWhenWell } from '../../domain/registering/slots.ts';
import type { StateReason } from '../../domain/reporting/notification.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { type Credential, credentialOf } from '../../domain/settings/credential-of.ts';
import { stateOfLink } from '../../domain/settings/personal-link.ts';
import { isSuspension, type Suspension } from '../../domain/settings/suspension.ts';
import { english } from '../../domain/texts/en.ts';
import { texts } from '../../domain/texts/texts.ts';
import type { UploadKey } from '../../domain/work.ts';
import type {
  Clock,
  Comparisons,
  PartnerList,
  PersonalLinks,
  Secrets,
  Settings,
  SlotWidths,
  Suspensions,
  UploadLedger,
} from '../../ports.ts';
import { devicesOf, stateReason } from '../upload-progress.ts';
import { atOnce } from './at-once.ts';
import type { ReadOpenUploads } from './list-uploads.ts';
import type { OpenedUpload, UploadSummary } from './upload-summary.ts';

/** Somebody stopped sending: why, who and when. */
type SuspensionView = Omit<Suspension, 'of' | 'id'>;

/** The state of the service. */
export interface Overview {
  readonly at: string;
  readonly open: number;
  readonly held: number;
  readonly late: number;
  /** Uploads on which work failed unexpectedly. */
  readonly failing: number;
  readonly waitingDevices: number;
  readonly oldestOpen?: UploadSummary;
  readonly partners: number;
  readonly brokenPartners: number;
  readonly suspended: number;
  readonly blockedConnections: number;
  /** All open uploads were looked at; else only the first ones. */
  readonly complete: boolean;
}

export interface PartnerOverview {
  readonly partnerId: string;
  readonly name: string;
  /** `ended`: the settings say `suspended`. `broken`: they can't be used. */
  readonly state: 'active' | 'ended' | 'broken';
  readonly suspension?: SuspensionView;
  readonly connections: readonly string[];
  readonly customers: number;
  readonly open: number;
  readonly held: number;
  readonly late: number;
  readonly waitingDevices: number;
  readonly lastUploadAt?: string;
  readonly comparedAt?: string;
  readonly faults: readonly string[];
  readonly links: number;
}

export interface ConnectionHealth {
  readonly connectionId: string;
  readonly name: string;
  readonly platform: Platform;
  readonly state: 'well' | 'throttled' | 'troubled' | 'blocked' | 'suspended' | 'idle';
  readonly signIn: Credential['signIn'];
  readonly credentialEndsAt?: string;
  readonly signedInAt?: string;
  readonly partners: readonly string[];
  readonly suspension?: SuspensionView;
  readonly width: number;
  readonly fullWidth: number;
  readonly waiting: number;
  readonly held: number;
  readonly lastFailure?: UploadKey & { readonly at: string; readonly reason: StateReason };
  readonly holds: readonly StateReason[];
}

/** Work that failed unexpectedly. */
export interface Failure extends UploadKey {
  readonly fileName: string;
  readonly failures: number;
  readonly at: string;
  /** Absent: reading the file, or writing the report. */
  readonly chunk?: number;
}

export interface Overseeing {
  overview(): Promise<Overview>;
  partners(): Promise<readonly PartnerOverview[]>;
  connections(): Promise<readonly ConnectionHealth[]>;
  failures(): Promise<readonly Failure[]>;
}

const bare = ({ of: _of, id: _id, ...view }: Suspension): SuspensionView => view;

const isOpenChunk = ({ state }: ChunkState): boolean => state !== 'settled';
const isHeldUpload = ({ summary }: OpenedUpload): boolean => summary.devices.held > 0 || summary.stage === 'waiting';

/** What a chunk ran into, be it held or tried again. */
const reasonOf = ({ state, hold, trouble }: ChunkState): StoredReason | undefined =>
  state === 'held' ? hold : trouble;

/** The connection itself is blocked where the operator, not a customer, has to act. */
const isBlocked = ({ state, hold }: ChunkState): boolean =>
  state === 'held' && hold !== undefined && !isSuspension(hold.code) && english.explain(hold)?.who === 'operator';

/** The state of partners and connections, from the settings and of what the ledger lists as open. It only reads. */
export function makeOverseeing(deps: {
  readonly clock: Clock;
  readonly settings: Settings & PartnerList;
  readonly suspensions: Suspensions;
  readonly personalLinks: PersonalLinks;
  readonly ledger: UploadLedger;
  readonly slots: SlotWidths;
  readonly secrets: Secrets;
  readonly comparisons: Comparisons;
  readonly readOpenUploads: ReadOpenUploads;
  readonly language?: Language | undefined;
}): Overseeing {
  const words = texts(deps.language);
  const { clock, settings, suspensions, personalLinks, ledger, slots, secrets, comparisons, readOpenUploads } = deps;

  const allSettings = async () =>
    atOnce(await settings.ids(), async (partnerId) => ({ partnerId, found: await settings.ofPartner(partnerId) }));

  const healthOf = async (
    connection: Connection,
    partners: readonly string[],
    stopped: readonly Suspension[],
    chunks: readonly ChunkState[],
  ): Promise<ConnectionHealth> => {
    const { connectionId, name, platform } = connection;
    const { signIn, credential, renewed } = credentialOf(connection);
    const own = chunks.filter((chunk) => chunk.connectionId === connectionId);
    const held = own.filter(({ state }) => state === 'held');
    const suspension = stopped.find(({ of, id }) => of === 'connection' && id === connectionId);
    const width = (await slots.width(connectionId)) ?? widthWhenWell;
    const failed = own.filter((chunk) => reasonOf(chunk) !== undefined);
    const last = failed.toSorted((one, other) => (one.changedAt < other.changedAt ? 1 : -1))[0];
    const reason = last === undefined ? undefined : reasonOf(last);
    const codes = new Set(own.filter(({ state }) => state !== 'held').flatMap(({ trouble }) => trouble?.code ?? []));
    const state = ((): ConnectionHealth['state'] => {
      if (suspension !== undefined) return 'suspended';
      if (held.some(isBlocked)) return 'blocked';
      if (codes.has('platform_throttled') || width < widthWhenWell) return 'throttled';
      if (codes.has('platform_unavailable')) return 'troubled';
      return own.length === 0 ? 'idle' : 'well';
    })();
    const ends = credential === undefined ? undefined : (await secrets.about(credential))?.endsAt;
    const renewedAt = renewed === undefined ? undefined : (await secrets.about(renewed))?.changedAt;
    const holds = new Map(held.flatMap(({ hold }) => (hold === undefined ? [] : [[JSON.stringify(hold), hold]])));
    return {
      connectionId,
      name,
      platform,
      state,
      signIn,
      ...(ends === undefined ? {} : { credentialEndsAt: ends }),
      ...(renewedAt === undefined ? {} : { signedInAt: renewedAt }),
      partners,
      ...(suspension === undefined ? {} : { suspension: bare(suspension) }),
      width,
      fullWidth: Math.max(width, widthWhenWell),
      waiting: own.length - held.length,
      held: held.length,
      ...(last === undefined || reason === undefined
        ? {}
        : {
            lastFailure: {
              at: last.changedAt,
              reason: stateReason(reason, words),
              partnerId: last.partnerId,
              uploadId: last.uploadId,
            },
          }),
      holds: [...holds.values()].map((reason) => stateReason(reason, words)),
    };
  };

  const readAll = async () => {
    const [all, stopped, open] = await Promise.all([allSettings(), suspensions.list(), readOpenUploads(undefined)]);
    return { all, stopped, ...open };
  };

  const connectionsIn = async ({ all, stopped, uploads }: Awaited<ReturnType<typeof readAll>>) => {
    const users = new Map<string, { readonly connection: Connection; readonly partners: string[] }>();
    for (const { partnerId, found } of all) {
      if (found.kind !== 'found') continue;
      for (const [id, connection] of found.connections) {
        const known = users.get(id) ?? { connection, partners: [] };
        known.partners.push(partnerId);
        users.set(id, known);
      }
    }
    const chunks = uploads.flatMap((upload) => upload.chunks).filter(isOpenChunk);
    return atOnce([...users.values()], ({ connection, partners }) => healthOf(connection, partners, stopped, chunks));
  };

  return {
    connections: async () => connectionsIn(await readAll()),
    overview: async () => {
      const read = await readAll();
      const { all, stopped, uploads, complete } = read;
      const health = await connectionsIn(read);
      const oldest = uploads.toSorted((one, other) => (one.state.receivedAt < other.state.receivedAt ? -1 : 1))[0];
      return {
        at: clock.now().toISOString(),
        open: uploads.length,
        held: uploads.filter(isHeldUpload).length,
        late: uploads.filter(({ summary }) => summary.late).length,
        failing: uploads.filter(({ summary }) => summary.failures > 0).length,
        waitingDevices: devicesOf(uploads.flatMap(({ chunks }) => chunks.filter(isOpenChunk))),
        ...(oldest === undefined ? {} : { oldestOpen: oldest.summary }),
        partners: all.length,
        brokenPartners: all.filter(({ found }) => found.kind !== 'found').length,
        suspended: stopped.length,
        blockedConnections: health.filter(({ state }) => state === 'blocked').length,
        complete,
      };
    },
    partners: async () => {
      const { all, stopped, uploads } = await readAll();
      const now = clock.now();
      return atOnce(all, async ({ partnerId, found }): Promise<PartnerOverview> => {
        const own = uploads.filter(({ state }) => state.partnerId === partnerId);
        const suspension = stopped.find(({ of, id }) => of === 'partner' && id === partnerId);
        const [newest] = (await ledger.page(partnerId, undefined, 1)).uploads;
        const last = await comparisons.last(partnerId);
        const links = await personalLinks.list(partnerId);
        const partner = found.kind === 'found' ? found.partner : undefined;
        return {
          partnerId,
          name: partner?.name ?? partnerId,
          state: partner === undefined ? 'broken' : partner.state === 'suspended' ? 'ended' : 'active',
          ...(suspension === undefined ? {} : { suspension: bare(suspension) }),
          connections: partner?.connections ?? [],
          customers: partner?.customers.length ?? 0,
          open: own.length,
          held: own.filter(isHeldUpload).length,
          late: own.filter(({ summary }) => summary.late).length,
          waitingDevices: devicesOf(own.flatMap(({ chunks }) => chunks.filter(isOpenChunk))),
          ...(newest === undefined ? {} : { lastUploadAt: newest.receivedAt }),
          ...(last === undefined ? {} : { comparedAt: last.comparedAt }),
          faults: found.kind === 'unknown' ? [] : found.faults,
          links: links.filter((link) => stateOfLink(link, now) === 'valid').length,
        };
      });
    },
    failures: async () => {
      const { uploads } = await readOpenUploads(undefined);
      return uploads
        .flatMap(({ state, chunks, summary }): Failure[] => {
          const { partnerId, uploadId } = state;
          const about = { partnerId, uploadId, fileName: summary.fileName };
          return [
            ...(state.failures === undefined ? [] : [{ ...about, failures: state.failures, at: state.changedAt }]),
            ...chunks.flatMap(({ failures, changedAt, chunk }) =>
              failures === undefined ? [] : [{ ...about, failures, at: changedAt, chunk }],
            ),
          ];
        })
        .sort((one, other) => (one.at < other.at ? 1 : -1));
    },
  };
}
