import { expect } from 'chai';
import { describe, it } from 'mocha';
import { wokenText } from '../../cli/woken.ts';

describe('what a command says of the held work it has taken up', () => {
  it('names each file with its chunks and devices', () => {
    const upload = { partnerId: 'tailwind', fileName: 'May.xlsx', uploadId: '0123456789abcdef01234567' };
    expect(wokenText([{ ...upload, chunks: 2, devices: 1200 }])).to.equal(
      'Held work is tried again now:\n  tailwind/May.xlsx (0123456789abcdef01234567): 2 chunks with 1,200 devices\n',
    );
  });

  it('says that there is none', () => expect(wokenText([])).to.equal('No held work waits for it.\n'));
});
