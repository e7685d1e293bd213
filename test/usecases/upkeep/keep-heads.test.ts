import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeKeepHeads } from '../../../shared/usecases/upkeep/keep-heads.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

describe('keeping the ends of records', () => {
  it('goes on behind a record that can not be read, and says so loudly', async () => {
    const kept: string[] = [];
    const keepHeads = makeKeepHeads({
      heads: {
        partners: async () => ['acme', 'bravo', 'charlie'],
        keep: async (partnerId) => {
          if (partnerId === 'bravo') throw new Error('its last line is no entry');
          kept.push(partnerId);
          return true;
        },
      },
    });
    expect(await thrownBy(keepHeads())).to.include({ message: 'The ends of 1 records were not kept.' });
    expect(kept).to.deep.equal(['acme', 'charlie']);
  });
});
