import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { listedDigests, type TaggedListed } from '../../../shared/domain/comparing/listed-digests.ts';
import { makeListingMatch, type OurDevice } from '../../../shared/domain/comparing/listing-match.ts';
import { deviceKeys, serialKey } from '../../../shared/domain/device-key.ts';
import type { Identity } from '../../../shared/domain/identity.ts';

const tuple = (serial: string) => ({ kind: 'tuple' as const, manufacturer: 'LENOVO', model: '20XW', serial });
const ours = (identity: Identity, groupTag?: string): OurDevice => ({
  key: deviceKeys(identity)[0],
  identity: identity.kind,
  ...(groupTag === undefined ? {} : { groupTag }),
  ...(identity.kind === 'tuple' ? { serialKey: serialKey(identity.serial) ?? '' } : {}),
});
const listed = (serial: string, groupTag?: string): TaggedListed => {
  const { kind: _kind, ...names } = tuple(serial);
  return { ...names, ...(groupTag === undefined ? {} : { groupTag }) };
};

/** Everything in its order: listing, ours, then the unmatched once more. */
function matched(listing: readonly TaggedListed[], devices: readonly OurDevice[]) {
  const match = makeListingMatch();
  for (const device of listing) match.list(listedDigests(device));
  const found = devices.map((device) => match.match(device));
  for (const [ordinal, device] of listing.entries()) {
    if (match.listedFate(ordinal).kind === 'unmatched') match.pair(ordinal, listedDigests(device));
  }
  return { match, found };
}

describe('a listing and the ledger', () => {
  it('agree on a device by its whole tuple or its PKID, blanks around names aside', () => {
    const pkid: Identity = { kind: 'pkid', pkid: '3305160010066' };
    const { match, found } = matched(
      [{ ...listed(' S1 '), manufacturer: 'LENOVO ' }, { pkid: '3305160010066' }],
      [ours(tuple('S1')), ours(pkid)],
    );
    expect(found).to.deep.equal(['inBoth', 'inBoth']);
    expect([match.listedFate(0), match.listedFate(1)]).to.deep.equal([{ kind: 'settled' }, { kind: 'settled' }]);
    expect(match.listedAt(deviceKeys(pkid)[0])).to.equal(1);
    expect(match.owns(deviceKeys(pkid)[0])).to.equal(true);
    expect(match.owns(deviceKeys(tuple('S2'))[0])).to.equal(false);
  });

  it('differ in the group tag only where we sent one', () => {
    const { match, found } = matched(
      [listed('S1', 'B'), listed('S2', 'B'), listed('S3'), listed('S4', ' A ')],
      [ours(tuple('S1'), 'A'), ours(tuple('S2')), ours(tuple('S3'), 'A'), ours(tuple('S4'), 'A')],
    );
    expect(found).to.deep.equal(['groupTagDiffers', 'inBoth', 'groupTagDiffers', 'inBoth']);
    expect(match.listedFate(0)).to.deep.equal({ kind: 'groupTagDiffers', groupTag: 'A' });
  });

  it('a device that is listed twice counts once', () => {
    const { match } = matched([listed('S1'), listed('S1')], []);
    expect(match.listedFate(0).kind).to.equal('unmatched');
    expect(match.listedFate(1).kind).to.equal('settled');
  });

  it('a bare serial number that both sides have once is the same device', () => {
    const { match, found } = matched(
      [{ serial: 'S1', groupTag: 'B' }, { serial: 'S2' }],
      [ours(tuple('S1'), 'A'), ours(tuple('S2'))],
    );
    expect(found).to.deep.equal(['absent', 'absent']);
    expect(match.absentFate(0)).to.deep.equal({ kind: 'found', groupTagDiffers: true, listedGroupTag: 'B' });
    expect(match.absentFate(1)).to.deep.equal({ kind: 'found', groupTagDiffers: false });
  });

  it('a serial number that one side has twice, or with other names, decides nothing', () => {
    const twin = { ...tuple('S1'), model: 'other' };
    const ourTwins = matched([{ serial: 'S1' }], [ours(tuple('S1')), ours(twin)]);
    expect([0, 1].map((at) => ourTwins.match.absentFate(at).kind)).to.deep.equal(['lookalike', 'lookalike']);
    const listedTwins = matched([{ serial: 'S1' }, { serial: 'S1' }], [ours(tuple('S1'))]);
    expect(listedTwins.match.absentFate(0).kind).to.equal('lookalike');
    const otherNames = matched([{ ...listed('S1'), model: 'Other' }], [ours(tuple('S1'))]);
    expect(otherNames.match.absentFate(0).kind).to.equal('lookalike');
    expect(otherNames.match.listedFate(0).kind).to.equal('settled');
  });

  it('twins of ours whose serial number nobody lists are simply absent', () => {
    const { match } = matched([listed('S9')], [ours(tuple('S1')), ours({ ...tuple('S1'), model: 'other' })]);
    expect([0, 1].map((at) => match.absentFate(at).kind)).to.deep.equal(['absent', 'absent']);
    expect(match.absent()).to.equal(2);
  });

  it('listed devices without any name may be those we sent by PKID to the same group tag', () => {
    const pkids = ['3305160010066', '3305160010067'].map((pkid) => ours({ kind: 'pkid', pkid }, 'A'));
    const { match } = matched([{ groupTag: 'A' }, { groupTag: 'B' }], pkids);
    expect([match.pkidsLeft('A'), match.pkidsLeft('B'), match.pkidsLeft(undefined)]).to.deep.equal([1, -1, 0]);
  });

  it('a PKID that was there before us may be under any group tag', () => {
    const { match } = matched([{ groupTag: 'A' }], [ours({ kind: 'pkid', pkid: '3305160010066' })]);
    expect([match.pkidsLeft('A'), match.pkidsLeft(undefined)]).to.deep.equal([0, 1]);
  });

  it('whole tuples are matched exactly, whatever the order', () => {
    const serials = fc.uniqueArray(fc.nat({ max: 60 }).map((value) => `S${value}`));
    fc.assert(
      fc.property(serials, serials, (theirs, own) => {
        const { match, found } = matched(
          theirs.map((serial) => listed(serial)),
          own.map((serial) => ours(tuple(serial))),
        );
        expect(found).to.deep.equal(own.map((serial) => (theirs.includes(serial) ? 'inBoth' : 'absent')));
        const left = theirs.filter((_serial, ordinal) => match.listedFate(ordinal).kind === 'unmatched');
        expect(left).to.deep.equal(theirs.filter((serial) => !own.includes(serial)));
      }),
    );
  });
});
