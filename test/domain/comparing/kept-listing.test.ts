import { expect } from 'chai';
import { describe, it } from 'mocha';
import { howToList, type KeptPart } from '../../../shared/domain/comparing/kept-listing.ts';
import { isNameless, listedDigests, listedName, pageDigest } from '../../../shared/domain/comparing/listed-digests.ts';

const day = 24 * 3_600_000;
const since = '2026-01-05T08:00:00.000Z';
const after = (days: number): Date => new Date(Date.parse(since) + days * day);
const whole: KeptPart = {
  name: 'Kiosk',
  counted: 5,
  since,
  segments: [
    { name: 'a', devices: 3 },
    { name: 'b', devices: 2 },
  ],
};
const how = (part: { devices?: number }, kept: KeptPart | undefined, days = 1) => howToList(part, kept, after(days));

describe('a part of a listing that an earlier run began', () => {
  it('stands when it was read to its end and the platform still counts as many devices', () => {
    expect(how({ devices: 5 }, whole)).to.equal('stands');
    expect(how({ devices: 6 }, whole)).to.equal('anew');
    expect(how({ devices: 4 }, whole)).to.equal('anew');
    expect(how({ devices: 5 }, undefined)).to.equal('anew');
    expect(how({ devices: 5 }, { ...whole, segments: [{ name: 'a', devices: 3 }] })).to.equal('anew');
  });

  it('is listed again where the platform does not count', () => {
    const { counted: _counted, ...uncounted } = whole;
    expect(how({}, uncounted)).to.equal('anew');
    expect(how({ devices: 5 }, uncounted)).to.equal('anew');
  });

  it('is gone on with where it was cut off', () => {
    const cut = { ...whole, last: { cursor: 'c', sha256: '0' } };
    expect(how({ devices: 9 }, cut)).to.equal('resume');
    expect(how({}, cut)).to.equal('resume');
  });

  it('counts for nothing after a week', () => {
    const cut = { ...whole, last: { cursor: 'c', sha256: '0' } };
    expect(how({ devices: 5 }, whole, 7)).to.equal('stands');
    expect([how({ devices: 5 }, whole, 7.01), how({ devices: 5 }, cut, 7.01)]).to.deep.equal(['anew', 'anew']);
  });
});

describe('the digests of a listed device', () => {
  const device = { serial: ' S1 ', manufacturer: 'LENOVO', model: '20XW', groupTag: ' A ', platformDeviceId: 'id-1' };

  it('are the same whatever blanks stand around its names, and hold none of them', () => {
    const digests = listedDigests(device);
    expect(digests).to.deep.equal(listedDigests({ ...device, serial: 'S1', groupTag: 'A' }));
    expect(digests.keys).to.have.length(1);
    expect(JSON.stringify(digests)).not.to.match(/S1|LENOVO|20XW|id-1/);
    expect(pageDigest([digests])).not.to.equal(pageDigest([digests, digests]));
  });

  it('tell devices apart by their best name, at last by the platform’s id', () => {
    expect(listedName(listedDigests(device))).to.match(/^[0-9a-f]{32}$/);
    const bare = listedDigests({ serial: 'S1', platformDeviceId: 'id-1' });
    expect(bare).to.deep.include({ keys: [], bare: true });
    expect(listedName(bare)).to.equal(bare.serialKey);
    const nameless = listedDigests({ platformDeviceId: 'id-1' });
    expect(isNameless(nameless)).to.equal(true);
    expect(listedName(nameless)).not.to.equal(listedName(listedDigests({ platformDeviceId: 'id-2' })));
    expect(listedName(listedDigests({}))).to.equal(undefined);
  });
});
