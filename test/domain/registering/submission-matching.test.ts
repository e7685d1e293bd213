import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import {
  findListed,
  matchListed,
  matchResults,
  type ResultLine,
  serialOf,
} from '../../../shared/domain/registering/submission-matching.ts';
import { devicesOf, hash, pkid, tuple } from '../../fakes/platform-ports.ts';

const nothing = { found: [], absent: [] };
const line = (outcome: string, names: Omit<ResultLine, 'outcome'> = {}): ResultLine => ({ outcome, ...names });
const matched = (identities: readonly Identity[], lines: readonly ResultLine[], byPosition = false) =>
  matchResults(devicesOf(...identities), lines, { byPosition })
    .map(({ position, line: { outcome } }) => [position, outcome] as const)
    .toSorted(([one], [other]) => one - other);

describe("matching a platform's lines to the devices that were sent", () => {
  it('by serial number, PKID and reference, in whatever order', () => {
    const lines = [
      line('c', { reference: 'row-2' }),
      line('b', { pkid: '0000000000033' }),
      line('a', { serial: ' SN1 ' }),
    ];
    expect(matched([tuple('SN1'), pkid(33), tuple('SN3')], lines)).to.deep.equal([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('a hash is told by its embedded serial number', () => {
    expect(matched([hash('SN1')], [line('a', { serial: 'SN1', pkid: '123' })])).to.deep.equal([[0, 'a']]);
  });

  it('two devices with one serial number are told only by lines that say the same', () => {
    const twins = [tuple('SN1', 'Contoso'), tuple('SN1', 'Fabrikam')];
    expect(matched(twins, [line('a', { serial: 'SN1' }), line('b', { serial: 'SN1' })])).to.deep.equal([]);
    expect(matched(twins, [line('a', { serial: 'SN1' })])).to.deep.equal([]);
    expect(matched(twins, [line('a', { serial: 'SN1' }), line('a', { serial: 'SN1' })])).to.have.length(2);
  });

  it('lines that contradict each other about one device are left out', () => {
    expect(matched([tuple('SN1')], [line('a', { serial: 'SN1' }), line('b', { serial: 'SN1' })])).to.deep.equal([]);
    const lines = [line('a', { serial: 'SN1' }), line('a', { serial: 'SN1' }), line('b', { reference: 'row-0' })];
    expect(matched([tuple('SN1'), tuple('SN1', 'Fabrikam')], lines)).to.deep.equal([[1, 'a']]);
  });

  it('a line whose names fit different devices is left out', () => {
    expect(matched([pkid(33), tuple('SN1')], [line('a', { pkid: '0000000000033', serial: 'SN1' })])).to.deep.equal([]);
  });

  it('a line about a stranger is left out, and then nothing is concluded from what remains', () => {
    expect(matched([hash(''), tuple('SN1')], [line('a', { serial: 'SN9' }), line('b', {})])).to.deep.equal([]);
  });

  it('the one nameless line belongs to the one device nobody named, if there is a line for each', () => {
    expect(matched([hash(''), tuple('SN1')], [line('a', { serial: 'SN1' }), line('b')])).to.deep.equal([
      [0, 'b'],
      [1, 'a'],
    ]);
    expect(matched([hash(''), tuple('SN1'), tuple('SN2')], [line('a', { serial: 'SN1' }), line('b')])).to.deep.equal([
      [1, 'a'],
    ]);
  });

  it('position counts only where the contract says so, no line has a name and there is one for each', () => {
    const two = [tuple('SN1'), tuple('SN2')];
    expect(matched(two, [line('a'), line('b')])).to.deep.equal([]);
    expect(matched(two, [line('a'), line('b')], true)).to.deep.equal([
      [0, 'a'],
      [1, 'b'],
    ]);
    expect(matched(two, [line('a')], true)).to.deep.equal([]);
    expect(matched(two, [line('a', { serial: 'SN2' }), line('b')], true)).to.deep.equal([
      [0, 'b'],
      [1, 'a'],
    ]);
  });

  it('further words of a line belong to a device only if both stand alone', () => {
    const twins = devicesOf(tuple('SN1', 'Contoso'), tuple('SN1', 'Fabrikam'), tuple('SN2'));
    const lines = [line('a', { serial: 'SN1' }), line('a', { serial: 'SN1' }), line('a', { serial: 'SN2' })];
    const alone = matchResults(twins, lines, { byPosition: false }).map(({ alone }) => alone);
    expect(alone).to.deep.equal([false, false, true]);
  });

  it('whatever is dropped, repeated or mixed up, no device ever gets the line of another', () => {
    const serials = fc.uniqueArray(
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      {
        minLength: 1,
        maxLength: 20,
        selector: (text) => text.trim(),
      },
    );
    const disorder = fc.array(fc.nat(), { maxLength: 30 });
    fc.assert(
      fc.property(serials, disorder, fc.boolean(), (all, picks, byPosition) => {
        const lines = picks
          .map((pick) => all[pick % all.length] ?? '')
          .map((serial) => line(`of ${serial}`, { serial }));
        const sent = devicesOf(...all.map((serial) => tuple(serial)));
        for (const match of matchResults(sent, lines, { byPosition })) {
          expect(match.line.outcome).to.equal(`of ${all[match.position]}`);
        }
      }),
    );
  });
});

describe('matching a listing to the devices that were sent', () => {
  it('by PKID, and by a serial number whose maker and model agree', () => {
    const listed = [
      { pkid: '0000000000033' },
      { serial: 'SN1', manufacturer: 'CONTOSO', model: 'book 1' },
      { serial: 'SN2', model: 'Other' },
    ];
    expect(matchListed(devicesOf(tuple('SN1'), pkid(33), tuple('SN2')), listed).found).to.deep.equal([0, 1]);
  });

  it('each device is told from the line it was found by', () => {
    const listed = [
      { serial: 'SN2', id: 'b' },
      { pkid: '0000000000033', id: 'a' },
      { serial: 'SN9', id: 'c' },
    ];
    const found = findListed(devicesOf(pkid(33), tuple('SN2')), listed);
    expect([...found].map(([position, { id }]) => [position, id]).sort()).to.deep.equal([
      [0, 'a'],
      [1, 'b'],
    ]);
  });

  it('a serial number twice, on either side, proves nothing', () => {
    expect(matchListed(devicesOf(tuple('SN1')), [{ serial: 'SN1' }, { serial: 'SN1' }])).to.deep.equal(nothing);
    expect(matchListed(devicesOf(tuple('SN1'), tuple('SN1', 'Fabrikam')), [{ serial: 'SN1' }])).to.deep.equal(nothing);
  });

  it('a blank serial number fits nothing', () => {
    expect(serialOf(hash(' '))).to.equal(undefined);
    expect(matchListed(devicesOf(hash('')), [{ serial: '' }, {}])).to.deep.equal(nothing);
  });

  it('a device is proven absent where no listed one bears its serial number; one known by PKID alone never is', () => {
    const listed = [{ serial: 'SN1' }, { pkid: '0000000000044' }, { serial: 'sn3' }];
    const sent = devicesOf(tuple('SN1'), tuple('SN2'), tuple('SN3'), pkid(33), hash('SN5'), hash(' '));
    expect(matchListed(sent, listed)).to.deep.equal({ found: [0], absent: [1, 4] });
    expect(matchListed(sent, [])).to.deep.equal({ found: [], absent: [0, 1, 2, 4] });
  });

  it('nothing is proven absent by a listing that shows a device without any name', () => {
    expect(matchListed(devicesOf(tuple('SN1'), tuple('SN2')), [{ serial: 'SN1' }, {}])).to.deep.equal({
      found: [0],
      absent: [],
    });
  });
});
