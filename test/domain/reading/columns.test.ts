import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { columnsNotRead, findColumns, makeColumnFinder, nearestTitle } from '../../../shared/domain/reading/columns.ts';
import type { ReadEvent, ReadSheet } from '../../../shared/domain/reading/read-event.ts';
import { foldTitle } from '../../../shared/domain/reading/titles/fold-title.ts';
import { titleEntries } from '../../../shared/domain/reading/titles/title-meanings.ts';
import { goodHash, goodPkid, outcome, readSheets, rowsOf, warningsOf } from '../../builders/sheets.ts';

const find = makeColumnFinder();
const columnOf = (title: string): string | null => find(title)?.column ?? null;

function sheetOf(events: readonly ReadEvent[]): ReadSheet {
  const sheet = events.find((event) => event.kind === 'sheet');
  if (sheet?.kind !== 'sheet') throw new Error('No sheet was read.');
  return sheet.sheet;
}

function noticesOf(events: readonly ReadEvent[]) {
  return events.flatMap((event) => (event.kind === 'notice' ? [event.notice] : []));
}

const meaning: Readonly<Record<string, readonly string[]>> = {
  serial: [
    ...[
      'Serial #',
      'SERIAL NUMBER:',
      'serial_no',
      'Serial Numbers',
      'SerialNumber0',
      '1. Serial Number',
      'serıal number',
    ],
    ...[
      'Laptop Serial Number',
      'BIOS Serial',
      'Chassis/BIOS Serial Number',
      'Serial Number (from label)',
      'Serial No (required)',
    ],
    ...[
      'Serial Number / Service Tag',
      '序列号 Serial Number',
      'Serial Number 序列号',
      'Seriennummer (Serial Number)',
      'Serial number\nSériové číslo',
      'Seriennummer: Serial Number',
    ],
    ...[
      'Serial Number – Sarjanumero',
      'Seri Numarası',
      'SERİ NUMARASI',
      'Σειριακός Αριθμός',
      'ΣΕΙΡΙΑΚΌΣ ΑΡΙΘΜΌΣ',
      'シリアル番号',
    ],
    ...[
      '일련번호',
      '序列号',
      '序號',
      'หมายเลขซีเรียล',
      'Số sê-ri',
      'Sériové číslo',
      'Număr de serie',
      'Raðnúmer',
      'Ｓｅｒｉａｌ Ｎｏ．',
    ],
  ],
  manufacturer: [
    'Constructeur',
    'Marca',
    'Mfg Name',
    'Mfr.',
    'Hersteller / Manufacturer',
    'OEM Manufacturer',
    'Výrobce',
    'Gyártó',
    'Üretici',
  ],
  model: [
    'Model*',
    'Model No.',
    'modelName',
    'Product',
    'Modèle (Model)',
    'Malli',
    '型号',
    '機種',
    'Material Description',
    'Machine Type Model',
  ],
  pkid: ['PKID (13 digits)', 'Windows PKID', 'productKey', 'Windows 製品 ID'],
  hardwareHash: ['hardwareIdentifier', '4K HH', 'Hardware Hash (4K)', 'DeviceHardwareData'],
  groupTag: [
    'AutoPilot GroupTag',
    'Tag',
    'Group Tag (Order ID)',
    'Device Tag',
    'Gruppe',
    'OrderID',
    'Autopilot Tag',
    'Profile tag',
  ],
  assignedUser: ['assignedUserPrincipalName', 'Zugewiesener Benutzer'],
  customer: [
    'Customer',
    'End-Customer Name',
    'Tenant',
    'Kunde',
    'Endkunde',
    'Directory (tenant) ID',
    'Primary Domain',
    'Klant',
    'お客様名',
  ],
  possibleCustomer: ['Company', 'Account Name', 'Ship-To', 'Organization', 'Domain', 'Firma', 'Kundennummer'],
  purchaseOrder: ['PO Number', 'Purchase Order Identifier', 'Bestellnummer'],
  deliveryDate: ['Delivery Date', 'Lieferdatum'],
  orderReference: ['Sales Order', 'Kundenreferenz'],
  other: ['Qty', 'Unit Price', 'Asset Tag', 'Device Type', 'System SKU', 'Monitor Serial Number'],
};

describe('a column title', () => {
  for (const [column, titles] of Object.entries(meaning)) {
    it(`of the kind ${column} is known in its spellings`, () => {
      expect(titles.filter((title) => columnOf(title) !== column)).to.deep.equal([]);
    });
  }

  it('of two meanings, or with a part nobody knows, is not guessed', () => {
    for (const title of [
      'Make / Model',
      'Model (family)',
      'Serial / Firmware',
      'Serial Port',
      'Device',
      'Old Serial Number',
      '',
    ]) {
      expect(columnOf(title), title).to.equal(null);
    }
  });

  it('stands in the tables with one meaning, and says something', () => {
    const byTitle = Map.groupBy(titleEntries, ({ title }) => foldTitle(title));
    expect([...byTitle.keys()]).not.to.include('');
    const several = [...byTitle].filter(([, entries]) => {
      const columns = new Set(entries.map(({ column }) => column).filter((column) => column !== 'other'));
      return columns.size > 1;
    });
    expect(several.map(([folded]) => folded)).to.deep.equal([]);
  });

  it('is known in each language for what a device list needs', () => {
    const languages =
      'en de fr es it pt nl sv da no fi pl cs sk hu ro hr sl bg ru uk el tr he ar ja ko zh-CN zh-TW th vi'.split(' ');
    for (const language of languages) {
      const columns = new Set(titleEntries.filter((entry) => entry.language === language).map(({ column }) => column));
      expect([...columns], language).to.include.members([
        'serial',
        'manufacturer',
        'model',
        'groupTag',
        'customer',
        'pkid',
      ]);
    }
  });

  it('that is misspelt is not taken for another, but suggests it', () => {
    expect(columnOf('Serail Number')).to.equal(null);
    expect(nearestTitle('Serail Number')).to.equal('Serial Number');
    expect(nearestTitle('Colour of the case')).to.equal(undefined);
  });
});

describe('columns beside each other', () => {
  const columns = (...titles: string[]) => findColumns(titles, find).columns;

  it('the surer one holds: a model beside a product name, a manufacturer beside a vendor', () => {
    expect(columns('Product Name', 'Model', 'Model No.')).to.deep.equal(['other', 'model', 'other']);
    expect(columns('Vendor', 'Manufacturer')).to.deep.equal(['other', 'manufacturer']);
    expect(columns('Tag', 'Group Tag')).to.deep.equal(['other', 'groupTag']);
  });

  it('a customer beside an end customer may still name one', () =>
    expect(columns('Customer', 'End Customer')).to.deep.equal(['possibleCustomer', 'customer']));

  it('are ours only where several of our titles stand together', () => {
    expect(columns('Customer', 'Status', 'Row')).to.deep.equal(['customer', 'other', 'other']);
    expect(columns('PKID', 'Status', 'What happened', 'What to do')).to.deep.equal([
      'pkid',
      'report',
      'report',
      'report',
    ]);
    expect(columns('PKID', 'Reason', 'Upload reference')).to.deep.equal(['pkid', 'report', 'uploadReference']);
    expect(columns('Customer', 'What happened', 'What to do')).to.deep.equal(['customer', 'report', 'report']);
  });
});

describe('every column of a sheet', () => {
  it('is used, or named as not read', async () => {
    const known = fc.constantFrom(
      ...Object.values(meaning)
        .flat()
        .filter((title) => !title.includes('\n')),
    );
    const unknown = fc.string({ minLength: 1, maxLength: 30 }).filter((title) => title.trim() !== '');
    const titles = fc.array(fc.oneof(known, unknown), { minLength: 0, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(titles, fc.nat(12), async (others, at) => {
        const all = [...others.slice(0, at), 'Hardware Hash', ...others.slice(at)];
        const events = await readSheets([
          { rows: [all, all.map((title) => (title === 'Hardware Hash' ? goodHash : ''))] },
        ]);
        const sheet = sheetOf(events);
        const named = columnsNotRead(sheet);
        const said = noticesOf(events).flatMap(({ code, params }) =>
          code === 'columns_not_read' ? [String(params?.['columns'])] : [],
        );
        for (const [index, title] of sheet.titles.entries()) {
          if (title === '') continue;
          const column = sheet.columns[index] ?? null;
          const used = column !== null && !['other', 'report', 'possibleCustomer'].includes(column);
          expect(used !== named.includes(title) || sheet.titles.indexOf(title) !== index, title).to.equal(true);
          if (column === null || column === 'other') expect(said.join()).to.contain(`"${title}"`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is named with the known title it is nearest to', async () => {
    const events = await readSheets([
      {
        name: 'May',
        rows: [
          ['PKID', 'Gruop Tag', 'Qty'],
          [goodPkid, 'x', '1'],
        ],
      },
    ]);
    expect(noticesOf(events)).to.deep.include({
      code: 'columns_not_read',
      params: { columns: '"Gruop Tag" (did you mean "Group Tag"?), "Qty"', sheet: 'May' },
    });
    const harmless = await readSheets([
      {
        rows: [
          ['PKID', 'Qty'],
          [goodPkid, '1'],
        ],
      },
    ]);
    expect(noticesOf(harmless)).to.deep.include({
      code: 'columns_not_read',
      params: { columns: '"Qty"', detail: 'known' },
    });
  });

  it('without a title is named by its letter', async () => {
    const events = await readSheets([{ rows: [['PKID', '', 'Qty'], [goodPkid, 'x', '1', 'y'], ['3305160010077']] }]);
    expect(noticesOf(events)).to.deep.include({
      code: 'untitled_columns_not_read',
      params: { columns: 'B, D' },
    });
    expect(rowsOf(events)[0]?.beyond).to.deep.equal(['y']);
  });

  it('whose title is unsure says what it was taken for', async () => {
    const events = await readSheets([
      {
        rows: [
          ['Gerätenummer', 'Marke', 'Typ'],
          ['S1', 'HP', 'X1'],
        ],
      },
    ]);
    expect(noticesOf(events)).to.deep.include({
      code: 'column_taken_for',
      params: { column: '"Typ"', meaning: 'model' },
    });
  });
});

describe('a title of several meanings is decided by its values', () => {
  const outcomes = async (...rows: string[][]) => rowsOf(await readSheets([{ rows }])).map(outcome);
  const tuple = ['Serial Number', 'Manufacturer', 'Model'];

  it('“Product ID” is a PKID or an article', async () => {
    expect(await outcomes([...tuple, 'Product ID'], ['S1', 'HP', 'X1', '9G0X1ES#ABD'])).to.deep.equal(['accept tuple']);
    expect(await outcomes([...tuple, 'Product ID'], ['S1', 'HP', 'X1', goodPkid])).to.deep.equal(['accept pkid+tuple']);
    expect(await outcomes(['Product ID', 'Model'], ['9G0X1ES#ABD', 'X1'])).to.deep.equal([]);
  });

  it('“Device ID” is a hash or an inventory’s id', async () => {
    const id = '5e0f0dd2-9a3b-4f3e-8a3e-0d9f5b1c2d3e';
    expect(await outcomes(['Device ID', ...tuple], [id, 'S1', 'HP', 'X1'])).to.deep.equal(['accept tuple']);
    expect(await outcomes(['Device ID'], [goodHash])).to.deep.equal(['accept hardwareHash']);
    expect(await outcomes(['Device ID', 'Device name'], [id, 'PC01'])).to.deep.equal([]);
  });

  it('“Client” is a customer or a tick', async () => {
    const [row] = rowsOf(
      await readSheets([
        {
          rows: [
            ['PKID', 'Client'],
            [goodPkid, 'Yes'],
          ],
        },
      ]),
    );
    expect(row?.reading).not.to.have.nested.property('device.customer');
  });

  it('a repeated header is compared by its titles', async () => {
    const header = [...tuple, 'Product ID'];
    expect(await outcomes(header, ['S1', 'HP', 'X1', 'A#1'], header, ['S2', 'HP', 'X1', 'A#1'])).to.deep.equal([
      'accept tuple',
      'ignore header_repeated',
      'accept tuple',
    ]);
  });
});

describe('an identity in a column nobody reads', () => {
  const read = async (titles: string[], row: string[]) =>
    outcome(rowsOf(await readSheets([{ rows: [titles, row] }]))[0] ?? fail());
  const fail = (): never => {
    throw new Error('no row was read');
  };
  const tuple = ['Serial Number', 'Manufacturer', 'Model'];

  it('rejects the row: it must not go out by less than it says', async () => {
    for (const value of [goodPkid, goodHash]) {
      expect(await read([...tuple, 'Nummer X'], ['S1', 'HP', 'X1', value])).to.equal(
        'reject identity_in_unread_column',
      );
      expect(await read([...tuple, 'Notes'], ['S1', 'HP', 'X1', value])).to.equal('reject identity_in_unread_column');
      expect(await read(tuple, ['S1', 'HP', 'X1', value])).to.equal('reject identity_in_unread_column');
    }
  });

  it('does no harm where the device is known by it, or where the number is something else', async () => {
    expect(await read(['PKID', 'Copy'], [goodPkid, goodPkid])).to.equal('accept pkid');
    expect(await read(['Hardware Hash', 'Copy'], [goodHash, goodHash])).to.equal('accept hardwareHash');
    expect(await read([...tuple, 'EAN'], ['S1', 'HP', 'X1', '3305160010066'])).to.equal('accept tuple');
    expect(await read([...tuple, 'Reference X'], ['S1', 'HP', 'X1', '4015160010066'])).to.equal('accept tuple');
  });
});

describe('Lenovo’s model and machine type model beside each other', () => {
  const titles = ['Serial Number', 'Manufacturer', 'Model', 'MTM'];
  const read = async (...row: string[]) => rowsOf(await readSheets([{ rows: [titles, row] }]))[0];

  it('the one its devices report is used, with a remark', async () => {
    const row = await read('PF9SYN01', 'LENOVO', 'ThinkPad T14 Gen 4', '21HD001MGE');
    expect(row?.reading).to.have.nested.property('device.identities[0].model', '21HD001MGE');
    expect(row === undefined ? [] : warningsOf(row)).to.include('machine_type_model_used');
  });

  it('for another maker two models are not chosen between, and a blank one says nothing', async () => {
    const differing = await read('SYN1', 'HP', 'X1', '21HD001MGE');
    expect(differing && outcome(differing)).to.equal('reject ambiguous_column');
    const blank = await read('SYN1', 'HP', 'X1', '');
    expect(blank && outcome(blank)).to.equal('accept tuple');
  });
});

describe('a file without a header', () => {
  const reasonOf = async (...rows: string[][]) => {
    const last = (await readSheets([{ rows }])).at(-1);
    return last?.kind === 'refused' ? last.reason : last;
  };

  it('says which titles were found, which are known and which are missing', async () => {
    expect(await reasonOf(['Serial Number', 'Modle', 'Colour of case'], ['S1', 'X1', 'red'])).to.deep.equal({
      code: 'no_header',
      params: {
        detail: 'titles',
        rows: 100,
        row: 1,
        found: '"Serial Number", "Modle" (did you mean "Model"?), "Colour of case"',
        recognised: '"Serial Number"',
        missing: '"Manufacturer", "Model"',
      },
    });
  });

  it('with each line in one column says just that', async () => {
    expect(await reasonOf(['Nummer;Was;Wo'], ['1;2;3'], ['4;5;6'])).to.have.nested.property(
      'params.detail',
      'oneColumn',
    );
  });

  it('is read where its lines can be taken apart with certainty', async () => {
    const rows = [
      ['Serial Number,Manufacturer,Model'],
      ['S1,"VMware, Inc.",X1'],
      ['S2,HP,X2,too much'],
      ['S3,HP,X3', 'beside'],
    ];
    const events = await readSheets([{ rows: rows.slice(0, 3) }]);
    expect(rowsOf(events).map(outcome)).to.deep.equal(['accept tuple', 'reject column_count_mismatch']);
    expect(noticesOf(events)).to.deep.include({ code: 'one_column_split' });
    expect(await reasonOf(...rows)).to.have.property('code', 'no_header');
  });
});
