import type { Plan } from '../../domain/planning/plan.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import { failureDelay, lateAfter } from '../../domain/waits.ts';
import type { OpenUpload } from '../../domain/work.ts';
import type {
  ChunkLedger,
  Clock,
  OpenUploads,
  Plans,
  Secrets,
  Settings,
  Telemetry,
  UploadLedger,
  Uploads,
  WorkQueue,
} from '../../ports.ts';
import { ClaimLost, type Claims } from '../receiving/claim.ts';
import type { IntakeUpload } from '../receiving/intake-upload.ts';
import type { LoadChunk } from '../registering/loaded-chunk.ts';
import type { Release } from '../release.ts';
import { makeCountFailure } from './count-failure.ts';
import { makeResumeHeld } from './resume-held.ts';

/** What a run of repair did, by kind of repair; and how many uploads it did not reach, or found to be late. */
export type Repairs = Readonly<Record<string, number>>;
export type Repair = () => Promise<Repairs>;

/** Times in milliseconds. */
export interface RepairTimes {
  /** A chunk counts as overdue this long after its message was due. */
  readonly overdue: number;
  /** A run ends after this, and an open upload is not looked at twice within it. */
  readonly every: number;
  /** An upload without a report for this long gets a provisional one. */
  readonly provisional: number;
  /** A chunk that was blocked for this long ends as rejected. */
  readonly hold: number;
}

/**
 * Finishes whatever stands still of the uploads the ledger lists as open: claims that died, plans not released, chunks
 * overdue or held, reports missing. Every step is one that may be done twice, so two repairs at once, or half of one, do
 * no harm. Files the ledger does not know of are for the sweep to find.
 */
export function makeRepair(deps: {
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly settings: Settings;
  readonly secrets: Pick<Secrets, 'about'>;
  readonly ledger: UploadLedger;
  readonly open: OpenUploads;
  readonly plans: Plans;
  readonly chunks: ChunkLedger;
  readonly claims: Claims;
  readonly release: Release;
  readonly loadChunk: LoadChunk;
  readonly intakeUpload: IntakeUpload;
  readonly queue: WorkQueue;
  readonly telemetry: Telemetry;
  readonly times: RepairTimes;
}): Repair {
  const { clock, uploads, ledger, open, plans, chunks, claims, release, intakeUpload, queue, times } = deps;
  const { telemetry } = deps;
  const ago = (iso: string): number => clock.now().getTime() - Date.parse(iso);
  const countFailure = makeCountFailure(deps);
  const resumeHeld = makeResumeHeld({ ...deps, holdMilliseconds: times.hold });
  /** What failed again after it was put back is tried later and later. */
  const rests = ({ failures = 0, changedAt }: UploadState): boolean =>
    failures > 1 && ago(changedAt) < failureDelay(failures - 1);

  /** Nobody claimed it. What lies there now may be another version, which has an entry of its own. */
  const takeUp = async (upload: OpenUpload): Promise<string> => {
    const intake = await intakeUpload(upload.blobName);
    if (intake.kind === 'gone' || intake.kind === 'ignored' || intake.uploadId !== upload.uploadId)
      await open.remove(upload);
    return `intake:${intake.kind}`;
  };

  /** A dead claim: its sealed plan is adopted, its blob read again, or it is superseded by what lies there now. */
  const takeOver = async (state: UploadState): Promise<string> => {
    if (state.state === 'planning' && ago(state.aliveUntil) < 0) return 'alive';
    const plan = await plans.read(state);
    const blob = await uploads.find(state.blobName);
    if (plan === undefined && blob?.etag === state.etag) return `intake:${(await intakeUpload(state.blobName)).kind}`;
    const claim = await claims.take(state);
    if (claim.kind === 'leftAlone') return 'alive';
    if (plan === undefined) {
      await claim.become('superseded');
      await open.remove(state);
      return 'superseded';
    }
    await claim.become('planned', { rowsRead: plan.rows });
    await release.plan(plan);
    return 'adopted';
  };

  const repairChunk = async (chunk: ChunkState): Promise<string | undefined> => {
    switch (chunk.state) {
      case 'held':
        return resumeHeld(chunk);
      case 'pending':
      case 'acting':
      case 'sending':
      case 'sent':
      case 'assigning': {
        if (ago(chunk.dueAt) < times.overdue) return undefined;
        const { partnerId, uploadId, step } = chunk;
        await queue.sendChunk({ version: 1, partnerId, uploadId, chunk: chunk.chunk, step });
        return 'overdueChunk';
      }
      case 'waiting':
      case 'settled':
        return undefined;
    }
  };

  const repairPlanned = async (state: UploadState, plan: Plan, did: (what: string) => void): Promise<void> => {
    await release.plan(plan);
    const all = await chunks.list(plan.uploadId);
    await release.clear(plan.partnerId, plan.uploadId, all);
    for (const chunk of all) {
      const repairs = await repairChunk(chunk);
      if (repairs !== undefined) did(repairs);
    }
    const over = all.every(({ state }) => state === 'settled');
    const movable = all.some(({ state }) => state !== 'settled' && state !== 'held');
    if ((over || movable) && ago(state.receivedAt) > lateAfter) did('late');
    if (rests(state)) return;
    if (over || ago(state.reportedAt ?? state.changedAt) > times.provisional) {
      await queue.sendReport({ version: 1, partnerId: plan.partnerId, uploadId: plan.uploadId });
      did(over ? 'missingReport' : 'provisionalReport');
    }
  };

  const repairUpload = async (upload: OpenUpload, did: (what: string) => void): Promise<void> => {
    const state = (await ledger.read(upload))?.value;
    if (state !== undefined && ['reported', 'superseded', 'refused'].includes(state.state)) return open.remove(upload);
    const dueAt = new Date(clock.now().getTime() + times.every).toISOString();
    await open.put({ ...upload, dueAt });
    if (state === undefined) did(await takeUp(upload));
    else if (state.state === 'planning' || state.state === 'waiting') {
      if (rests(state)) return;
      try {
        did(await takeOver(state));
      } catch (error) {
        if (!(error instanceof ClaimLost)) await countFailure(upload);
        throw error;
      }
    } else {
      const plan = await plans.read(upload);
      if (plan !== undefined) await repairPlanned(state, plan, did);
    }
  };

  /** Those that have waited longest come first, so that what one run did not reach is the next one's beginning. */
  const due = async (): Promise<readonly OpenUpload[]> => {
    const found: OpenUpload[] = [];
    for await (const upload of open.due(clock.now())) found.push(upload);
    return found.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
  };

  return async () => {
    const repairs: Record<string, number> = {};
    const did = (what: string): void => {
      repairs[what] = (repairs[what] ?? 0) + 1;
    };
    // What is wrong with one upload must not keep the others from being repaired; it is thrown at the end.
    const failures: unknown[] = [];
    const guard = (work: Promise<void>): Promise<void> => work.catch((error: unknown) => void failures.push(error));
    const endsAt = clock.now().getTime() + times.every;
    for (const upload of await due()) {
      if (clock.now().getTime() < endsAt)
        await guard(telemetry.step('repair-upload', upload, () => repairUpload(upload, did)));
      else did('leftForNextRun');
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} uploads could not be repaired.`);
    return repairs;
  };
}
