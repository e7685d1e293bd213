import type { ComparedScope, ComparisonFinding, ComparisonHead } from '../../../domain/comparing/comparison.ts';
import { categoryTexts } from '../../../domain/comparing/comparison-texts.ts';
import { platforms } from '../../../domain/platforms.ts';
import { explained, type Tone } from '../../../domain/reporting/report-lines.ts';
import { shown } from '../../../domain/reporting/shown-text.ts';
import { english } from '../../../domain/texts/en.ts';
import { localTime } from '../local-time.ts';
import { toneFormat } from '../looks/workbook-styles.ts';
import { makeSheetNames } from '../workbook/sheet-names.ts';
import { columnName, heightFor, type SheetCell } from '../workbook/sheet-xml.ts';
import { makeWorkbookFile, type SheetFile, type WorkbookFile } from '../workbook/workbook-file.ts';
import { comparisonColumns } from './comparison-columns.ts';
import type { ComparisonOutput } from './comparison-output.ts';

const categories = Object.entries(categoryTexts);
const summaryWidths = [28, 18, 24, ...categories.map(() => 15), 10, 60];
const lastColumn = columnName(summaryWidths.length - 1);
const titled = (value: string): SheetCell => ({ value, style: 'columnTitle' });

const stateOf = ({ state, reason }: ComparedScope): string => {
  switch (state) {
    case 'compared':
      return 'Compared';
    case 'notListable':
      return 'This platform can’t be asked what it holds; nothing was compared.';
    case 'failed': {
      if (reason === undefined) return 'The listing failed.';
      const { happened, advice } = explained(reason, english);
      return shown(`Not compared: ${happened} ${advice}`);
    }
  }
};

const headlineOf = ({ scopes, previousAt }: ComparisonHead): { readonly text: string; readonly tone: Tone } => {
  const failed = scopes.filter(({ state }) => state === 'failed').length;
  if (failed > 0) {
    const text = `${failed} of ${scopes.length} could not be compared this time; the column State says why.`;
    return { text, tone: 'bad' };
  }
  if (previousAt === undefined) return { text: 'First comparison: nothing is marked as new.', tone: 'quiet' };
  const changed = scopes.reduce((sum, scope) => sum + (scope.changed ?? 0), 0);
  const resolved = scopes.reduce((sum, scope) => sum + (scope.resolved ?? 0), 0);
  if (changed + resolved === 0) return { text: 'Nothing has changed since the last comparison.', tone: 'good' };
  return {
    text: `Since the last comparison: ${changed} new, ${resolved} gone.`,
    tone: changed > 0 ? 'waiting' : 'good',
  };
};

const tinted = (area: string, tone: Tone, formula: string): string =>
  `<conditionalFormatting sqref="${area}"><cfRule type="expression" dxfId="${toneFormat(tone)}" priority="1"><formula>${formula}</formula></cfRule></conditionalFormatting>`;

async function writeSummary(book: WorkbookFile, head: ComparisonHead): Promise<void> {
  const columns = summaryWidths.map((width) => ({ width }));
  const file = await book.sheet({ name: 'Summary', columns, landscape: true, gridLines: false }, 'first');
  const merges: string[] = [];
  const line = async (value: string, style: 'title' | 'headline' | 'heading' | 'label', height: number) => {
    const row = file.next();
    merges.push(`A${row}:${lastColumn}${row}`);
    await file.row([{ value, style }], height);
    return row;
  };
  await line(`Comparison with the platforms: ${shown(head.partnerName)}`, 'title', 32);
  const headline = headlineOf(head);
  const headlineRow = await line(headline.text, 'headline', 30);
  await line(`Compared: ${localTime(head.comparedAt, head.timeZone, english.timeFormat)}`, 'label', 18);
  if (head.previousAt !== undefined) {
    await line(`The comparison before: ${localTime(head.previousAt, head.timeZone, english.timeFormat)}`, 'label', 18);
  }
  await file.row([], 8);
  const counted = categories.map(([, { title }]) => ({ value: title, style: 'numberTitle' as const }));
  const numberTitle = (value: string): SheetCell => ({ value, style: 'numberTitle' });
  await file.row(
    [titled('Customer'), titled('Connection'), titled('Platform'), ...counted, numberTitle('New'), titled('State')],
    34,
  );
  for (const scope of head.scopes) {
    const state = stateOf(scope);
    const counts = Object.entries(scope.counts);
    // No number where nothing was compared: a 0 would look like good news.
    const none = scope.state === 'compared' ? 0 : '';
    const countOf = (name: string): SheetCell => ({
      value: counts.find(([category]) => category === name)?.[1] ?? none,
      style: 'count',
    });
    await file.row(
      [
        { value: shown(scope.customerName), style: 'text' },
        scope.connectionId,
        platforms[scope.platform].title,
        ...categories.map(([name]) => countOf(name)),
        { value: scope.changed ?? '', style: 'count' },
        { value: state, style: 'wrapped' },
      ],
      heightFor(state.length, 60),
    );
  }
  await file.row([], 8);
  await line('What the words mean, and what to do', 'heading', 24);
  for (const [, { title, meaning, advice }] of categories) {
    const row = file.next();
    merges.push(`B${row}:${lastColumn}${row}`);
    await file.row([title, `${meaning} ${advice}`]);
  }
  await file.end({ merges, formats: [tinted(`A${headlineRow}:${lastColumn}${headlineRow}`, headline.tone, 'TRUE')] });
}

/** The comparison's workbook: Summary, then every finding; a sheet that is full goes on in a further one. */
export async function makeComparisonWorkbook(
  path: string,
  head: ComparisonHead,
  rowsPerSheet: number,
): Promise<ComparisonOutput> {
  const book = await makeWorkbookFile(path);
  const nameSheet = makeSheetNames(['Summary']);
  const last = columnName(comparisonColumns.length - 1);
  let file: SheetFile | undefined;

  const open = async (): Promise<SheetFile> => {
    const columns = comparisonColumns.map(({ column }) => column);
    const opened = await book.sheet({
      name: nameSheet('Findings'),
      columns,
      frozen: { rows: 1, columns: 0 },
      landscape: true,
    });
    await opened.row(
      comparisonColumns.map(({ title }) => titled(title)),
      34,
    );
    return opened;
  };
  const close = async (full: SheetFile): Promise<void> => {
    const rows = full.next() - 1;
    await full.end({
      filter: `A1:${last}${rows}`,
      formats: rows === 1 ? [] : [tinted(`A2:B${rows}`, 'waiting', '$A2&lt;&gt;&quot;&quot;')],
    });
  };
  const write = (into: SheetFile, finding: ComparisonFinding): Promise<void> | undefined => {
    const cells = comparisonColumns.map(({ value }) => value(finding));
    return into.row(cells, heightFor(Math.max(...cells.slice(-2).map((cell) => cell.length)), 60));
  };
  const move = async (finding: ComparisonFinding): Promise<void> => {
    if (file !== undefined) await close(file);
    file = await open();
    await write(file, finding);
  };

  return {
    finding: (finding) => (file === undefined || file.next() > rowsPerSheet + 1 ? move(finding) : write(file, finding)),
    async finish() {
      await close(file ?? (await open()));
      await writeSummary(book, head);
      await book.finish();
    },
    abandon: book.abandon,
  };
}
