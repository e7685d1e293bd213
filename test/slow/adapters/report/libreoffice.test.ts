import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { before, describe, it } from 'mocha';
import type { ReportRow } from '../../../../shared/domain/reporting/report.ts';
import { fileOf, renderBytes } from '../../../adapters/report/read-back.ts';
import { csvSheet, everyKind } from '../../../adapters/report/sample-report.ts';

const run = promisify(execFile);

/** Converts with LibreOffice in a profile of its own, so that one already open does not get in the way. */
const convert = async (bytes: Buffer, to: string, result: string): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'libreoffice-test-'));
  try {
    await writeFile(join(folder, 'book.xlsx'), bytes);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    await run('soffice', [profile, '--headless', '--convert-to', to, '--outdir', folder, join(folder, 'book.xlsx')]);
    return await readFile(join(folder, result));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The second sheet as CSV: text as it is shown, UTF-8, every cell quoted. */
const rowsAsCsv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,2';

describe('the report in LibreOffice', () => {
  before(function () {
    if (spawnSync('soffice', ['--version']).status === 0) return;
    process.stderr.write('LibreOffice is not installed: the report was not opened in it.\n');
    this.skip();
  });

  it('opens and prints', async () => {
    const pdf = await convert(fileOf(await renderBytes(everyKind), 'xlsx'), 'pdf', 'book.pdf');
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(pdf.length).to.be.greaterThan(10_000);
  });

  it('shows every cell as the text it is', async () => {
    const texts = [
      '0012345',
      '3305160010066',
      '=1+1',
      '1E5',
      '2026-01-02',
      'TRUE',
      ' two  spaces ',
      "'quoted",
      '_x0041_',
      '<b>&amp;',
    ];
    const rows = texts.map(
      (text, index): ReportRow => ({ row: index + 2, cells: [text], verdict: { kind: 'registered' } }),
    );
    const csv = await convert(
      fileOf(await renderBytes(rows, { sheets: [csvSheet] }), 'xlsx'),
      rowsAsCsv,
      'book-Rows.csv',
    );
    const table: string[][] = parse(csv, { bom: true });
    expect(table.slice(1).map((cells) => cells[1])).to.deep.equal(texts);
  });
});
