import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeRowView, passes } from '../../../shared/domain/reporting/row-view.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { samplePlan, samplePlannedChunk } from '../../fakes/sample-states.ts';

const chunk = samplePlannedChunk();
const plan = samplePlan({
  sheets: [{ sheet: 'May', headerRow: 1, titles: ['Serial', 'Note', ''], columns: ['serial', 'other', null] }],
  chunks: [chunk],
});
const view = makeRowView(plan, english);
const hash = 'T0EQ'.repeat(100);

describe('a row on the page', () => {
  const row = view({
    sheet: 'May',
    row: 7,
    cells: ['S-1', hash, 'x', 'beyond'],
    identityKind: 'tuple',
    customerTenantId: chunk.customerTenantId,
    groupTag: 'Sales',
    platform: 'partnerCenter',
    verdict: { kind: 'rejected', reason: { code: 'customer_missing' }, remarks: [{ code: 'found_on_platform' }] },
  });

  it('says where it stands, whom it is for, and what to do', () => {
    expect(row).to.include({
      sheet: 'May',
      row: 7,
      verdict: 'rejected',
      code: 'customer_missing',
      customer: 'Contoso',
    });
    expect(row).to.include({ identity: 'tuple', groupTag: 'Sales', platform: 'partnerCenter', canCorrect: true });
    expect(row.advice).not.to.equal('');
  });

  it('shows each cell with its column, and no hardware hash', () => {
    expect(row.cells.map(({ column, meaning, whole }) => [column, meaning, whole])).to.deep.equal([
      ['Serial', 'serial', true],
      ['Note', undefined, false],
      ['C', undefined, true],
      ['D', undefined, true],
    ]);
    expect(JSON.stringify(row)).not.to.contain(hash.slice(0, 80));
  });

  it('names each remark, also that there are cells beyond the titles', () => {
    expect(row.remarks.map(({ code }) => code)).to.deep.equal(['found_on_platform', 'cells_beyond']);
  });

  it('of a sheet or customer nobody knows is shown all the same', () => {
    const lost = view({ row: 2, cells: ['S-2'], customerTenantId: 'other', verdict: { kind: 'inProgress' } });
    expect(lost).to.include({ row: 2, customer: 'other', canCorrect: false }).and.not.to.have.any.keys('sheet', 'code');
    expect(passes({ customer: 'OTHER', verdict: 'inProgress', text: 's-2' }, lost)).to.equal(true);
    expect(passes({ code: 'customer_missing' }, lost)).to.equal(false);
    expect(passes({ customer: 'Contoso' }, lost)).to.equal(false);
  });
});
