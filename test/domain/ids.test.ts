import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../shared/domain/device-key.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import { chunkIdOf, requestIdOf, uploadIdOf } from '../../shared/domain/ids.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('derived ids', () => {
  it('an upload is one version of one blob in one container, however their names are put together', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string(), fc.string()),
        fc.tuple(fc.string(), fc.string(), fc.string()),
        (one, other) => {
          expect(uploadIdOf(...one)).to.match(/^[0-9a-f]{24}$/);
          expect(uploadIdOf(...one) === uploadIdOf(...other)).to.equal(JSON.stringify(one) === JSON.stringify(other));
        },
      ),
    );
    expect(uploadIdOf('a', 'bc', 'd')).not.to.equal(uploadIdOf('ab', 'c', 'd'));
  });

  it('a request id is a valid GUID, the same for the same attempt and another for the next', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9_999 }), (chunkId, attempt) => {
        expect(requestIdOf(chunkId, attempt)).to.match(guid);
        expect(requestIdOf(chunkId, attempt)).to.equal(requestIdOf(chunkId, attempt));
        expect(requestIdOf(chunkId, attempt)).not.to.equal(requestIdOf(chunkId, attempt + 1));
      }),
    );
  });

  it('stay the same from release to release', () => {
    expect(chunkIdOf('abc', 7)).to.equal('abc-0007');
    expect(uploadIdOf('uploads', 'northwind/May.csv', '0x1')).to.equal('8bdfb5d478ede0f2fdc7c19b');
    expect(requestIdOf('abc-0007', 1)).to.equal('f4e4c539-8027-5cf1-8182-f313801b11ad');
  });
});

describe('the key of a device', () => {
  const tuple = { manufacturer: 'LENOVO', model: '20XW', serial: 'S-1' };
  const hash = (embedded: Extract<Identity, { kind: 'hardwareHash' }>['embedded'], text: string): Identity => ({
    kind: 'hardwareHash',
    hash: text,
    sha256: text,
    embedded,
  });

  it('of a hash is what it embeds, because its text changes each time it is collected', () => {
    expect(deviceKeys(hash(tuple, 'AAAA'))).to.deep.equal(deviceKeys(hash(tuple, 'BBBB')));
    expect(deviceKeys(hash(tuple, 'AAAA'))).to.deep.equal(deviceKeys({ kind: 'tuple', ...tuple }));
  });

  it('of a hash that embeds a PKID has that as an alias', () => {
    const [own, alias] = deviceKeys(hash({ ...tuple, pkid: '1234567890123' }, 'AAAA'));
    expect([own]).to.deep.equal(deviceKeys({ kind: 'tuple', ...tuple }));
    expect([alias]).to.deep.equal(deviceKeys({ kind: 'pkid', pkid: '1234567890123' }));
  });

  it('holds no serial number and tells every device apart', () => {
    const identities = fc.record({ manufacturer: fc.string(), model: fc.string(), serial: fc.string() });
    fc.assert(
      fc.property(identities, identities, (one, other) => {
        const [key] = deviceKeys({ kind: 'tuple', ...one });
        expect(key).to.match(/^[0-9a-f]{64}$/);
        const same = JSON.stringify(Object.values(one)) === JSON.stringify(Object.values(other));
        expect(key === deviceKeys({ kind: 'tuple', ...other })[0]).to.equal(same);
      }),
    );
  });
});
