import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { handOffFile } from '../../shared/domain/hand-off-file.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import { deviceOf } from '../fakes/sheets.ts';

const hashOf = (serial: string): Identity => ({
  kind: 'hardwareHash',
  hash: 'T0E=',
  sha256: 'ab',
  embedded: { manufacturer: 'M', model: 'P', serial },
});

describe('the file a person uploads by hand', () => {
  it('has three columns, no quotes, and the second blank', () => {
    const { text, leftOut } = handOffFile([{ position: 0, identity: hashOf('S-1') }]);
    expect(text).to.equal('Device Serial Number,Windows Product ID,Hardware Hash\r\nS-1,,T0E=\r\n');
    expect(leftOut).to.deep.equal([]);
  });

  for (const serial of ['a,b', 'a"b', 'ü', '=1+1', '+1', '-1', '@x', ' a', '', 'a\nb']) {
    it(`leaves out ${JSON.stringify(serial)}, which it can not carry`, () =>
      expect(handOffFile([{ position: 3, identity: hashOf(serial) }]).leftOut).to.deep.equal([3]));
  }

  it('leaves out what has no hash', () =>
    expect(handOffFile([{ position: 0, identity: deviceOf('S-1') }]).leftOut).to.deep.equal([0]));

  it('holds each device once or leaves it out, one line for each, whatever the serial numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (serials) => {
        const devices = serials.map((serial, position) => ({ position, identity: hashOf(serial) }));
        const { text, leftOut } = handOffFile(devices);
        const lines = text.split('\r\n').slice(1, -1);
        expect(lines).to.have.length(serials.length - leftOut.length);
        for (const line of lines) expect(line.split(',')).to.have.length(3);
      }),
    );
  });
});
