import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exchangeVerdict, makeFollowedRows, parseReference } from '../../../shared/domain/planning/follow-up.ts';

const uploadId = 'abcdef0123456789abcdef01';

describe('an upload reference', () => {
  it('names upload, sheet and row', () => {
    expect(parseReference(` ${uploadId}#Sheet #1#12 `)).to.deep.equal({ uploadId, sheet: 'Sheet #1', row: 12 });
    expect(parseReference(`${uploadId}##12`)).to.deep.equal({ uploadId, row: 12 });
  });

  for (const text of [
    '',
    uploadId,
    `${uploadId}#12`,
    `${uploadId}##0`,
    `${uploadId}##x`,
    '../other##2',
    `A${uploadId}##2`,
  ]) {
    it(`${JSON.stringify(text)} is none`, () => expect(parseReference(text)).to.equal(undefined));
  }
});

describe('rows that were dropped again', () => {
  it('count with their follow-up’s verdict; a mere repetition does not outweigh it', () => {
    const rows = makeFollowedRows();
    rows.add(`${uploadId}##2`, 'registered');
    rows.add(`${uploadId}##2`, 'duplicate');
    rows.add(`${uploadId}##3`, 'duplicate');
    rows.add(`${uploadId}##3`, 'rejected');
    rows.add('nonsense', 'rejected');
    expect([2, 3, 4].map((row) => rows.of(uploadId, { row }))).to.deep.equal(['registered', 'rejected', undefined]);
    expect(rows.of(uploadId, { sheet: 'S', row: 2 })).to.equal(undefined);
  });

  it('leave one verdict and join another', () => {
    expect(exchangeVerdict({ registered: 1, rejected: 2 }, 'rejected', 'registered')).to.deep.equal({
      registered: 2,
      rejected: 1,
    });
    expect(exchangeVerdict({ rejected: 1 }, 'rejected', 'refused')).to.deep.equal({ refused: 1 });
    expect(exchangeVerdict({ rejected: 1 }, 'rejected', 'rejected')).to.deep.equal({ rejected: 1 });
    expect(exchangeVerdict({}, 'rejected', 'refused')).to.deep.equal({ refused: 1 });
  });
});
