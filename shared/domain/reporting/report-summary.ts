import type { ProfileFault } from '../planning/upload-state.ts';
import { platforms } from '../platforms.ts';
import type { Reason, ReasonParams, StoredReason } from '../reason.ts';
import type { Actor } from '../reasons/explanation.ts';
import type { Texts } from '../texts/en.ts';
import { type VerdictCounts, type VerdictKind, verdictKinds } from '../verdict.ts';
import { makeProfileTally } from './profile-faults.ts';
import type { Hold, ReportGroup, ReportHead, ReportRow } from './report.ts';
import { codedParams, explained, looks, statusWord, type Tone } from './report-lines.ts';
import { canRetry } from './retry-row.ts';

/** How many rows share a verdict and a reason; `params` name the first few values where the rows differ. */
export interface ReasonCount {
  readonly kind: VerdictKind;
  readonly code: string;
  readonly params: ReasonParams;
  readonly rows: number;
}

/** What is known when all rows have gone by. */
export interface RowTotals {
  /** Most frequent first; equal ones in the order they were met. */
  readonly reasons: readonly ReasonCount[];
  /** Rows of the retry workbook. */
  readonly toRetry: number;
  readonly withoutProfile: readonly ProfileFault[];
}

/** Platforms may invent codes without end; what is counted apart is bounded. */
const codesCountedApart = 200;

/** Values of one parameter that are named where rows differ; a longer list would not help. */
const valuesNamed = 5;

/** The values a parameter had so far; parts that several lists name count once. */
const joined = (name: string, before: string | number, value: string | number): string | number => {
  if (before === value) return before;
  const known = `${before}`.split(', ');
  const more = codedParams.includes(name) ? `${value}`.split(', ') : [`${value}`];
  const fresh = more.filter((part) => !known.includes(part));
  if (fresh.length === 0 || known.includes('…')) return before;
  const all = [...known, ...fresh];
  return all.length > valuesNamed ? [...all.slice(0, valuesNamed), '…'].join(', ') : all.join(', ');
};

const joinedParams = (before: ReasonParams, params: ReasonParams): ReasonParams => {
  const names = Object.keys(before);
  if (names.every((name) => before[name] === params[name])) return before;
  return Object.fromEntries(
    names.flatMap((name) => {
      const [old, value] = [before[name], params[name]];
      return old === undefined || value === undefined ? [] : [[name, joined(name, old, value)]];
    }),
  );
};

/** Counts what goes by while the rows stream through. */
export const makeRowTally = (texts: Texts) => {
  const { otherCodes } = texts.summary;
  const kinds = new Map<VerdictKind, number>();
  const reasons = new Map<string, ReasonCount>();
  const profiles = makeProfileTally();
  let rows = 0;
  let toRetry = 0;
  const countReason = (kind: VerdictKind, reason: Reason): void => {
    const { params = {} } = reason;
    const own = `${kind} ${reason.code} ${params['detail'] ?? ''}`;
    const apart = reasons.size < codesCountedApart || reasons.has(own);
    const key = apart ? own : `${kind} ${otherCodes}`;
    const before = reasons.get(key);
    reasons.set(key, {
      kind,
      code: apart ? reason.code : otherCodes,
      params: before === undefined ? params : joinedParams(before.params, params),
      rows: (before?.rows ?? 0) + 1,
    });
  };
  return {
    count(row: ReportRow): void {
      const { kind, reason } = row.verdict;
      rows += 1;
      profiles.count(row);
      if (canRetry(row.verdict, texts)) toRetry += 1;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (reason !== undefined) countReason(kind, reason);
    },
    totals: (): RowTotals => ({
      reasons: [...reasons.values()].sort((a, b) => b.rows - a.rows),
      toRetry,
      withoutProfile: profiles.all(),
    }),
    /** What the rows say otherwise than the head; undefined when they agree. */
    contradiction(head: ReportHead): string | undefined {
      if (rows !== head.rows) return `the head counts ${head.rows} rows, ${rows} came`;
      const kind = verdictKinds.find((each) => (head.counts[each] ?? 0) !== (kinds.get(each) ?? 0));
      if (kind === undefined) return undefined;
      return `the head counts ${head.counts[kind] ?? 0} rows as ${kind}, ${kinds.get(kind) ?? 0} came`;
    },
  };
};

/** Rows of some tones in a set of counts. */
export const countTone = (counts: VerdictCounts, tone: Tone): number =>
  verdictKinds.reduce((sum, kind) => (looks[kind].tone === tone ? sum + (counts[kind] ?? 0) : sum), 0);

interface SummaryBar {
  readonly kind: VerdictKind;
  readonly status: string;
  readonly tone: Tone;
  readonly rows: number;
  readonly share: number;
}

interface SummaryReason {
  readonly rows: number;
  readonly kind: VerdictKind;
  readonly status: string;
  readonly code: string;
  readonly happened: string;
  readonly advice: string;
  readonly who: Actor;
}

interface SummaryGroup {
  readonly customer: string;
  readonly groupTag: string;
  readonly platform: string;
  readonly good: number;
  readonly bad: number;
  readonly waiting: number;
  readonly quiet: number;
}

/** The first page of a report: what a busy reader sees at a glance. */
export interface ReportSummary {
  readonly title: string;
  readonly headline: string;
  readonly tone: Tone;
  readonly bars: readonly SummaryBar[];
  readonly next: readonly string[];
  /** Check only: what sending the file would take. */
  readonly forecast: readonly string[];
  readonly reasons: readonly SummaryReason[];
  readonly open: readonly string[];
  readonly notices: readonly string[];
  readonly groups: readonly SummaryGroup[];
}

const headlineOf = (head: ReportHead, unprofiled: number, texts: Texts): string => {
  const words = texts.report;
  if (head.refused !== undefined) return words.refused(explained(head.refused, texts).happened);
  if (head.rows === 0) return words.empty;
  const bad = countTone(head.counts, 'bad');
  const waiting = countTone(head.counts, 'waiting');
  const done = head.rows - bad - waiting;
  const check = head.kind === 'check';
  if (done === head.rows && unprofiled === 0) return check ? words.allGood(done) : words.allDone(done);
  const parts = [check ? words.good(done, head.rows) : words.done(done, head.rows)];
  if (bad > 0) parts.push(words.action(bad));
  if (unprofiled > 0) parts.push(words.withoutProfile(unprofiled));
  if (waiting > 0) parts.push(words.open(waiting));
  return `${parts.join(', ')}.`;
};

const toneOf = (head: ReportHead, unprofiled: number): Tone => {
  if (head.refused !== undefined || unprofiled > 0 || countTone(head.counts, 'bad') > 0) return 'bad';
  if (countTone(head.counts, 'waiting') > 0) return 'waiting';
  return head.rows === 0 ? 'quiet' : 'good';
};

/** A retry workbook comes with a final report only, and only if it would hold a row. */
export const hasRetry = (head: ReportHead, totals: RowTotals): boolean => head.kind === 'final' && totals.toRetry > 0;

const refusedSteps = (refused: Reason, texts: Texts): readonly string[] => {
  const { advice, who } = explained(refused, texts);
  if (who !== 'uploader') return [advice];
  return [advice, wantsTemplate(refused.code) ? texts.report.fixFile : texts.report.dropAgain];
};

/** The file may be no list of devices at all: the template helps. */
const wantsTemplate = (code: string): boolean => /^(?:no_header|not_a_spreadsheet|empty_file|no_data_rows)$/.test(code);

const holdStep = ({ rows, ...hold }: Hold, texts: Texts): string => {
  const { advice, who } = explained(hold, texts);
  // The customer is named already, and who reads this sends the link.
  const actor = who === 'operator' || who === 'microsoft' || who === 'maker' ? texts.actors[who] : undefined;
  return `${looks.held.sign} ${texts.report.holdStep(customerOf(hold), rows, advice, actor)}`;
};

/** Where nothing names a customer the hold is about the connection, and so about all of them. */
const customerOf = ({ params }: StoredReason): string => `${params?.['customer'] ?? '–'}`;

/** An unknown profile is wrong for the whole customer: whoever corrects the setting, and where, comes first. */
const profileSteps = (head: ReportHead, faults: readonly ProfileFault[], texts: Texts): readonly string[] => {
  const nameOf = makeCustomerName(head.groups);
  return faults.map(({ customerTenantId, code, because, rows }) => {
    const why = because === undefined ? '' : `${explained(because, texts).happened} `;
    const advice = `${why}${explained({ code }, texts).advice}`;
    const file = code === 'profile_refused' ? `partners/${head.partnerId}.json` : undefined;
    return `${looks.refused.sign} ${texts.report.profileStep(nameOf(customerTenantId), rows, advice, file)}`;
  });
};

const nextOf = (head: ReportHead, totals: RowTotals, texts: Texts): readonly string[] => {
  if (head.refused !== undefined) return refusedSteps(head.refused, texts);
  const steps = verdictKinds.flatMap((kind) => {
    const count = head.counts[kind] ?? 0;
    const step = count === 0 ? undefined : texts.kinds[kind].next?.(count, hasRetry(head, totals));
    return step === undefined ? [] : [`${looks[kind].sign} ${step}`];
  });
  const first = [
    ...profileSteps(head, totals.withoutProfile, texts),
    ...head.holds.map((hold) => holdStep(hold, texts)),
  ];
  const later = head.kind === 'provisional' && totals.toRetry > 0 ? [texts.report.retryLater] : [];
  const all = [...first, ...steps, ...later];
  return all.length === 0 ? [texts.report.nothing] : all;
};

/** The customer's name where a group of the report carries one, else the tenant id. */
export const makeCustomerName = (groups: readonly ReportGroup[]) => {
  const names = new Map(groups.map((group) => [group.customerTenantId, group.customerName]));
  return (customerTenantId: string): string => names.get(customerTenantId) ?? customerTenantId;
};

/** Both sentences of a reason, for lists where nothing else stands beside it. */
const sentence = (reason: Reason, texts: Texts): string => {
  const words = explained(reason, texts);
  return `${words.happened} ${words.advice}`.trim();
};

const forecastOf = ({ forecast }: ReportHead, texts: Texts): readonly string[] => {
  if (forecast === undefined) return [];
  const words = texts.report;
  return [
    ...(forecast.seconds > 0 ? [words.lasts(Math.ceil(forecast.seconds / 60))] : []),
    ...(forecast.known > 0 ? [words.known(forecast.known)] : []),
    ...forecast.customers.map(({ customerName, platform, answer, reason }) => {
      const why = reason === undefined ? '' : sentence(reason, texts);
      return words.reach[answer](customerName, platforms[platform].title, why);
    }),
  ];
};

/** How the files this one follows up stand by now. */
const followUpsOf = ({ followUpOf = [] }: ReportHead, texts: Texts): readonly string[] =>
  followUpOf.map(({ fileName, counts }) => {
    const kinds = verdictKinds.filter((kind) => (counts[kind] ?? 0) > 0);
    const words = kinds.map((kind) => `${texts.number(counts[kind] ?? 0)} ${statusWord(kind, texts)}`);
    return texts.report.followUp(fileName, words.join(', '));
  });

const tonesOf = (counts: VerdictCounts): Readonly<Record<Tone, number>> => ({
  good: countTone(counts, 'good'),
  bad: countTone(counts, 'bad'),
  waiting: countTone(counts, 'waiting'),
  quiet: countTone(counts, 'quiet'),
});

/** What needs a person first; within that, the most frequent. */
const urgency: readonly Tone[] = ['bad', 'waiting', 'quiet', 'good'];
const byUrgency = (reasons: readonly ReasonCount[]): readonly ReasonCount[] =>
  urgency.flatMap((tone) => reasons.filter(({ kind }) => looks[kind].tone === tone));

const sumRows = (faults: readonly ProfileFault[]): number => faults.reduce((sum, { rows }) => sum + rows, 0);

/** Says on one page what the rows say one by one. */
export const summarise = (head: ReportHead, totals: RowTotals, texts: Texts): ReportSummary => ({
  title: texts.report.title[head.kind],
  headline: headlineOf(head, sumRows(totals.withoutProfile), texts),
  tone: toneOf(head, sumRows(totals.withoutProfile)),
  bars: verdictKinds.flatMap((kind) => {
    const rows = head.counts[kind] ?? 0;
    if (rows === 0) return [];
    return [{ kind, status: statusWord(kind, texts), tone: looks[kind].tone, rows, share: rows / head.rows }];
  }),
  next: nextOf(head, totals, texts),
  forecast: forecastOf(head, texts),
  reasons: byUrgency(totals.reasons).map(({ kind, code, params, rows }) => {
    const words = explained({ code, params }, texts);
    return { rows, kind, status: statusWord(kind, texts), code, ...words };
  }),
  open: head.holds.map((hold) => texts.report.holdReason(customerOf(hold), explained(hold, texts).happened)),
  notices: [...followUpsOf(head, texts), ...head.notices.map((notice) => sentence(notice, texts))],
  groups: [
    ...head.groups.map((group) => ({
      customer: group.customerName ?? group.customerTenantId,
      groupTag: group.groupTag ?? texts.summary.noGroupTag,
      platform: platforms[group.platform].title,
      ...tonesOf(group.counts),
    })),
    ...head.notSent.map(({ customerTenantId, customerName, counts }) => ({
      customer: customerName ?? customerTenantId ?? texts.summary.customerNotKnown,
      groupTag: '',
      platform: texts.summary.notSent,
      ...tonesOf(counts),
    })),
  ],
});
