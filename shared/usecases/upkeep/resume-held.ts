import { type KeptAnswer, makeKeptAnswer } from '../../domain/kept-answer.ts';
import { grantReasons, isGrant } from '../../domain/reasons/grants.ts';
import { advanceChunk, type ChunkEvent, type ChunkState } from '../../domain/registering/chunk-state.ts';
import { judgeEnd } from '../../domain/registering/chunk-verdicts.ts';
import { credentialOf } from '../../domain/settings/credential-of.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';
import { secretAge } from '../../domain/waits.ts';
import type { ChunkLedger, Clock, Secrets, Settings } from '../../ports.ts';
import type { LoadChunk } from '../registering/loaded-chunk.ts';
import { queuePlaceOf, type Release } from '../release.ts';

/** What was done about a held chunk; undefined: nothing, its time has not come. */
export type ResumeHeld = (chunk: ChunkState) => Promise<'resumed' | 'holdExpired' | undefined>;

/** While these hold, no try stores a new sign-in: whoever did, has signed in. */
const withoutSignIn: readonly string[] = ['consent_missing', 'consent_expired'];

/**
 * A held chunk is tried again as soon as its partner's settings are others than those it was held under, or the secret it
 * lacked is stored anew; else when its time has come, because most grants are given where we cannot see it. One that stays
 * blocked for long ends as rejected.
 */
export function makeResumeHeld(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly secrets: Pick<Secrets, 'about'>;
  readonly chunks: ChunkLedger;
  readonly release: Release;
  readonly loadChunk: LoadChunk;
  /** A chunk that was blocked for this long, in milliseconds, is given up. */
  readonly holdMilliseconds: number;
}): ResumeHeld {
  const { clock, settings, secrets, loadChunk, holdMilliseconds } = deps;
  const tryAgain = makeTryAgain(deps);
  const ago = (iso: string): number => clock.now().getTime() - Date.parse(iso);
  const storedTimes = new Map<string, KeptAnswer<string | undefined>>();

  /** When a secret was last stored; many chunks wait for the same one. */
  const storedAt = (name: string): Promise<string | undefined> => {
    const kept =
      storedTimes.get(name) ??
      makeKeptAnswer<string | undefined>(
        () => clock.now().getTime(),
        (_, askedMs) => askedMs + secretAge,
      );
    storedTimes.set(name, kept);
    // A vault that can't be reached must not keep an upload from being repaired; the chunk's own time decides then.
    return kept.get(async () => (await secrets.about(name))?.changedAt).catch(() => undefined);
  };

  /** Was the secret that a chunk lacked stored after it was last tried? */
  const isRenewed = async (chunk: ChunkState, connections: FoundSettings['connections']): Promise<boolean> => {
    const { hold, connectionId, source, changedAt } = chunk;
    if (hold === undefined || !isGrant(hold.code) || grantReasons[hold.code].who !== 'operator') return false;
    const names = [connectionId, source?.connectionId ?? connectionId].flatMap((id) => {
      const connection = connections.get(id);
      const { credential, renewed } = connection === undefined ? {} : credentialOf(connection);
      return [credential ?? [], (withoutSignIn.includes(hold.code) ? renewed : undefined) ?? []].flat();
    });
    const times = await Promise.all([...new Set(names)].map(storedAt));
    return times.some((at) => at !== undefined && Date.parse(at) > Date.parse(changedAt));
  };

  const isDue = async (chunk: ChunkState): Promise<boolean> => {
    const { dueAt, partnerId, heldUnder, hold } = chunk;
    // A person says so: a new day alone does not make many removals right.
    if (hold?.code === 'removal_limit') return false;
    if (ago(dueAt) >= 0) return true;
    const found = await settings.ofPartner(partnerId);
    return found.kind === 'found' && (found.version !== heldUnder || (await isRenewed(chunk, found.connections)));
  };

  const giveUp: ResumeHeld = async ({ partnerId, uploadId, chunk, step }) => {
    const loaded = await loadChunk({ version: 1, partnerId, uploadId, chunk, step });
    if ('kind' in loaded) return undefined;
    await loaded.settle(judgeEnd(loaded.state, loaded.verdicts, 'hold_expired', 'no_answer'));
    return 'holdExpired';
  };

  return async (chunk) => {
    if (chunk.heldSince !== undefined && ago(chunk.heldSince) > holdMilliseconds) return giveUp(chunk);
    if (!(await isDue(chunk))) return undefined;
    return (await tryAgain(chunk)) ? 'resumed' : undefined;
  };
}

/** Resumes a held chunk, whether its time has come or not; `false`: it is not held any more. */
export const makeTryAgain =
  ({ clock, chunks, release }: { readonly clock: Clock; readonly chunks: ChunkLedger; readonly release: Release }) =>
  async (
    { uploadId, chunk }: Pick<ChunkState, 'uploadId' | 'chunk'>,
    allowed: Pick<Extract<ChunkEvent, { kind: 'resumed' }>, 'removalsAllowed'> = {},
  ): Promise<boolean> => {
    const there = await chunks.read(uploadId, chunk);
    const resumed = there && advanceChunk(there.value, { kind: 'resumed', ...allowed }, clock.now());
    if (there === undefined || resumed === undefined) return false;
    if ((await chunks.replace(resumed, there.etag)) === undefined) return false;
    await release.join(queuePlaceOf(resumed));
    return true;
  };
