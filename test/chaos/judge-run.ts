import { chunkIdOf, requestIdOf } from '../../shared/domain/ids.ts';
import { maxResends } from '../../shared/domain/waits.ts';
import type { ExpectedRow } from './deliveries.ts';

/** A row of a report, as far as it is judged. */
export interface ReportedRow {
  readonly row: number;
  readonly status: string;
  readonly code?: string;
  readonly remarks?: readonly { readonly code: string }[];
}

/** What became of a delivery: its upload, and the rows of its final report. */
export interface Outcome {
  readonly fileName: string;
  readonly uploadId: string;
  readonly chunks: number;
  readonly expected: readonly ExpectedRow[];
  /** It was overwritten or removed: of what was not sealed by then nothing is sent, and no report has to be. */
  readonly standing?: boolean;
  /** Absent: there is no final report. */
  readonly reported?: readonly ReportedRow[];
  /** Where the files of the report contradict each other. */
  readonly contradictions?: readonly string[];
}

/** What the simulators say they hold, took and heard. */
export interface Truth {
  readonly devices: readonly {
    readonly customerTenantId: string;
    readonly groupTag?: string;
    readonly submissionId: string;
    readonly sent: { readonly serialNumber?: string; readonly productKey?: string };
  }[];
  readonly submissions: readonly {
    readonly jobId: string;
    readonly platform: string;
    readonly kind: string;
    readonly customerTenantId: string;
    readonly batchId?: string;
    readonly requestId?: string;
    readonly acceptedAt: string;
    readonly outcomes: Readonly<Record<string, number>>;
    /** What is odd about the job: how it tells its results. */
    readonly odd?: { readonly drop?: number; readonly emptyResults?: boolean };
    readonly sent: readonly string[];
  }[];
  readonly calls: readonly {
    readonly at: string;
    readonly status: number;
    readonly lost?: boolean;
    readonly operation: string;
  }[];
}

export interface Judgement {
  /** Rows that were dropped and have no final verdict. */
  readonly lost: number;
  /** Devices in two chunks of an upload, or sent under two customers or batches. */
  readonly doubled: number;
  /** Rows whose verdict is not what the platforms hold. */
  readonly wrongVerdicts: number;
  /** Rows whose every call was cut off or lost, until nothing more was sent: "unknown", and so it is. */
  readonly unanswered: number;
  /** Submissions the platforms accepted. */
  readonly submissions: number;
  /** Counted from the rows of the files: one for each chunk, each round after a storage error, and each receipt that was lost. */
  readonly minimumSubmissions: number;
  /** What is wrong, in words; the first few. */
  readonly problems: readonly string[];
}

type Submission = Truth['submissions'][number];
/** The chunk and attempt a submission was for. */
interface Origin {
  readonly uploadId: string;
  readonly chunk: number;
  readonly attempt: number;
}

/** An attempt rises with each answer "try again later", at most five times. */
const attempts = [1, 2, 3, 4, 5, 6];
/** A host killed this long after a call was taken may not have written its receipt. */
const receiptMs = 8_000;
/** Slow platforms take a call this long after its host was killed while it waited. */
const underWayMs = 2_000;
const final: ReadonlySet<string> = new Set(['registered', 'alreadyRegistered', 'refused', 'rejected', 'duplicate']);

/** Request ids are derived, so each submission tells which chunk it was for. */
function originsOf(outcomes: readonly Outcome[]): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const { uploadId, chunks } of outcomes) {
    for (let chunk = 0; chunk < chunks; chunk++) {
      for (const attempt of attempts) {
        origins.set(requestIdOf(chunkIdOf(uploadId, chunk), attempt), { uploadId, chunk, attempt });
      }
    }
  }
  return origins;
}

/** Devices that went out in two chunks of one upload, or under two customers or batches. */
function doubledDevices(truth: Truth, originOf: (submission: Submission) => Origin | undefined): readonly string[] {
  const targets = new Map<string, Set<string>>();
  const chunks = new Map<string, Set<number>>();
  const add = <T>(sets: Map<string, Set<T>>, key: string, value: T): void => {
    sets.set(key, (sets.get(key) ?? new Set()).add(value));
  };
  for (const submission of truth.submissions) {
    const origin = originOf(submission);
    for (const device of submission.sent) {
      add(targets, device, JSON.stringify([submission.customerTenantId, submission.batchId ?? null]));
      if (origin !== undefined) add(chunks, JSON.stringify([device, origin.uploadId]), origin.chunk);
    }
  }
  const twice = <T>(sets: Map<string, Set<T>>): string[] =>
    [...sets].filter(([, values]) => values.size > 1).map(([key]) => key);
  return [...twice(targets), ...twice(chunks)];
}

/** What was sent or is held although no row names it for that customer and tag. */
function unaskedDevices(outcomes: readonly Outcome[], truth: Truth): readonly string[] {
  const target = (customer: string, groupTag: string | undefined): string =>
    JSON.stringify([customer, groupTag ?? null]);
  const asked = new Map<string, Set<string>>();
  for (const { device, customerTenantId, groupTag } of outcomes.flatMap(({ expected }) => expected)) {
    asked.set(device, (asked.get(device) ?? new Set()).add(target(customerTenantId, groupTag)));
  }
  const isAsked = (device: string, customer: string, groupTag: string | undefined): boolean =>
    asked.get(device)?.has(target(customer, groupTag)) === true;
  const customers = new Set(
    outcomes.flatMap(({ expected }) => expected.map((row) => JSON.stringify([row.device, row.customerTenantId]))),
  );
  // Where each device carries its own tag, the submission names none; the tag is judged by what is held.
  const sent = truth.submissions.flatMap(({ sent: devices, customerTenantId, batchId }) =>
    devices.filter((device) =>
      batchId === undefined
        ? !customers.has(JSON.stringify([device, customerTenantId]))
        : !isAsked(device, customerTenantId, batchId),
    ),
  );
  // What the world began with has no submission of ours.
  const jobs = new Set(truth.submissions.map(({ jobId }) => jobId));
  const held = truth.devices.filter(({ customerTenantId, groupTag, submissionId, sent: names }) => {
    const device = names.serialNumber ?? names.productKey ?? '';
    return jobs.has(submissionId) && !isAsked(device, customerTenantId, groupTag);
  });
  return [...new Set([...sent, ...held.map(({ sent: names }) => names.serialNumber ?? names.productKey ?? '')])];
}

/** Chunks the rows of a file need, counted without the product: devices of one customer and tag, so many in a call. */
export function neededChunks(rows: readonly ExpectedRow[], maxDevices: number): number {
  const sent = rows.filter(({ verdict }) => verdict !== 'rejected' && verdict !== 'duplicate');
  const groups = Map.groupBy(sent, ({ customerTenantId, groupTag }) => JSON.stringify([customerTenantId, groupTag]));
  return [...groups.values()].reduce((sum, { length }) => sum + Math.ceil(length / maxDevices), 0);
}

/** How the rows of a report differ from those of the file: twice, not in the file, out of order. */
function rowFaults({ expected, reported = [] }: Outcome): {
  readonly twice: readonly number[];
  readonly faults: readonly string[];
} {
  const rows = reported.map(({ row }) => row);
  const twice = rows.filter((row, index) => rows.indexOf(row) !== index);
  const strange = rows.filter((row) => row < 2 || row > expected.length + 1);
  const ordered = rows.every((row, index) => index === 0 || (rows[index - 1] ?? 0) <= row);
  return {
    twice,
    faults: [
      ...strange.map((row) => `row ${row} is not in the file`),
      ...(ordered ? [] : ['its rows are out of order']),
    ],
  };
}

/** Devices of two files at once that not just one of them says it registered; what one could not answer, neither need say. */
function sharedClaims(outcomes: readonly Outcome[], unanswered: readonly string[]): readonly string[] {
  const claims = new Map<string, number>();
  for (const { expected, reported = [] } of outcomes) {
    const byRow = new Map(reported.map(({ row, status }) => [row, status]));
    for (const [index, { device, shared, verdict }] of expected.entries()) {
      if (shared !== true || verdict !== 'registered') continue;
      claims.set(device, (claims.get(device) ?? 0) + (byRow.get(index + 2) === 'registered' ? 1 : 0));
    }
  }
  return [...claims].flatMap(([device, count]) =>
    count === 1 || (count === 0 && unanswered.includes(device)) ? [] : [`${device}: registered in ${count} reports`],
  );
}

/** How many submissions were needed: a call again is right after a storage error, or when its answer can't have arrived. */
function neededSubmissions(truth: Truth, kills: readonly number[], originOf: (one: Submission) => Origin | undefined) {
  const sameRequest = Map.groupBy(truth.submissions, ({ requestId = '' }) => requestId);
  const unneeded: string[] = [];
  const answerLost = ({ platform, kind, acceptedAt }: Submission): boolean => {
    const at = Date.parse(acceptedAt);
    const call = truth.calls.find((seen) => seen.operation === `${platform}.${kind}` && Date.parse(seen.at) === at);
    const cut = call !== undefined && (call.lost === true || call.status === 0 || call.status >= 500);
    return cut || kills.some((kill) => kill >= at - underWayMs && kill <= at + receiptMs);
  };
  for (const [requestId, group] of sameRequest) {
    const [first, ...again] = group;
    const origin = first && originOf(first);
    if (origin === undefined) unneeded.push(`${requestId}: a submission of no chunk`);
    for (const [index, repeated] of again.entries()) {
      const before = group[index];
      if (before === undefined || answerLost(before)) continue;
      unneeded.push(
        `${requestId} at ${repeated.acceptedAt}: sent again although its answer of ${before.acceptedAt} arrived`,
      );
    }
    if (origin === undefined || origin.attempt === 1) continue;
    const earlier = sameRequest.get(requestIdOf(chunkIdOf(origin.uploadId, origin.chunk), origin.attempt - 1)) ?? [];
    const isIncomplete = ({ outcomes, odd }: Submission): boolean =>
      outcomes['StorageError'] !== undefined || odd?.drop !== undefined || odd?.emptyResults === true;
    if (earlier.some(isIncomplete)) continue;
    unneeded.push(`${requestId}: attempt ${origin.attempt} although all results of the one before were told`);
  }
  return unneeded;
}

/**
 * Compares every report with what the platforms hold, took and heard. `kills`: when a host, storage or the simulators
 * were killed or stopped; `maxDevices`: how many devices one call takes.
 */
export function judgeRun(
  all: readonly Outcome[],
  truth: Truth,
  kills: readonly number[],
  maxDevices: number,
): Judgement {
  const origins = originsOf(all);
  const originOf = ({ requestId }: Submission): Origin | undefined => origins.get(requestId ?? '');
  const sent = new Set(truth.submissions.map((submission) => originOf(submission)?.uploadId));
  const outcomes = all.filter(
    ({ standing = true, reported, uploadId }) => standing || reported !== undefined || sent.has(uploadId),
  );
  const jobs = new Map(truth.submissions.map((submission) => [submission.jobId, submission]));
  const held = Map.groupBy(truth.devices, ({ sent }) => sent.serialNumber ?? sent.productKey ?? '');
  const problems: string[] = [];
  let lost = 0;
  let wrongVerdicts = 0;
  const unanswered: string[] = [];

  /** What is held of a device, judged against its verdict; undefined: they agree. */
  const contradiction = (outcome: Outcome, expected: ExpectedRow): string | undefined => {
    const [device, ...more] = held.get(expected.device) ?? [];
    if (more.length > 0) return 'is held twice';
    const job = device && jobs.get(device.submissionId);
    const byThis = job !== undefined && originOf(job)?.uploadId === outcome.uploadId;
    switch (expected.verdict) {
      case 'registered':
      case 'alreadyRegistered': {
        if (device === undefined) return 'is not held';
        if (device.customerTenantId !== expected.customerTenantId) return 'is held for another customer';
        if (expected.heldBefore === true) return job === undefined ? undefined : 'was registered by us';
        if (device.groupTag !== expected.groupTag) return 'is held under another group tag';
        if (expected.shared === true) return undefined;
        return byThis === (expected.verdict === 'registered') ? undefined : 'was registered by another upload';
      }
      case 'refused':
      case 'rejected':
        return byThis ? 'was registered' : undefined;
      default:
        return undefined;
    }
  };

  /**
   * A batch lists what came by PKID without a name, so nothing is proven absent from it: after a lost answer "registered"
   * is right for a device that was there before, where the row says what can't be ruled out.
   */
  const isStatedDoubt = ({ customerTenantId, groupTag }: ExpectedRow, { status, remarks = [] }: ReportedRow): boolean =>
    status === 'registered' &&
    remarks.some(({ code }) => code === 'confirmed_by_resend') &&
    truth.devices.some(
      (device) =>
        device.customerTenantId === customerTenantId &&
        device.groupTag === groupTag &&
        device.sent.serialNumber === undefined,
    );

  /** After four calls without an answer nothing more is sent; a device that one of them registered under its tag is listed. */
  const isUnanswered = (uploadId: string, expected: ExpectedRow, { status, code }: ReportedRow): boolean => {
    const lostCalls = kills.length + truth.calls.filter((call) => call.lost === true || call.status >= 500).length;
    const isListed = held.get(expected.device)?.some(({ submissionId, sent }) => {
      const job = jobs.get(submissionId);
      return job !== undefined && originOf(job)?.uploadId === uploadId && sent.serialNumber === expected.device;
    });
    const canBeListed = expected.groupTag !== undefined;
    return (
      status === 'unknown' && code === 'no_answer' && lostCalls > maxResends && !(canBeListed && isListed === true)
    );
  };

  let rowsTwice = 0;
  for (const outcome of outcomes) {
    const { twice, faults } = rowFaults(outcome);
    rowsTwice += twice.length;
    problems.push(...twice.map((row) => `${outcome.fileName} row ${row} is reported twice`));
    const needed = neededChunks(outcome.expected, maxDevices);
    const chunks =
      outcome.reported === undefined || outcome.chunks === needed ? [] : [`${outcome.chunks} chunks, not ${needed}`];
    const odd = [...faults, ...chunks, ...(outcome.contradictions ?? [])];
    wrongVerdicts += odd.length;
    problems.push(...odd.map((fault) => `${outcome.fileName}: ${fault}`));
    const byRow = new Map(outcome.reported?.map((row) => [row.row, row]));
    for (const [index, planned] of outcome.expected.entries()) {
      const row = index + 2;
      const reported = byRow.get(row);
      const status = reported?.status;
      // What was never answered may be registered by the next file with it.
      const isFirst =
        status === 'registered' && planned.verdict === 'alreadyRegistered' && unanswered.includes(planned.device);
      const expected: ExpectedRow = isFirst ? { ...planned, verdict: 'registered' } : planned;
      if (reported !== undefined && isUnanswered(outcome.uploadId, expected, reported)) {
        unanswered.push(expected.device);
        continue;
      }
      if (reported === undefined || status === undefined || !final.has(status)) {
        lost += 1;
        problems.push(`${outcome.fileName} row ${row}: ${status ?? 'no verdict'}, not ${expected.verdict}`);
        continue;
      }
      if (expected.heldBefore === true && isStatedDoubt(expected, reported)) continue;
      const isExpected = status === expected.verdict || (expected.shared === true && status === 'alreadyRegistered');
      const wrong = isExpected ? contradiction(outcome, expected) : `should be ${expected.verdict}`;
      if (wrong === undefined) continue;
      wrongVerdicts += 1;
      const remarked = reported.remarks?.map(({ code }) => code) ?? [];
      const shown = [status, ...remarked].join(', ');
      problems.push(`${outcome.fileName} row ${row} (${expected.device}): ${shown}, but ${wrong}`);
    }
  }
  const shared = sharedClaims(outcomes, unanswered);
  wrongVerdicts += shared.length;
  problems.push(...shared);
  const doubled = doubledDevices(truth, originOf);
  const unneeded = neededSubmissions(truth, kills, originOf);
  const unasked = unaskedDevices(outcomes, truth);
  problems.push(...doubled.map((name) => `doubled: ${name}`), ...unneeded);
  problems.push(...unasked.map((name) => `nobody asked for: ${name}`));
  const least = outcomes.reduce((sum, { expected }) => sum + neededChunks(expected, maxDevices), 0);
  const firsts = new Set(
    truth.submissions.map((submission) => {
      const origin = originOf(submission);
      return origin && chunkIdOf(origin.uploadId, origin.chunk);
    }),
  );
  firsts.delete(undefined);
  const justified = truth.submissions.length - firsts.size - unneeded.length;
  return {
    lost,
    doubled: doubled.length + rowsTwice + unasked.length,
    wrongVerdicts,
    unanswered: unanswered.length,
    submissions: truth.submissions.length,
    minimumSubmissions: least + justified,
    problems,
  };
}
