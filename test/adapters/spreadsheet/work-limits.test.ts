import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeSheetReader } from '../../../shared/adapters/spreadsheet/sheet-reader.ts';
import type { Slices } from '../../../shared/adapters/spreadsheet/slices.ts';
import { defaultLimits, type ReadLimits } from '../../../shared/domain/reading/read-event.ts';
import {
  ending,
  parts,
  readBytes,
  relationships,
  textCell,
  workbook,
  worksheet,
  zipped,
} from '../../builders/odd-workbook.ts';

const csvHead = 'Serial,Manufacturer,Model\r\nS12345,LENOVO,X\r\n';
const sharedCells = (index: number, cells: number): string => `<c t="s"><v>${index}</v></c>`.repeat(cells);

/** Each look at the clock finds the slice over: every place that can give way does. */
function countedTurns(): Slices & { readonly count: () => number } {
  let now = 0;
  let turns = 0;
  return {
    now: () => {
      now += 1_000;
      return now;
    },
    turn: async () => {
      turns += 1;
    },
    count: () => turns,
  };
}

interface Watched {
  readonly rows: number;
  readonly turns: number;
  /** Most rows between two turns. */
  readonly rowsAtOnce: number;
  readonly kept: number;
}

async function watch(bytes: Buffer, limits: Partial<ReadLimits> = {}): Promise<Watched> {
  const slices = countedTurns();
  const reader = makeSheetReader({ tempFolder: tmpdir(), slices });
  let kept = 0;
  const keepAlive = async (): Promise<void> => {
    kept += 1;
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
  }
  let rows = 0;
  let rowsAtOnce = 0;
  let atLastTurn = { turns: 0, rows: 0 };
  for await (const event of reader.read(pieces(), { ...defaultLimits, ...limits }, { keepAlive })) {
    if (event.kind !== 'row') continue;
    if (slices.count() > atLastTurn.turns) atLastTurn = { turns: slices.count(), rows };
    rows += 1;
    rowsAtOnce = Math.max(rowsAtOnce, rows - atLastTurn.rows);
  }
  return { rows, turns: slices.count(), rowsAtOnce, kept };
}

describe('reading gives way to its neighbours', () => {
  it('after each row', async () => {
    const csv = await watch(Buffer.from(`Serial,Manufacturer,Model\n${'S12345,LENOVO,X\n'.repeat(5_000)}`));
    expect(csv.rows).to.equal(5_001);
    expect(csv.rowsAtOnce).to.be.at.most(2);
    const row = `<row>${textCell('A1', 'x').replace(' r="A1"', '')}</row>`;
    const xlsx = await watch(await zipped(parts(row.repeat(2_000))));
    expect(xlsx.rows).to.equal(2_000);
    expect(xlsx.rowsAtOnce).to.be.at.most(2);
  });

  it('at least every 16 KiB of text without a row', async () => {
    for (const blank of ['\r\n', '\n', ',,,\r\n', ' \r\n']) {
      const text = csvHead + blank.repeat(200_000);
      const { turns } = await watch(Buffer.from(text));
      expect(turns, JSON.stringify(blank)).to.be.at.least(text.length / (16 * 1024));
    }
  });

  it('in rows and cells of a workbook that hold nothing', async () => {
    const sheets = [
      '<row/>'.repeat(160_000),
      `<row>${'<c/>'.repeat(15_000)}</row>`.repeat(15),
      `<row>${'<c/>'.repeat(20)}</row>`.repeat(9_000),
    ];
    for (const sheet of sheets) {
      const { turns } = await watch(await zipped(parts(sheet)));
      expect(turns).to.be.at.least(sheet.length / (16 * 1024));
    }
    const blanks = await watch(await zipped(parts(`<row>${sharedCells(0, 3)}</row>`.repeat(2_000), [' '])));
    expect(blanks.rows).to.equal(0);
    expect(blanks.turns).to.be.at.least(2_000);
  });

  it('while the table of texts is read and while the file comes in', async () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `text ${index}`);
    expect((await watch(await zipped(parts('<row/>', texts)))).turns).to.be.at.least(20);
    expect((await watch(Buffer.alloc(2 * 1024 * 1024, 'x\n'), { csvBytes: 1024 * 1024 })).turns).to.be.at.least(15);
  });

  it('and says each time that it is still at it', async () => {
    const { turns, kept } = await watch(Buffer.from(csvHead + '\r\n'.repeat(100_000)));
    expect(kept).to.equal(turns);
    expect(kept).to.be.above(10);
  });
});

describe('work without an end', () => {
  const endingOf = async (bytes: Buffer | string, limits: Partial<ReadLimits> = {}): Promise<string | undefined> =>
    ending(await readBytes(bytes, { limits }));

  it('blank rows of a text file, with or without separators', async () => {
    for (const blank of ['\r\n', ',,\n', ' , \n', '""\n']) {
      expect(await endingOf(csvHead + blank.repeat(100), { blankRows: 100 }), blank).to.equal('end');
      expect(await endingOf(csvHead + blank.repeat(101), { blankRows: 100 }), blank).to.equal(
        'limit_blank_rows:blankRows',
      );
    }
  });

  it('blank rows of a workbook', async () => {
    const blank = `<row>${sharedCells(0, 1)}</row>`;
    expect(await endingOf(await zipped(parts(blank.repeat(101), [' '])), { blankRows: 100 })).to.equal(
      'limit_blank_rows:blankRows',
    );
  });

  it('cells of a text file, empty ones too', async () => {
    expect(await endingOf(`${csvHead}S1${','.repeat(200)}\n`, { elements: 100 })).to.equal('limit_elements:elements');
    expect(await endingOf(csvHead + ','.repeat(1_000_000))).to.equal('limit_columns:columns');
  });

  it('rows and cells of a workbook, over all its sheets', async () => {
    const sheet = '<row/>'.repeat(600);
    const more = {
      'xl/workbook.xml': workbook([
        { name: 'A', id: 'rId1' },
        { name: 'B', id: 'rId4' },
      ]),
      'xl/_rels/workbook.xml.rels': relationships([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId4', 'worksheet', 'worksheets/sheet2.xml'],
      ]),
      'xl/worksheets/sheet2.xml': worksheet(sheet),
    };
    expect(await endingOf(await zipped(parts(sheet, [], more)), { elements: 1_000 })).to.equal(
      'limit_elements:elements',
    );
    expect(await endingOf(await zipped(parts(sheet, [], more)), { elements: 2_000 })).to.equal('end');
    expect(await endingOf(await zipped(parts(`<row>${'<c/>'.repeat(2_000)}</row>`)), { elements: 1_000 })).to.equal(
      'limit_elements:elements',
    );
  });

  it('long texts that are named again and again', async () => {
    const sheet = `<row>${sharedCells(0, 3)}</row>`.repeat(40);
    const map = parts(sheet, ['x'.repeat(1_000)]);
    expect(await endingOf(await zipped(map), { sharedCharacters: 120_000 })).to.equal('end');
    expect(await endingOf(await zipped(map), { sharedCharacters: 119_999 })).to.equal(
      'limit_shared_characters:sharedCharacters',
    );
  });

  it('long texts in cells merged over many rows', async () => {
    const rows = `<row>${sharedCells(0, 2)}</row>${`<row><c/>${sharedCells(1, 1)}</row>`.repeat(100)}`;
    const merged = `<worksheet><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:A101"/></mergeCells></worksheet>`;
    const map = { ...parts('', ['x'.repeat(1_000), 'y']), 'xl/worksheets/sheet1.xml': merged };
    expect(await endingOf(await zipped(map), { sharedCharacters: 102_100 })).to.equal('end');
    expect(await endingOf(await zipped(map), { sharedCharacters: 102_099 })).to.equal(
      'limit_shared_characters:sharedCharacters',
    );
  });

  it('a row of a workbook with more text than any real one', async () => {
    const map = parts(`<row>${sharedCells(0, 100)}</row>`, ['x'.repeat(30_000)]);
    expect(await endingOf(await zipped(map))).to.equal('limit_record:sheet');
  });
});
