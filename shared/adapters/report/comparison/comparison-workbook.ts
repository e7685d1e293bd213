import type { ComparedScope, ComparisonFinding, ComparisonHead } from '../../../domain/comparing/comparison.ts';
import { categoryTexts } from '../../../domain/comparing/comparison-texts.ts';
import { platforms } from '../../../domain/platforms.ts';
import type { Reason } from '../../../domain/reason.ts';
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
const summaryWidths = [28, 18, 24, ...categories.map(() => 15), 10, 10, 60];
const lastColumn = columnName(summaryWidths.length - 1);
const titled = (value: string): SheetCell => ({ value, style: 'columnTitle' });

const timeIn = (iso: string, { timeZone }: ComparisonHead): string => localTime(iso, timeZone, english.timeFormat);

/** A reason with what to do and who does it. */
const toldReason = (reason: Reason): string => {
  const { happened, advice, who } = explained(reason, english);
  return shown(who === 'nobody' ? `${happened} ${advice}` : `${happened} ${advice} (${english.actors[who]})`);
};

const hourMs = 3_600_000;

function stateOf(scope: ComparedScope, head: ComparisonHead): string {
  const { state, reason, since, listed } = scope;
  if (state === 'notListable') return 'This platform can’t be asked what it holds. Nothing to do.';
  if (state === 'compared') {
    if (listed === undefined) return 'Compared';
    const tookLong = Date.parse(listed.until) - Date.parse(listed.from) > hourMs;
    const until = timeIn(listed.until, head);
    return tookLong ? `Compared; listed from ${timeIn(listed.from, head)} to ${until}` : `Compared; listed ${until}`;
  }
  const lasting = since === undefined || since === head.comparedAt ? '' : ` since ${timeIn(since, head)}`;
  return `Not compared${lasting}: ${reason === undefined ? 'the listing failed.' : toldReason(reason)}`;
}

interface Headline {
  readonly text: string;
  readonly tone: Tone;
  /** What was said before and still is so. */
  readonly more?: string;
}

/** What is new and gone comes first. What can't be compared leads on the day it begins; later a line below says it. */
function headlineOf({ scopes, previousAt, comparedAt, remarks = [] }: ComparisonHead): Headline {
  const [remark] = remarks;
  if (scopes.length === 0 && remark !== undefined) return { text: toldReason(remark), tone: 'bad' };
  const failing = scopes.filter(({ reason }) => reason !== undefined);
  const newly = failing.filter(({ since = comparedAt }) => since === comparedAt).length;
  const lasting = failing.length - newly;
  const more =
    lasting === 0
      ? {}
      : { more: `Still not compared: ${lasting} of ${scopes.length}; the column State says what to do.` };
  const notCompared =
    newly === 0 ? '' : ` ${newly} of ${scopes.length} could not be compared; the column State says why.`;
  if (scopes.every(({ state }) => state !== 'compared'))
    return { text: `Nothing was compared.${notCompared}`, tone: newly > 0 ? 'bad' : 'quiet', ...more };
  const where = failing.length === 0 ? '' : ' where it could be compared';
  const changed = scopes.reduce((sum, scope) => sum + (scope.changed ?? 0), 0);
  const resolved = scopes.reduce((sum, scope) => sum + (scope.resolved ?? 0), 0);
  const said =
    previousAt === undefined
      ? 'First comparison: nothing is marked as new.'
      : changed + resolved === 0
        ? `Nothing has changed since the last comparison${where}.`
        : `Since the last comparison: ${changed} new, ${resolved} gone.`;
  const usual: Tone = previousAt === undefined || failing.length > 0 ? 'quiet' : 'good';
  return { text: `${said}${notCompared}`, tone: newly > 0 ? 'bad' : changed > 0 ? 'waiting' : usual, ...more };
}

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
  if (headline.more !== undefined) await line(headline.more, 'label', 18);
  if (head.scopes.length > 0) for (const remark of head.remarks ?? []) await line(toldReason(remark), 'label', 18);
  await line(`Compared: ${timeIn(head.comparedAt, head)}`, 'label', 18);
  if (head.previousAt !== undefined) await line(`The comparison before: ${timeIn(head.previousAt, head)}`, 'label', 18);
  await file.row([], 8);
  const counted = categories.map(([, { title }]) => ({ value: title, style: 'numberTitle' as const }));
  const numberTitle = (value: string): SheetCell => ({ value, style: 'numberTitle' });
  await file.row(
    [
      titled('Customer'),
      titled('Connection'),
      titled('Platform'),
      ...counted,
      numberTitle('New'),
      numberTitle('Gone'),
      titled('State'),
    ],
    34,
  );
  for (const scope of head.scopes) {
    const state = stateOf(scope, head);
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
        scope.platform === undefined ? '' : platforms[scope.platform].title,
        ...categories.map(([name]) => countOf(name)),
        { value: scope.changed ?? '', style: 'count' },
        { value: scope.resolved ?? '', style: 'count' },
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
    return into.row(cells, heightFor(Math.max(...cells.slice(-3).map((cell) => cell.length)), 60));
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
