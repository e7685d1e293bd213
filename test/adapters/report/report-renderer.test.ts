import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeReportRenderer } from '../../../shared/adapters/report/report-renderer.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { fileOf, readBook, renderBytes } from './read-back.ts';
import { csvSheet, deviceSheet, each, everyKind, headOf, sampleTexts } from './sample-report.ts';

const inTemp = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'report-test-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe('rendering a report', () => {
  it('gives every file a place only this user can read, and removes all of them', () =>
    inTemp(async (tempDir) => {
      const report = await makeReportRenderer({ texts: sampleTexts, tempDir }).render(headOf(everyKind), () =>
        each(everyKind),
      );
      expect(report.files.map(({ kind }) => kind)).to.deep.equal(['xlsx', 'csv', 'json', 'html', 'retry']);
      const [folder = ''] = await readdir(tempDir);
      const modes = await Promise.all(
        [...report.files.map(({ path }) => path), join(tempDir, folder)].map(async (path) => (await stat(path)).mode),
      );
      // Windows has no such modes; there the user's temporary folder is the user's own.
      if (process.platform !== 'win32') expect(modes.filter((mode) => (mode & 0o077) !== 0)).to.deep.equal([]);
      await report.dispose();
      expect(await readdir(tempDir)).to.deep.equal([]);
    }));

  it('reads the rows once', () =>
    inTemp(async (tempDir) => {
      let passes = 0;
      const rows = () => {
        passes += 1;
        return each(everyKind);
      };
      await (await makeReportRenderer({ texts: sampleTexts, tempDir }).render(headOf(everyKind), rows)).dispose();
      expect(passes).to.equal(1);
    }));

  it('leaves nothing behind when the rows fail on the way', () =>
    inTemp(async (tempDir) => {
      async function* broken(): AsyncGenerator<ReportRow> {
        yield* everyKind;
        throw new Error('the ledger went away');
      }
      const failure = await makeReportRenderer({ texts: sampleTexts, tempDir })
        .render(headOf(everyKind), broken)
        .catch((error: unknown) => error);
      expect(failure).to.be.an('error').with.property('message', 'the ledger went away');
      expect(await readdir(tempDir)).to.deep.equal([]);
    }));

  it('never writes a report whose head and rows contradict each other', () =>
    inTemp(async (tempDir) => {
      const failure = await makeReportRenderer({ texts: sampleTexts, tempDir })
        .render({ ...headOf(everyKind), rows: 99 }, () => each(everyKind))
        .catch((error: unknown) => error);
      expect(failure).to.be.an('error').with.property('message').that.contains('99 rows');
      expect(await readdir(tempDir)).to.deep.equal([]);
    }));

  it('lets others have their turn while it works', async () => {
    const many = Array.from(
      { length: 3000 },
      (_, row): ReportRow => ({ row, cells: [], verdict: { kind: 'unknown' } }),
    );
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await renderBytes(many);
    clearInterval(timer);
    expect(turns).to.be.greaterThan(5);
  });

  it('offers no retry workbook while rows are open, in a check, or when there is nothing to repeat', async () => {
    const bad: readonly ReportRow[] = [{ row: 2, cells: [], verdict: { kind: 'rejected' } }];
    expect((await renderBytes(bad)).has('retry')).to.equal(true);
    expect((await renderBytes(bad, { kind: 'provisional' })).has('retry')).to.equal(false);
    expect((await renderBytes(bad, { kind: 'check' })).has('retry')).to.equal(false);
    const good: readonly ReportRow[] = [{ row: 2, cells: [], verdict: { kind: 'registered' } }];
    expect((await renderBytes(good)).has('retry')).to.equal(false);
  });

  it('is complete without any row: empty file, refused file, only duplicates, only held', async () => {
    const duplicates = [2, 3].map(
      (row): ReportRow => ({ row, cells: ['x'], verdict: { kind: 'duplicate', duplicateOf: { row: 1 } } }),
    );
    const held = [2, 3].map((row): ReportRow => ({ row, cells: ['x'], verdict: { kind: 'held' } }));
    const cases = [
      await renderBytes([], { sheets: [csvSheet] }),
      await renderBytes([], { sheets: [], refused: { code: 'no_header' } }),
      await renderBytes(duplicates, { sheets: [csvSheet] }),
      await renderBytes(held, { sheets: [csvSheet], kind: 'provisional' }),
    ];
    const headlines: unknown[] = [];
    for (const files of cases) {
      expect([...files.keys()]).to.deep.equal(['xlsx', 'csv', 'json', 'html']);
      const book = await readBook(fileOf(files, 'xlsx'));
      headlines.push(book.rows('Summary')[1]?.[0]);
      expect(book.sheets.at(-1)).to.equal('Legend');
    }
    expect(headlines).to.deep.equal([
      'The file has no device rows.',
      'Nothing was sent. No row with column titles was found.',
      'All 2 rows are done.',
      '0 of 2 rows are done, 2 are still open.',
    ]);
  });

  it('tells in the CSV why a file was refused', async () => {
    const files = await renderBytes([], { sheets: [], refused: { code: 'no_header' } });
    const [, line = ''] = fileOf(files, 'csv').toString('utf8').split('\r\n');
    expect(line).to.equal(
      ',"✖ File not used, nothing sent",no_header,No row with column titles was found.,Start from one of the templates.,You,,',
    );
  });

  it('keeps every row, even of a sheet nobody announced', async () => {
    const rows: readonly ReportRow[] = [
      { sheet: 'Devices', row: 2, cells: ['a', 'b', 'c', 'd'], verdict: { kind: 'registered' } },
      { sheet: 'Ghost', row: 5, cells: ['lost?'], verdict: { kind: 'registered' } },
    ];
    const files = await renderBytes(rows, { sheets: [deviceSheet] });
    expect(fileOf(files, 'csv').toString('utf8')).to.contain('Cells without a column title: lost?');
    const book = await readBook(fileOf(files, 'xlsx'));
    expect(book.sheets).to.deep.equal(['Summary', 'Rows', 'Rows (2)', 'Legend']);
  });
});
