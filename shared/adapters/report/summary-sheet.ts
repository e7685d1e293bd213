import type { ReportHead } from '../../domain/reporting/report.ts';
import type { Tone } from '../../domain/reporting/report-lines.ts';
import type { ReportSummary } from '../../domain/reporting/report-summary.ts';
import { shown } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { type CellStyle, toneFormat } from './looks/workbook-styles.ts';
import { reportFacts } from './report-facts.ts';
import { dataBar, dataBarExtensions } from './workbook/data-bar.ts';
import { heightFor, type SheetCell } from './workbook/sheet-xml.ts';
import { placeIn, type SheetFile, type WorkbookFile } from './workbook/workbook-file.ts';

const widths = [34, 16, 12, 40, 13, 14, 13, 16];
const lastColumn = 'H';
/** Characters that fit on a line over all columns, and over the last five. */
const fullLine = widths.reduce((sum, width) => sum + width, 0);
/** The headline is set larger. */
const headlineLength = 110;
const valueLine = fullLine - 34;
/** Points that still print readably on one page; a little more would leave a second page nearly empty. */
const pageHeight = 840;
const rowHeight = 15;
const adviceLine = 56;

const styled = (value: string | number, style: CellStyle): SheetCell => ({ value, style });
const heightOf = (text: string, line: number): number => heightFor(text.length, line) ?? 18;

/** Gathers what a sheet says about its cells while its rows are written. */
const makePage = (file: SheetFile) => {
  const merges: string[] = [];
  const formats: string[] = [];
  const extensions: string[] = [];
  const links: { cell: string; to: string }[] = [];
  let height = 0;
  const page = {
    merges,
    formats,
    extensions,
    links,
    height: (): number => height,
    row: async (cells: readonly SheetCell[], rowsHeight?: number): Promise<number> => {
      const row = file.next();
      await file.row(cells, rowsHeight);
      height += rowsHeight ?? rowHeight;
      return row;
    },
    /** Text over the whole width. */
    line: async (text: string, style: CellStyle, height = heightOf(text, fullLine)): Promise<number> => {
      const row = await page.row([styled(text, style), ...widths.slice(1).map(() => styled('', style))], height);
      merges.push(`A${row}:${lastColumn}${row}`);
      return row;
    },
    heading: async (text: string): Promise<void> => {
      await page.row([], 8);
      await page.line(text, 'heading', 24);
    },
    /** Column titles; those of numbers stand over them, at the right. */
    titles: async (titles: readonly string[], numbers: readonly string[] = []): Promise<number> =>
      page.row(
        titles.map((title) => styled(title, numbers.includes(title) ? 'numberTitle' : 'columnTitle')),
        20,
      ),
  };
  return page;
};

/** Colours numbers above zero. */
const positive = (area: string, tone: Tone, priority: number): string =>
  `<conditionalFormatting sqref="${area}"><cfRule type="cellIs" dxfId="${toneFormat(tone)}" priority="${priority}" operator="greaterThan"><formula>0</formula></cfRule></conditionalFormatting>`;

/** Colours a whole area. */
const tinted = (area: string, tone: Tone, priority: number): string =>
  `<conditionalFormatting sqref="${area}"><cfRule type="expression" dxfId="${toneFormat(tone)}" priority="${priority}"><formula>TRUE</formula></cfRule></conditionalFormatting>`;

type Page = ReturnType<typeof makePage>;

const writeHead = async (page: Page, head: ReportHead, summary: ReportSummary, texts: Texts): Promise<void> => {
  await page.line(summary.title, 'title', 32);
  const height = Math.max(34, heightOf(summary.headline, headlineLength) * 1.4);
  const headline = await page.line(shown(summary.headline), 'headline', height);
  page.formats.push(tinted(`A${headline}:${lastColumn}${headline}`, summary.tone, 1));
  for (const { label, value } of reportFacts(head, texts)) {
    const row = await page.row([styled(label, 'label'), styled(value, 'wrapped')], heightOf(value, valueLine));
    page.merges.push(`B${row}:${lastColumn}${row}`);
  }
};

const writeOutcome = async (page: Page, head: ReportHead, summary: ReportSummary, texts: Texts, rows?: string) => {
  const words = texts.summary;
  if (summary.bars.length === 0) return;
  await page.heading(words.outcome);
  await page.titles([words.status, words.count, words.share, '', '', '', '', ''], [words.count, words.share]);
  for (const [index, bar] of summary.bars.entries()) {
    const cells = [
      styled(bar.status, 'plain'),
      styled(bar.rows, 'count'),
      styled(bar.share, 'share'),
      styled(bar.rows, 'bar'),
    ];
    const row = await page.row(cells, 18);
    const { format, extension } = dataBar(`D${row}`, head.rows, bar.tone, index + 10);
    page.formats.push(format, tinted(`A${row}`, bar.tone, index + 40));
    page.extensions.push(extension);
  }
  const total = await page.row([styled(words.total, 'totalLabel'), styled(head.rows, 'total'), styled('', 'total')]);
  if (rows !== undefined) page.links.push({ cell: `A${total}`, to: placeIn(rows, 'A1') });
};

const writeLines = async (page: Page, title: string, lines: readonly string[]): Promise<void> => {
  if (lines.length === 0) return;
  await page.heading(title);
  for (const text of lines) await page.line(shown(text), 'sentence');
};

const writeReasons = async (page: Page, summary: ReportSummary, texts: Texts): Promise<void> => {
  if (summary.reasons.length === 0) return;
  const words = texts.summary;
  await page.heading(words.reasons);
  const titles = [words.status, words.count, '', words.code, words.advice, '', '', ''];
  const titleRow = await page.titles(titles, [words.count]);
  page.merges.push(`E${titleRow}:${lastColumn}${titleRow}`);
  for (const reason of summary.reasons) {
    const text = shown(`${reason.happened} ${reason.advice}`);
    const cells = [reason.status, styled(reason.rows, 'count'), '', shown(reason.code), styled(text, 'wrapped')];
    const row = await page.row(cells, heightOf(text, adviceLine));
    page.merges.push(`E${row}:${lastColumn}${row}`);
  }
};

const writeGroups = async (page: Page, head: ReportHead, summary: ReportSummary, texts: Texts): Promise<void> => {
  if (summary.groups.length === 0) return;
  const words = texts.summary;
  await page.heading(words.groups);
  const counts = [head.kind === 'check' ? words.good : words.done, words.action, words.openCount, words.neutral];
  const titles = [words.customer, words.groupTag, '', words.platform, ...counts];
  const first = (await page.titles(titles, counts)) + 1;
  for (const group of summary.groups) {
    const numbers = [group.good, group.bad, group.waiting, group.quiet].map((count) => styled(count, 'count'));
    await page.row([
      styled(shown(group.customer), 'text'),
      styled(shown(group.groupTag), 'text'),
      '',
      group.platform,
      ...numbers,
    ]);
  }
  const last = first + summary.groups.length - 1;
  page.formats.push(positive(`F${first}:F${last}`, 'bad', 80), positive(`G${first}:G${last}`, 'waiting', 81));
};

/** The first sheet: what happened, what is open, what to do next. `rowsSheets` are the names of the sheets it points to. */
export const writeSummarySheet = async (
  book: WorkbookFile,
  head: ReportHead,
  summary: ReportSummary,
  rowsSheets: readonly string[],
  texts: Texts,
): Promise<void> => {
  const file = await book.sheet(
    {
      name: texts.summary.sheet,
      columns: widths.map((width) => ({ width })),
      landscape: true,
      gridLines: false,
    },
    'first',
  );
  const page = makePage(file);
  await writeHead(page, head, summary, texts);
  await writeLines(page, texts.summary.next, summary.next);
  await writeLines(page, texts.summary.forecast, summary.forecast);
  await writeOutcome(page, head, summary, texts, rowsSheets[0]);
  await writeLines(page, texts.summary.open, summary.open);
  await writeReasons(page, summary, texts);
  await writeGroups(page, head, summary, texts);
  await writeLines(page, texts.summary.notices, summary.notices);
  await file.end({
    merges: page.merges,
    formats: page.formats,
    links: page.links,
    extensions: dataBarExtensions(page.extensions),
    onePage: page.height() <= pageHeight,
  });
};
