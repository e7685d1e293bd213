import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { csvBytes, escapeXml, xlsxBytes } from '../../../bench/load-file.ts';
import { type ExpectedRow, type LoadOptions, partnerFeed } from '../../../bench/load-rows.ts';
import type { ReadEvent } from '../../../shared/domain/reading/read-event.ts';
import { parts, readFileBytes, zipped } from '../../builders/odd-workbook.ts';
import { allTitles, collect, goodHash, goodPkid, hashedDevice, outcome, rowsOf } from '../../builders/sheets.ts';

type Table = readonly (readonly string[])[];

/** Values as partners write them, good, damaged and odd. */
const value = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '',
      '',
      ' ',
      'SYN0001',
      '0012',
      "'0012",
      '="0012"',
      'N/A',
      '-',
      '#N/A',
      '1.2E+11',
      '05-Jan-23',
      'TRUE',
      'two\nlines',
    ],
    ...[
      goodPkid,
      '3305160010077',
      '330516001008',
      '3,30516E+12',
      '00329-00000-0003-AA606',
      'ABCDE-FGHJK-MNPQR-TVWXY-23467',
    ],
    ...[
      'HP',
      'hp',
      'LENOVO',
      'VMware, Inc.',
      'Dell',
      'System manufacturer',
      'VMware20,1',
      '5" disk',
      'say "x"',
      'Total',
      'Seriennummer',
    ],
    ...[
      hashedDevice.serial,
      goodHash,
      goodHash.slice(0, 1000),
      goodHash.toLowerCase(),
      goodHash.replace(/.{76}/g, '$&\n'),
    ],
    ...['please delete these lines', 'Zürich', '日本', '; , \t|', '<x>&amp;', '_x000D_', '\u00a0x\u200b'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\p{C}\r]/gu, '')),
);
const titles = [...allTitles, 'Group Tag', 'Remarks'];
const table = fc.array(fc.array(value, { minLength: titles.length, maxLength: titles.length }), { maxLength: 40 });

function asCsv(rows: Table, newLine = '\r\n'): string {
  return [titles, ...rows].map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(newLine);
}

async function asXlsx(rows: Table): Promise<Buffer> {
  const cell = (text: string) =>
    text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${escapeXml(text.replaceAll('_x', '_x005F_x'))}</t></is></c>`;
  return zipped(parts([titles, ...rows].map((row) => `<row>${row.map(cell).join('')}</row>`).join('')));
}

/** Every row's outcome with its reason, cells and remarks; without places, as lines and rows are numbered differently. */
function verdicts(events: readonly ReadEvent[]): unknown[] {
  return rowsOf(events).map(({ cells, reading }) => [cells, reading.kind === 'duplicate' ? reading.kind : reading]);
}

describe('any sheet', () => {
  it('every row that is not blank has exactly one reading, in the sheet’s order', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const events = await readFileBytes(await asXlsx(rows));
        const filled = rows.flatMap((row, index) =>
          row.some((text) => text.replace(/[\s\p{Cf}]/gu, '') !== '') ? [index + 2] : [],
        );
        if (events.at(-1)?.kind === 'end') expect(rowsOf(events).map(({ row }) => row)).to.deep.equal(filled);
        else expect(rowsOf(events).filter(({ reading }) => reading.kind !== 'ignored')).to.deep.equal([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is read alike as a workbook and as a text file', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const workbook = await readFileBytes(await asXlsx(rows));
        const text = await readFileBytes(asCsv(rows));
        expect(verdicts(text)).to.deep.equal(verdicts(workbook));
        expect(text.at(-1)).to.deep.equal(workbook.at(-1));
      }),
      { numRuns: 20 },
    );
  });

  it('is read alike whatever pieces it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 5000 }), fc.boolean(), async (rows, pieceBytes, wide) => {
        const bytes = Buffer.from(asCsv(rows), wide ? 'utf16le' : 'utf8');
        expect(await readFileBytes(bytes, { pieceBytes })).to.deep.equal(await readFileBytes(bytes));
      }),
      { numRuns: 15 },
    );
  });

  it('never shows a product key', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(JSON.stringify(await readFileBytes(asCsv(rows, '\n')))).not.to.contain('FGHJK-MNPQR');
      }),
      { numRuns: 30 },
    );
  });
});

describe('generated load files', () => {
  const options: LoadOptions = {
    ...partnerFeed,
    rows: 600,
    mix: { pkid: 1, tuple: 1, hash: 1 },
    defectRate: 0.3,
    duplicateRate: 0.1,
    groupTags: ['A', 'B'],
    customers: ['one.example.com'],
  };

  async function expectLedger(bytes: Buffer, ledger: readonly ExpectedRow[]): Promise<void> {
    const found = rowsOf(await readFileBytes(bytes)).map(
      (row) =>
        `${row.row} ${outcome(row)
          .replace(/accept .*/, 'accept')
          .replace('Devices!', '')}`,
    );
    const expected = ledger.map(({ row, outcome: what, reason, duplicateOf }) => {
      return `${row} ${what}${reason === undefined ? '' : ` ${reason}`}${duplicateOf === undefined ? '' : ` of ${duplicateOf}`}`;
    });
    expect(found).to.deep.equal(expected);
  }

  it('are read as their ledger says, as CSV in either encoding', async () => {
    for (const encoding of ['utf-8', 'utf-16le'] as const) {
      const ledger: ExpectedRow[] = [];
      const bytes = Buffer.concat([...csvBytes(options, encoding, (row) => ledger.push(row.expected))]);
      await expectLedger(bytes, ledger);
    }
  });

  it('are read as their ledger says, as XLSX with either kind of texts', async () => {
    for (const texts of ['inline', 'shared'] as const) {
      const ledger: ExpectedRow[] = [];
      const bytes = Buffer.concat(
        await collect(xlsxBytes({ ...options, seed: 5 }, texts, (row) => ledger.push(row.expected))),
      );
      await expectLedger(bytes, ledger);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const file = (seed: number) => Buffer.concat([...csvBytes({ ...options, seed, rows: 50 }, 'utf-8')]).toString();
    expect(file(1)).to.equal(file(1));
    expect(file(1)).not.to.equal(file(2));
  });
});
