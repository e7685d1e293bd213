import type { Reason } from '../../domain/reason.ts';
import { handOffFile } from '../../domain/registering/hand-off-file.ts';
import type { HandOffFormat } from '../../domain/settings/connection.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Reports } from '../../ports.ts';
import type { ChunkStep, LoadedChunk } from './loaded-chunk.ts';

/** No API takes them: they are written to a file beside the report, for a person to upload. */
export async function handOffChunk(loaded: LoadedChunk, format: HandOffFormat, reports: Reports): Promise<ChunkStep> {
  const { devices, groupTag } = loaded.submission;
  const { text, leftOut } = handOffFile(devices, format, groupTag);
  const file = `${loaded.reportName}.handoff-${loaded.state.chunk + 1}.csv`;
  await reports.put(file, { text, contentType: 'text/csv' }, loaded.state.attempt);
  const left = new Set(leftOut);
  const remarks: readonly Reason[] =
    groupTag === undefined || format === 'intune' ? [] : [{ code: 'group_tag_not_sent', params: { groupTag } }];
  const verdicts = loaded.verdicts.map((known, position): Verdict => {
    if (known !== null) return known;
    if (left.has(position)) return { kind: 'rejected', reason: { code: 'hand_off_not_possible' } };
    const reason: Reason = { code: 'handed_off', params: { file: file.replace(/^.*\//, '') } };
    return { kind: 'handedOff', reason, ...(remarks.length === 0 ? {} : { remarks }) };
  });
  return loaded.settle(verdicts);
}
