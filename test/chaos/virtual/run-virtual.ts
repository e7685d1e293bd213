import { comesTo, type Problem, type ProblemKind } from './judge-schedule.ts';
import { runSchedule, type Schedule } from './run-schedule.ts';

export interface VirtualOptions {
  /** The first seed; the others follow it. */
  readonly seed: number;
  readonly schedules: number;
  /** Told how far it is. */
  readonly say?: (line: string) => void;
  /** Hears of every effect. */
  readonly onStep?: (line: string) => void;
  /** Kinds of problems that do not count; absent: those known by now. */
  readonly known?: readonly ProblemKind[];
}

export interface VirtualResult {
  readonly schedules: number;
  readonly uploads: number;
  readonly devices: number;
  readonly effects: number;
  readonly kills: number;
  readonly disturbances: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrongVerdicts: number;
  readonly submissions: number;
  readonly minimumSubmissions: number;
  /** Problems of kinds that are known and do not count. */
  readonly known: Readonly<Partial<Record<ProblemKind, number>>>;
  readonly seconds: number;
  /** What is wrong, in words, with what replays it. */
  readonly problems: readonly string[];
}

/** Kinds of faults that are known and being corrected elsewhere; empty is right. Each is counted in the result. */
export const knownKinds: readonly ProblemKind[] = [];

/** The fewest disturbances, in the order they were drawn, that still bring a problem that counts. */
async function smallest(schedule: Schedule, counts: (problem: Problem) => boolean): Promise<Schedule> {
  for (let disturbances = 0; disturbances < schedule.disturbances.length; disturbances++) {
    const smaller = await runSchedule(schedule.seed, { disturbances });
    if (smaller.problems.some(counts)) return smaller;
  }
  return schedule;
}

/** Runs one schedule for each seed and adds up what came of them. */
export async function runVirtual(options: VirtualOptions): Promise<VirtualResult> {
  const { seed, schedules, say, onStep, known: skipped = knownKinds } = options;
  const began = performance.now();
  const problems: string[] = [];
  const known: Partial<Record<ProblemKind, number>> = {};
  const sums = { uploads: 0, devices: 0, effects: 0, kills: 0, disturbances: 0, submissions: 0, minimumSubmissions: 0 };
  const wrong = { lost: 0, doubled: 0, wrongVerdicts: 0 };
  const counts = ({ kind }: Problem): boolean => !skipped.includes(kind);
  for (let index = 0; index < schedules; index++) {
    const schedule = await runSchedule(seed + index, onStep === undefined ? {} : { onStep });
    sums.uploads += schedule.uploads;
    sums.devices += schedule.rows;
    sums.effects += schedule.effects;
    sums.kills += schedule.crashes;
    sums.disturbances += schedule.disturbances.length;
    sums.submissions += schedule.submissions;
    sums.minimumSubmissions += schedule.minimumSubmissions;
    for (const { kind } of schedule.problems.filter((problem) => !counts(problem)))
      known[kind] = (known[kind] ?? 0) + 1;
    const bad = schedule.problems.filter(counts);
    for (const { kind } of bad) wrong[comesTo[kind]] += 1;
    if (bad.length > 0) {
      const shown = await smallest(schedule, counts);
      const replay = `npm run chaos -- --virtual --schedules 1 --seed ${schedule.seed}`;
      problems.push(
        `seed ${schedule.seed} (${replay}), after ${shown.disturbances.join('; ') || 'no disturbance'}:`,
        ...shown.problems.filter(counts).map(({ kind, text }) => `  ${kind}: ${text}`),
      );
    }
    if ((index + 1) % 500 === 0) say?.(`${index + 1} of ${schedules} schedules, ${problems.length} lines of problems`);
  }
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  return { schedules, ...sums, ...wrong, known, seconds, problems };
}
