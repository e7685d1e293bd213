import type { FileHandle } from 'node:fs/promises';
import { isBlank } from '../../domain/reading/cell-text.ts';
import type { ReadLimits } from '../../domain/reading/read-event.ts';
import type { Cell, SheetEvent } from '../../domain/reading/sheet-event.ts';
import type { Reason } from '../../domain/reason.ts';
import { recordBytes } from './csv-splitter.ts';
import { refuseOtherZip } from './file-kind.ts';
import { type NumberFormat, readNumberFormats } from './number-formats.ts';
import { makeSheetParser, type ParsedRow } from './parse-sheet.ts';
import { parseXml } from './parse-xml.ts';
import { Refusal } from './refusal.ts';
import { noStrings, readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { makeMergeFiller, readOutline } from './sheet-outline.ts';
import type { Breathe } from './slices.ts';
import type { TempFile } from './temp-file.ts';
import { makeWorkCount, type WorkCount } from './work-count.ts';
import { readWorkbookParts, type SheetEntry } from './workbook-parts.ts';
import { openZip, type ZipParts } from './zip-parts.ts';

/** What all sheets of a workbook share while they are read. */
interface OpenWorkbook {
  readonly zip: ZipParts;
  readonly strings: SharedStrings;
  readonly formatOf: (style: number) => NumberFormat;
  readonly from1904: boolean;
  readonly limits: ReadLimits;
  readonly work: WorkCount;
  readonly breathe: Breathe;
  readonly counted: { rows: number; cells: number };
}

/** The rows of every visible sheet of a workbook. Pictures, macros and embedded files are never unpacked. */
export async function* readXlsx(
  handle: FileHandle,
  openTemp: () => Promise<TempFile>,
  limits: ReadLimits,
  breathe: Breathe,
): AsyncGenerator<SheetEvent> {
  const work = makeWorkCount(limits);
  const zip = await openZip(handle, limits);
  refuseOtherZip(zip.has);
  const parts = await readWorkbookParts(zip, limits.sheets, work, breathe);
  const formatOf = await readNumberFormats(zip, parts.stylesPath, work, breathe);
  const spill = await openTemp();
  try {
    const strings =
      parts.stringsPath === undefined || !zip.has(parts.stringsPath)
        ? noStrings
        : await readSharedStrings(zip.open(parts.stringsPath), spill, limits, work, breathe);
    const counted = { rows: 0, cells: 0 };
    const workbook = { zip, strings, formatOf, from1904: parts.from1904, limits, work, breathe, counted };
    for (const sheet of parts.sheets) {
      if (sheet.visible) yield* readSheet(sheet, workbook);
      else yield { kind: 'notice', notice: { code: 'hidden_sheet', params: { sheet: sheet.name } } };
    }
  } finally {
    await spill.close();
  }
}

async function* readSheet(sheet: SheetEntry, workbook: OpenWorkbook): AsyncGenerator<SheetEvent> {
  const { limits, counted } = workbook;
  const notices: Reason[] = [];
  const onFarCells = (row: number) => {
    if (notices.length === 0) notices.push({ code: 'far_cells_ignored', params: { value: limits.columns, row } });
  };
  const parser = makeSheetParser({ formatOf: workbook.formatOf, from1904: workbook.from1904, limits, onFarCells });
  const { hiddenColumns, merged } = await readOutline(workbook.zip.open(sheet.path), limits.columns, workbook.breathe);
  const withMerged = makeMergeFiller(merged);
  yield { kind: 'sheet', sheet: sheet.name, ...(hiddenColumns.length > 0 ? { hiddenColumns } : {}) };
  for await (const _ of parseXml(workbook.zip.open(sheet.path), parser, workbook.work)) {
    for (const row of parser.take()) {
      const own = await resolve(row, workbook);
      await workbook.breathe();
      // A row that only lies beside merged cells has nothing of its own to say.
      if (own.every(isBlank)) {
        workbook.work.blankRow();
        continue;
      }
      const cells = withMerged(row.rowNumber, own);
      countRepeated(own, cells, row.rowNumber, workbook.work);
      counted.rows += 1;
      counted.cells += cells.filter((cell) => cell.kind !== 'empty').length;
      if (counted.rows > limits.rows + 1) throw new Refusal('limit_rows', { limit: 'rows', value: limits.rows });
      if (counted.cells > limits.cells) throw new Refusal('limit_cells', { limit: 'cells', value: limits.cells });
      yield { kind: 'row', rowNumber: row.rowNumber, cells, ...(row.hidden ? hidden : {}) };
    }
    await workbook.breathe();
  }
  for (const notice of notices) yield { kind: 'notice', notice };
}

const hidden = { fault: { code: 'hidden_row' } } as const;

async function resolve(row: ParsedRow, { strings, work }: OpenWorkbook): Promise<Cell[]> {
  const cells: Cell[] = [];
  let characters = 0;
  for (const cell of row.cells) {
    if (cell.kind !== 'shared') cells.push(cell);
    else {
      const found = strings.get(cell.index);
      const text = typeof found === 'string' ? found : await found;
      work.sharedCharacters(text.length);
      characters += text.length;
      if (characters > recordBytes) throw longRow(row.rowNumber);
      const { format } = cell;
      cells.push(
        text === ''
          ? { kind: 'empty' }
          : format === undefined
            ? { kind: 'text', text }
            : { kind: 'text', text, format },
      );
    }
  }
  return cells;
}

/** A merged cell's text stands in each of its rows: it costs as much as if the file named it there. */
function countRepeated(own: readonly Cell[], filled: readonly Cell[], row: number, work: WorkCount): void {
  if (filled === own) return;
  let characters = 0;
  for (const [index, cell] of filled.entries()) {
    if (!('text' in cell) || cell === own[index]) continue;
    work.sharedCharacters(cell.text.length);
    characters += cell.text.length;
  }
  if (characters > recordBytes) throw longRow(row);
}

/** Rows wait for the header to be found: what one may hold bounds the memory they take. */
function longRow(row: number): Refusal {
  return new Refusal('limit_record', { detail: 'sheet', limit: 'record', value: recordBytes, row });
}
