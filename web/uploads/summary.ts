import type { UploadSummary } from '../api-types.ts';

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
