import type { ReadSheet } from '../../domain/reading/read-event.ts';
import type { ReportHead } from '../../domain/reporting/report.ts';
import { looks, type Tone } from '../../domain/reporting/report-lines.ts';
import { cut, shownCell } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { toneFormat } from './looks/workbook-styles.ts';
import type { OutputRow } from './report-output.ts';
import { columnName, heightFor, type SheetCell, type SheetColumn } from './workbook/sheet-xml.ts';
import type { SheetFile, WorkbookFile } from './workbook/workbook-file.ts';

/** Excel's 1,048,576 rows less the header. */
export const sheetRows = 1_048_575;

const textWidth = 50;

const addedColumns = ({ columns }: Texts): readonly { readonly title: string; readonly column: SheetColumn }[] => [
  { title: columns.status, column: { width: 28, style: 'text' } },
  { title: columns.code, column: { width: 36, style: 'text' } },
  { title: columns.happened, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.advice, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.who, column: { width: 27, style: 'text' } },
  { title: columns.remarks, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.route, column: { width: 54, style: 'text' } },
];

/** Rows that are looked at before a sheet is begun: its widths stand before its rows in the file. */
const rowsMeasured = 300;
const narrowest = 12;
const widest = 44;
const widestTitle = 26;
/** Keeps a number from being read as one with its neighbour. */
const gap = 4;

/** Chinese, Japanese and Korean characters are twice as wide. */
const widthOf = (text: string): number => text.length + (text.match(/[\u1100-\ud7ff\uf900-\uffee]/g)?.length ?? 0);

/** The uploader's columns as wide as their content, within bounds. */
const ownColumns = ({ titles }: ReadSheet, rows: readonly OutputRow[]): readonly SheetColumn[] =>
  titles.map((title, index) => {
    const longest = rows.reduce((most, { shownCells }) => Math.max(most, widthOf(shownCells[index] ?? '')), 0);
    const wanted = Math.max(longest, Math.min(widestTitle, widthOf(title))) + gap;
    return { width: Math.max(narrowest, Math.min(widest, wanted)), style: 'text' };
  });

/** What names a device, or says where it goes, is shown whole: a cell that is wider than its column breaks into lines. */
const shownWhole = ({ columns }: ReadSheet, index: number): boolean => {
  const column = columns[index] ?? null;
  return column !== null && column !== 'other' && column !== 'report';
};

interface OpenSheet {
  readonly source: ReadSheet;
  readonly file: SheetFile;
  /** Of the uploader's columns, in characters. */
  readonly widths: readonly number[];
}

const signsOf = (tone: Tone): readonly string[] => [
  ...new Set(Object.values(looks).flatMap((look) => (look.tone === tone ? [look.sign] : []))),
];

const tones: readonly Tone[] = ['good', 'bad', 'waiting', 'quiet'];

/** Colours row number and status by the sign the status begins with; a filter or a sort keeps the colours right. */
const colours = (statusColumn: string, lastRow: number): readonly string[] =>
  tones.map((tone, index) => {
    const test = signsOf(tone).map((sign) => `LEFT($${statusColumn}2,1)="${sign}"`);
    const formula = `OR(${test.join(',')})`.replaceAll('"', '&quot;');
    return (
      `<conditionalFormatting sqref="A2:A${lastRow} ${statusColumn}2:${statusColumn}${lastRow}">` +
      `<cfRule type="expression" dxfId="${toneFormat(tone)}" priority="${index + 1}"><formula>${formula}</formula></cfRule>` +
      '</conditionalFormatting>'
    );
  });

const isTooWide = ({ source, widths }: OpenSheet, text: string, index: number): boolean =>
  shownWhole(source, index) && widthOf(text) > (widths[index] ?? widest) - gap;

const cellsOf = (open: OpenSheet, { row, line, sheet, shownCells }: OutputRow, texts: Texts): readonly SheetCell[] => {
  const own = sheet.titles.map((_title, index): SheetCell => {
    const text = shownCells[index] ?? '';
    return isTooWide(open, text, index) ? { value: text, style: 'wrapped' } : text;
  });
  return [
    row.row,
    ...own,
    line.status,
    line.code,
    line.happened,
    line.advice,
    texts.actors[line.who],
    cut(line.remarks.join(' ')),
    line.route,
  ];
};

/** LibreOffice gives a row that says no height a single line; so rows with long texts say theirs. */
const heightOf = (open: OpenSheet, { line, shownCells }: OutputRow): number | undefined => {
  const longest = Math.max(line.happened.length, line.advice.length, line.remarks.join(' ').length);
  const own = open.widths.map((width, index) => {
    const text = shownCells[index] ?? '';
    return isTooWide(open, text, index) ? heightFor(widthOf(text), width - gap) : undefined;
  });
  const heights = [heightFor(longest, textWidth), ...own].filter((height) => height !== undefined);
  return heights.length === 0 ? undefined : Math.max(...heights);
};

/**
 * The uploader's rows, one sheet of ours for each sheet of theirs, so that columns keep their order and spelling.
 * A sheet that is full goes on in a further one.
 */
export const makeRowsSheets = (
  book: WorkbookFile,
  head: ReportHead,
  nameSheet: (wanted: string) => string,
  limit: number,
  texts: Texts,
) => {
  const added = addedColumns(texts);
  const written = new Set<ReadSheet>();
  let current: OpenSheet | undefined;
  /** The first rows of a sheet that is not begun yet; all of one sheet. */
  let waiting: OutputRow[] = [];
  const names: string[] = [];

  const open = async (source: ReadSheet, rows: readonly OutputRow[] = []): Promise<OpenSheet> => {
    const ownOnes = ownColumns(source, rows);
    const name = nameSheet(head.sheets.length > 1 ? (source.sheet ?? texts.rowsSheet) : texts.rowsSheet);
    const file = await book.sheet({
      name,
      columns: [{ width: 8, style: 'rowNumber' }, ...ownOnes, ...added.map(({ column }) => column)],
      frozen: { rows: 1, columns: 1 },
      landscape: true,
    });
    const ours = (title: string): SheetCell => ({ value: title, style: 'addedTitle' });
    const own = source.titles.map((title): SheetCell => ({ value: shownCell(title), style: 'columnTitle' }));
    await file.row([ours(texts.columns.row), ...own, ...added.map(({ title }) => ours(title))], 24);
    written.add(source);
    names.push(name);
    return { source, file, widths: ownOnes.map(({ width }) => width) };
  };

  const close = async ({ source, file }: OpenSheet): Promise<void> => {
    const lastRow = file.next() - 1;
    const statusColumn = columnName(source.titles.length + 1);
    const lastColumn = columnName(source.titles.length + added.length);
    await file.end({
      filter: `A1:${lastColumn}${lastRow}`,
      formats: lastRow === 1 ? [] : colours(statusColumn, lastRow),
    });
  };

  const writeRow = (into: OpenSheet, output: OutputRow): Promise<void> | undefined =>
    into.file.row(cellsOf(into, output, texts), heightOf(into, output));

  /** A sheet of the upload that had no rows is there with its header. */
  const writeEmptyOnes = async (before?: ReadSheet): Promise<void> => {
    for (const source of head.sheets) {
      if (source === before) return;
      if (!written.has(source)) await close(await open(source));
    }
  };

  /** Begins the sheet of the rows that wait, and writes them. */
  const begin = async (): Promise<void> => {
    const [first] = waiting;
    if (first === undefined) return;
    if (current !== undefined) await close(current);
    await writeEmptyOnes(first.sheet);
    current = await open(first.sheet, waiting);
    for (const output of waiting) await writeRow(current, output);
    waiting = [];
  };

  const wait = (output: OutputRow): Promise<void> | undefined => {
    waiting.push(output);
    return waiting.length < Math.min(rowsMeasured, limit) ? undefined : begin();
  };

  const moveTo = async (output: OutputRow): Promise<void> => {
    await begin();
    await wait(output);
  };

  return {
    row(output: OutputRow): Promise<void> | undefined {
      const [first] = waiting;
      if (first !== undefined) return first.sheet === output.sheet ? wait(output) : moveTo(output);
      const full = current !== undefined && current.file.next() > limit + 1;
      if (current?.source !== output.sheet || full) return wait(output);
      return writeRow(current, output);
    },
    /** Ends the last sheet and gives the names of all. */
    async finish(): Promise<readonly string[]> {
      await begin();
      if (current !== undefined) await close(current);
      if (head.refused === undefined) await writeEmptyOnes();
      return names;
    },
  };
};
