import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReadEvent } from '../../../shared/domain/reading/read-event.ts';
import { defaultLimits } from '../../../shared/domain/reading/read-event.ts';
import { readUpload } from '../../../shared/domain/reading/read-upload.ts';
import type { SheetEvent } from '../../../shared/domain/reading/sheet-event.ts';
import {
  allTitles,
  collect,
  goodHash,
  goodPkid,
  hashedDevice,
  outcome,
  readSheets,
  rowsOf,
  type SheetSketch,
  warningsOf,
} from '../../builders/sheets.ts';

const tuple = ['SYN1', 'HP', 'X1'];
const tupleTitles = ['Serial', 'Manufacturer', 'Model'];

async function outcomes(...sheets: readonly SheetSketch[]): Promise<string[]> {
  return rowsOf(await readSheets(sheets)).map((row) => `${row.row}: ${outcome(row)}`);
}

async function refusal(...sheets: readonly SheetSketch[]): Promise<string | undefined> {
  const last = (await readSheets(sheets)).at(-1);
  return last?.kind === 'refused' ? last.reason.code : last?.kind;
}

function headerOf(events: readonly ReadEvent[]): unknown {
  const sheet = events.find((event) => event.kind === 'sheet');
  return sheet?.kind === 'sheet' ? sheet.sheet : undefined;
}

describe('header', () => {
  it('is found below titles and blank rows', async () => {
    const events = await readSheets([
      { rows: [['Delivery note 4711'], [''], ['PO Number', 'Serial', 'PKID'], ['PO-1', 'S1', goodPkid]] },
    ]);
    expect(headerOf(events)).to.deep.equal({
      headerRow: 3,
      titles: ['PO Number', 'Serial', 'PKID'],
      columns: ['purchaseOrder', 'serial', 'pkid'],
    });
    expect(rowsOf(events).map(({ row }) => row)).to.deep.equal([4]);
  });

  it('may be written in any case, spacing, punctuation and language', async () => {
    for (const titles of [
      ['DEVICE_SERIAL_NUMBER', ' windows   product id ', 'HardwareHash'],
      ['Serial-No.', 'Windows-Produkt-ID', 'Hardware-Hash'],
      ['S/N', 'PKID:', '4K HH'],
      ['Numéro de série de l’appareil', 'ID de produit Windows', 'hachage matériel'],
      ["numero de serie de l'appareil", 'ID. de producto de Windows', 'hash de hardware'],
      ['デバイスのシリアル番号', 'Windows 製品 ID', 'ハードウェアハッシュ'],
      ['Серийный номер устройства', 'идентификатор продукта Windows', 'хэш оборудования'],
      ['Serial Number (required)', 'PKID*', 'Hardware\nHash'],
      ['ＳＮ', 'ＰＫＩＤ', '硬體雜湊'],
    ]) {
      const found = headerOf(await readSheets([{ rows: [titles, ['', goodPkid, '']] }]));
      expect(found, titles.join()).to.have.property('columns').that.deep.equals(['serial', 'pkid', 'hardwareHash']);
    }
  });

  it('may have remarks in brackets where they change nothing', async () => {
    const columns = async (...titles: string[]) =>
      headerOf(
        await readSheets([
          {
            rows: [
              ['Hardware Hash', ...titles],
              ['x', ''],
            ],
          },
        ]),
      );
    expect(await columns('PKID (13 digits)', 'Serial Number (S/N)', 'Model (family)'))
      .to.have.property('columns')
      .that.deep.equals(['hardwareHash', 'pkid', 'serial', null]);
  });

  it('may call the group tag order ID, unless it has a group tag, too', async () => {
    expect(headerOf(await readSheets([{ rows: [['PKID', 'Order ID'], ['x']] }])))
      .to.have.property('columns')
      .that.deep.equals(['pkid', 'groupTag']);
    const both = await readSheets([{ rows: [['PKID', 'Order ID', 'Group Tag'], ['x']] }]);
    expect(headerOf(both)).to.have.property('columns').that.deep.equals(['pkid', 'other', 'groupTag']);
  });

  it('is the row with the most known titles', async () => {
    const rows = [['Needed:', 'Serial', 'Manufacturer', 'Model'], ['Fill in below'], allTitles, ['', goodPkid]];
    expect(await outcomes({ rows })).to.deep.equal(['4: accept pkid']);
  });

  it('is the first of two if devices stand between them', async () => {
    const rows = [tupleTitles, tuple, [...tupleTitles, 'Group Tag'], ['SYN2', 'HP', 'X1', 'T1']];
    expect(await outcomes({ rows })).to.deep.equal([
      '2: accept tuple',
      '3: reject header_changed',
      '4: reject header_changed',
    ]);
  });

  it('is not one of a list of titles with their meanings', async () => {
    const instructions = [
      ['Serial', 'as on the label'],
      ['PKID', '13 digits'],
      ['Hardware Hash', '4000 characters'],
    ];
    expect(await refusal({ name: 'Instructions', rows: instructions })).to.equal('no_header');
  });

  it('is not a sentence that mentions titles', async () => {
    const sentence =
      'All values in this list were invented for demonstration and nothing in it can be registered: every serial';
    expect(await refusal({ delimited: true, rows: [[sentence, 'PKID', 'key'], ['x']] })).to.equal('no_header');
  });

  it('needs titles that can name a device', async () => {
    expect(
      await refusal({
        rows: [
          ['Serial', 'Manufacturer'],
          ['S1', 'HP'],
        ],
      }),
    ).to.equal('no_header');
    expect(
      await refusal({
        rows: [
          ['HP', 'X1', 'S1'],
          ['HP', 'X1', 'S2'],
        ],
      }),
    ).to.equal('no_header');
  });

  it('is not looked for beyond 100 filled rows', async () => {
    const title = (count: number) => Array.from({ length: count }, (_, index) => [`Line ${index}`]);
    expect(await refusal({ rows: [...title(99), ['PKID'], [goodPkid]] })).to.equal('end');
    expect(await refusal({ name: 'Devices', rows: [...title(100), ['PKID'], [goodPkid]] })).to.equal('no_header');
  });

  it('may be named by the partner’s own words', async () => {
    const columns = {
      Gerätenummer: 'serial',
      Fabrikat: 'manufacturer',
      Typ: 'model',
      Serial: 'other',
      Wrong: 'nonsense',
    };
    const rows = rowsOf(
      await readSheets(
        [
          {
            rows: [
              ['Gerätenummer', 'Fabrikat', 'Typ', 'Serial', 'Wrong'],
              ['SYN1', 'HP', 'X1', 'no'],
            ],
          },
        ],
        { columns },
      ),
    );
    expect(rows.map(outcome)).to.deep.equal(['accept tuple']);
  });

  it('of our own reports is read, their columns are ignored', async () => {
    const titles = ['PKID', 'Row', 'Status', 'Code', 'What happened', 'What to do', 'Who acts', 'Upload reference'];
    const events = await readSheets([
      { rows: [titles, [goodPkid, '7', 'rejected', 'x', 'y', 'z', 'uploader', 'a#b#7']] },
    ]);
    expect(rowsOf(events)[0]?.reading).to.have.nested.property('device.uploadReference', 'a#b#7');
  });

  it('repeated in front of every row is the one report exports have', async () => {
    const front = ['Device Serial Number', 'Windows Product ID', 'Hardware Hash'];
    const { serial } = hashedDevice;
    const rows = [
      ['Report'],
      [...front, serial, '', goodHash],
      [...front, 'SYN2', goodPkid, ''],
      [...front, 'SYN3', '', ''],
    ];
    expect(await outcomes({ delimited: true, rows })).to.deep.equal([
      '2: accept hardwareHash',
      '3: accept pkid',
      '4: reject incomplete_tuple',
    ]);
  });

  it('a row of a device that happens to hold a title is no header', async () => {
    expect(
      await refusal({
        rows: [
          ['PKID', goodPkid, 'x', 'y'],
          ['PKID', goodPkid, 'x', 'y'],
        ],
      }),
    ).to.equal('no_header');
    expect(await refusal({ rows: [['PKID', { kind: 'number', text: goodPkid }]] })).to.equal('no_header');
  });

  it('repeated further down is ignored; another one ends what can be read', async () => {
    const rows = [
      ['PKID', 'Qty'],
      [goodPkid, 1],
      ['PKID', 'Qty'],
      ['3305160010077', 1],
      ['Serial', 'PKID'],
      ['S1', '3305160010088'],
      ['PKID', 'Qty'],
      ['3305160010099', 1],
    ];
    expect(await outcomes({ rows })).to.deep.equal([
      '2: accept pkid',
      '3: ignore header_repeated',
      '4: accept pkid',
      '5: reject header_changed',
      '6: reject header_changed',
      '7: ignore header_repeated',
      '8: accept pkid',
    ]);
  });

  it('a device above the header is rejected, not dropped', async () => {
    expect(
      await outcomes({
        rows: [
          ['', '', goodPkid],
          ['x', 'Serial', 'PKID'],
          ['', 'S1', '3305160010077'],
        ],
      }),
    ).to.deep.equal(['1: reject above_header', '3: accept pkid']);
  });
});

describe('sheets', () => {
  it('are all read if they have a header; others are named', async () => {
    const events = await readSheets([
      { name: 'Instructions', rows: [['Fill in the Devices sheet']] },
      { name: 'A', rows: [['PKID'], [goodPkid]] },
      { name: 'Empty', rows: [] },
      { name: 'B', rows: [tupleTitles, tuple, []] },
    ]);
    expect(rowsOf(events).map((row) => `${row.sheet}!${row.row} ${outcome(row)}`)).to.deep.equal([
      'A!2 accept pkid',
      'B!2 accept tuple',
    ]);
    expect(events).to.deep.include({
      kind: 'notice',
      notice: { code: 'sheet_without_devices', params: { sheet: 'Instructions' } },
    });
    expect(events.at(-1)).to.deep.equal({ kind: 'end' });
  });

  it('that cannot be mapped alike are refused', async () => {
    const doubled = [
      ['Serial', 'S/N', 'Manufacturer', 'Model'],
      ['SYN1', 'SYN1', 'HP', 'X1'],
    ];
    expect(
      await refusal({ name: 'A', rows: doubled }, { name: 'B', rows: [tupleTitles, ['SYN2', 'HP', 'X1']] }),
    ).to.equal('ambiguous_sheets');
    expect(await refusal({ name: 'A', rows: doubled }, { name: 'B', rows: doubled })).to.equal('end');
  });

  it('without a row make an empty file, without a header none we know, without devices one with no data', async () => {
    expect(await refusal({ rows: [] })).to.equal('empty_file');
    expect(await refusal({ rows: [['x'], ['y']] })).to.equal('no_header');
    expect(await refusal({ rows: [['PKID']] })).to.equal('no_data_rows');
    expect(await refusal({ rows: [['Serial', 'PKID'], ['Notes: please delete']] })).to.equal('no_data_rows');
  });
});

describe('a row that is no device', () => {
  it('still names its customer, where that can be read', async () => {
    const titles = ['Serial', 'Manufacturer', 'Model', 'Tenant ID', 'Customer domain', 'End Customer'];
    const tenant = '11111111-1111-4111-8111-111111111111';
    const events = await readSheets([
      {
        rows: [
          titles,
          ['S-1', 'HP', 'X1', tenant, 'contoso.example', 'Contoso'],
          ['S-1', 'HP', 'X1', tenant, 'contoso.example', 'Contoso'],
          ['S-1', 'HP', 'X2', tenant, '', ''],
          ['S-2', '', '', '', 'contoso.example', ''],
          ['S-3', '', '', 'a\u0000b', '', ''],
          ['S-4', 'HP', '', '', '', ''],
        ],
      },
    ]);
    const named = rowsOf(events).map(({ reading }) => ('named' in reading ? reading.named : reading.kind));
    expect(named).to.deep.equal([
      'device',
      { customer: tenant, customerDomain: 'contoso.example', customerNames: ['Contoso'] },
      { customer: tenant },
      { customer: 'contoso.example' },
      'rejected',
      'rejected',
    ]);
  });
});

describe('duplicates', () => {
  it('the first row wins, later ones name it, over all sheets', async () => {
    const events = await readSheets([
      { name: 'A', rows: [['PKID'], [goodPkid], [goodPkid]] },
      { name: 'B', rows: [['PKID'], [goodPkid]] },
    ]);
    expect(rowsOf(events).map(outcome)).to.deep.equal(['accept pkid', 'duplicate of A!2', 'duplicate of A!2']);
  });

  it('a hash repeats the tuple and the PKID it holds, and the other way round', async () => {
    const { serial, manufacturer, model, pkid } = hashedDevice;
    const hash = ['', '', goodHash];
    const asTuple = [serial, '', '', manufacturer, model];
    const asPkid = ['', pkid];
    expect(await outcomes({ rows: [allTitles, hash, asTuple, asPkid, hash] })).to.deep.equal([
      '2: accept hardwareHash',
      '3: duplicate of 2',
      '4: duplicate of 2',
      '5: duplicate of 2',
    ]);
    expect(await outcomes({ rows: [allTitles, asTuple, hash, asPkid] })).to.deep.equal([
      '2: accept tuple',
      '3: duplicate of 2',
      '4: duplicate of 2',
    ]);
  });

  it('rows that differ in capital and small letters only are one device, with a remark', async () => {
    const rows = rowsOf(
      await readSheets([
        { rows: [tupleTitles, tuple, ['syn1', 'HP', 'X1'], ['SYN1', 'hp', 'X1'], ['SYN1', 'HP', 'x1']] },
      ]),
    );
    expect(rows.map(outcome)).to.deep.equal(['accept tuple', 'duplicate of 2', 'duplicate of 2', 'duplicate of 2']);
    expect(rows.map((row) => warningsOf(row).includes('letter_case_differs'))).to.deep.equal([
      false,
      true,
      false,
      true,
    ]);
  });

  it('one serial number of one maker has one model: later rows with another are a conflict', async () => {
    const rows = [tupleTitles, tuple, ['SYN1', 'HP', 'X2'], ['syn1', 'HP', 'X3'], ['SYN1', 'HP', 'X1']];
    expect(await outcomes({ rows })).to.deep.equal([
      '2: accept tuple',
      '3: reject serial_model_conflict',
      '4: reject serial_model_conflict',
      '5: duplicate of 2',
    ]);
  });

  it('one serial number of two makers is two devices, with a remark', async () => {
    const makers = ['HP', 'Getac', 'Acer'];
    const rows = makers.map((maker) => ['SYN1', maker, 'X1']);
    const found = rowsOf(await readSheets([{ rows: [tupleTitles, ...rows, ...rows] }]));
    expect(found.map(outcome)).to.deep.equal([
      ...rows.map(() => 'accept tuple'),
      ...['duplicate of 2', 'duplicate of 3', 'duplicate of 4'],
    ]);
    expect(found.map((row) => warningsOf(row).includes('serial_of_two_makers')).slice(0, 3)).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it('the PKID of one maker’s device says nothing of another maker’s with the same serial number', async () => {
    const other = '3305160010077';
    const rows = [
      ['PKID', ...tupleTitles],
      ['', 'SYN1', 'HP', 'X1'],
      [goodPkid, 'SYN1', 'Getac', 'Y1'],
      [other, 'SYN1', 'HP', 'X1'],
    ];
    expect(await outcomes({ rows })).to.deep.equal(['2: accept tuple', '3: accept pkid+tuple', '4: duplicate of 2']);
  });

  it('a serial number under two PKIDs, and a PKID under two serial numbers, is a conflict', async () => {
    const titles = ['PKID', ...tupleTitles];
    const other = '3305160010077';
    const rows = [
      titles,
      [goodPkid, ...tuple],
      [other, ...tuple],
      [goodPkid, 'SYN2', 'HP', 'X1'],
      [goodPkid, ...tuple],
    ];
    expect(await outcomes({ rows })).to.deep.equal([
      '2: accept pkid+tuple',
      '3: reject pkid_serial_conflict',
      '4: reject pkid_serial_conflict',
      '5: duplicate of 2',
    ]);
    const later = [titles, ['', ...tuple], [goodPkid, ...tuple], [other, ...tuple]];
    expect(await outcomes({ rows: later })).to.deep.equal([
      '2: accept tuple',
      '3: duplicate of 2',
      '4: reject pkid_serial_conflict',
    ]);
  });

  it('a rejected row is nobody’s first', async () => {
    expect(
      await outcomes({
        rows: [
          ['PKID', 'Group Tag'],
          [goodPkid, '#N/A'],
          [goodPkid, 'T1'],
        ],
      }),
    ).to.deep.equal(['2: reject cell_error', '3: accept pkid']);
  });

  it('are found among many thousands', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => [`33051${String(index).padStart(7, '0')}1`]);
    const found = await outcomes({ rows: [['PKID'], ...many, many[0] ?? [], many[19_999] ?? []] });
    expect(found.slice(-2)).to.deep.equal(['20002: duplicate of 2', '20003: duplicate of 20001']);
    expect(found.filter((text) => text.includes('duplicate'))).to.have.length(2);
  });
});

describe('what the reader itself says', () => {
  async function* events(...given: readonly SheetEvent[]): AsyncGenerator<SheetEvent> {
    yield* given;
  }

  it('notices are passed on, a refusal ends everything', async () => {
    const notice = { kind: 'notice', notice: { code: 'encoding_assumed' } } as const;
    const refused = { kind: 'refused', reason: { code: 'unclosed_quote', params: { row: 3 } } } as const;
    expect(await collect(readUpload(events(notice, refused), { limits: defaultLimits }))).to.deep.equal([
      notice,
      refused,
    ]);
  });

  it('a row the reader does not trust is rejected for its reason', async () => {
    const header = { kind: 'row', rowNumber: 1, cells: [{ kind: 'text', text: 'PKID' }] } as const;
    const fault = { code: 'quote_swallowed_rows', params: { lastRow: 9 } } as const;
    const row = { kind: 'row', rowNumber: 2, cells: [{ kind: 'text', text: goodPkid }], fault } as const;
    const found = await collect(
      readUpload(events({ kind: 'sheet' }, header, row, { kind: 'end' }), { limits: defaultLimits }),
    );
    expect(rowsOf(found).map(({ reading }) => reading)).to.deep.equal([
      { kind: 'rejected', reason: fault, warnings: [] },
    ]);
  });

  it('cells are shown as the uploader wrote them', async () => {
    const cells: SheetSketch['rows'][number] = [
      goodPkid,
      { kind: 'number', text: '3.305E3' },
      { kind: 'number', text: '1.5' },
      { kind: 'date', text: '2023-01-05' },
      { kind: 'boolean', text: 'TRUE' },
      { kind: 'error', text: '#N/A' },
      { kind: 'formulaWithoutValue' },
      '',
    ];
    const titles = ['PKID', 'A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const [row] = rowsOf(await readSheets([{ rows: [titles, cells] }]));
    expect(row?.cells).to.deep.equal([goodPkid, '3305', '1.5', '2023-01-05', 'TRUE', '#N/A', '', '']);
  });
});
