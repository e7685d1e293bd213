import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import { handOffFile } from '../../../shared/domain/registering/hand-off-file.ts';
import { deviceOf } from '../../fakes/sheets.ts';

const hashOf = (serial: string): Identity => ({
  kind: 'hardwareHash',
  hash: 'T0E=',
  sha256: 'ab',
  embedded: { manufacturer: 'M', model: 'P', serial },
});

describe('the file a person uploads by hand', () => {
  it('has three columns, no quotes, and the second blank', () => {
    const { text, leftOut } = handOffFile([{ position: 0, identity: hashOf('S-1') }], 'adminCenter');
    expect(text).to.equal('Device Serial Number,Windows Product ID,Hardware Hash\r\nS-1,,T0E=\r\n');
    expect(leftOut).to.deep.equal([]);
  });

  it('for Intune’s portal has five columns, with the group tag, and no assigned user', () => {
    const devices = [{ position: 0, identity: hashOf('S-1') }];
    const { text } = handOffFile(devices, 'intune', 'Sales');
    expect(text).to.equal(
      'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\r\nS-1,,T0E=,Sales,\r\n',
    );
    expect(handOffFile(devices, 'intune').text).to.include('\r\nS-1,,T0E=,,\r\n');
    expect(handOffFile(devices, 'intune', 'a,b').leftOut).to.deep.equal([0]);
  });

  for (const serial of ['a,b', 'a"b', 'ü', '=1+1', '+1', '-1', '@x', ' a', '', 'a\nb']) {
    it(`leaves out ${JSON.stringify(serial)}, which it can not carry`, () =>
      expect(handOffFile([{ position: 3, identity: hashOf(serial) }], 'adminCenter').leftOut).to.deep.equal([3]));
  }

  it('leaves out what has no hash', () =>
    expect(handOffFile([{ position: 0, identity: deviceOf('S-1') }], 'adminCenter').leftOut).to.deep.equal([0]));

  it('holds each device once or leaves it out, one line for each, whatever the serial numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (serials) => {
        const devices = serials.map((serial, position) => ({ position, identity: hashOf(serial) }));
        const { text, leftOut } = handOffFile(devices, 'adminCenter');
        const lines = text.split('\r\n').slice(1, -1);
        expect(lines).to.have.length(serials.length - leftOut.length);
        for (const line of lines) expect(line.split(',')).to.have.length(3);
      }),
    );
  });
});
