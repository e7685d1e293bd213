import { expect } from 'chai';
import { describe, it } from 'mocha';
import { unhurried } from '../../functions/unhurried.ts';
import { thrownBy } from '../fakes/thrown-by.ts';

describe('a failure that is not to be repeated at once', () => {
  it('comes after a pause, and is the same; what succeeds does not wait', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    expect(await unhurried(Promise.resolve('done'), pause)).to.equal('done');
    expect(pauses).to.deep.equal([]);
    const away = new Error('storage is away');
    expect(await thrownBy(unhurried(Promise.reject(away), pause))).to.equal(away);
    // Five tries outlast an outage of half a minute.
    expect(pauses).to.deep.equal([10_000]);
  });
});
