import type { ComparedScope, ComparisonFinding, ComparisonHead } from '../../domain/comparing/comparison.ts';
import { decodeMarks, encodeMarks } from '../../domain/comparing/finding-marks.ts';
import type { LastComparison, SpokenOf } from '../../domain/comparing/listed-device.ts';
import { listedDigests, listedName } from '../../domain/comparing/listed-digests.ts';
import { holds } from '../../domain/comparing/number-list.ts';
import { requestIdOf } from '../../domain/ids.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';
import type {
  CallContext,
  Clock,
  ComparisonRenderer,
  Comparisons,
  DeviceList,
  Listings,
  PartnerList,
  Plans,
  PlatformClient,
  Reports,
  Scratch,
  Settings,
  UploadLedger,
} from '../../ports.ts';
import { type Counted, countFindings } from './count-findings.ts';
import { findingsOf } from './findings.ts';
import { makeListCustomer } from './list-customer.ts';
import {
  type AbsentLine,
  type MatchedScope,
  makeMatchScope,
  pairBySerial,
  type Spill,
  type SpilledLine,
} from './match-scope.ts';
import { isOf, isOfScope, listingPlaceOf, type Scope, scopesOf, sharedCustomers } from './scopes.ts';
import { makeRegisteredFrom } from './trace-origin.ts';

/** What a comparison did; for the log and the operator, not for the partner. */
export type ComparedPartner =
  | { readonly partnerId: string; readonly kind: 'skipped'; readonly why: string }
  | {
      readonly partnerId: string;
      readonly kind: 'compared';
      /** Base name of the report files. */
      readonly report: string;
      readonly counts: Readonly<Record<string, number>>;
      readonly changed: number;
      /** Listings that failed, with the code of the reason. */
      readonly failed: readonly string[];
      /** By connection: listed devices of shared connections that are not this partner's; only the operator sees this. */
      readonly withheld: Readonly<Record<string, number>>;
      readonly calls: Readonly<Record<string, number>>;
    };

/** Compares one partner, or all: those first whose last comparison is longest ago. */
export type Reconcile = (
  partnerId?: string,
  onProgress?: (progress: ComparisonProgress) => void,
) => Promise<readonly ComparedPartner[]>;

/** Where a comparison is. */
export interface ComparisonProgress {
  readonly partnerId: string;
  readonly connectionId: string;
  readonly customerName: string;
  /** Devices of this customer that were listed so far. */
  readonly listed: number;
  /** There are no more. */
  readonly all: boolean;
}

/** Times in milliseconds. */
export interface CompareTimes {
  /** How long a platform's job usually takes at most, where the connection does not say. */
  readonly usualJob: number;
  /** A run ends after this, so that the host need not kill it; the next one goes on with listings that are not finished. */
  readonly reconcile: number;
  /** A listing is made anew after this, whether or not the platform's count of devices has moved. */
  readonly relist: number;
}

/** The calendar day it is for the partner. */
const dayIn = (timeZone: string, now: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

/** Names taken from the last report at most, for one customer; a listing that needs more is made anew. */
const maxNames = 20_000;

export function makeReconcile(deps: {
  readonly clock: Clock;
  readonly settings: Settings & PartnerList;
  readonly devices: DeviceList;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly comparisons: Comparisons;
  readonly listings: Listings;
  readonly scratch: Scratch;
  readonly renderer: ComparisonRenderer;
  readonly reports: Reports;
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly times: CompareTimes;
}): Reconcile {
  const { clock, settings, comparisons, listings, scratch, renderer, reports, times } = deps;
  const listCustomer = makeListCustomer({ clock, listings, relistMs: times.relist });
  const matchScope = makeMatchScope({ ...deps, listCustomer });

  /** Names of devices that the last report of each scope spoke of: they are not kept with the listing. */
  const namesOf = async (scope: Scope, last: LastComparison | undefined): Promise<ReadonlyMap<string, SpokenOf>> => {
    const names = new Map<string, SpokenOf>();
    const report = last?.scopes.find(isOfScope(scope))?.report;
    if (report === undefined) return names;
    for await (const spoken of comparisons.spokenOf(report)) {
      if (!isOfScope(scope)(spoken)) continue;
      const name = listedName(listedDigests(spoken));
      if (name !== undefined) names.set(name, spoken);
      if (names.size >= maxNames) break;
    }
    return names;
  };

  const matchAll = async (
    partnerId: string,
    scopes: readonly Scope[],
    spill: Spill,
    call: Omit<CallContext, 'correlationId'>,
    last: LastComparison | undefined,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<readonly MatchedScope[]> => {
    const byNumber = new Map<number, MatchedScope>();
    // Those longest ago first, so that a run that ends early starves no customer.
    const turns = scopes.map((scope, number) => ({ scope, number, at: last?.scopes.find(isOfScope(scope))?.at ?? '' }));
    for (const { scope, number } of turns.toSorted(byTime)) {
      const now = clock.now();
      const { usualJobSeconds } = scope.connection;
      const usualJob = usualJobSeconds === undefined ? times.usualJob : usualJobSeconds * 1000;
      const correlationId = requestIdOf(`compare ${partnerId} ${now.toISOString()}`, number);
      const context: CallContext = { ...call, correlationId };
      const names = await namesOf(scope, last);
      const place = listingPlaceOf(partnerId, scope);
      const where = { partnerId, connectionId: place.connectionId, customerName: scope.customer.name };
      const onListed = (listed: number, all: boolean): void => onProgress({ ...where, listed, all });
      byNumber.set(number, await matchScope({ place, scope, number, spill, context, usualJob, names, onListed }));
    }
    const matched = scopes.flatMap((_, number) => byNumber.get(number) ?? []);
    await pairBySerial(matched, spill);
    return matched;
  };

  async function* readFindings(
    partnerId: string,
    scopes: readonly MatchedScope[],
    spill: Spill,
    before: readonly (Float64Array | undefined)[],
  ): AsyncIterable<ComparisonFinding> {
    const registeredFrom = makeRegisteredFrom(deps, partnerId);
    for await (const { scope, mark, finding, origin } of findingsOf(scopes, spill, () => undefined)) {
      const earlier = before[scope];
      const changed = earlier !== undefined && !holds(earlier, mark);
      yield { ...finding, changed, ...(origin === undefined ? {} : await registeredFrom(origin)) };
    }
  }

  /** Only now: before its report is there, what a listing brought to light cannot be named. */
  const keepListings = async (partnerId: string, counted: readonly Counted[]): Promise<void> => {
    for (const { scope, kept } of counted) {
      if (kept === undefined) continue;
      const { connectionId, customerTenantId } = scope;
      const place = { partnerId, connectionId, customerTenantId };
      await listings.write(place, kept);
      await listings.tidy(place, kept);
    }
  };

  const keepMarks = (
    partnerId: string,
    comparedAt: string,
    report: string,
    counted: readonly Counted[],
    last: LastComparison | undefined,
  ): Promise<void> =>
    comparisons.keep(partnerId, {
      version: 1,
      comparedAt,
      scopes: counted.flatMap(({ scope: { connectionId, customerTenantId, state }, marks }) => {
        if (state === 'compared')
          return [{ connectionId, customerTenantId, findings: encodeMarks(marks), report, at: comparedAt }];
        // What could not be compared this time is still new next time, or still is not.
        return last?.scopes.filter(isOf(connectionId, customerTenantId)) ?? [];
      }),
    });

  const comparePartner = async (
    found: FoundSettings,
    shared: ReadonlySet<string>,
    signal: AbortSignal,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<ComparedPartner> => {
    const { partner } = found;
    const { partnerId } = partner;
    const scopes = scopesOf(found, shared);
    await listings.keepOnly(
      partnerId,
      scopes.map((scope) => listingPlaceOf(partnerId, scope)),
    );
    if (scopes.length === 0) return { partnerId, kind: 'skipped', why: 'it has no customer that could be compared' };
    const calls: Record<string, number> = {};
    const withheld: Record<string, number> = {};
    const spill: Spill = { listed: await scratch.open<SpilledLine>(), absent: await scratch.open<AbsentLine>() };
    try {
      const now = clock.now();
      const last = await comparisons.last(partnerId);
      const call = { signal, onCall: (operation: string) => add(calls, operation) };
      const matched = await matchAll(partnerId, scopes, spill, call, last, onProgress);
      const before = matched.map(({ connection, customer }) => {
        const known = last?.scopes.find(isOf(connection.connectionId, customer.customerTenantId));
        return known === undefined ? undefined : decodeMarks(known.findings);
      });
      const counted = await countFindings(matched, spill, before, (number) =>
        add(withheld, matched[number]?.connection.connectionId ?? ''),
      );
      const timeZone = partner.timeZone ?? 'UTC';
      const head: ComparisonHead = {
        version: 1,
        partnerId,
        partnerName: partner.name,
        comparedAt: now.toISOString(),
        ...(last === undefined ? {} : { previousAt: last.comparedAt }),
        timeZone,
        scopes: counted.map(({ scope }) => scope),
      };
      const report = `${partnerId}/reconciliation/${dayIn(timeZone, now)}`;
      const rendered = await renderer.render(head, () => readFindings(partnerId, matched, spill, before));
      try {
        for (const file of rendered.files) await reports.put(`${report}.${file.kind}`, file, now.getTime());
      } finally {
        await rendered.dispose();
      }
      await keepMarks(partnerId, head.comparedAt, report, counted, last);
      await keepListings(partnerId, counted);
      return { partnerId, kind: 'compared', report, ...totals(head.scopes), withheld, calls };
    } finally {
      await spill.listed.close();
      await spill.absent.close();
    }
  };

  /** Those whose last comparison is longest ago come first, so that a run that ends early leaves none out for good. */
  const inTurn = async (ids: readonly string[]): Promise<readonly string[]> => {
    const turns = await Promise.all(
      ids.map(async (id) => ({ id, at: (await comparisons.last(id))?.comparedAt ?? '' })),
    );
    return turns.toSorted(byTime).map(({ id }) => id);
  };

  return async (only, onProgress = () => undefined) => {
    const all = await Promise.all((await settings.ids()).map((id) => settings.ofPartner(id)));
    const found = all.filter((one) => one.kind === 'found');
    const shared = sharedCustomers(found.map(({ partner }) => partner));
    const results: ComparedPartner[] = [];
    const failures: unknown[] = [];
    const signal = AbortSignal.timeout(times.reconcile);
    for (const partnerId of only === undefined ? await inTurn(await settings.ids()) : [only]) {
      const own = found.find(({ partner }) => partner.partnerId === partnerId);
      try {
        if (own === undefined) {
          results.push({ partnerId, kind: 'skipped', why: 'its settings are missing or can’t be used' });
        } else if (signal.aborted) {
          results.push({ partnerId, kind: 'skipped', why: 'there was no time left; it comes first next time' });
        } else {
          results.push(await comparePartner(own, shared, signal, onProgress));
        }
      } catch (error) {
        // A bug that one partner's devices bring to light must not keep the others from their reports.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} partners could not be compared`);
    return results;
  };
}

const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const byTime = (one: { readonly at: string }, other: { readonly at: string }): number =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : 0;

function totals(scopes: readonly ComparedScope[]) {
  const counts: Record<string, number> = {};
  for (const scope of scopes) {
    for (const [category, count] of Object.entries(scope.counts)) counts[category] = (counts[category] ?? 0) + count;
  }
  return {
    counts,
    changed: scopes.reduce((sum, { changed = 0 }) => sum + changed, 0),
    failed: scopes.flatMap(({ connectionId, reason }) =>
      reason === undefined ? [] : [`${connectionId}: ${reason.code}`],
    ),
  };
}
