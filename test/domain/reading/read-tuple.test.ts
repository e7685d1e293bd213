import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type CellSketch, outcomeOf, readOneRow, warningsOf } from '../../builders/sheets.ts';

const titles = ['Serial Number', 'Manufacturer', 'Model'];

async function outcomeWithSerial(serial: CellSketch): Promise<string> {
  return outcomeOf([serial, 'HP', 'HP ProBook 450 G9'], titles);
}

describe('tuple', () => {
  const serials: readonly (readonly [string, CellSketch, string])[] = [
    ['leading zeros as text', '0001234567', 'accept tuple'],
    ['leading zeros protected as ="…"', '="0001234567"', 'accept tuple'],
    ['blanks inside', 'VMware-56 4d 00 01 02 03 04 05-06 07 08 09 0a 0b 0c 0d', 'accept tuple'],
    ['letters and digits that look like a date without separators', '5JAN23', 'accept tuple'],
    ['an E between digits, as service tags have', '2E34567', 'accept tuple'],
    ['a short number', { kind: 'number', text: '4567890123' }, 'accept tuple'],
    [
      'a number stored in scientific form with all digits',
      { kind: 'number', text: '1.2345678901E+11', format: '0' },
      'accept tuple',
    ],
    ['a number in scientific form whose digits suffice', { kind: 'number', text: '1.23456789012E+11' }, 'accept tuple'],
    ['a number of 16 digits', { kind: 'number', text: '1234567890123456' }, 'reject serial_precision_lost'],
    ['a number that once was 1.23457E+11', { kind: 'number', text: '123457000000' }, 'reject serial_precision_lost'],
    ['text that once was 1.23457E+11', '123457000000', 'reject serial_precision_lost'],
    ['text of 17 digits rounded to 15', '12345678901234500', 'reject serial_precision_lost'],
    [
      'a number whose format shows zeros',
      { kind: 'number', text: '1234567', format: '0000000000' },
      'reject serial_numeric_format',
    ],
    [
      'a number with as many digits as its format',
      { kind: 'number', text: '2345678901', format: '0000000000' },
      'accept tuple',
    ],
    [
      'a number whose format shows letters',
      { kind: 'number', text: '12', format: '"SYN"0000' },
      'reject serial_numeric_format',
    ],
    ['a fraction', { kind: 'number', text: '12.5' }, 'reject cell_type'],
    ['scientific text', '1.23457E+11', 'reject serial_scientific_notation'],
    ['scientific text with a decimal comma', '1,23457E+11', 'reject serial_scientific_notation'],
    ['a date cell', { kind: 'date', text: '2023-01-05' }, 'reject serial_date_mangled'],
    ['a date as text', '05-Jan-23', 'reject serial_date_mangled'],
    ['a German date as text', '05. Mrz 23', 'reject serial_date_mangled'],
    ['month and year', 'Jan-23', 'reject serial_date_mangled'],
    ['an ISO date as text', '2023-01-05', 'reject serial_date_mangled'],
    ['a date with full stops', '05.01.2023', 'reject serial_date_mangled'],
    ['TRUE as a cell', { kind: 'boolean', text: 'TRUE' }, 'reject cell_type'],
    ['TRUE as text', 'TRUE', 'reject cell_type'],
    ['an error value', { kind: 'error', text: '#REF!' }, 'reject cell_error'],
    ['a formula without value', { kind: 'formulaWithoutValue' }, 'reject formula_no_value'],
    ['“To be filled by O.E.M.”', 'To be filled by O.E.M.', 'reject serial_placeholder'],
    ['“to be filled by O.E.M”, other case, no full stop', 'TO BE FILLED BY O.E.M', 'reject serial_placeholder'],
    ['“System Serial Number”', 'System Serial Number', 'reject serial_placeholder'],
    ['“Default string”', 'Default string', 'reject serial_placeholder'],
    ['123456789', '123456789', 'reject serial_placeholder'],
    ['123456789 as a number', 123456789, 'reject serial_placeholder'],
    ['zero', '0', 'reject serial_placeholder'],
    ['a dash', '-', 'reject serial_placeholder'],
    ['a line break inside', 'SYN1\nSYN2', 'reject serial_bad_characters'],
    ['a zero-width space inside', 'SYN\u200b1', 'reject serial_bad_characters'],
    ['a letter that only looks Latin', 'SYN\u0410001', 'reject serial_bad_characters'],
    ['full-width letters', 'ＳＹＮ００１', 'reject serial_bad_characters'],
    ['a formula as text', '=A1&B1', 'reject serial_bad_characters'],
    ['129 characters', 'S1'.repeat(65), 'reject serial_too_long'],
    ['half of a name with a comma', 'Ltd.', 'reject column_count_mismatch'],
    ['a product key', 'ABCDE-FGHJK-MNPQR-TVWXY-23467', 'reject pkid_is_product_key'],
    ['nothing', '', 'reject incomplete_tuple'],
  ];
  for (const [what, serial, expected] of serials) {
    it(`serial number, ${what}: ${expected}`, async () => {
      expect(await outcomeWithSerial(serial)).to.equal(expected);
    });
  }

  const names: readonly (readonly [string, CellSketch, CellSketch, string])[] = [
    ['a comma in maker and model', 'VMware, Inc.', 'VMware20,1', 'accept tuple'],
    ['no model', 'HP', '', 'reject incomplete_tuple'],
    ['no maker', '', 'HP ProBook 450 G9', 'reject incomplete_tuple'],
    ['a placeholder as maker', 'System manufacturer', 'X1', 'reject manufacturer_placeholder'],
    ['a placeholder as model', 'HP', 'System Product Name', 'reject model_placeholder'],
    ['a line break in the model', 'HP', 'HP\nProBook', 'reject model_bad_characters'],
    ['full-width letters in the maker', 'ＬＥＮＯＶＯ', '21AH00SYN1', 'reject manufacturer_bad_characters'],
    ['a model of 129 characters', 'HP', 'M1'.repeat(65), 'reject model_too_long'],
    ['a maker of 129 characters', 'M1'.repeat(65), 'X1', 'reject manufacturer_too_long'],
    ['a maker in the model column', 'Latitude 7420', 'Dell Inc.', 'reject model_is_manufacturer'],
    ['half of a maker in the model column', 'VMware', ' Inc.', 'reject column_count_mismatch'],
    ['a number as model', 'Dell Inc.', 5440, 'accept tuple'],
    ['a number as maker', 4711, 'X1', 'reject cell_type'],
    ['a fraction as model', 'Dell Inc.', 54.4, 'reject cell_type'],
    ['a date as model', 'Dell Inc.', { kind: 'date', text: '2023-01-05' }, 'reject cell_type'],
    ['a date as text as model', 'Dell Inc.', '05-Jan-23', 'reject cell_type'],
    ['scientific text as model', 'LENOVO', '2.0E+10', 'reject cell_type'],
    ['an error value as model', 'HP', '#N/A', 'reject cell_error'],
  ];
  for (const [what, manufacturer, model, expected] of names) {
    it(`${what}: ${expected}`, async () => {
      expect(await outcomeOf(['SYN0001', manufacturer, model], titles)).to.equal(expected);
    });
  }

  it('values are trimmed outside and left alone inside', async () => {
    const { reading } = await readOneRow(['\u00a0 S  1\u200b', ' HP ', 'HP  ProBook 450  G9 '], titles);
    expect(reading.kind === 'device' && reading.device.identities[0]).to.deep.equal({
      kind: 'tuple',
      manufacturer: 'HP',
      model: 'HP  ProBook 450  G9',
      serial: 'S  1',
    });
  });

  it('letter case of four makers is set right, with a remark', async () => {
    for (const [written, right] of Object.entries({
      hp: 'HP',
      Lenovo: 'LENOVO',
      'DELL INC.': 'Dell Inc.',
      'microsoft corporation': 'Microsoft Corporation',
    })) {
      const row = await readOneRow(['SYN0001234567', written, 'X1'], titles);
      expect(row.reading).to.have.nested.property('device.identities[0].manufacturer', right);
      expect(warningsOf(row)).to.include('manufacturer_spelling_repaired');
    }
  });

  it('other spellings are passed on with a suggestion, never changed', async () => {
    for (const [written, suggestion] of Object.entries({
      Dell: 'Dell Inc.',
      Lenvo: 'LENOVO',
      Micorsoft: undefined,
      Fujitsu: 'FUJITSU',
      Acme: undefined,
    })) {
      const { reading } = await readOneRow(['SYN0001', written, 'X1'], titles);
      expect(reading).to.have.nested.property('device.identities[0].manufacturer', written);
      expect(reading.kind === 'device' && reading.warnings[0]?.params?.['suggestion']).to.equal(suggestion);
    }
  });

  it('remarks say what may be wrong and cannot be known', async () => {
    expect(warningsOf(await readOneRow([{ kind: 'number', text: '4567890123' }, 'HP', 'X1'], titles))).to.deep.equal([
      'serial_from_number',
    ]);
    expect(
      warningsOf(await readOneRow(['12345670101', 'Microsoft Corporation', 'Surface Pro 9'], titles)),
    ).to.deep.equal(['serial_zeros_likely_lost']);
    expect(warningsOf(await readOneRow(['SYN0001AAA', 'HP', 'Modèle 5'], titles))).to.deep.equal([
      'unusual_characters',
    ]);
    expect(warningsOf(await readOneRow(['SYN0001AAA', 'HP', 450], titles))).to.deep.equal(['model_from_number']);
  });
});
