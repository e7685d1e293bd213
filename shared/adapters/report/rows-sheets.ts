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
  { title: columns.status, column: { width: 23, style: 'text' } },
  { title: columns.code, column: { width: 25, style: 'text' } },
  { title: columns.happened, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.advice, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.who, column: { width: 24, style: 'text' } },
  { title: columns.remarks, column: { width: textWidth, style: 'wrapped' } },
  { title: columns.route, column: { width: 54, style: 'text' } },
];

const ownColumn = (title: string): SheetColumn => ({
  width: Math.max(12, Math.min(26, title.length + 5)),
  style: 'text',
});

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

const cellsOf = ({ row, line, sheet, shownCells }: OutputRow, texts: Texts): readonly SheetCell[] => {
  const own = sheet.titles.map((_title, index) => shownCells[index] ?? '');
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
const heightOf = ({ line }: OutputRow): number | undefined => {
  const longest = Math.max(line.happened.length, line.advice.length, line.remarks.join(' ').length);
  return heightFor(longest, textWidth);
};

interface OpenSheet {
  readonly source: ReadSheet;
  readonly file: SheetFile;
}

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
  const names: string[] = [];

  const open = async (source: ReadSheet): Promise<OpenSheet> => {
    const name = nameSheet(head.sheets.length > 1 ? (source.sheet ?? texts.rowsSheet) : texts.rowsSheet);
    const file = await book.sheet({
      name,
      columns: [
        { width: 8, style: 'rowNumber' },
        ...source.titles.map(ownColumn),
        ...added.map(({ column }) => column),
      ],
      frozen: { rows: 1, columns: 1 },
      landscape: true,
    });
    const ours = (title: string): SheetCell => ({ value: title, style: 'addedTitle' });
    const own = source.titles.map((title): SheetCell => ({ value: shownCell(title), style: 'columnTitle' }));
    await file.row([ours(texts.columns.row), ...own, ...added.map(({ title }) => ours(title))], 24);
    written.add(source);
    names.push(name);
    return { source, file };
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

  const writeRow = (file: SheetFile, output: OutputRow): Promise<void> | undefined =>
    file.row(cellsOf(output, texts), heightOf(output));

  /** A sheet of the upload that had no rows is there with its header. */
  const writeEmptyOnes = async (before?: ReadSheet): Promise<void> => {
    for (const source of head.sheets) {
      if (source === before) return;
      if (!written.has(source)) await close(await open(source));
    }
  };

  const move = async (output: OutputRow): Promise<void> => {
    if (current !== undefined) await close(current);
    await writeEmptyOnes(output.sheet);
    current = await open(output.sheet);
    await writeRow(current.file, output);
  };

  return {
    row(output: OutputRow): Promise<void> | undefined {
      const full = current !== undefined && current.file.next() > limit + 1;
      if (current?.source !== output.sheet || full) return move(output);
      return writeRow(current.file, output);
    },
    /** Ends the last sheet and gives the names of all. */
    async finish(): Promise<readonly string[]> {
      if (current !== undefined) await close(current);
      if (head.refused === undefined) await writeEmptyOnes();
      return names;
    },
  };
};
