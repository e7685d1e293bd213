import { expect } from 'chai';
import { describe, it } from 'mocha';
import { batchNameFault, groupTagOfFileName, sameBatch } from '../../../shared/domain/settings/group-tag.ts';

describe('a group tag as the name of a device batch', () => {
  for (const tag of ['PO-4711', 'Test batch', 'a', 'x'.repeat(64), 'v1.2_b']) {
    it(`${tag} will do`, () => expect(batchNameFault(tag)).to.equal(undefined));
  }

  for (const tag of [undefined, '', '  ']) {
    it(`${JSON.stringify(tag)} is missing`, () =>
      expect(batchNameFault(tag)).to.deep.equal({ code: 'group_tag_missing' }));
  }

  for (const tag of ['a/b', 'a\\b', 'a?b', 'a#b', 'a%b', 'a+b', 'a,b', 'ä', ' a', 'a ', '.', '..', 'x'.repeat(65)]) {
    it(`${JSON.stringify(tag)} is not allowed`, () =>
      expect(batchNameFault(tag)).to.deep.equal({ code: 'group_tag_not_allowed', params: { groupTag: tag } }));
  }

  it('a connection may allow more, but never a name that leads to another address', () => {
    expect(batchNameFault('Büro', '^[^/]+$')).to.equal(undefined);
    expect(batchNameFault('..', '^[^/]+$')).to.have.property('code', 'group_tag_not_allowed');
  });

  it('batches are told apart without regard to case', () => {
    expect(sameBatch('PO-1', 'po-1')).to.equal(true);
    expect(sameBatch('PO-1', 'PO-2')).to.equal(false);
  });

  it('a retry workbook suggests the tag of the file it came from', () => {
    const name = 'contoso/May.xlsx.20260105-080000-1daf9d.retry.xlsx';
    expect(groupTagOfFileName('contoso/May.xlsx')).to.equal('May');
    expect(groupTagOfFileName(name)).to.equal('May');
    expect(groupTagOfFileName(`${name}.20260106-080000-0a0b0c.retry.xlsx`)).to.equal('May');
  });
});
