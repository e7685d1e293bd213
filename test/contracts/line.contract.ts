import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { QueuePlace } from '../../shared/domain/work.ts';
import { newUploadId } from '../fakes/sample-states.ts';
import type { StorageParts } from './storage.contract.ts';

const placesOf = (connectionId: string, count: number, second = 0): readonly QueuePlace[] => {
  const uploadId = newUploadId();
  const since = `2026-01-05T08:00:0${second}.000Z`;
  return Array.from({ length: count }, (_, chunk) => ({
    partnerId: 'northwind',
    connectionId,
    uploadId,
    chunk,
    since,
  }));
};

export function lineContract(parts: () => StorageParts): void {
  describe('the line', () => {
    it('at first is empty', async () => {
      expect(await parts().line.list('northwind', 'empty')).to.deep.equal([]);
      expect(await parts().line.release('northwind', 'empty', 4)).to.deep.equal([]);
    });

    it('serves the oldest first, and no more than the window', async () => {
      const { line } = parts();
      const late = placesOf('window', 3, 5);
      const early = placesOf('window', 2, 1);
      await line.join(late);
      await line.join(early);
      expect(await line.list('northwind', 'window')).to.deep.equal([...early, ...late]);
      expect(await line.release('northwind', 'window', 3)).to.have.deep.members([...early, ...late.slice(0, 1)]);
      expect(await line.release('northwind', 'window', 3)).to.have.deep.members([...early, ...late.slice(0, 1)]);
    });

    it('lets the next one go when one leaves, and leaving twice does nothing', async () => {
      const { line } = parts();
      const [first, second, third] = placesOf('leaving', 3);
      if (first === undefined || second === undefined || third === undefined) throw new Error('too few');
      await line.join([first, second, third]);
      await line.release('northwind', 'leaving', 1);
      await line.leave(first);
      await line.leave(first);
      expect(await line.release('northwind', 'leaving', 1)).to.deep.equal([second]);
      await line.leave(third);
      expect(await line.list('northwind', 'leaving')).to.deep.equal([second]);
    });

    it('keeps the place of who joins again, released or not', async () => {
      const { line } = parts();
      const places = placesOf('again', 105);
      await line.join(places);
      await line.release('northwind', 'again', 2);
      await line.join(places);
      expect(await line.list('northwind', 'again')).to.deep.equal(places);
      expect(await line.release('northwind', 'again', 2)).to.deep.equal(places.slice(0, 2));
    });

    it('of one partner and connection is no other’s', async () => {
      const { line } = parts();
      const [own] = placesOf('shared', 1);
      if (own === undefined) throw new Error('too few');
      const other = { ...own, partnerId: 'tailspin' };
      await line.join([own, other]);
      expect(await line.release('northwind', 'shared', 4)).to.deep.equal([own]);
      expect(await line.list('tailspin', 'shared')).to.deep.equal([other]);
      expect(await line.list('northwind', 'else')).to.deep.equal([]);
    });

    it('released by two at once lets go no more than the window', async () => {
      const { line } = parts();
      await line.join(placesOf('at-once', 8));
      await Promise.all([1, 2, 3].map(() => line.release('northwind', 'at-once', 4)));
      expect(await line.release('northwind', 'at-once', 4)).to.have.length(4);
    });
  });
}
