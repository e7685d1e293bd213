import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  goodHash,
  goodPkid,
  hashedDevice,
  outcome,
  outcomeOf,
  readOneRow,
  readSheets,
  rowsOf,
  warningsOf,
} from '../../builders/sheets.ts';

const { manufacturer, model, serial, pkid } = hashedDevice;
const damagedHash = `${goodHash.slice(0, 300)}${goodHash[300] === 'A' ? 'B' : 'A'}${goodHash.slice(301)}`;

describe('several identities in one row', () => {
  it('a good hash comes first, and a PKID and tuple that agree with it stay usable', async () => {
    expect(await outcomeOf([serial, pkid, goodHash, manufacturer, model])).to.equal('accept hardwareHash+pkid+tuple');
    expect(await outcomeOf([serial, '', goodHash, manufacturer, model])).to.equal('accept hardwareHash+tuple');
    expect(await outcomeOf(['', '', goodHash, '', ''])).to.equal('accept hardwareHash');
  });

  it('a PKID comes before a tuple, and both stay usable', async () => {
    expect(await outcomeOf(['SYN1', goodPkid, '', 'HP', 'X1'])).to.equal('accept pkid+tuple');
    expect(await outcomeOf(['SYN1', goodPkid, '', '', ''])).to.equal('accept pkid');
  });

  it('a hash of a device with another serial number is a conflict', async () => {
    expect(await outcomeOf(['SYN0002AAA', '', goodHash, '', ''])).to.equal('reject hash_serial_conflict');
    expect(await outcomeOf([serial.toLowerCase(), '', goodHash, '', ''])).to.equal('accept hardwareHash');
  });

  it('a serial number beside a hash that says nothing does not contradict it', async () => {
    expect(await outcomeOf(['N/A', '', goodHash, '', ''])).to.equal('accept hardwareHash');
    expect(await outcomeOf(['To be filled by O.E.M.', '', goodHash, '', ''])).to.equal('accept hardwareHash');
  });

  it('a hash of a device with another PKID is a conflict', async () => {
    expect(await outcomeOf([serial, goodPkid, goodHash, '', ''])).to.equal('reject hash_pkid_conflict');
  });

  it('maker and model that differ from the hash are only said', async () => {
    const row = await readOneRow([serial, '', goodHash, manufacturer, 'Another model']);
    expect(outcome(row)).to.equal('accept hardwareHash');
    expect(warningsOf(row)).to.deep.equal(['tuple_differs_from_hash']);
  });

  it('damage beside a good hash or PKID is only said', async () => {
    expect(warningsOf(await readOneRow([serial, '330516001', goodHash, '', '']))).to.deep.equal(['value_not_used']);
    expect(warningsOf(await readOneRow([serial, '00329-00000-0003-AA606', goodHash, '', '']))).to.deep.equal([
      'windows_product_id_ignored',
    ]);
    expect(warningsOf(await readOneRow(['1.2E+11', goodPkid, '', 'HP', 'X1']))).to.deep.equal(['value_not_used']);
    expect(warningsOf(await readOneRow([serial, '', goodHash, '#N/A', 'X1']))).to.deep.equal(['value_not_used']);
    expect(warningsOf(await readOneRow([serial, '0305160010066', goodHash, '', '']))).to.deep.equal([]);
  });

  it('a damaged PKID beside a complete tuple: the tuple, with a remark', async () => {
    const row = await readOneRow(['SYN0001AAA', '330516001', '', 'HP', 'X1']);
    expect(outcome(row)).to.equal('accept tuple');
    expect(warningsOf(row)).to.deep.equal(['value_not_used']);
    expect(await outcomeOf(['SYN1', '00329-00000-0003-AA606', '', 'HP', 'X1'])).to.equal('accept tuple');
  });

  it('a product key in the PKID column spoils the row, whatever else it says', async () => {
    expect(await outcomeOf([serial, 'ABCDE-FGHJK-MNPQR-TVWXY-23467', goodHash, manufacturer, model])).to.equal(
      'reject pkid_is_product_key',
    );
  });

  it('a damaged hash spoils the row even if a tuple or PKID is there', async () => {
    expect(await outcomeOf([serial, pkid, damagedHash, manufacturer, model])).to.equal('reject hash_checksum_mismatch');
    expect(await outcomeOf([serial, pkid, { kind: 'error', text: '#N/A' }, manufacturer, model])).to.equal(
      'reject cell_error',
    );
    expect(await outcomeOf([serial, pkid, 17, manufacturer, model])).to.equal('reject cell_type');
  });

  it('a partner may allow the other identity of a row with a damaged hash', async () => {
    const allowed = { fallbackFromDamagedHash: true };
    const row = await readOneRow([serial, pkid, damagedHash, manufacturer, model], undefined, allowed);
    expect(outcome(row)).to.equal('accept pkid+tuple');
    expect(warningsOf(row)).to.deep.equal(['hash_not_used']);
    expect(outcome(await readOneRow([serial, '', damagedHash, '', ''], undefined, allowed))).to.equal(
      'reject hash_checksum_mismatch',
    );
    expect(outcome(await readOneRow(['OTHER', '', goodHash, manufacturer, model], undefined, allowed))).to.equal(
      'reject hash_serial_conflict',
    );
  });

  it('“N/A” in the hash column is no hash, and no damage', async () => {
    expect(await outcomeOf(['SYN1', '', 'N/A', 'HP', 'X1'])).to.equal('accept tuple');
  });

  it('a wrapped hash is joined, with a remark', async () => {
    const wrapped = goodHash.replace(/.{76}/g, '$&\r\n');
    expect(warningsOf(await readOneRow(['', '', wrapped, '', '']))).to.deep.equal(['hash_repaired']);
  });

  it('a row without any identity says so', async () => {
    expect(
      await outcomeOf(['', '', '', '', '', 'T1'], ['Serial', 'PKID', 'Hardware Hash', 'Make', 'Model', 'Group Tag']),
    ).to.equal('reject missing_identity');
  });
});

describe('what a row asks for', () => {
  const titles = ['PKID', 'Group Tag', 'Assigned User', 'Customer Tenant ID', 'Customer Domain', 'Upload reference'];
  const tenant = '11111111-2222-3333-4444-555555555555';

  it('group tag, user, customer and upload reference travel with the device', async () => {
    const { reading } = await readOneRow(
      [goodPkid, ' T1 ', 'anna@example.com', tenant, 'example.com', 'a1#Devices#7'],
      titles,
    );
    expect(reading.kind === 'device' && reading.device).to.deep.include({
      groupTag: 'T1',
      assignedUser: 'anna@example.com',
      customer: tenant,
      customerDomain: 'example.com',
      uploadReference: 'a1#Devices#7',
    });
  });

  it('a customer may be named by domain alone, or by a number of the partner’s own', async () => {
    const byDomain = await readOneRow([goodPkid, '', '', '', 'example.com', ''], titles);
    expect(byDomain.reading).to.have.nested.property('device.customer', 'example.com');
    const byNumber = await readOneRow([goodPkid, 10023], ['PKID', 'Customer ID']);
    expect(byNumber.reading).to.have.nested.property('device.customer', '10023');
    const byBoth = await readOneRow([goodPkid, 10023, tenant], ['PKID', 'Customer ID', 'Tenant ID']);
    expect(byBoth.reading).to.have.nested.property('device.customer', tenant);
  });

  it('two different customers in one row are not chosen between', async () => {
    const other = '99999999-2222-3333-4444-555555555555';
    expect(await outcomeOf([goodPkid, tenant, other], ['PKID', 'Customer ID', 'Tenant ID'])).to.equal(
      'reject ambiguous_column',
    );
  });

  it('a group tag is no word for "not known yet", but may be a number or two letters', async () => {
    const titles = ['Serial Number', 'Manufacturer', 'Model', 'Group Tag'];
    const tagOf = (tag: string) => outcomeOf(['S-1', 'Getac', 'X1', tag], titles);
    for (const tag of ['tbd', 'none', '-', 'same as above', 'en attente', 'folgt'])
      expect(await tagOf(tag), tag).to.equal('reject text_bad_characters');
    for (const tag of ['12345', 'AA', 'Sales', 'Test-1']) expect(await tagOf(tag), tag).to.match(/^accept/);
  });

  it('a group tag, user or customer that cannot be read spoils the row', async () => {
    expect(await outcomeOf([goodPkid, { kind: 'error', text: '#REF!' }], ['PKID', 'Group Tag'])).to.equal(
      'reject cell_error',
    );
    expect(await outcomeOf([goodPkid, { kind: 'formulaWithoutValue' }], ['PKID', 'Tenant ID'])).to.equal(
      'reject formula_no_value',
    );
    expect(await outcomeOf([goodPkid, { kind: 'date', text: '2023-01-05' }], ['PKID', 'Group Tag'])).to.equal(
      'reject cell_type',
    );
    expect(await outcomeOf([goodPkid, 'T1\nT2'], ['PKID', 'Group Tag'])).to.equal('reject text_bad_characters');
    expect(await outcomeOf([goodPkid, 'GerÃ¤te'], ['PKID', 'Group Tag'])).to.equal('reject text_bad_characters');
    expect(await outcomeOf([goodPkid, 'T1', 'T2'], ['PKID', 'Group Tag', 'GroupTag'])).to.equal(
      'reject ambiguous_column',
    );
  });
});

describe('two columns for the same thing', () => {
  const titles = ['Serial', 'Serial Number', 'Manufacturer', 'Model'];
  it('must say the same in a row', async () => {
    expect(await outcomeOf(['S1', 'S1', 'HP', 'X1'], titles)).to.equal('accept tuple');
    expect(await outcomeOf(['S1', 'S2', 'HP', 'X1'], titles)).to.equal('reject ambiguous_column');
    expect(await outcomeOf(['S1', '', 'HP', 'X1'], titles)).to.equal('accept tuple');
    expect(await outcomeOf(['', 'S2', 'HP', 'X1'], titles)).to.equal('accept tuple');
  });

  it('are said in a notice', async () => {
    const events = await readSheets([{ rows: [titles, ['S1', 'S1', 'HP', 'X1']] }]);
    expect(events).to.deep.include({
      kind: 'notice',
      notice: { code: 'doubled_column', params: { columns: '"Serial", "Serial Number"' } },
    });
  });
});

describe('rows of text files', () => {
  const titles = ['Device Serial Number', 'Windows Product ID', 'Hardware Hash', 'Manufacturer name', 'Device model'];
  async function outcomeInText(row: readonly string[], header: readonly string[] = titles): Promise<string> {
    return rowsOf(await readSheets([{ delimited: true, rows: [header, row] }]))
      .map(outcome)
      .join();
  }

  it('a value too many has shifted the others', async () => {
    expect(await outcomeInText(['S1', '', '', 'VMware', ' Inc.', 'VMware20', '1'])).to.equal(
      'reject column_count_mismatch',
    );
    expect(await outcomeInText(['S1', '', '', 'HP', 'X1', '', ''])).to.equal('accept tuple');
    expect(await outcomeInText(['S1', '', '', 'VMware', 'Inc.', 'VMware20'], [...titles, ''])).to.equal(
      'reject column_count_mismatch',
    );
  });

  it('a value too few leaves only what proves itself', async () => {
    expect(await outcomeInText(['S1', 'HP', 'X1'], ['Serial', 'Manufacturer', 'Model', 'Location'])).to.equal(
      'reject column_count_mismatch',
    );
    expect(await outcomeInText(['LENOVO', 'X1'])).to.equal('reject column_count_mismatch');
    expect(await outcomeInText([serial, '', goodHash])).to.equal('accept hardwareHash');
    expect(await outcomeInText(['S1', goodPkid])).to.equal('accept pkid');
  });

  it('all cells of a row that is too long are kept', async () => {
    const [row] = rowsOf(await readSheets([{ delimited: true, rows: [['PKID'], [goodPkid, 'x', '']] }]));
    expect(row?.cells).to.deep.equal([goodPkid, 'x']);
  });
});

describe('product keys', () => {
  const key = 'ABCDE-FGHJK-MNPQR-TVWXY-23467';
  it('are blanked in every column, and nothing else is', async () => {
    const row = await readOneRow(
      [goodPkid, `key: ${key}.`, 'ABCDE FGHJK MNPQR TVWXY 23467', 'AAAAA-BBBBB'],
      ['PKID', 'Remarks', 'Notes', 'Location'],
    );
    expect(row.cells).to.deep.equal([goodPkid, 'key: (product key removed).', '(product key removed)', 'AAAAA-BBBBB']);
    expect(outcome(row)).to.equal('accept pkid');
  });

  it('never travel on as group tag, user or serial number', async () => {
    expect(await outcomeOf([goodPkid, key], ['PKID', 'Group Tag'])).to.equal('reject pkid_is_product_key');
    expect(await outcomeOf(['', '', key, '', ''])).to.equal('reject pkid_is_product_key');
  });

  it('are looked for in long texts, too', async () => {
    const row = await readOneRow([goodPkid, `${'long text '.repeat(10)}${key}`], ['PKID', 'Remarks']);
    expect(row.cells[1]).not.to.contain('TVWXY');
  });
});

describe('rows that are no devices', () => {
  const cases: readonly (readonly [readonly (string | number)[], string])[] = [
    [['NOTES (delete before upload)'], 'ignore note_row'],
    [['Row 2 shows serial number with maker and model'], 'ignore note_row'],
    [['Total', '', '', '', '', 25], 'ignore note_row'],
    [['Total:', '', '', '', '', '25'], 'ignore note_row'],
    [['# end'], 'ignore note_row'],
    [['SYN0001'], 'reject incomplete_tuple'],
    [['VMware-56 4d 00 01 02 03 04 05-06 07 08 09 0a 0b 0c 0d'], 'reject incomplete_tuple'],
    [['', 'this is not a PKID'], 'reject pkid_not_integer'],
    [['', '', 'hash could not be read'], 'reject hash_not_base64'],
    [['', '', '', 'SAMSUNG ELECTRONICS CO., LTD.'], 'reject incomplete_tuple'],
    [['Total', '', '', '', '', 'many'], 'reject incomplete_tuple'],
    [['', '', '', '', '', 'PO-1'], 'reject missing_identity'],
    [['', '', '', '', '', 7], 'reject missing_identity'],
  ];
  for (const [cells, expected] of cases) {
    it(`${cells.filter(Boolean).join(' | ')}: ${expected}`, async () => {
      expect(
        await outcomeOf(cells, ['Serial', 'PKID', 'Hash', 'Manufacturer', 'Model', 'Qty'].with(2, 'Hardware Hash')),
      ).to.equal(expected);
    });
  }
});
