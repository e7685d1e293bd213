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
});
