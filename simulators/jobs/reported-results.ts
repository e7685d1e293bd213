import { chance } from '../faults.ts';
import type { DeviceResult, Job } from '../state.ts';

/** Is the device at this place of the job left in its results? */
export function isReported(job: Job, index: number): boolean {
  return job.odd.drop === undefined || chance('told', job.sequence, index) >= job.odd.drop;
}

/** A job's results as they are reported: possibly none, fewer, or in another order. */
export function reportedResults(job: Job): readonly DeviceResult[] {
  if (job.odd.emptyResults) return [];
  const reported = job.results.filter((_, index) => isReported(job, index));
  return job.odd.reorder ? reported.toReversed() : reported;
}
