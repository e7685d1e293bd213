import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeRandom } from '../../../bench/random.ts';
import type { Cell } from '../../../shared/domain/reading/sheet-event.ts';
import { type CellSketch, outcomeOf, readOneRow, readSheets, rowsOf, warningsOf } from '../../builders/sheets.ts';

const titles = ['Serial Number', 'Manufacturer', 'Model'];

/** The reason with its detail, or `accept` with what is remarked. */
async function judged(serial: CellSketch, maker = 'Getac', model = 'X1'): Promise<string> {
  const row = await readOneRow([serial, maker, model], titles);
  const { reading } = row;
  if (reading.kind !== 'rejected') return ['accept', ...warningsOf(row)].join(' ');
  const detail = reading.reason.params?.['detail'];
  return detail === undefined ? reading.reason.code : `${reading.reason.code}:${detail}`;
}

describe('what may stand as a serial number', () => {
  const several = 'serial_bad_characters:several';
  const label = 'serial_bad_characters:label';
  const beside = 'serial_bad_characters:words';
  const words = 'serial_placeholder:words';
  const cases: Readonly<Record<string, readonly CellSketch[]>> = {
    [several]: [
      ...['A1B2C3D4, A1B2C3D5', 'A1B2C3D4;A1B2C3D5', 'A1B2C3D4/A1B2C3D5', 'A1B2C3D4|A1B2C3D5', 'A1B2C3D4\nA1B2C3D5'],
      ...[
        'A1B2C3D4 A1B2C3D5',
        'A1B2C3D4-A1B2C3D9',
        'A1B2C3D4 - A1B2C3D9',
        'A1B2C3D4..A1B2C3D9',
        'A1B2C3D4 to A1B2C3D9',
      ],
    ],
    [label]: [
      ...['S/N: A1B2C3D4', 'S/N A1B2C3D4', 'SN:A1B2C3D4', 'sn A1B2C3D4', 'Serial No. A1B2C3D4', 'Serial: A1B2C3D4'],
      ...[
        'Serial A1B2C3D4',
        'Service Tag: A1B2C3D4',
        'Seriennummer: A1B2C3D4',
        '(S)A1B2C3D4',
        '(1S)A1B2C3D4',
        'SN-A1B2C3D4',
      ],
    ],
    'serial_bad_characters:barcode': ['1S21HDSYN001PF9SYN01'],
    'serial_bad_characters:url': ['https://support.example/?sn=A1B2C3D4', 'www.example.com/A1B2C3D4'],
    'serial_bad_characters:formula': ['@SUM(A1)', '=A1', '+49A1B2C3', '=HYPERLINK("A1")'],
    'serial_bad_characters:grouped': ['7 234 567', '72.345.678'],
    [beside]: ['A1B2C3D4 (replaced)', 'A1B2C3D4 ersetzt', 'old: A1B2C3D4 {x}', 'A1B2C3D4 was replaced'],
    serial_bad_characters: ['*A1B2C3D4*', 'A1B2C3D4.', '-A1B2C3D4', 'A1B2C3D4#ABD', 'Ä1B2C3D4', 'A1B2  .C3'],
    cell_error: [
      ...[
        '#N/A',
        '#NV',
        '#WERT!',
        '#BEZUG!',
        '#ССЫЛКА!',
        '#Н/Д',
        '#N/D',
        '#¡REF!',
        '#¿NOMBRE?',
        '#ÉRTÉK!',
        '#HIÁNYZIK',
      ],
      ...['#YOK', '#DEEL/0!', '#SPILL!', '#ÜBERLAUF!', '#GETTING_DATA', 'Err:502', 'Fehler:508', '#####', '#wert!'],
    ],
    serial_placeholder: [
      ...['nan', 'NaN', 'null', 'NULL', 'None', 'undefined', '(blank)', '(leer)', '(vide)', '[object Object]'],
      ...[
        'System.Object[]',
        'N/A',
        'n. a.',
        '<NA>',
        '-',
        '?',
        'TBC',
        'TBA',
        'NO SERIAL',
        'NOSERIAL',
        'backorder',
        'BACKORDER',
      ],
      ...[
        'folgt',
        'inconnu',
        'sin serie',
        'ditto',
        'same as above',
        'desconocido',
        '不明',
        'неизвестно',
        'PENDING',
        '12345',
      ],
    ],
    [words]: [
      ...[
        'on its way',
        'Serial Number of the device',
        'Lieferung im Mai',
        'ask Peter',
        'laptop',
        'Wednesday',
        'скоро будет',
      ],
      ...[
        'pending 2',
        'TBC-1',
        'see row 5',
        'Latitude 5450',
        'HP EliteBook 840 G11',
        'delivery week 48',
        'DESKTOP-AB12CD3',
        '192.168.0.12',
      ],
    ],
    'cell_type:number': ['12345678.5'],
    'accept serial_short': ['1', 'S1'],
    'accept serial_with_blank': ['A1B2 C3D4', 'A1B2C3D4 7'],
    'accept serial_without_digits': ['HJKLMNP', 'SYNKEEP'],
    'accept serial_may_be_range': ['A1B2C3001-005'],
    'accept serial_decimals_removed': ['12345670.0', '12345670,0'],
    'accept serial_from_number': [
      { kind: 'number', text: '3.30599000002E12' },
      { kind: 'number', text: '2.4681357E7', format: '0' },
    ],
    accept: ['A1B2C3D4', 'a1b2c3d4', '0012345678', 'SN-1', 'ABC-1234', 'A1_B2.C3', '2E34567', '5JAN23', '2468135790'],
  };
  for (const [expected, serials] of Object.entries(cases)) {
    for (const serial of serials) {
      const text = typeof serial === 'object' ? JSON.stringify(serial) : serial;
      it('is not the model without its blanks, nor TRUE in another language', async () => {
        expect(await judged('Latitude5440', 'Dell', 'Latitude 5440')).to.match(/^serial_placeholder/);
        expect(await judged('VERDADERO')).to.match(/^cell_type/);
      });

      it(`${JSON.stringify(text)}: ${expected}`, async () => expect(await judged(serial)).to.equal(expected));
    }
  }

  it('is not the maker, the model, or a barcode with the model in it', async () => {
    expect(await judged('21HDSYN001', 'LENOVO', '21HDSYN001')).to.equal('serial_placeholder:model');
    expect(await judged('21HDSYN002', 'LENOVO', '21HDSYN001')).to.equal('serial_placeholder:model');
    expect(await judged('21HDSYN001PF9SYN01', 'LENOVO', '21HDSYN001')).to.equal('serial_bad_characters:barcode');
    expect(await judged('840 G11', 'HP', 'HP EliteBook 840 G11')).to.equal('serial_placeholder:model');
    expect(await judged('HP', 'HP', 'X1')).to.equal('serial_placeholder:words');
  });

  it('is the service tag of a Dell, not its express service code, which says which tag it stands for', async () => {
    const row = await readOneRow(['21234567891', 'Dell Inc.', 'Latitude 5450'], titles);
    expect(row.reading).to.deep.include({
      kind: 'rejected',
      reason: { code: 'serial_bad_characters', params: { detail: 'expressServiceCode', tag: '9R6IHG3' } },
    });
    expect(Number.parseInt('9R6IHG3', 36)).to.equal(21_234_567_891);
  });

  it('that has not the form its maker documents is passed on with a remark', async () => {
    expect(await judged('987654012', 'Dell Inc.', 'Latitude 5450')).to.equal('accept serial_form_unusual');
    expect(await judged('SCZC0021001', 'HP', 'HP EliteBook 840 G11')).to.equal('accept serial_form_unusual');
    expect(await judged('PF-9SYN01', 'LENOVO', '21HDSYN001')).to.equal('accept serial_form_unusual');
  });
});

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '0123456789';
const hex = '0123456789abcdef';

/** Forms of serial numbers by maker: `A` a letter, `9` a digit, `X` either, `h` a hexadecimal digit, anything else itself. */
const forms: readonly (readonly [maker: string, model: string, forms: readonly string[]])[] = [
  ['HP', 'HP EliteBook 840 G11 Notebook PC', ['AAA9999XXX', '9AA9999XXX']],
  ['Hewlett-Packard', 'HP Z420 Workstation', ['AAA9999XXX']],
  ['LENOVO', '21HDSYN001', ['PAXXXXX9', 'AA9XXXXX', 'R9999999']],
  ['Dell Inc.', 'Latitude 5450', ['XXXXXX9', '9XXXXX9']],
  ['Microsoft Corporation', 'Surface Pro 9', ['099999999989', '199999999989', '0A99AAA9999999']],
  ['VMware, Inc.', 'VMware20,1', ['VMware-56 4d hh hh hh hh hh hh-hh hh hh hh hh hh hh hh']],
  ['Panasonic Connect Co., Ltd.', 'FZ-55G', ['9AAAA99999']],
  ['Getac', 'S410G5', ['AA999A9999']],
  ['Dynabook Inc.', 'dynabook PORTEGE X40-K', ['XA999999A']],
  ['FUJITSU CLIENT COMPUTING LIMITED', 'LIFEBOOK U7413', ['AAAA999999', 'R9999999']],
  ['ASUSTeK COMPUTER INC.', 'ASUS EXPERTBOOK B9403CVA', ['A9AAXX999999XX9']],
  ['Acer', 'TravelMate P414-53', ['NXVPXAA9999999X9999999']],
  ['SAMSUNG ELECTRONICS CO., LTD.', '960XGK', ['9AAA9AAA999999A']],
];

describe('plausible serial numbers', () => {
  it('of twelve makers, 5,000 of them, pass without a reason or a remark', async () => {
    const random = makeRandom(14);
    const pick = (from: string) => from[random.below(from.length)] ?? '';
    const made = new Set<string>();
    const rows: string[][] = [];
    while (rows.length < 5000) {
      const [maker, model, shapes] = forms[rows.length % forms.length] ?? ['', '', []];
      const shape = shapes[random.below(shapes.length)] ?? '';
      const fill = { A: letters, '9': digits, X: letters + digits, h: hex } as const;
      const serial = shape.startsWith('VMware')
        ? `VMware-56 4d${shape.slice(12).replace(/h/g, () => pick(hex))}`
        : shape.replace(/[A9X]/g, (sign) => pick(fill[sign === 'A' ? 'A' : sign === '9' ? '9' : 'X']));
      if (made.has(serial)) continue;
      made.add(serial);
      rows.push([serial, maker, model]);
    }
    const found = rowsOf(await readSheets([{ rows: [titles, ...rows] }]));
    expect(found).to.have.length(5000);
    const alarms = found.filter(({ reading }) => reading.kind !== 'device' || reading.warnings.length > 0);
    expect(alarms.map(({ cells, reading }) => [cells, reading])).to.deep.equal([]);
  });
});

/** A number cell and what a spreadsheet shows of it. */
const numberCell = fc
  .record({
    digits: fc.integer({ min: 1, max: 99_999_999_999 }).map(String),
    zeros: fc.integer({ min: 1, max: 12 }),
    style: fc.constantFrom('General', 'zeros', 'prefix', 'suffix', 'group', 'decimals', 'parts'),
  })
  .map(({ digits: value, zeros, style }): { cell: Cell; shown: string } => {
    const padded = value.padStart(zeros, '0');
    const as = (format: string, shown: string) => ({ cell: { kind: 'number', text: value, format } as const, shown });
    if (style === 'zeros') return as('0'.repeat(zeros), padded);
    if (style === 'prefix') return as(`"SN"${'0'.repeat(zeros)}`, `SN${padded}`);
    if (style === 'suffix') return as(`${'0'.repeat(zeros)}\\X;-0`, `${padded}X`);
    if (style === 'group') return as('#,##0', Number(value).toLocaleString('en-US'));
    if (style === 'decimals') return as('0.00', `${value}.00`);
    if (style === 'parts') return as('000-000', value.padStart(6, '0').replace(/(\d{3})$/, '-$1'));
    return { cell: { kind: 'number', text: value }, shown: value };
  });
const textCell = fc
  .oneof(
    fc.stringMatching(/^[A-Z0-9]{3,12}([ .,;/|-][A-Z0-9]{1,8})?$/),
    fc.stringMatching(/^(S\/N: |\(S\)|=|'|")?[A-Z0-9]{5,12}("|;;;|\.0| \(old\))?$/),
    fc.string({ maxLength: 14 }),
  )
  .map((text) => ({ cell: { kind: 'text', text } as const, shown: text }));

describe('any serial number that is accepted', () => {
  it('stands in the sheet as a person sees it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(numberCell, textCell), { minLength: 1, maxLength: 30 }), async (cells) => {
        const rows = rowsOf(await readSheets([{ rows: [titles, ...cells.map(({ cell }) => [cell, 'Getac', 'X1'])] }]));
        for (const { row, reading } of rows) {
          if (reading.kind !== 'device') continue;
          const [identity] = reading.device.identities;
          expect(identity.kind).to.equal('tuple');
          expect(cells[row - 2]?.shown).to.contain(identity.kind === 'tuple' ? identity.serial : '?');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a number as group tag or model', () => {
  const withTag = [...titles, 'Group Tag'];
  const shown: readonly (readonly [format: string | undefined, tag: string | undefined])[] = [
    [undefined, '815'],
    ['0', '815'],
    ['0000', '0815'],
    ['"TAG-"0', 'TAG-815'],
    ['\\T0000', 'T0815'],
    ['0" units"', '815 units'],
    ['000-000', '000-815'],
    ['0000;-0000', '0815'],
    ['#,##0', '815'],
    ['0.00', undefined],
    ['0%', undefined],
    ['[Red]0', undefined],
    ['[<900]"low";"high"', undefined],
    [';;;', undefined],
    ['""', undefined],
    ['built-in 37', undefined],
  ];
  for (const [format, tag] of shown) {
    it(`815 shown by ${format ?? 'no format'} is ${tag ?? 'not certain'}`, async () => {
      const cell: Cell =
        format === undefined ? { kind: 'number', text: '815' } : { kind: 'number', text: '815', format };
      const { reading } = await readOneRow(['SYN0001', 'Getac', 'X1', cell], withTag);
      if (tag === undefined) {
        expect(reading).to.deep.include({
          kind: 'rejected',
          reason: { code: 'cell_type', params: { detail: 'number' } },
        });
        return;
      }
      expect(reading).to.have.nested.property('device.groupTag', tag);
      const model = await readOneRow(['SYN0001', 'Getac', cell], titles);
      expect(model.reading).to.have.nested.property('device.identities[0].model', tag);
    });
  }

  it('a fraction, a text its format changes, a word of a program and left-over separators are no group tag', async () => {
    const cells: readonly CellSketch[] = [
      { kind: 'number', text: '1.5' },
      { kind: 'text', text: '7', format: '"TAG-"@' },
      ...['nan', 'null', '(blank)', '[object Object]', '#WERT!', 'Berlin;;;', ',Berlin'],
    ];
    for (const cell of cells) {
      expect(await outcomeOf(['SYN0001', 'Getac', 'X1', cell], withTag), JSON.stringify(cell)).to.match(
        /^reject (?:cell_type|text_bad_characters|cell_error)$/,
      );
    }
    expect(await outcomeOf(['SYN0001', 'Getac', 'X1', 'N/A'], withTag)).to.equal('reject text_bad_characters');
  });
});

describe('maker and model', () => {
  it('never carry the separators or formulas of an export', async () => {
    for (const model of ['HP EliteBook 840 G11;;;', ';X1', 'X1|', 'a;b', 'X1,', 'X1\\']) {
      expect(await outcomeOf(['SYN0001', 'Getac', model], titles), model).to.equal('reject text_bad_characters');
    }
    expect(await outcomeOf(['SYN0001', 'Getac', '@SUM(A1)'], titles)).to.equal('reject model_bad_characters');
    for (const model of ['nan', 'ditto', 'pending', 'dito', 'идентично', '同上'].filter(
      (word) => word !== 'идентично',
    )) {
      expect(await outcomeOf(['SYN0001', 'Getac', model], titles), model).to.equal('reject model_placeholder');
    }
  });
});

describe('a PKID written as a decimal number', () => {
  it('is exact where every digit is there, and says so', async () => {
    for (const text of ['3305160010066.0', '3305160010066,0', '3.30516001006E12', '3.305160010066E12']) {
      const row = await readOneRow([text], ['PKID']);
      expect(row.reading.kind, text).to.equal('device');
      expect(warningsOf(row)).to.deep.equal(['pkid_decimals_removed']);
    }
    expect(await outcomeOf([{ kind: 'number', text: '3.30516001006E12' }], ['PKID'])).to.equal('accept pkid');
    expect(await outcomeOf([{ kind: 'number', text: '3.30516E12' }], ['PKID'])).to.equal(
      'reject pkid_scientific_notation',
    );
    expect(await outcomeOf(['3.30516E12'], ['PKID'])).to.equal('reject pkid_scientific_notation');
    expect(await outcomeOf(['3305160010066.5'], ['PKID'])).to.equal('reject pkid_not_integer');
  });
});

describe('rows that are no devices', () => {
  const three = ['Manufacturer', 'Model', 'Serial Number', 'Group Tag', 'Qty'];
  const notes: readonly (readonly CellSketch[])[] = [
    ['Total', 1],
    ['Grand Totals (12 records)'],
    ['Gesamtergebnis', '', '', '', 12],
    ['HP Ergebnis', '', '', '', 3],
    ['Итого', '', '', '', 3],
    ['合計', '', '', '', 3],
    ['Applied filters:\nCountry is Germany'],
    ['Confidential Information - Do Not Distribute'],
    ['Copyright (c) 2000-2026 example.com, inc. All rights reserved.'],
    ['Generated By:', 'A User'],
    ['', '', 'HP EliteBook 840 G11'],
    ['', '', 'Standort Berlin'],
    ['Devices without serial'],
  ];
  for (const note of notes) {
    it(`${JSON.stringify(note)} is ignored`, async () => {
      expect(await outcomeOf(note, three)).to.equal('ignore note_row');
    });
  }

  const devices: readonly (readonly CellSketch[])[] = [
    ['HP'],
    ['', 'HP EliteBook 840 G11'],
    ['', 'Microsoft Surface Laptop Studio'],
    ['', '', 'A1B2C3D4'],
    ['', '', 'A1B2C3D4 ersetzt'],
    ['Total', 'X1', 'A1B2C3D4'],
    ['FUJITSU CLIENT COMPUTING LIMITED'],
    ['Copyright', '', 'A1B2C3D4'],
  ];
  for (const device of devices) {
    it(`${JSON.stringify(device)} is not ignored`, async () => {
      expect(await outcomeOf(device, three)).to.match(/^(?:accept|reject)/);
    });
  }
});
