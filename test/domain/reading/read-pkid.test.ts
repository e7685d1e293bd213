import { expect } from 'chai';
import { describe, it } from 'mocha';
import { goodPkid, outcomeOf, readOneRow, warningsOf } from '../../builders/sheets.ts';

describe('PKID', () => {
  const titles = ['PKID', 'Qty'];
  const cases: readonly (readonly [string, Parameters<typeof outcomeOf>[0][number], string])[] = [
    ['13 digits as text', goodPkid, 'accept pkid'],
    ['13 digits as a number', { kind: 'number', text: goodPkid }, 'accept pkid'],
    [
      '13 digits as a number in scientific form in the XML',
      { kind: 'number', text: '3.3051600100880E12' },
      'accept pkid',
    ],
    ['13 digits with a decimal zero as a number', { kind: 'number', text: '3305160010066.0' }, 'accept pkid'],
    ['13 digits with any display format', { kind: 'number', text: goodPkid, format: '0.00E+00' }, 'accept pkid'],
    ['13 digits behind an apostrophe', `'${goodPkid}`, 'accept pkid'],
    ['13 digits protected as ="…"', `="${goodPkid}"`, 'accept pkid'],
    ['13 digits between no-break and zero-width spaces', `\u00a0\u200b${goodPkid}\ufeff `, 'accept pkid'],
    ['12 digits', '330516001008', 'reject pkid_bad_length'],
    ['14 digits', '33051600100661', 'reject pkid_bad_length'],
    [
      '12 digits as a number shown with a leading zero',
      { kind: 'number', text: '330516001008', format: '0000000000000' },
      'reject pkid_bad_length',
    ],
    ['the stub of Microsoft’s sample', '123451234567', 'reject pkid_bad_length'],
    ['scientific text', '3.30516E+12', 'reject pkid_scientific_notation'],
    ['scientific text with a decimal comma', '3,30516E+12', 'reject pkid_scientific_notation'],
    ['scientific text that happens to hold all digits', '3.305160010088E+12', 'reject pkid_scientific_notation'],
    ['scientific text without a fraction', '3E12', 'reject pkid_scientific_notation'],
    ['a number with lost digits', { kind: 'number', text: '3.30516E+12' }, 'reject pkid_scientific_notation'],
    ['six digits and seven zeros, once scientific', '3305160000000', 'reject pkid_scientific_notation'],
    ['a fraction as a number', { kind: 'number', text: '3305160010066.5' }, 'reject pkid_not_integer'],
    ['a fraction as text', '3305160010066.5', 'reject pkid_not_integer'],
    ['a negative number', { kind: 'number', text: '-3305160010066' }, 'reject pkid_not_integer'],
    ['a number too small to be whole', { kind: 'number', text: '3E-5' }, 'reject pkid_not_integer'],
    ['digits in groups', '3 305 160 010 066', 'reject pkid_not_integer'],
    ['words', 'see label', 'reject pkid_not_integer'],
    ['full-width digits', '３３０５１６００１００６６', 'reject pkid_not_integer'],
    ['one digit repeated', '0000000000000', 'reject pkid_placeholder'],
    ['a Windows product ID', '00329-00000-0003-AA606', 'reject pkid_is_windows_product_id'],
    [
      'a Windows product ID with five digits in its third group',
      '00329-00000-00003-AA606',
      'reject pkid_is_windows_product_id',
    ],
    ['a Windows product ID of Windows 7', '00371-OEM-8992671-00524', 'reject pkid_is_windows_product_id'],
    ['a product key', 'ABCDE-FGHJK-MNPQR-TVWXY-23467', 'reject pkid_is_product_key'],
    ['a product key in small letters', 'abcde-fghjk-mnpqr-tvwxy-23467', 'reject pkid_is_product_key'],
    ['a product key with blanks', 'ABCDE FGHJK MNPQR TVWXY 23467', 'reject pkid_is_product_key'],
    ['a product key without hyphens', 'ABCDEFGHJKMNPQRTVWXY23467', 'reject pkid_is_product_key'],
    ['a product key with long hyphens', 'ABCDE–FGHJK–MNPQR–TVWXY–23467', 'reject pkid_is_product_key'],
    ['an error value', { kind: 'error', text: '#N/A' }, 'reject cell_error'],
    ['an error value written out', '#N/A', 'reject cell_error'],
    ['a formula without value', { kind: 'formulaWithoutValue' }, 'reject formula_no_value'],
    ['TRUE', { kind: 'boolean', text: 'TRUE' }, 'reject cell_type'],
    ['a date', { kind: 'date', text: '2023-01-05' }, 'reject cell_type'],
    ['a dash', '-', 'reject missing_identity'],
    ['nothing', '', 'reject missing_identity'],
  ];
  for (const [what, cell, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      expect(await outcomeOf([cell, 1], titles)).to.equal(expected);
    });
  }

  it('a leading zero is unusual enough for a remark', async () => {
    expect(warningsOf(await readOneRow(['0305160010066'], ['PKID']))).to.deep.equal(['pkid_leading_zero']);
  });

  it('every title for it may hold any of the three numbers; the shape decides', async () => {
    for (const title of ['Product key', 'productKey', 'Windows Product ID', 'PKID', 'Product ID']) {
      expect(await outcomeOf([goodPkid], [title])).to.equal('accept pkid');
      expect(await outcomeOf(['00329-00000-0003-AA606'], [title])).to.equal('reject pkid_is_windows_product_id');
    }
  });

  it('of two columns the one with a PKID is used, and the rest is said', async () => {
    const product = await readOneRow(['00329-00000-0003-AA606', goodPkid], ['Product ID', 'PKID']);
    expect(warningsOf(product)).to.deep.equal(['windows_product_id_ignored']);
    const key = await readOneRow(['ABCDE-FGHJK-MNPQR-TVWXY-23467', goodPkid], ['Product Key', 'PKID']);
    expect(warningsOf(key)).to.deep.equal(['product_key_removed']);
    expect(key.cells).to.deep.equal(['(product key removed)', goodPkid]);
  });

  it('two columns with two different PKIDs are not chosen between', async () => {
    expect(await outcomeOf([goodPkid, '3305160010077'], ['Product ID', 'PKID'])).to.equal('reject ambiguous_column');
    expect(await outcomeOf([goodPkid, goodPkid], ['Product ID', 'PKID'])).to.equal('accept pkid');
  });
});
