import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { after, before, describe, it } from 'mocha';
import { status } from '../../cli/status.ts';
import { type Dropped, dropFile, fetchReports, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { App } from '../../shared/wire.ts';

interface Report {
  readonly uploadId: string;
  readonly summary: {
    readonly counts: Readonly<Record<string, number>>;
    readonly followUpOf?: readonly { readonly uploadId: string; readonly rows: number; readonly counts: object }[];
  };
}

/** Titles as exceljs reads them, to the column they stand in. */
const columnsOf = (sheet: ExcelJS.Worksheet): ReadonlyMap<string, number> => {
  const columns = new Map<string, number>();
  sheet.getRow(1).eachCell((cell, column) => columns.set(cell.text, column));
  return columns;
};

describe('The retry round trip', () => {
  let folder = '';
  let stack: Stack;
  let app: App;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retry-'));
    stack = await startStack({ dataDir: folder, storageInMemory: true, jobSeconds: 0.2 });
    app = makeApp(readConfig(stack.env));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function dropAndFetch(path: string): Promise<{ readonly report: Report; readonly files: readonly string[] }> {
    const dropped: Dropped = await dropFile(stack.connectionString, { path, partner: 'tailwind' });
    await followUpload(app, dropped, () => undefined, AbortSignal.timeout(1_200_000));
    const files = await fetchReports(stack.connectionString, dropped, join(folder, 'reports'));
    const json = files.find((file) => file.endsWith('.report.json')) ?? '';
    return { report: JSON.parse(await readFile(json, 'utf8')), files };
  }

  it('rows corrected in the retry workbook are registered, and the first file is then told as done', async () => {
    const path = join(folder, 'May.csv');
    const rows = ['SYNRT1,LENOVO,20XWSYN101', 'SYNRT2,,20XWSYN101', 'SYNRT3,,20XWSYN101'];
    await writeFile(path, `Device Serial Number,Manufacturer name,Device model\r\n${rows.join('\r\n')}\r\n`);
    const first = await dropAndFetch(path);
    expect(first.report.summary.counts).to.deep.equal({ registered: 1, rejected: 2 });
    expect(first.files.some((file) => file.endsWith('.progress.json'))).to.equal(true);

    const retry = first.files.find((file) => file.endsWith('.retry.xlsx')) ?? '';
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(retry);
    const [sheet] = book.worksheets;
    if (sheet === undefined) throw new Error('The retry workbook has no sheet.');
    expect(sheet.actualRowCount).to.equal(3);
    sheet.getRow(2).getCell(columnsOf(sheet).get('Manufacturer name') ?? 0).value = 'LENOVO';
    await book.xlsx.writeFile(retry);

    const second = await dropAndFetch(retry);
    expect(second.report.summary.counts).to.deep.equal({ registered: 1, rejected: 1 });
    const [stands] = second.report.summary.followUpOf ?? [];
    expect(stands).to.deep.include({ uploadId: first.report.uploadId, rows: 3 });
    expect(stands?.counts).to.deep.equal({ registered: 2, rejected: 1 });

    const untouched = second.files.find((file) => file.endsWith('.retry.xlsx')) ?? '';
    const third = await dropAndFetch(untouched);
    expect(third.report.summary.followUpOf?.map(({ counts }) => counts)).to.deep.equal([
      { registered: 1, rejected: 1 },
      { registered: 2, rejected: 1 },
    ]);
  });

  it('the newest uploads are drawn from storage alone', async () => {
    let text = '';
    const print = (more: string): void => {
      text += more;
    };
    expect(await status.run(['--storage', stack.connectionString], print)).to.equal(0);
    expect(text).to.contain('tailwind/May.csv').and.contain('3 rows').and.contain('report written');
  });
});
