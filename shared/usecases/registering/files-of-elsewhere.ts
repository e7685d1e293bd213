import { positionsElsewhere } from '../../domain/registering/answer-remarks.ts';
import type { ChunkVerdicts } from '../../domain/registering/chunk-verdicts.ts';
import { evidenceFile, type FileOfDevices, moveFile } from '../../domain/registering/elsewhere-files.ts';
import { wordsInOneLine } from '../../domain/verdict.ts';
import type { Clock, Reports } from '../../ports.ts';
import type { LoadedChunk } from './loaded-chunk.ts';

/**
 * Devices that are registered for somebody else leave a file beside the report: one that moves them, where our own ledger
 * knows them with another customer of the same partner; else what a request to deregister them has to say.
 */
export function makeFilesOfElsewhere(deps: { readonly clock: Clock; readonly reports: Reports }) {
  const { clock, reports } = deps;

  const put = async (loaded: LoadedChunk, kind: 'move' | 'evidence', { text, positions }: FileOfDevices) => {
    const name = `${loaded.reportName}.${kind}-${loaded.state.chunk + 1}.csv`;
    if (positions.length > 0) await reports.put(name, { text, contentType: 'text/csv' }, loaded.state.attempt);
    return name.replace(/^.*\//, '');
  };

  return async (loaded: LoadedChunk, verdicts: ChunkVerdicts): Promise<ChunkVerdicts> => {
    const { state, content } = loaded;
    // Of what we have removed elsewhere ourselves the report says all there is to say.
    const elsewhere = state.action === undefined ? positionsElsewhere(verdicts) : [];
    if (elsewhere.length === 0) return verdicts;
    const tenantOf = (position: number): string | undefined => {
      const remark = verdicts[position]?.remarks?.find(({ code }) => code === 'registered_for_other_customer');
      return remark?.params?.['tenant']?.toString();
    };
    const ours = elsewhere.flatMap((position) => {
      const [device, tenantId] = [content[position], tenantOf(position)];
      return device === undefined || tenantId === undefined ? [] : [{ position, device, tenantId }];
    });
    const known = new Set(ours.map(({ position }) => position));
    const strangers = elsewhere.flatMap((position) => {
      const device = known.has(position) ? undefined : content[position];
      return device === undefined
        ? []
        : [{ position, device, platformMessage: wordsInOneLine(verdicts[position]?.platformSaid ?? {}) }];
    });
    const moves = moveFile(state, ours);
    const file = await put(loaded, 'move', moves);
    await put(loaded, 'evidence', evidenceFile(state, strangers, clock.now().toISOString()));
    const isInFile = new Set(moves.positions);
    return verdicts.map((verdict, position) =>
      verdict === null || !isInFile.has(position)
        ? verdict
        : { ...verdict, remarks: [...(verdict.remarks ?? []), { code: 'move_file', params: { file } }] },
    );
  };
}
