import {
  type ComparedScope,
  type ComparisonFinding,
  type ComparisonHead,
  isDrift,
} from '../../domain/comparing/comparison.ts';
import { decodeMarks, encodeMarks } from '../../domain/comparing/finding-marks.ts';
import type { LastComparison } from '../../domain/comparing/listed-device.ts';
import { holds } from '../../domain/comparing/number-list.ts';
import { requestIdOf } from '../../domain/ids.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { FoundSettings } from '../../domain/settings/settings-folder.ts';
import type {
  CallContext,
  Clock,
  ComparisonRenderer,
  Comparisons,
  DeviceList,
  DevicePlace,
  Listings,
  Plans,
  PlatformClient,
  Reports,
  Scratch,
  UploadLedger,
} from '../../ports.ts';
import { type Counted, countFindings } from './count-findings.ts';
import { findingsOf } from './findings.ts';
import { makeListCustomer } from './list-customer.ts';
import {
  type AbsentLine,
  confirmPkids,
  type MatchedScope,
  makeMatchScope,
  pairBySerial,
  type Spill,
  type SpilledLine,
} from './match-scope.ts';
import { isOf, isOfScope, type LeftOut, listingPlaceOf, type Scope, scopesOf } from './scopes.ts';
import { makeRegisteredFrom } from './trace-origin.ts';

/** What a comparison did; for the log and the operator, not for the partner. */
export type ComparedPartner =
  | {
      readonly partnerId: string;
      readonly kind: 'skipped';
      readonly why: string;
      /** Base name of the report files that say so. */
      readonly report?: string;
    }
  | {
      readonly partnerId: string;
      readonly kind: 'compared';
      /** Base name of the report files. */
      readonly report: string;
      readonly counts: Readonly<Record<string, number>>;
      readonly changed: number;
      /** What could not be compared, with the code of the reason. */
      readonly failed: readonly string[];
      /** Those of them that could be compared the last time, or failed for another reason. */
      readonly newlyFailed: readonly string[];
      /** By connection: listed devices of shared connections that are not this partner's; only the operator sees this. */
      readonly withheld: Readonly<Record<string, number>>;
      readonly calls: Readonly<Record<string, number>>;
    };

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

/** One run over one partner. */
export interface CompareRequest {
  readonly found: FoundSettings;
  /** Customers that more than one partner names. */
  readonly shared: ReadonlySet<string>;
  /** The operator has stopped sending for the partner. */
  readonly isSuspended: boolean;
  /** When the run ends. */
  readonly end: Pick<CallContext, 'signal' | 'patientUntilMs'>;
  readonly onProgress: (progress: ComparisonProgress) => void;
}

export interface ComparePartner {
  compare(request: CompareRequest): Promise<ComparedPartner>;
  /** Says once, in a last report, why a partner that was compared before is compared no more. */
  end(partnerId: string, code: PartnerOver): Promise<ComparedPartner>;
}

/** Why nothing of a partner can be compared, and how the log says it. */
export const partnerOver = {
  comparison_partner_removed: 'it is not in the settings',
  comparison_settings_unusable: 'its settings can’t be used',
} as const;
export type PartnerOver = keyof typeof partnerOver;

/** The calendar day it is for the partner. */
const dayIn = (timeZone: string, now: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

export function makeComparePartner(deps: {
  readonly clock: Clock;
  readonly devices: DeviceList;
  readonly ledger: UploadLedger;
  readonly plans: Plans;
  readonly comparisons: Comparisons;
  readonly listings: Listings;
  readonly scratch: Scratch;
  readonly renderer: ComparisonRenderer;
  readonly reports: Reports;
  readonly clientOf: (connection: Connection) => PlatformClient;
  readonly times: { readonly usualJob: number };
}): ComparePartner {
  const { clock, devices, comparisons, listings, scratch, renderer, reports, times } = deps;
  const listCustomer = makeListCustomer({ clock, listings });
  const matchScope = makeMatchScope({ ...deps, listCustomer });

  const countOurs = async (partnerId: string, place: DevicePlace): Promise<number> => {
    let ours = 0;
    for await (const { alias } of devices.list(partnerId, place.connectionId, place.customerTenantId)) {
      if (alias !== true) ours += 1;
    }
    return ours;
  };

  /** Connections and customers the ledger has registered devices of. */
  const placesOf = async (partnerId: string): Promise<readonly DevicePlace[]> => {
    const places: DevicePlace[] = [];
    for await (const place of devices.places(partnerId)) {
      for await (const _row of devices.list(partnerId, place.connectionId, place.customerTenantId)) {
        places.push(place);
        break;
      }
    }
    return places;
  };

  const matchAll = async (
    { found, end, onProgress }: CompareRequest,
    scopes: readonly Scope[],
    spill: Spill,
    onCall: CallContext['onCall'],
    last: LastComparison | undefined,
  ): Promise<readonly MatchedScope[]> => {
    const { partnerId } = found.partner;
    const byNumber = new Map<number, MatchedScope>();
    // Those longest ago first, so that a run that ends early starves no customer.
    const turns = scopes.map((scope, number) => ({ scope, number, at: last?.scopes.find(isOfScope(scope))?.at ?? '' }));
    for (const { scope, number } of turns.toSorted(byTime)) {
      const now = clock.now();
      const { usualJobSeconds } = scope.connection;
      const usualJob = usualJobSeconds === undefined ? times.usualJob : usualJobSeconds * 1000;
      const correlationId = requestIdOf(`compare ${partnerId} ${now.toISOString()}`, number);
      const context: CallContext = { ...end, onCall, correlationId };
      const place = listingPlaceOf(partnerId, scope);
      const where = { partnerId, connectionId: place.connectionId, customerName: scope.customer.name };
      const onListed = (listed: number, all: boolean): void => onProgress({ ...where, listed, all });
      byNumber.set(number, await matchScope({ place, scope, number, spill, context, usualJob, onListed }));
    }
    const matched = scopes.flatMap((_, number) => byNumber.get(number) ?? []);
    await pairBySerial(matched, spill);
    await confirmPkids(matched, spill);
    return matched;
  };

  async function* readFindings(
    partnerId: string,
    scopes: readonly MatchedScope[],
    spill: Spill,
    before: readonly (Float64Array | undefined)[],
  ): AsyncIterable<ComparisonFinding> {
    const registeredFrom = makeRegisteredFrom(deps, partnerId);
    for await (const { scope, mark, finding, ours } of findingsOf(scopes, spill, () => undefined)) {
      const earlier = before[scope];
      const changed = isDrift[finding.code] && earlier !== undefined && !holds(earlier, mark);
      yield { ...finding, changed, ...(ours === undefined ? {} : await registeredFrom(ours)) };
    }
  }

  const leave = async (partnerId: string, { reason, ...where }: LeftOut): Promise<ComparedScope> => {
    const ours = await countOurs(partnerId, where);
    return { ...where, state: 'leftOut', reason, ours, counts: {} };
  };

  const publish = async (head: ComparisonHead, findings: () => AsyncIterable<ComparisonFinding>): Promise<string> => {
    const at = new Date(head.comparedAt);
    const report = `${head.partnerId}/reconciliation/${dayIn(head.timeZone, at)}`;
    const rendered = await renderer.render(head, findings);
    try {
      for (const file of rendered.files) await reports.put(`${report}.${file.kind}`, file, at.getTime());
    } finally {
      await rendered.dispose();
    }
    return report;
  };

  return {
    compare: async (request) => {
      const { found, shared, isSuspended } = request;
      const { partner } = found;
      const { partnerId, timeZone = 'UTC' } = partner;
      const { scopes, leftOut } = scopesOf(found, shared, await placesOf(partnerId));
      await listings.keepOnly(
        partnerId,
        scopes.map((scope) => listingPlaceOf(partnerId, scope)),
      );
      if (scopes.length + leftOut.length === 0)
        return { partnerId, kind: 'skipped', why: 'it has no customer that could be compared' };
      const calls: Record<string, number> = {};
      const withheld: Record<string, number> = {};
      const spill: Spill = { listed: await scratch.open<SpilledLine>(), absent: await scratch.open<AbsentLine>() };
      try {
        const comparedAt = clock.now().toISOString();
        const last = await comparisons.last(partnerId);
        const matched = await matchAll(request, scopes, spill, (operation) => add(calls, operation), last);
        const before = matched.map((scope) => {
          const drift = last?.scopes.find(isOfScope(scope))?.drift;
          return drift === undefined ? undefined : decodeMarks(drift);
        });
        const counted = await countFindings(matched, spill, before, (number) =>
          add(withheld, matched[number]?.connection.connectionId ?? ''),
        );
        const left = await Promise.all(leftOut.map((one) => leave(partnerId, one)));
        const told = [...counted.map(({ scope }) => scope), ...left].map((scope) => withSince(scope, comparedAt, last));
        const isStopped = isSuspended || partner.state === 'suspended';
        const remarks: readonly Reason[] = isStopped ? [{ code: 'comparison_suspended' }] : [];
        const head: ComparisonHead = {
          version: 1,
          partnerId,
          partnerName: partner.name,
          comparedAt,
          ...(before.every((marks) => marks === undefined) || last === undefined
            ? {}
            : { previousAt: last.comparedAt }),
          timeZone,
          ...(remarks.length === 0 ? {} : { remarks }),
          scopes: told,
        };
        const report = await publish(head, () => readFindings(partnerId, matched, spill, before));
        await comparisons.keep(partnerId, nextLast(comparedAt, counted, told, last));
        return { partnerId, kind: 'compared', report, ...totals(told, last), withheld, calls };
      } finally {
        await spill.listed.close();
        await spill.absent.close();
      }
    },

    end: async (partnerId, code) => {
      const why = partnerOver[code];
      const last = await comparisons.last(partnerId);
      if (last === undefined || last.over === code) return { partnerId, kind: 'skipped', why };
      let ours = 0;
      for (const place of await placesOf(partnerId)) ours += await countOurs(partnerId, place);
      const head: ComparisonHead = {
        version: 1,
        partnerId,
        partnerName: partnerId,
        comparedAt: clock.now().toISOString(),
        previousAt: last.comparedAt,
        timeZone: 'UTC',
        remarks: [{ code, params: { devices: ours } }],
        scopes: [],
      };
      const report = await publish(head, async function* () {});
      await comparisons.keep(partnerId, { ...last, over: code });
      return { partnerId, kind: 'skipped', why, report };
    },
  };
}

const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** The earlier first. */
export const byTime = (one: { readonly at: string }, other: { readonly at: string }): number =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : 0;

type Failing = NonNullable<LastComparison['failing']>[number];

/** The same trouble as the last time. */
const stillFailing = (
  { connectionId, customerTenantId, reason }: ComparedScope,
  last: LastComparison | undefined,
): Failing | undefined =>
  last?.failing?.filter(isOf(connectionId, customerTenantId)).find(({ code }) => code === reason?.code);

const withSince = (scope: ComparedScope, comparedAt: string, last: LastComparison | undefined): ComparedScope =>
  scope.reason === undefined ? scope : { ...scope, since: stillFailing(scope, last)?.since ?? comparedAt };

/** What is kept for the next comparison. */
function nextLast(
  comparedAt: string,
  counted: readonly Counted[],
  scopes: readonly ComparedScope[],
  last: LastComparison | undefined,
): LastComparison {
  return {
    version: 1,
    comparedAt,
    scopes: counted.flatMap(({ scope: { connectionId, customerTenantId, state }, marks }) => {
      if (state === 'compared') return [{ connectionId, customerTenantId, drift: encodeMarks(marks), at: comparedAt }];
      // What could not be compared this time is still new next time, or still is not.
      return last?.scopes.filter(isOf(connectionId, customerTenantId)) ?? [];
    }),
    failing: scopes.flatMap(({ connectionId, customerTenantId, reason, since }) =>
      reason === undefined || since === undefined ? [] : [{ connectionId, customerTenantId, code: reason.code, since }],
    ),
  };
}

function totals(scopes: readonly ComparedScope[], last: LastComparison | undefined) {
  const counts: Record<string, number> = {};
  for (const scope of scopes) {
    for (const [category, count] of Object.entries(scope.counts)) counts[category] = (counts[category] ?? 0) + count;
  }
  const failing = scopes.filter(({ reason }) => reason !== undefined);
  const named = ({ connectionId, reason }: ComparedScope): string => `${connectionId}: ${reason?.code}`;
  return {
    counts,
    changed: scopes.reduce((sum, { changed = 0 }) => sum + changed, 0),
    failed: failing.map(named),
    newlyFailed: failing.filter((scope) => stillFailing(scope, last) === undefined).map(named),
  };
}
