import type { OtherAction } from '../../domain/device-action.ts';
import { type ClosedChunk, makeChunker } from '../../domain/planning/chunk.ts';
import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import { type LedgerPlaces, makeRowPlanner } from '../../domain/planning/plan-row.ts';
import { defaultLimits, type ReadEvent, type ReadingOptions, type ReadSheet } from '../../domain/reading/read-event.ts';
import { readUpload } from '../../domain/reading/read-upload.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Customer } from '../../domain/settings/partner.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';
import type { UploadBlob } from '../../domain/work.ts';
import { UploadUnreadable } from '../../errors.ts';
import type { Clock, Devices, Plans, SheetReader, Uploads } from '../../ports.ts';
import type { Claim } from './claim.ts';
import { makeReferredDevices } from './referred-devices.ts';
import { makeReferences } from './retry-references.ts';

export interface PlanRequest {
  readonly claim: Claim;
  readonly blob: UploadBlob;
  readonly fileName: string;
  readonly check: boolean;
  readonly settings: FoundSettings;
  /** What is worth saying of the file before it is opened. */
  readonly notices: readonly Reason[];
  /** Known before the file is opened: why it is refused, or what its folder and metadata say of all its rows. */
  readonly path: { readonly refused: Reason } | WholeFile;
}

/** What holds for every row of a file, by the folder it lies in and its metadata. */
export interface WholeFile {
  readonly folderCustomer: Customer | undefined;
  readonly action?: OtherAction;
}

/** Reads an upload to its end and seals what it turned into. Nothing is sent by it. */
export type MakePlan = (request: PlanRequest) => Promise<Plan>;

/** Raised when the same bytes may be read differently. */
const readerVersion = 2;
/** A file that ended this many runs that read it is refused instead of being tried for ever. */
const maxReadings = 5;

/** Reading the file came to no end although storage gave and took everything it was asked for: it is the file, or a bug. */
export class ReadingFailed extends Error {
  override readonly name = 'ReadingFailed';
}
const segmentRows = 2_000;
const segmentBytes = 4 * 1024 * 1024;

interface Segments {
  add(row: PlannedRow): Promise<void>;
  /** Writes what is left; the list as the plan seals it. */
  end(): Promise<Plan['segments']>;
}

function makeSegments(plans: Plans, claim: Claim): Segments {
  const written: { rows: number; sha256: string }[] = [];
  let rows: PlannedRow[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    const { value } = claim.current();
    const { sha256 } = await plans.writeSegment(value, value.claim, written.length, rows);
    written.push({ rows: rows.length, sha256 });
    rows = [];
    bytes = 0;
  };
  return {
    add: async (row) => {
      rows.push(row);
      bytes += row.cells.reduce((sum, cell) => sum + cell.length, 100);
      if (rows.length >= segmentRows || bytes >= segmentBytes) await flush();
    },
    end: async () => {
      await flush();
      return written;
    },
  };
}

/** Remembers whether anything that storage was asked for failed, so that a good file is not blamed for it. */
interface StorageWatch {
  of<T>(effect: Promise<T>): Promise<T>;
  each<T>(items: AsyncIterable<T>): AsyncIterable<T>;
  failed(): boolean;
}

function watchStorage(): StorageWatch {
  let failed = false;
  const note = (error: unknown): never => {
    failed = true;
    throw error;
  };
  return {
    of: (effect) => effect.catch(note),
    each: async function* (items) {
      try {
        yield* items;
      } catch (error) {
        note(error);
      }
    },
    failed: () => failed,
  };
}

const optionsFor = (settings: FoundSettings, { action }: WholeFile): ReadingOptions => ({
  limits: { ...defaultLimits, ...settings.partner.limits },
  ...(settings.partner.columns === undefined ? {} : { columns: settings.partner.columns }),
  fallbackFromDamagedHash: settings.partner.fallbackFromDamagedHash ?? false,
  ...(action === undefined ? {} : { action }),
});

/** What reading yields, gathered for the plan. */
interface Reading {
  readonly rows: number;
  readonly counts: Plan['counts'];
  readonly notSent?: NonNullable<Plan['notSent']>;
  readonly segments: Plan['segments'];
  readonly chunks: Plan['chunks'];
  readonly sheets: readonly ReadSheet[];
  readonly notices: readonly Reason[];
  readonly uploadGroupTag?: string;
  readonly uploadAction?: OtherAction;
  readonly followUpOf?: readonly string[];
  readonly refused?: Reason;
}

export function makePlanner(deps: {
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly sheets: SheetReader;
  readonly plans: Plans;
  readonly devices: Pick<Devices, 'known'>;
}): MakePlan {
  const { clock, uploads, sheets: reader, plans, devices } = deps;

  const nothing = (refused: Reason, notices: readonly Reason[] = []): Reading => ({
    rows: 0,
    counts: {},
    segments: [],
    chunks: [],
    sheets: [],
    notices,
    refused,
  });

  const readAll = async (request: PlanRequest, file: WholeFile, inStorage: StorageWatch): Promise<Reading> => {
    const { claim, blob, settings } = request;
    const options = optionsFor(settings, file);
    const ownTag = blob.metadata['grouptag'];
    const references = makeReferences(plans, clock, claim.current().value.partnerId);
    const referredDevice = makeReferredDevices(plans, claim.current().value.partnerId);
    const chunker = makeChunker();
    const planner = makeRowPlanner(
      {
        uploadId: claim.current().value.uploadId,
        partner: settings.partner,
        connections: settings.connections,
        folderCustomer: file.folderCustomer,
        uploadGroupTag: ownTag,
        fileName: request.fileName,
      },
      chunker,
    );
    const segments = makeSegments(plans, claim);
    const chunks: Plan['chunks'][number][] = [];
    const sheets: ReadSheet[] = [];
    const notices: Reason[] = [];
    let rows = 0;
    let ended = false;

    const store = async (closed: readonly ClosedChunk[]): Promise<void> => {
      const { value } = claim.current();
      for (const { content, ...planned } of closed) {
        const { sha256 } = await plans.writeChunk(value, value.claim, planned.chunk, content);
        chunks.push({ ...planned, sha256 });
      }
    };

    const { partnerId } = claim.current().value;
    /** The first connection by which our ledger knows the device. */
    const knownAt = async (places: LedgerPlaces | undefined): Promise<string | undefined> => {
      for (const connectionId of places?.connectionIds ?? []) {
        const { customerTenantId = '', keys = [] } = places ?? {};
        if ((await devices.known(partnerId, connectionId, customerTenantId, keys)).size > 0) return connectionId;
      }
      return undefined;
    };

    /** The reason the whole file is refused, if it is. */
    const take = async (event: ReadEvent): Promise<Reason | undefined> => {
      switch (event.kind) {
        case 'sheet':
          sheets.push(event.sheet);
          planner.open(event.sheet);
          return undefined;
        case 'notice':
          notices.push(event.notice);
          return undefined;
        case 'refused':
          return event.reason;
        case 'end':
          ended = true;
          return undefined;
        case 'row': {
          const { row, namesOnly } = await inStorage.of(referredDevice(event.row));
          const reference = namesOnly ? undefined : await inStorage.of(references.of(row, sheets));
          const planned = planner.plan(row, reference, await inStorage.of(knownAt(planner.placesOf(row))));
          if ('refused' in planned) return planned.refused;
          rows += 1;
          await inStorage.of(segments.add(planned.row));
          await inStorage.of(store(planned.closed));
          await inStorage.of(claim.keep(rows));
          return undefined;
        }
      }
    };

    const { csvEncoding } = settings.partner;
    const content = inStorage.each(uploads.read(blob));
    const sheetEvents = reader.read(content, options.limits, {
      keepAlive: () => claim.keep(rows),
      ...(csvEncoding === undefined ? {} : { textEncoding: csvEncoding }),
    });
    for await (const event of readUpload(sheetEvents, options)) {
      const refused = await take(event);
      if (refused !== undefined) return nothing(refused, notices);
    }
    if (!ended) throw new ReadingFailed(`Reading upload ${claim.current().value.uploadId} stopped before its end.`);
    await inStorage.of(store(chunker.rest()));
    chunks.sort((a, b) => a.chunk - b.chunk);
    const { uploads: followUpOf, groupTag } = references.followed();
    const uploadGroupTag = ownTag ?? groupTag;
    return {
      rows,
      counts: planner.counts(),
      notSent: planner.notSent(),
      segments: await inStorage.of(segments.end()),
      chunks,
      sheets,
      notices: [...notices, ...planner.notices()],
      ...(uploadGroupTag === undefined ? {} : { uploadGroupTag }),
      ...(file.action === undefined ? {} : { uploadAction: file.action }),
      ...(followUpOf.length === 0 ? {} : { followUpOf }),
    };
  };

  const readWatched = async (request: PlanRequest, file: WholeFile): Promise<Reading> => {
    const inStorage = watchStorage();
    try {
      return await readAll(request, file, inStorage);
    } catch (error) {
      // What storage does not give is refused with the reason: the partner has to hear of it.
      if (error instanceof UploadUnreadable) return nothing({ code: error.code });
      if (inStorage.failed() || error instanceof ReadingFailed) throw error;
      const { uploadId } = request.claim.current().value;
      throw new ReadingFailed(`Reading upload ${uploadId} failed.`, { cause: error });
    }
  };

  return async (request) => {
    const { blob, settings, path } = request;
    const state = request.claim.current().value;
    const reading =
      'refused' in path
        ? nothing(path.refused)
        : (state.readings ?? 0) > maxReadings
          ? nothing({ code: 'reading_gave_up', params: { tries: maxReadings } })
          : await readWatched(request, path);
    return plans.seal({
      version: 1,
      partnerId: state.partnerId,
      partnerName: settings.partner.name,
      uploadId: state.uploadId,
      claim: state.claim,
      check: request.check,
      fileName: request.fileName,
      receivedAt: blob.receivedAt,
      plannedAt: clock.now().toISOString(),
      timeZone: settings.partner.timeZone ?? 'UTC',
      language: settings.partner.language ?? 'en',
      settingsVersion: settings.version,
      readerVersion,
      ...reading,
      notices: [...request.notices, ...reading.notices],
    });
  };
}
