import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readOutline } from '../../../shared/adapters/spreadsheet/sheet-outline.ts';
import {
  ending,
  parts,
  readBytes,
  readFileBytes,
  relationships,
  sharedStrings,
  sketch,
  textCell,
  workbook,
  worksheet,
  zipped,
} from '../../builders/odd-workbook.ts';
import { outcome, rowsOf, warningsOf } from '../../builders/sheets.ts';

async function rows(sheetData: string, strings?: readonly string[]): Promise<string[]> {
  const events = await readBytes(await zipped(parts(sheetData, strings)));
  expect(ending(events)).to.equal('end');
  return sketch(events);
}

async function endingOf(map: Readonly<Record<string, string>>, limits = {}): Promise<string | undefined> {
  return ending(await readBytes(await zipped(map), { limits }));
}

describe('cells of a workbook', () => {
  it('shared, inline and formula texts are text', async () => {
    const data =
      '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>two</t></is></c><c r="C1" t="str"><f>X</f><v>three</v></c></row>';
    expect(await rows(data, ['zero', 'one'])).to.deep.equal(['1: one|two|three']);
  });

  it('the runs of a rich text are joined, phonetic ones left out', async () => {
    const rich =
      '<r><t>SYN</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 1</t></r><rPh sb="0" eb="1"><t>furigana</t></rPh>';
    const map = parts(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>${rich}</is></c></row>`, [], {
      'xl/sharedStrings.xml': `<sst xmlns="x"><si>${rich}</si></sst>`,
    });
    expect(sketch(await readBytes(await zipped(map)))).to.deep.equal(['1: SYN 1|SYN 1']);
  });

  it('entities, CDATA and Excel’s escapes are undone once', async () => {
    const data =
      '<row r="1"><c t="inlineStr"><is><t>a&amp;lt;b</t></is></c><c t="inlineStr"><is><t><![CDATA[<x>]]></t></is></c><c t="inlineStr"><is><t>a_x000D_b_x005F_x0041_</t></is></c></row>';
    expect(await rows(data)).to.deep.equal(['1: a&lt;b|<x>|a\rb_x0041_']);
  });

  it('numbers keep the text of the file and the format they are shown in', async () => {
    const data =
      '<row r="1"><c><v>3305160010077</v></c><c s="1"><v>3.305E12</v></c><c s="5"><v>12</v></c><c s="4"><v>7</v></c><c s="99"><v>8</v></c></row>';
    expect(await rows(data)).to.deep.equal([
      '1: number 3305160010077|number 3.305E12 as 0|number 12 as 0000000000|number 7 as @|number 8',
    ]);
  });

  it('a number in a date format is a date, unless no calendar has it', async () => {
    const data =
      '<row r="1"><c s="3"><v>44931</v></c><c s="6"><v>44931.5</v></c><c s="3"><v>3305160010077</v></c><c t="d"><v>2023-01-05T00:00:00</v></c></row>';
    expect(await rows(data)).to.deep.equal([
      '1: date 2023-01-05|date 2023-01-05T12:00:00|number 3305160010077 as built-in 14|date 2023-01-05T00:00:00',
    ]);
  });

  it('dates of old Mac files count from 1904', async () => {
    const map = parts('<row r="1"><c s="3"><v>43469</v></c></row>', [], {
      'xl/workbook.xml': workbook([{ name: 'Devices', id: 'rId1' }], '<workbookPr date1904="1"/>'),
    });
    expect(sketch(await readBytes(await zipped(map)))).to.deep.equal(['1: date 2023-01-05']);
  });

  it('booleans and errors keep their kind, also as a formula’s value', async () => {
    const data =
      '<row r="1"><c t="b"><v>1</v></c><c t="b"><f>X</f><v>0</v></c><c t="e"><v>#N/A</v></c><c t="e"><f>X</f><v>#REF!</v></c></row>';
    expect(await rows(data)).to.deep.equal(['1: boolean TRUE|boolean FALSE|error #N/A|error #REF!']);
  });

  it('a formula has its cached value, or none', async () => {
    const data =
      '<row r="1"><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c><f>1+1</f><v/></c><c t="str"><f>""</f><v></v></c><c><v/></c><c t="inlineStr"><is><t/></is></c><c t="str"><v>x</v></c></row>';
    expect(await rows(data)).to.deep.equal(['1: number 2|formulaWithoutValue|formulaWithoutValue||||x']);
  });

  it('cells and rows without a place are counted on', async () => {
    const data =
      '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row><row><c r="B9"><v>6</v></c></row>';
    expect(await rows(data)).to.deep.equal([
      '1: number 1|number 2',
      '5: ||number 3|number 4',
      '6: number 5',
      '9: |number 6',
    ]);
  });

  it('names may have a prefix', async () => {
    const map = parts('', [], {
      'xl/worksheets/sheet1.xml':
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>one</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
      'xl/workbook.xml':
        '<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="A" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>',
    });
    expect(sketch(await readBytes(await zipped(map)))).to.deep.equal(['1: one']);
  });

  it('rows that are only styled are no rows, up to the last one', async () => {
    const data = `<row r="1"><c r="A1"><v>1</v></c></row><row r="2" s="1"><c r="A2" s="1"/><c r="B2" s="1"/></row>${textRow(3, ' \u00a0')}<row r="1048576"><c r="A1048576" s="1"/></row>`;
    expect(await rows(data)).to.deep.equal(['1: number 1']);
  });

  it('stray far cells are left out and said, a really wide row is refused', async () => {
    const far =
      '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="2"><c r="XFD2"><v>2</v></c></row>';
    const events = await readBytes(await zipped(parts(far)));
    expect(sketch(events)).to.deep.equal(['1: number 1']);
    expect(events).to.deep.include({
      kind: 'notice',
      notice: { code: 'far_cells_ignored', params: { value: 256, row: 1 } },
    });
    const wide = `<row r="1">${'<c><v>1</v></c>'.repeat(600)}</row>`;
    expect(await endingOf(parts(wide))).to.equal('limit_columns:columns');
  });

  it('a wrong dimension is not believed', async () => {
    const map = parts('', [], {
      'xl/worksheets/sheet1.xml': worksheet(textRow(1, 'one'))
        .replace('<sheetData>', '<dimension ref="A1:A1"/><sheetData>')
        .replace('</sheetData>', `${textRow(9, 'nine')}</sheetData>`),
    });
    expect(sketch(await readBytes(await zipped(map)))).to.deep.equal(['1: one', '9: nine']);
  });

  it('long texts come back from disk in any order', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `${index}-${'é'.repeat(900)}`);
    const cells = texts.map(
      (_, index) => `<row r="${index + 1}"><c t="s"><v>${(index * 7) % 300}</v></c><c t="s"><v>300</v></c></row>`,
    );
    const found = await rows(cells.join(''), [...texts, 'short']);
    expect(found).to.deep.equal(texts.map((_, index) => `${index + 1}: ${texts[(index * 7) % 300]}|short`));
  });
});

function textRow(row: number, text: string): string {
  return `<row r="${row}">${textCell(`A${row}`, text)}</row>`;
}

describe('sheets of a workbook', () => {
  const two = relationships([
    ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
    ['rId2', 'worksheet', '/xl/worksheets/other.xml'],
    ['rId3', 'chartsheet', 'chartsheets/sheet1.xml'],
  ]);

  it('come in the workbook’s order, hidden ones and charts are not read, targets may be absolute', async () => {
    const map = parts(textRow(1, 'first'), [], {
      'xl/_rels/workbook.xml.rels': two,
      'xl/worksheets/other.xml': worksheet(textRow(1, 'second')),
      'xl/workbook.xml': workbook([
        { name: 'Hidden', id: 'rId1', state: 'veryHidden' },
        { name: 'Second', id: 'rId2' },
        { name: 'Chart', id: 'rId3' },
        { name: 'First', id: 'rId1', state: 'visible' },
      ]),
    });
    const events = await readBytes(await zipped(map));
    expect(sketch(events)).to.deep.equal(['1: second', '1: first']);
    expect(events).to.deep.include({ kind: 'notice', notice: { code: 'hidden_sheet', params: { sheet: 'Hidden' } } });
  });

  it('more than the limit are refused', async () => {
    const map = parts('', [], {
      'xl/workbook.xml': workbook(Array.from({ length: 4 }, (_, index) => ({ name: `S${index}`, id: 'rId1' }))),
    });
    expect(await endingOf(map, { sheets: 3 })).to.equal('limit_sheets:sheets');
  });
});

describe('a workbook that breaks its own rules', () => {
  const sheet = (data: string) => parts(data);
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a text index out of range', sheet('<row r="1"><c t="s"><v>5</v></c></row>')],
    ['a text index that is none', sheet('<row r="1"><c t="s"><v>x</v></c></row>')],
    ['rows out of order', sheet('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>')],
    ['two rows of one number', sheet('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>')],
    ['a row beyond the last', sheet('<row r="2000000000"><c><v>1</v></c></row>')],
    ['a row number that is none', sheet('<row r="x"><c><v>1</v></c></row>')],
    ['a cell in another row than it says', sheet('<row r="2"><c r="A3"><v>1</v></c></row>')],
    ['a cell beyond the last column', sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')],
    ['a cell without a valid place', sheet('<row r="1"><c r="1A"><v>1</v></c></row>')],
    ['two cells in one place', sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')],
    [
      'a document type',
      parts('', [], { 'xl/worksheets/sheet1.xml': `<!DOCTYPE x [<!ENTITY a "b">]>${worksheet('')}` }),
    ],
    [
      'XML that ends early',
      parts('', [], { 'xl/worksheets/sheet1.xml': worksheet('<row r="1"><c><v>1</v></c></row>').slice(0, -30) }),
    ],
    ['XML that is none', parts('', [], { 'xl/worksheets/sheet1.xml': 'hello' })],
    [
      'another encoding declared',
      parts('', [], { 'xl/worksheets/sheet1.xml': `<?xml version="1.0" encoding="UTF-16"?>${worksheet('')}` }),
    ],
    ['tags nested without end', sheet('<a>'.repeat(100) + '</a>'.repeat(100))],
    ['a sheet that is missing', parts('', [], { 'xl/workbook.xml': workbook([{ name: 'A', id: 'rId9' }]) })],
    [
      'a part that is missing',
      parts('', [], { 'xl/_rels/workbook.xml.rels': relationships([['rId1', 'worksheet', 'nowhere.xml']]) }),
    ],
    [
      'too many styles',
      parts('', [], { 'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(100_001)}</cellXfs></styleSheet>` }),
    ],
  ];
  for (const [what, map] of cases) {
    it(`${what}: damaged`, async () => {
      expect(await endingOf(map)).to.equal('not_a_spreadsheet:damaged');
    });
  }

  it('a workbook without a table of texts may not point to one', async () => {
    const map = parts('<row r="1"><c t="s"><v>0</v></c></row>', [], {
      'xl/_rels/workbook.xml.rels': relationships([['rId1', 'worksheet', 'worksheets/sheet1.xml']]),
    });
    expect(await endingOf(map)).to.equal('not_a_spreadsheet:damaged');
  });

  it('bytes that are no UTF-8 are damaged', async () => {
    const bytes = await zipped(parts(textRow(1, 'one')));
    const map = parts('', [], { 'xl/worksheets/sheet1.xml': `${worksheet(textRow(1, 'x'))}` });
    expect(ending(await readBytes(bytes))).to.equal('end');
    expect(await endingOf({ ...map, 'xl/styles.xml': '\ufffe' })).to.equal('not_a_spreadsheet:damaged');
  });

  it('a wrong check sum or size is damaged', async () => {
    const map = parts(textRow(1, 'one'));
    for (const lie of [{ crc32: 1 }, { uncompressedSize: 10 }, { uncompressedSize: 10_000 }]) {
      expect(ending(await readBytes(await zipped(map, { 'xl/worksheets/sheet1.xml': lie })))).to.equal(
        'not_a_spreadsheet:damaged',
      );
    }
  });

  it('two parts of one name, whatever their case, are damaged', async () => {
    expect(await endingOf({ ...parts(''), 'XL/Workbook.xml': 'x' })).to.equal('not_a_spreadsheet:damaged');
  });

  it('a path that leads out is damaged', async () => {
    expect(await endingOf({ ...parts(''), '../x': 'x' })).to.equal('not_a_spreadsheet:damaged');
  });

  it('a file that is cut off is damaged', async () => {
    const bytes = await zipped(parts(textRow(1, 'one')));
    expect(ending(await readBytes(bytes.subarray(0, bytes.length - 10)))).to.equal('not_a_spreadsheet:damaged');
    expect(ending(await readBytes(bytes.subarray(0, 4)))).to.equal('not_a_spreadsheet:damaged');
  });

  it('other zip files are no spreadsheets, and what they are is said', async () => {
    const word = {
      '_rels/.rels': relationships([['rId1', 'officeDocument', 'word/document.xml']]),
      'word/document.xml': '<w:document/>',
    };
    const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';
    expect(await endingOf({ mimetype, 'content.xml': '<x/>' })).to.equal('not_a_spreadsheet:openDocument');
    expect(await endingOf({ ...parts(''), 'xl/workbook.bin': 'x' })).to.equal('not_a_spreadsheet:binaryWorkbook');
    expect(await endingOf({ 'Index/Document.iwa': 'x' })).to.equal('not_a_spreadsheet:numbers');
    expect(await endingOf({ 'May.csv': 'PKID\n', 'June.csv': 'PKID\n' })).to.equal('not_a_spreadsheet:archive');
    expect(await endingOf(word)).to.equal('not_a_spreadsheet:document');
    expect(await endingOf({ '_rels/.rels': relationships([]) })).to.equal('not_a_spreadsheet');
  });
});

describe('limits of a workbook', () => {
  const many = Array.from({ length: 20 }, (_, index) => textRow(index + 1, 'x')).join('');
  const cases: readonly (readonly [string, Readonly<Record<string, number>>, string])[] = [
    ['size', { xlsxBytes: 100 }, 'limit_upload:xlsxBytes'],
    ['parts', { zipEntries: 3 }, 'limit_entries:zipEntries'],
    ['size of a part', { partBytes: 500 }, 'too_large_uncompressed:partBytes'],
    ['size of all parts', { inflatedBytes: 1500 }, 'too_large_uncompressed:inflatedBytes'],
    ['rows', { rows: 10 }, 'limit_rows:rows'],
    ['cells', { cells: 10 }, 'limit_cells:cells'],
    ['texts', { sharedStrings: 1 }, 'limit_shared_strings:sharedStrings'],
  ];
  for (const [what, limits, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      expect(await endingOf(parts(many, ['a', 'b']), limits)).to.equal(expected);
    });
  }

  it('characters of a cell, wherever its text stands', async () => {
    const long = 'x'.repeat(40_000);
    const expected = 'limit_cell_characters:cellCharacters';
    expect(await endingOf(parts(textRow(1, long)))).to.equal(expected);
    expect(await endingOf(parts('<row r="1"><c t="s"><v>0</v></c></row>', [long]))).to.equal(expected);
    expect(await endingOf(parts(`<row r="1"><c t="str"><v>${long}</v></c></row>`))).to.equal(expected);
    expect(await endingOf(parts(textRow(1, '_x000D_'.repeat(32_767))))).to.equal('end');
  });

  it('text or a comment without end', async () => {
    const endless = parts('', [], { 'xl/worksheets/sheet1.xml': worksheet(`<!--${'x<y>'.repeat(600_000)}-->`) });
    expect(await endingOf(endless, { ratio: 100_000 })).to.equal('too_large_uncompressed:bytes between two XML tags');
  });

  it('a bomb is refused before it is unpacked', async () => {
    const bomb = await zipped(parts('', [], { 'xl/worksheets/sheet1.xml': worksheet(' '.repeat(16 * 1024 * 1024)) }));
    expect(bomb.length).to.be.below(100_000);
    // Whoever unpacks it finds it damaged.
    const middle = Math.floor(bomb.length / 2);
    bomb.fill(0xff, middle, middle + 1000);
    expect(ending(await readBytes(bomb))).to.equal('too_large_uncompressed:ratio');
  });
});

describe('scratch files', () => {
  it('have no name that could outlive the reading', async () => {
    const tempFolder = mkdtempSync(join(tmpdir(), 'scratch-'));
    await readBytes(await zipped(parts(textRow(1, 'one'), ['x'.repeat(500)])), { tempFolder });
    await readBytes('PKID\n1', { tempFolder });
    expect(readdirSync(tempFolder)).to.deep.equal([]);
    rmdirSync(tempFolder);
  });
});

describe('the table of texts', () => {
  it('may lie anywhere in the file and have any name', async () => {
    const map = parts('<row r="1"><c t="s"><v>0</v></c></row>', [], {
      'xl/_rels/workbook.xml.rels': relationships([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId3', 'sharedStrings', '../texts/table.xml'],
      ]),
      'texts/table.xml': sharedStrings(['here']),
    });
    expect(sketch(await readBytes(await zipped(map)))).to.deep.equal(['1: here']);
  });
});

describe('what a person does not see', () => {
  const titles = ['Serial Number', 'Manufacturer', 'Model', 'Group Tag'];
  const cells = (row: number, texts: readonly string[]) =>
    texts.map((text, index) => (text === '' ? '' : textCell(`${'ABCDEFG'[index]}${row}`, text))).join('');
  const line = (row: number, texts: readonly string[], attributes = '') =>
    `<row r="${row}"${attributes}>${cells(row, texts)}</row>`;
  const device = (row: number, tag = 'T1') => [`SYN000${row}`, 'Getac', 'X1', tag];

  async function read(rows: string, head = '', foot = '', pieceBytes = 64 * 1024) {
    const sheet = worksheet(line(1, titles) + rows)
      .replace('<sheetData>', `${head}<sheetData>`)
      .replace('</worksheet>', `${foot}</worksheet>`);
    return readFileBytes(await zipped(parts('', [], { 'xl/worksheets/sheet1.xml': sheet })), { pieceBytes });
  }

  it('rows hidden by hand, by a filter or by their height are rejected and counted', async () => {
    const events = await read(
      line(2, device(2)) +
        line(3, device(3), ' hidden="1"') +
        line(4, device(4), ' hidden="true"') +
        line(5, device(5), ' ht="0" customHeight="1"') +
        line(6, device(6), ' hidden="0" ht="15"') +
        line(7, ['Total of all devices'], ' hidden="1"'),
      '',
      '<autoFilter ref="A1:D7"/>',
    );
    expect(rowsOf(events).map(outcome)).to.deep.equal([
      'accept tuple',
      ...['reject hidden_row', 'reject hidden_row', 'reject hidden_row'],
      'accept tuple',
      'ignore note_row',
    ]);
    expect(events).to.deep.include({
      kind: 'notice',
      notice: { code: 'hidden_rows', params: { rows: 3, sheet: 'Devices' } },
    });
  });

  it('a hidden row is nobody’s first', async () => {
    const events = await read(line(2, device(2), ' hidden="1"') + line(3, device(2)));
    expect(rowsOf(events).map(outcome)).to.deep.equal(['reject hidden_row', 'accept tuple']);
  });

  it('hidden columns that are used are named, and each row that has something in them says so', async () => {
    const hidden = '<cols><col min="1" max="3" width="9"/><col min="4" max="16384" width="9" hidden="1"/></cols>';
    const events = await read(line(2, device(2)) + line(3, device(3, '')), hidden);
    expect(events).to.deep.include({
      kind: 'notice',
      notice: { code: 'hidden_columns', params: { columns: '"Group Tag"' } },
    });
    expect(rowsOf(events).map(warningsOf)).to.deep.equal([['from_hidden_column'], []]);
    const none = await read(line(2, device(2)), '<cols><col min="5" max="16384" hidden="1"/></cols>');
    expect(none.filter(({ kind }) => kind === 'notice')).to.deep.equal([]);
  });

  it('a merged cell holds for all its rows, however the file is cut into pieces', async () => {
    const rows =
      line(2, device(2)) +
      line(3, ['SYN0003', '', '', '']) +
      line(4, ['SYN0004', '', '', '']) +
      line(5, ['SYN0005', 'Acer', 'Y1', '']) +
      line(6, ['SYN0006', '', 'Y1', '']);
    const foot =
      '<x:mergeCells xmlns:x="m" count="5"><x:mergeCell ref="B2:B4"/><mergeCell ref="C2:C4"/><mergeCell ref="D2:D3"/><mergeCell ref="B5:B1048576"/><mergeCell ref="A9:D9"/></x:mergeCells>';
    const tags = (events: Awaited<ReturnType<typeof read>>) =>
      rowsOf(events).map(({ reading }) =>
        reading.kind === 'device' ? [reading.device.identities[0], reading.device.groupTag] : reading.kind,
      );
    const found = tags(await read(rows, '', foot));
    expect(found).to.deep.equal([
      [{ kind: 'tuple', serial: 'SYN0002', manufacturer: 'Getac', model: 'X1' }, 'T1'],
      [{ kind: 'tuple', serial: 'SYN0003', manufacturer: 'Getac', model: 'X1' }, 'T1'],
      [{ kind: 'tuple', serial: 'SYN0004', manufacturer: 'Getac', model: 'X1' }, undefined],
      [{ kind: 'tuple', serial: 'SYN0005', manufacturer: 'Acer', model: 'Y1' }, undefined],
      [{ kind: 'tuple', serial: 'SYN0006', manufacturer: 'Acer', model: 'Y1' }, undefined],
    ]);
  });

  it('merged cells are found at any place of the part', async () => {
    const foot = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>';
    for (let padding = 0; padding < 40; padding++) {
      const part = worksheet(line(1, titles)).replace('</worksheet>', `${' '.repeat(padding)}${foot}</worksheet>`);
      const bytes = Buffer.from(part);
      const pieces = (async function* () {
        for (let at = 0; at < bytes.length; at += 13) yield bytes.subarray(at, at + 13);
      })();
      const { merged } = await readOutline(pieces, 256, () => undefined);
      expect(merged).to.deep.equal([{ column: 2, firstRow: 2, lastRow: 3 }]);
    }
  });

  it('a row that only lies beside merged cells is no row', async () => {
    const events = await read(
      `${line(2, device(2))}<row r="3"><c r="A3" s="1"/></row>`,
      '',
      '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
    );
    expect(rowsOf(events)).to.have.length(1);
  });

  it('more merged cells than any real sheet has are refused', async () => {
    const part = Array.from({ length: 200_001 }, (_, at) => `<mergeCell ref="A${at + 1}:A${at + 2}"/>`).join('');
    const events = await read(line(2, device(2)), '', `<mergeCells>${part}</mergeCells>`);
    expect(ending(events)).to.equal('not_a_spreadsheet:damaged');
  });

  it('a text that its format changes or hides is not sent as it is stored', async () => {
    const formats = ['&quot;TAG-&quot;@', ';;;', '@', '_-@_-', '0;-0;0;@', '[Red]@'];
    const styles = `<styleSheet xmlns="x"><numFmts>${formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`).join('')}</cellXfs></styleSheet>`;
    const rows = formats.map((_, index) => {
      const texts = cells(index + 2, device(index + 2, ''));
      return `<row r="${index + 2}">${texts}<c r="D${index + 2}" t="s" s="${index + 1}"><v>0</v></c></row>`;
    });
    const map = parts(line(1, titles) + rows.join(''), ['7'], { 'xl/styles.xml': styles });
    expect(rowsOf(await readFileBytes(await zipped(map))).map(outcome)).to.deep.equal([
      'reject cell_type',
      'reject cell_type',
      ...formats.slice(2).map(() => 'accept tuple'),
    ]);
  });
});
