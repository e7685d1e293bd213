import type { Counts, UploadSummary } from '../api-types.ts';

/** Seconds until an upload is worth another look; undefined: nothing changes any more. */
export function pauseOf({ stage, receivedAt }: UploadSummary): number | undefined {
  if (stage === 'done' || stage === 'refused' || stage === 'replaced') return undefined;
  if (stage === 'held' || stage === 'waiting') return 15;
  // A large file takes its time: it need not be looked at every second.
  return Date.now() - Date.parse(receivedAt) < 60_000 ? 1 : 4;
}

/** The name of its file; the folder of checks says nothing that its mark does not. */
export const shownName = ({ fileName, check }: UploadSummary): string =>
  check ? fileName.replace(/^check\//, '') : fileName;

/** What became of the rows, and while devices are on hold, how many: a bar without them would look finished. */
export const countsOf = ({ counts, devices: { held } }: UploadSummary): Counts =>
  held > 0 && counts['held'] === undefined ? { ...counts, held } : counts;
