import { type GrantCode, isSignedOut } from '../../domain/reasons/grants.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { SignedOut } from '../../domain/reporting/alarm.ts';
import type { Alarms, ChunkLedger, Clock, OpenUploads, Versioned } from '../../ports.ts';
import type { KeepSignedIn } from './keep-signed-in.ts';

/** A few are enough to see that it works again. */
const mostRemembered = 8;

/** The grant a chunk's connection lacks; undefined: it is signed in, as far as this chunk knows. */
export function signedOutFor({ state, hold, trouble, source, connectionId }: ChunkState): GrantCode | undefined {
  // A chunk that is tried again keeps its hold until its call goes out.
  const code = (hold ?? trouble)?.code ?? '';
  // A move may lack the sign-in of either place.
  const isCertain = source === undefined || source.connectionId === connectionId;
  return state !== 'settled' && isCertain && isSignedOut(code) ? code : undefined;
}

/** Did the platform answer this chunk, since it was blocked? */
function gotThrough({ state, trouble, counts = {} }: ChunkState): boolean {
  if (state === 'sent' || state === 'assigning') return trouble === undefined;
  const { rejected = 0, unknown = 0, ...answered } = counts;
  return state === 'settled' && Object.values(answered).some((count) => (count ?? 0) > 0);
}

/** Every chunk of open uploads, by connection. */
async function openChunks(open: OpenUploads, chunks: ChunkLedger): Promise<ReadonlyMap<string, readonly ChunkState[]>> {
  const all: ChunkState[] = [];
  for await (const { uploadId } of open.list()) all.push(...(await chunks.list(uploadId)));
  return Map.groupBy(all, ({ connectionId }) => connectionId);
}

export interface SignInAlarms {
  /** Raises and ends alarms by what open uploads show; returns all chunks that wait, by connection. */
  look(): Promise<ReadonlyMap<string, readonly ChunkState[]>>;
  /** The same by what came of redeeming every stored sign-in. */
  around(keepSignedIn: KeepSignedIn): KeepSignedIn;
}

/** Notices when a connection is signed out, by the chunks that are blocked for it, and when it works again. */
export function makeSignInAlarms(deps: {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly open: OpenUploads;
  readonly chunks: ChunkLedger;
}): SignInAlarms {
  const { clock, alarms, open, chunks } = deps;

  const signedOut = async (): Promise<ReadonlyMap<string, Versioned<SignedOut>>> =>
    new Map((await alarms.list()).map((there) => [there.value.id, there]));

  /** Written only where it says something new; a lost race is made up for at the next look. */
  const raise = async (alarm: SignedOut, there: Versioned<SignedOut> | undefined): Promise<void> => {
    const { overAt: _over, ...known } = there?.value ?? alarm;
    const next: SignedOut = { ...known, code: alarm.code, waiting: alarm.waiting };
    if (JSON.stringify(next) !== JSON.stringify(there?.value)) await alarms.write(next, there?.etag);
  };

  const end = async ({ value, etag }: Versioned<SignedOut>): Promise<void> => {
    if (value.overAt === undefined) await alarms.write({ ...value, overAt: clock.now().toISOString() }, etag);
  };

  return {
    look: async () => {
      const known = await signedOut();
      const all = await openChunks(open, chunks);
      const waiting = new Map<string, readonly ChunkState[]>();
      for (const [connectionId, own] of all) {
        const blocked = own.filter((chunk) => signedOutFor(chunk) !== undefined);
        const [first] = blocked.toSorted((one, other) => (one.changedAt < other.changedAt ? 1 : -1));
        const code = first === undefined ? undefined : signedOutFor(first);
        if (code === undefined) continue;
        waiting.set(connectionId, blocked);
        const since = blocked.map(({ heldSince, changedAt }) => heldSince ?? changedAt).sort()[0] ?? '';
        const some = blocked.slice(0, mostRemembered).map(({ uploadId, chunk }) => ({ uploadId, chunk }));
        const there = known.get(connectionId);
        await raise({ version: 1, kind: 'signedOut', id: connectionId, code, since, waiting: some }, there);
      }
      for (const there of known.values()) {
        const { id, since, waiting: remembered } = there.value;
        if (waiting.has(id)) continue;
        const then = await Promise.all(remembered.map(({ uploadId, chunk }) => chunks.read(uploadId, chunk)));
        const its = then.flatMap((found) => found?.value ?? []).filter(({ changedAt }) => changedAt > since);
        // What was sent before may still be followed with a token of that time.
        const others = (all.get(id) ?? []).filter(({ firstCallAt = '' }) => firstCallAt > since);
        if ([...its, ...others].some(gotThrough)) await end(there);
      }
      return waiting;
    },
    around: (keepSignedIn) => async () => {
      const result = await keepSignedIn();
      const known = await signedOut();
      const since = clock.now().toISOString();
      for (const { connectionId: id, reason: code } of result.failed) {
        if (!isSignedOut(code)) continue;
        const there = known.get(id);
        await raise({ version: 1, kind: 'signedOut', id, code, since, waiting: there?.value.waiting ?? [] }, there);
      }
      for (const id of result.kept) {
        const there = known.get(id);
        if (there !== undefined) await end(there);
      }
      return result;
    },
  };
}
