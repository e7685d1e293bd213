import type { ReadLimits } from '../../domain/reading/read-event.ts';
import type { SheetEvent } from '../../domain/reading/sheet-event.ts';
import type { ReadContext, SheetReader } from '../../ports.ts';
import { type FileKind, isContainer, kindBytes, kindOf, refuseContainer } from './file-kind.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { Refusal } from './refusal.ts';
import { type Breathe, makeBreather, processSlices, type Slices } from './slices.ts';
import { openTempFile, type TempFile } from './temp-file.ts';

export interface SheetReaderDeps {
  /** Where scratch files may be put; they are private and removed at once. */
  readonly tempFolder: string;
  /** How reading shares the process with everything else that runs in it. */
  readonly slices?: Slices;
}

/**
 * Reads partners' workbooks and text files. Content decides what a file is, never its name. The upload goes to a private
 * scratch file first: a workbook needs random access, and a text file's encoding shows only at its end.
 */
export function makeSheetReader(deps: SheetReaderDeps): SheetReader {
  return {
    async *read(content, limits, context: ReadContext = {}) {
      const breathe = makeBreather(context, deps.slices ?? processSlices);
      const spool = await openTempFile(deps.tempFolder);
      try {
        const kind = await fill(spool, content, limits, breathe, context.signal);
        const tempFile = () => openTempFile(deps.tempFolder);
        const { handle } = spool;
        const events =
          kind === 'workbook'
            ? readXlsx(handle, tempFile, limits, breathe)
            : readCsv(handle, limits, breathe, context.textEncoding);
        yield* events;
        yield { kind: 'end' } satisfies SheetEvent;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        yield { kind: 'refused', reason: error.reason } satisfies SheetEvent;
      } finally {
        await spool.close();
      }
    },
  };
}

async function fill(
  spool: TempFile,
  content: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  breathe: Breathe,
  signal?: AbortSignal,
): Promise<FileKind> {
  let size = 0;
  let kind: FileKind | undefined;
  let start: Uint8Array = new Uint8Array();
  for await (const piece of content) {
    signal?.throwIfAborted();
    if (start.length < kindBytes) start = Buffer.concat([start, piece.subarray(0, kindBytes - start.length)]);
    if (start.length === kindBytes) kind ??= kindOf(start);
    size += piece.length;
    if (kind === 'workbook' && size > limits.xlsxBytes)
      throw new Refusal('limit_upload', { limit: 'xlsxBytes', value: limits.xlsxBytes });
    if (kind === 'text' && size > limits.csvBytes)
      throw new Refusal('limit_upload', { limit: 'csvBytes', value: limits.csvBytes });
    await writeAll(spool, piece);
    await breathe();
  }
  if (isContainer(start)) await refuseContainer(spool.handle);
  return kind ?? kindOf(start);
}

async function writeAll(spool: TempFile, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    done += (await spool.handle.write(piece, done, piece.length - done)).bytesWritten;
  }
}
