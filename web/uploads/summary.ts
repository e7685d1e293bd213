import { withoutRetrySuffix } from '../../shared/domain/settings/group-tag.ts';
import type { Counts, Reason, UploadSummary } from '../api-types.ts';

/** Seconds until an upload is worth another look; undefined: nothing changes any more. */
export function pauseOf({ stage, receivedAt }: UploadSummary): number | undefined {
  if (stage === 'done' || stage === 'refused' || stage === 'replaced') return undefined;
  if (stage === 'held' || stage === 'waiting') return 15;
  // A large file takes its time: it need not be looked at every second.
  return Date.now() - Date.parse(receivedAt) < 60_000 ? 1 : 4;
}

/** A file's name as people know it: the folder of checks and the ending of corrected files say what marks say better. */
export const shownName = (fileName: string): string => withoutRetrySuffix(fileName.replace(/^check\//, ''));

/** Does the file hold rows of an earlier one? */
export const isCorrection = (fileName: string): boolean => withoutRetrySuffix(fileName) !== fileName;

/** Each hold once, however many customers it keeps waiting. */
export const distinctHolds = (holds: readonly Reason[]): readonly Reason[] => [
  ...new Map(holds.map((hold) => [`${hold.happened} ${hold.link}`, hold])).values(),
];

/** What became of the rows, and while devices are on hold, how many: a bar without them would look finished. */
export const countsOf = ({ counts, devices: { held } }: UploadSummary): Counts =>
  held > 0 && counts['held'] === undefined ? { ...counts, held } : counts;
