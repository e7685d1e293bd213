import { cutVisibly } from '../../domain/cut-text.ts';
import { actionNames, type OtherAction } from '../../domain/device-action.ts';
import { unknownPartner, uploadIdOf } from '../../domain/ids.ts';
import { customerOfFolder } from '../../domain/planning/customer.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import { isDeviceLinkFile, isProgramFile } from '../../domain/planning/program-file.ts';
import { type ParsedPath, parseUploadPath, uploadPlace } from '../../domain/planning/upload-path.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import { actionOf, nearestActions } from '../../domain/reading/action-words.ts';
import type { Reason } from '../../domain/reason.ts';
import { found as good, type Result, refused } from '../../domain/result.ts';
import type { FoundSettings, PartnerSettings } from '../../domain/settings/settings-folder.ts';
import type { UploadBlob } from '../../domain/work.ts';
import { UploadChanged } from '../../errors.ts';
import type { Clock, OpenUploads, Plans, Settings, Telemetry, UploadLedger, Uploads, WorkQueue } from '../../ports.ts';
import type { Release } from '../release.ts';
import type { KeepProgress } from '../upload-progress.ts';
import { stepOutcome } from '../watching/observed.ts';
import { type Claim, ClaimLost, type Claims } from './claim.ts';
import { type MakePlan, type PlanRequest, ReadingFailed } from './make-plan.ts';

export type Intake =
  | { readonly kind: 'planned'; readonly uploadId: string; readonly rows: number; readonly chunks: number }
  /** Somebody else is at it, or it is done already. */
  | { readonly kind: 'leftAlone'; readonly uploadId: string; readonly why: string }
  /** Overwritten or deleted before it was sealed. */
  | { readonly kind: 'superseded'; readonly uploadId: string }
  | { readonly kind: 'gone' }
  /** A file that some program has left there; it gets no report. */
  | { readonly kind: 'ignored' }
  /** Nothing is in it yet: many tools make a file first and fill it then. Repair comes back to it. */
  | { readonly kind: 'postponed'; readonly uploadId: string }
  /** It belongs to no partner we know, so there is no place for a report. */
  | { readonly kind: 'refused'; readonly uploadId: string; readonly reason: Reason }
  /** Its partner's settings can't be used; it is taken up again once they are corrected. */
  | { readonly kind: 'waiting'; readonly uploadId: string; readonly faults: readonly string[] };

/** Blob -> sealed plan -> released chunks. */
export type IntakeUpload = (blobName: string) => Promise<Intake>;

/** So long an empty file may still be filled: its content is another version, with an event and a report of its own. */
const fillMilliseconds = 60_000;

/** Versions that overtake each other are among a partner's last uploads. */
const uploadsLookedAt = 10;

type UsableOrBroken = Exclude<PartnerSettings, { kind: 'unknown' }>;

/** What folder and metadata say is to be done with every device of the file, or why it is refused; `register` needs no word. */
function actionOfFile(folder: OtherAction | undefined, asked: string | undefined): Result<OtherAction | undefined> {
  if (asked === undefined || asked.trim() === '') return good(folder);
  const action = actionOf(asked);
  const params = { found: cutVisibly(asked, 40) };
  if (action === undefined) return refused('metadata_action_unknown', { ...params, words: nearestActions(asked) });
  if (folder !== undefined && folder !== action)
    return refused('metadata_action_unknown', { ...params, detail: 'conflict', folder: actionNames[folder] });
  return good(action === 'register' ? undefined : action);
}

/** What is known of the file before it is opened: why it is refused, or what holds for all its rows. */
function judgePath(parsed: ParsedPath, { metadata }: UploadBlob, settings: FoundSettings): PlanRequest['path'] {
  if (parsed.kind === 'refused') return { refused: parsed.reason };
  if (settings.partner.state === 'suspended') return { refused: { code: 'partner_suspended' } };
  const { customerFolder, fileName } = parsed.path;
  if (isDeviceLinkFile(fileName)) return { refused: { code: 'device_link_file' } };
  const asked = actionOfFile(parsed.path.action, metadata['action']);
  if (!asked.ok) return { refused: asked.reason };
  const action = asked.value === undefined ? {} : { action: asked.value };
  if (customerFolder === undefined) return { folderCustomer: undefined, ...action };
  const customer = customerOfFolder(settings.partner, customerFolder);
  if (customer.ok) return { folderCustomer: customer.value, ...action };
  const code = customer.reason.code === 'customer_claimed_twice' ? customer.reason.code : 'customer_folder_unknown';
  return { refused: { code, params: { ...customer.reason.params, folder: customerFolder } } };
}

const isCheck = (parsed: ParsedPath, blob: UploadBlob): boolean =>
  (parsed.kind === 'upload' && parsed.path.check) || blob.metadata['check'] === 'true';

const freshState = (blob: UploadBlob, partnerId: string, uploadId: string): UploadState => ({
  version: 1,
  partnerId,
  uploadId,
  state: 'planning',
  blobName: blob.name,
  etag: blob.etag,
  receivedAt: blob.receivedAt,
  claim: 0,
  aliveUntil: blob.receivedAt,
  rowsRead: 0,
  sequence: 0,
  changedAt: blob.receivedAt,
});

/**
 * May be called any number of times for the same blob, at once and after crashes: one claim works, the others find its
 * traces and end quietly.
 */
export function makeIntakeUpload(deps: {
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly settings: Settings;
  readonly plans: Plans;
  readonly ledger: UploadLedger;
  readonly open: OpenUploads;
  readonly claims: Claims;
  readonly makePlan: MakePlan;
  readonly release: Release;
  readonly keepProgress: KeepProgress;
  readonly queue: WorkQueue;
  readonly telemetry: Telemetry;
}): IntakeUpload {
  const { clock, uploads, settings, plans, ledger, open, claims, makePlan, release, keepProgress, queue, telemetry } =
    deps;

  const refuse = async (blob: UploadBlob, uploadId: string): Promise<Intake> => {
    const reason: Reason = { code: 'unknown_partner' };
    await ledger.write({ ...freshState(blob, unknownPartner, uploadId), state: 'refused', reason }, undefined);
    return { kind: 'refused', uploadId, reason };
  };

  /** Without settings there is nothing to plan by. One report says so; repair comes back to it. */
  const wait = async (fresh: UploadState, faults: readonly string[]): Promise<Intake> => {
    const { partnerId, uploadId } = fresh;
    const there = (await ledger.read(fresh))?.value;
    if (there?.state !== 'waiting') {
      const claim = await claims.take(fresh);
      if (claim.kind === 'leftAlone') return { kind: 'leftAlone', uploadId, why: claim.why };
      await claim.become('waiting', { reason: { code: 'settings_broken', params: { faults: faults.join('; ') } } });
    }
    // Taking a claim for each look would use up the tries a file has.
    if (there?.reportedAt === undefined) await queue.sendReport({ version: 1, partnerId, uploadId });
    return { kind: 'waiting', uploadId, faults };
  };

  /** What became of earlier versions of the same blob, where no report says it yet. */
  const earlierVersions = async ({ partnerId, uploadId, blobName }: UploadState): Promise<readonly Reason[]> => {
    const newest = await ledger.newest(partnerId, uploadsLookedAt);
    const others = newest.filter((other) => other.blobName === blobName && other.uploadId !== uploadId);
    const [last] = others;
    const sealed = last !== undefined && (last.state === 'planned' || (await plans.read(last)) !== undefined);
    if (last === undefined || last.state === 'reported') return [];
    if (sealed) return [{ code: 'earlier_version_goes_on' }];
    return last.state === 'superseded' || last.state === 'planning' ? [{ code: 'earlier_version_superseded' }] : [];
  };

  const planAndRelease = async (claim: Claim, request: () => PlanRequest): Promise<Plan> => {
    // A sealed plan of an earlier claim is adopted; unsealed work of one is void.
    const plan: Plan = (await plans.read(claim.current().value)) ?? (await makePlan(request()));
    await claim.become('planned', { rowsRead: plan.rows });
    await keepProgress(plan, []);
    await release.plan(plan);
    const { partnerId, uploadId } = plan;
    await queue.sendNotification({ version: 1, partnerId, uploadId, event: 'received' });
    return plan;
  };

  /** The host tries again at once and finds it left alone; repair takes it up when its pause is over. */
  const giveBack = async (claim: Claim, blob: UploadBlob, counts: boolean): Promise<void> => {
    const { partnerId, uploadId } = claim.current().value;
    try {
      const dueAt = await claim.letGo(counts);
      await open.put({ partnerId, uploadId, blobName: blob.name, dueAt });
    } catch {
      // What made the run fail matters more; the claim runs out by itself.
    }
  };

  const work = async (claim: Claim, blob: UploadBlob, parsed: ParsedPath, found: FoundSettings): Promise<Intake> => {
    const { partnerId, uploadId } = claim.current().value;
    const notices = await earlierVersions(claim.current().value);
    try {
      const plan = await planAndRelease(claim, () => ({
        claim,
        blob,
        fileName: uploadPlace(parsed).fileName,
        check: isCheck(parsed, blob),
        settings: found,
        notices,
        path: judgePath(parsed, blob, found),
      }));
      telemetry.measure('rowsRead', plan.rows, {});
      return { kind: 'planned', uploadId, rows: plan.rows, chunks: plan.chunks.length };
    } catch (error) {
      if (error instanceof ClaimLost) return { kind: 'leftAlone', uploadId, why: 'another run took it over' };
      if (!(error instanceof UploadChanged)) {
        await giveBack(claim, blob, error instanceof ReadingFailed);
        throw error;
      }
      await claim.become('superseded');
      await open.remove({ partnerId, uploadId });
      return { kind: 'superseded', uploadId };
    }
  };

  const takeUp = async (
    fresh: UploadState,
    blob: UploadBlob,
    parsed: ParsedPath,
    found: UsableOrBroken,
  ): Promise<Intake> => {
    const { partnerId, uploadId } = fresh;
    const repairAt = (dueAt: string) => open.put({ partnerId, uploadId, blobName: blob.name, dueAt });
    const filledBy = Date.parse(blob.receivedAt) + fillMilliseconds;
    if (blob.bytes === 0 && clock.now().getTime() < filledBy) {
      await repairAt(new Date(filledBy).toISOString());
      return { kind: 'postponed', uploadId };
    }
    await repairAt(new Date(clock.now().getTime() + claims.milliseconds).toISOString());
    if (found.kind === 'broken') return wait(fresh, found.faults);
    const claim = await claims.take(fresh);
    if (claim.kind === 'leftAlone') {
      if (claim.until !== undefined) await repairAt(claim.until);
      return { kind: 'leftAlone', uploadId, why: claim.why };
    }
    return work(claim, blob, parsed, found);
  };

  return async (blobName) => {
    if (isProgramFile(blobName)) return { kind: 'ignored' };
    const blob = await uploads.find(blobName);
    if (blob === undefined) return { kind: 'gone' };
    const uploadId = uploadIdOf('uploads', blob.name, blob.etag);
    const parsed = parseUploadPath(blob.name);
    const { partnerId } = uploadPlace(parsed);
    const found = partnerId === undefined ? undefined : await settings.ofPartner(partnerId);
    if (partnerId === undefined || found === undefined || found.kind === 'unknown') return refuse(blob, uploadId);
    const fresh = freshState(blob, partnerId, uploadId);
    return telemetry.step('receive-upload', fresh, () => takeUp(fresh, blob, parsed, found), stepOutcome);
  };
}
