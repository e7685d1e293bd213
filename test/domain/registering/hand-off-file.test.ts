import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import { handOffFile } from '../../../shared/domain/registering/hand-off-file.ts';
import { anyCharacter } from '../../builders/any-character.ts';
import { deviceOf } from '../../fakes/sheets.ts';

const hashOf = (serial: string): Identity => ({
  kind: 'hardwareHash',
  hash: 'T0E=',
  sha256: 'ab',
  embedded: { manufacturer: 'M', model: 'P', serial },
});

const textOf = ({ bytes }: { readonly bytes: Uint8Array }): string => new TextDecoder('windows-1252').decode(bytes);

describe('the file a person uploads by hand', () => {
  it('has three columns, no quotes, and the second blank', () => {
    const file = handOffFile([{ position: 0, identity: hashOf('S-1') }], 'adminCenter');
    expect(textOf(file)).to.equal('Device Serial Number,Windows Product ID,Hardware Hash\r\nS-1,,T0E=\r\n');
    expect(file).to.deep.include({ leftOut: new Map(), isEmpty: false });
  });

  it('for Intune’s portal has five columns, with the group tag, and no assigned user', () => {
    const devices = [{ position: 0, identity: hashOf('S-1') }];
    expect(textOf(handOffFile(devices, 'intune', 'Sales'))).to.equal(
      'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\r\nS-1,,T0E=,Sales,\r\n',
    );
    expect(textOf(handOffFile(devices, 'intune'))).to.include('\r\nS-1,,T0E=,,\r\n');
  });

  it('carries a group tag in Western European letters, and names the tag where it can not', () => {
    const devices = [{ position: 0, identity: hashOf('S-1') }];
    expect(textOf(handOffFile(devices, 'intune', 'Zürich'))).to.include('\r\nS-1,,T0E=,Zürich,\r\n');
    for (const groupTag of ['a,b', 'say "x"', '東京', '=1']) {
      const { leftOut, isEmpty } = handOffFile(devices, 'intune', groupTag);
      const reason = { code: 'hand_off_not_possible', params: { detail: 'groupTag', groupTag } };
      expect({ leftOut: [...leftOut], isEmpty }).to.deep.equal({ leftOut: [[0, reason]], isEmpty: true });
    }
  });

  for (const serial of ['a,b', 'a"b', 'ü', '=1+1', '+1', '-1', '@x', ' a', '', 'a\nb']) {
    it(`leaves out ${JSON.stringify(serial)}, which it can not carry`, () =>
      expect(handOffFile([{ position: 3, identity: hashOf(serial) }], 'adminCenter').leftOut).to.have.all.keys(3));
  }

  it('leaves out what has no hash', () =>
    expect(handOffFile([{ position: 0, identity: deviceOf('S-1') }], 'adminCenter').leftOut).to.have.all.keys(0));

  it('holds each device once or leaves it out, one line for each, whatever the serial numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter })), (serials) => {
        const devices = serials.map((serial, position) => ({ position, identity: hashOf(serial) }));
        const file = handOffFile(devices, 'adminCenter');
        const lines = textOf(file).split('\r\n').slice(1, -1);
        expect(lines).to.have.length(serials.length - file.leftOut.size);
        for (const line of lines) expect(line.split(',')).to.have.length(3);
      }),
    );
  });
});
