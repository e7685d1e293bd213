import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { makeReportRenderer } from '../../../../shared/adapters/report/report-renderer.ts';
import type { ReportRow } from '../../../../shared/domain/reporting/report.ts';
import { makeVerdictText } from '../../../../shared/domain/reporting/report-lines.ts';
import { headOf, sampleTexts } from '../../../adapters/report/sample-report.ts';

/**
 * Run as a process of its own, so that memory is this work's alone: `measure.ts report` writes a whole report,
 * `measure.ts exceljs` the same rows sheet with exceljs' stream writer without styles. Prints milliseconds and peak bytes.
 */
const count = 100_000;
const columns = 12;
const titles = Array.from({ length: columns }, (_, column) => `Column ${column}`);
const rowOf = (index: number): ReportRow => ({
  row: index + 2,
  cells: titles.map((_title, column) => `value ${index} of column ${column}`),
  platform: 'partnerCenter',
  identityKind: 'pkid',
  groupTag: 'KIOSK-2026',
  verdict:
    index % 5 === 0
      ? { kind: 'rejected', reason: { code: 'pkid_scientific_notation', params: { found: '3.3E+12' } } }
      : { kind: 'registered' },
});

async function* rows(): AsyncGenerator<ReportRow> {
  for (let index = 0; index < count; index += 1) yield rowOf(index);
}

const writeReport = async (folder: string): Promise<void> => {
  const head = {
    ...headOf([]),
    sheets: [{ headerRow: 1, titles, columns: titles.map(() => null) }],
    rows: count,
    counts: { rejected: count / 5, registered: (count / 5) * 4 },
  };
  await (await makeReportRenderer({ texts: sampleTexts, tempDir: folder }).render(head, rows)).dispose();
};

const writeWithExceljs = async (folder: string): Promise<void> => {
  const { default: ExcelJS } = await import('exceljs');
  const filename = join(folder, 'exceljs.xlsx');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useStyles: false, useSharedStrings: false });
  const sheet = book.addWorksheet('Rows');
  sheet.addRow([...titles, ...Object.values(sampleTexts().columns)]).commit();
  const lineOf = makeVerdictText((id) => id, sampleTexts());
  let done = 0;
  for await (const row of rows()) {
    const { status, code, happened, advice, who, route } = lineOf(row, columns);
    sheet
      .addRow([row.row, ...row.cells, status, code, happened, advice, sampleTexts().actors[who], '', route])
      .commit();
    done += 1;
    if (done % 256 === 0) await setImmediate();
  }
  sheet.commit();
  await book.commit();
};

const folder = await mkdtemp(join(tmpdir(), 'report-measure-'));
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10);
const start = performance.now();
await (process.argv[2] === 'exceljs' ? writeWithExceljs(folder) : writeReport(folder));
const milliseconds = Math.round(performance.now() - start);
clearInterval(watch);
await rm(folder, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ milliseconds, peak }));
