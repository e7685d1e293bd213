import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { KeptListing } from '../../shared/domain/comparing/kept-listing.ts';
import type { ListingPlace } from '../../shared/domain/comparing/listed-device.ts';
import { ContractViolation } from '../../shared/errors.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import type { StorageParts } from './storage.contract.ts';

const contoso = '11111111-1111-4111-8111-111111111111';
const since = '2026-01-05T08:00:00.000Z';
const devices = ['S1', 'S2'].map((serial) => ({ serial, platformDeviceId: `id-${serial}`, groupTag: 'Ä 1' }));

export function listingsContract(parts: () => StorageParts): void {
  describe('kept listings', () => {
    let partners = 0;
    const somewhere = (): ListingPlace => {
      partners += 1;
      return { partnerId: `lister-${partners}`, connectionId: 'pc', customerTenantId: contoso };
    };
    const listing = (...segments: readonly string[]): KeptListing => ({
      version: 2,
      parts: [
        { name: 'Ä/1', counted: 4, since, segments: segments.map((name) => ({ name, devices: 2 })) },
        { name: 'b', since, segments: [], last: { cursor: 'c', sha256: '0'.repeat(64) } },
      ],
    });

    it('at first there is nothing', async () => {
      expect(await parts().listings.read(somewhere())).to.deep.equal({ version: 2, parts: [] });
    });

    it('come back as they were kept, the later one of two', async () => {
      const { listings } = parts();
      const place = somewhere();
      const name = await listings.writeSegment(place, devices);
      expect(await listings.writeSegment(place, devices)).to.equal(name);
      await listings.write(place, listing());
      await listings.write(place, listing(name));
      expect(await listings.read(place)).to.deep.equal(listing(name));
      expect(await listings.readSegment(place, name)).to.deep.equal(devices);
    });

    it('a part whose devices are gone is not kept any more', async () => {
      const { listings } = parts();
      const place = somewhere();
      const name = await listings.writeSegment(place, devices);
      await listings.write(place, listing(name, '0'.repeat(32)));
      expect((await listings.read(place)).parts.map((part) => part.name)).to.deep.equal(['b']);
      expect(await thrownBy(listings.readSegment(place, '0'.repeat(32)))).to.be.instanceOf(ContractViolation);
    });

    it('are forgotten with their devices', async () => {
      const { listings } = parts();
      const place = somewhere();
      const name = await listings.writeSegment(place, devices);
      await listings.write(place, listing(name));
      await listings.forget(place);
      expect((await listings.read(place)).parts).to.deep.equal([]);
      expect(await thrownBy(listings.readSegment(place, name))).to.be.instanceOf(ContractViolation);
      await listings.forget(place);
    });

    it('go with their connection or customer, and no other partner’s with them', async () => {
      const { listings } = parts();
      const place = somewhere();
      const gone = [
        { ...place, connectionId: 'pc2' },
        { ...place, customerTenantId: '2' },
      ];
      // Begins with the same letters.
      const neighbour = { ...place, partnerId: `${place.partnerId}-x` };
      for (const one of [place, neighbour, ...gone]) {
        await listings.write(one, listing(await listings.writeSegment(one, devices)));
      }
      await listings.keepOnly(place.partnerId, [place]);
      expect((await listings.read(place)).parts).to.have.length(2);
      expect((await listings.read(neighbour)).parts).to.have.length(2);
      for (const one of gone) expect((await listings.read(one)).parts).to.deep.equal([]);
      await listings.keepOnly(place.partnerId, []);
      expect((await listings.read(place)).parts).to.deep.equal([]);
    });
  });
}
