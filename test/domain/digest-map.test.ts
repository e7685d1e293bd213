import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeDigestMap } from '../../shared/domain/digest-map.ts';
import { deviceKeyOf } from '../../shared/domain/ids.ts';

describe('numbers by digest', () => {
  it('are those of a Map, whatever is added in whatever order', () => {
    const entries = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat()), { maxLength: 2000 });
    fc.assert(
      fc.property(entries, (added) => {
        const map = makeDigestMap();
        const plain = new Map<string, number>();
        for (const [name, value] of added) {
          const digest = deviceKeyOf(`${name}`);
          expect(map.add(digest, value)).to.equal(plain.get(digest));
          if (!plain.has(digest)) plain.set(digest, value);
        }
        for (let name = 0; name <= 400; name += 1) {
          const digest = deviceKeyOf(`${name}`);
          expect(map.get(digest)).to.equal(plain.get(digest));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('tell digests apart that agree in all but one of the first four words', () => {
    const map = makeDigestMap();
    const words = ['00000001', '00000002', '00000003', '00000004'];
    const changed = [0, 1, 2, 3].map((at) => words.map((word, index) => (index === at ? '0000000f' : word)).join(''));
    for (const [value, digest] of [words.join(''), ...changed].entries())
      expect(map.add(digest, value)).to.equal(undefined);
    expect([words.join(''), ...changed].map(map.get)).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('stay what they are however much the table grows', () => {
    const map = makeDigestMap();
    for (let value = 0; value < 20_000; value += 1) map.add(deviceKeyOf(`${value}`), value);
    expect(map.add(deviceKeyOf('7'), 8)).to.equal(7);
    for (let value = 0; value < 20_000; value += 1) expect(map.get(deviceKeyOf(`${value}`))).to.equal(value);
    expect(map.get(deviceKeyOf('20000'))).to.equal(undefined);
  });
});
