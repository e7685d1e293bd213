import type { Reason } from '../../domain/reason.ts';
import { handOffFile } from '../../domain/registering/hand-off-file.ts';
import type { HandOffFormat } from '../../domain/settings/connection.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Reports } from '../../ports.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** No API takes them: they are written to a file beside the report, for a person to upload. */
export async function handOffChunk(loaded: LoadedChunk, format: HandOffFormat, reports: Reports): Promise<ChunkStep> {
  const { devices, groupTag } = loaded.submission;
  const { bytes, leftOut, isEmpty } = handOffFile(devices, format, groupTag);
  const { number, of } = loaded.handOff;
  const file = `${loaded.reportName}.handoff-${number}-of-${of}.csv`;
  if (!isEmpty) await reports.put(file, { bytes, contentType: 'text/csv' }, loaded.state.attempt);
  const params = { file: file.replace(/^.*\//, ''), ...(format === 'intune' ? { detail: 'intune' } : {}) };
  const verdicts = loaded.verdicts.map((known, position): Verdict => {
    if (known !== null) return known;
    const reason: Reason | undefined = leftOut.get(position);
    return reason === undefined
      ? { kind: 'handedOff', reason: { code: 'handed_off', params } }
      : { kind: 'rejected', reason };
  });
  return loaded.settle(verdicts);
}
