import { InvocationContext } from '@azure/functions';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { about } from '../../functions/about.ts';
import { thrownBy } from '../fakes/thrown-by.ts';

describe('what a function says of work that fails', () => {
  it('names the upload and the kind of error, not its words, and fails all the same', async () => {
    const lines: string[] = [];
    const context = new InvocationContext({ logHandler: (_level, line) => lines.push(String(line)) });
    const ids = { partnerId: 'northwind', uploadId: 'u-1', chunk: 2, event: 'held' };
    const broken = new RangeError('device 4711 of Contoso');
    expect(await thrownBy(about(context, ids, () => Promise.reject(broken)))).to.equal(broken);
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal([{ ...ids, event: 'failed', error: 'RangeError' }]);
  });
});
