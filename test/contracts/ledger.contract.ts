import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { PersonalLink } from '../../shared/domain/settings/personal-link.ts';
import { newUploadId, sampleChunk, sampleUpload } from '../fakes/sample-states.ts';
import type { StorageParts } from './storage.contract.ts';

export function ledgerContract(parts: () => StorageParts): void {
  describe('the ledger of uploads', () => {
    it('at first holds nothing', async () => {
      expect(await parts().ledger.read({ partnerId: 'northwind', uploadId: newUploadId() })).to.equal(undefined);
      expect(await parts().ledger.newest('nobody-yet', 10)).to.deep.equal([]);
    });

    it('is written by whoever saw the newest version, and by nobody else', async () => {
      const { ledger } = parts();
      const state = sampleUpload({ reason: { code: 'settings_broken', params: { faults: 'ü "x"' } } });
      const created = await ledger.write(state, undefined);
      expect(created?.value).to.deep.equal(state);
      expect(await ledger.write(state, undefined)).to.equal(undefined);
      const changed = await ledger.write({ ...state, claim: 2 }, created?.etag);
      expect(changed?.etag).not.to.equal(created?.etag);
      expect(await ledger.write({ ...state, claim: 3 }, created?.etag)).to.equal(undefined);
      expect(await ledger.read(state)).to.deep.equal(changed);
    });

    it('of two who create at once, one does', async () => {
      const state = sampleUpload();
      const written = await Promise.all([1, 2].map((claim) => parts().ledger.write({ ...state, claim }, undefined)));
      expect(written.filter((one) => one !== undefined)).to.have.length(1);
    });

    it('lists a partner’s uploads newest first, and no other partner’s', async () => {
      const { ledger } = parts();
      const at = (second: number): string => `2026-01-05T08:00:0${second}.000Z`;
      for (const second of [2, 1, 3]) {
        await ledger.write(sampleUpload({ partnerId: 'listed', receivedAt: at(second) }), undefined);
      }
      await ledger.write(sampleUpload({ partnerId: 'listed-too', receivedAt: at(9) }), undefined);
      expect((await ledger.newest('listed', 2)).map(({ receivedAt }) => receivedAt)).to.deep.equal([at(3), at(2)]);
      expect(await ledger.ids('listed')).to.have.property('size', 3);
      expect(await ledger.ids('nobody-yet')).to.have.property('size', 0);
    });
  });

  describe('pages of the ledger', () => {
    it('hold each upload once, newest first, also those of one moment', async () => {
      const { ledger } = parts();
      const moments = ['2026-01-05T08:00:01.000Z', '2026-01-05T08:00:02.000Z', '2026-01-05T08:00:02.000Z'];
      for (const receivedAt of moments) await ledger.write(sampleUpload({ partnerId: 'paged', receivedAt }), undefined);
      const seen: string[] = [];
      let page = await ledger.page('paged', undefined, 2);
      for (let more = true; more; ) {
        seen.push(...page.uploads.map(({ uploadId }) => uploadId));
        more = page.next !== undefined;
        if (more) page = await ledger.page('paged', page.next, 2);
      }
      const all = await ledger.newest('paged', 9);
      expect(seen).to.deep.equal(all.map(({ uploadId }) => uploadId));
      expect(await ledger.page('nobody-yet', undefined, 2)).to.deep.equal({ uploads: [] });
    });
  });

  describe('what is suspended', () => {
    it('is listed until it is resumed', async () => {
      const { suspensions } = parts();
      expect(await suspensions.list()).to.deep.equal([]);
      const one = { of: 'partner', id: 'northwind', reason: 'x', by: 'Olga', at: '2026-01-05T08:00:00.000Z' } as const;
      await suspensions.put(one);
      await suspensions.put({ ...one, reason: 'y' });
      await suspensions.put({ ...one, of: 'connection' });
      expect(await suspensions.list()).to.have.deep.members([
        { ...one, reason: 'y' },
        { ...one, of: 'connection' },
      ]);
      await suspensions.remove(one);
      await suspensions.remove(one);
      expect((await suspensions.list()).map(({ of }) => of)).to.deep.equal(['connection']);
    });
  });

  describe('the log of deliveries', () => {
    it('keeps the last of each event and channel, and lists those of one upload', async () => {
      const { deliveries } = parts();
      const [uploadId, other] = [newUploadId(), newUploadId()];
      const one = {
        ...({ partnerId: 'northwind', uploadId, event: 'finished', state: 'failed' } as const),
        ...{ attempts: 1, last: '500', at: '2026-01-05T08:00:00.000Z' },
      };
      const byMail = { ...one, channel: 'mail-0123456789ab', state: 'delivered' } as const;
      const again = { ...one, attempts: 2, state: 'delivered' } as const;
      for (const delivery of [one, byMail, again, { ...one, uploadId: other }]) await deliveries.write(delivery);
      expect(await deliveries.list('northwind', uploadId)).to.have.deep.members([again, byMail]);
      expect(await deliveries.list('northwind', other)).to.have.lengthOf(1);
      expect(await deliveries.list('tailspin', uploadId)).to.deep.equal([]);
    });
  });

  describe('alarms', () => {
    it('are listed until they are removed, and changed by whoever saw the newest version', async () => {
      const { alarms } = parts();
      expect(await alarms.list()).to.deep.equal([]);
      const since = '2026-01-05T08:00:00.000Z';
      const alarm = { version: 1, kind: 'signedOut', id: 'pc', code: 'consent_expired', since, waiting: [] } as const;
      expect(await alarms.write(alarm, undefined)).to.equal(true);
      expect(await alarms.write(alarm, undefined)).to.equal(false);
      const [there] = await alarms.list();
      expect(there?.value).to.deep.equal(alarm);
      expect(await alarms.write({ ...alarm, toldAt: since }, there?.etag)).to.equal(true);
      expect(await alarms.write({ ...alarm, overAt: since }, there?.etag)).to.equal(false);
      expect((await alarms.list()).map(({ value }) => value)).to.deep.equal([{ ...alarm, toldAt: since }]);
      await alarms.remove(alarm);
      await alarms.remove(alarm);
      expect(await alarms.list()).to.deep.equal([]);
    });
  });

  describe('personal links', () => {
    it('are read by their name, listed by partner, and changed by whoever saw the newest version', async () => {
      const { personalLinks } = parts();
      const at = '2026-01-05T08:00:00.000Z';
      const digest = 'ab'.repeat(32);
      const link: PersonalLink = {
        version: 1,
        linkId: digest.slice(0, 16),
        digest,
        partnerId: 'northwind',
        person: 'Kim',
        createdAt: at,
        createdBy: 'Olga',
        until: at,
        uses: 0,
      };
      expect(await personalLinks.read(link.linkId)).to.equal(undefined);
      expect(await personalLinks.write(link, undefined)).to.equal(true);
      expect(await personalLinks.write(link, undefined)).to.equal(false);
      const there = await personalLinks.read(link.linkId);
      expect(await personalLinks.write({ ...link, revokedAt: at }, there?.etag)).to.equal(true);
      expect(await personalLinks.write({ ...link, uses: 9 }, there?.etag)).to.equal(false);
      expect(await personalLinks.list('northwind')).to.deep.equal([{ ...link, revokedAt: at }]);
      expect(await personalLinks.list('tailspin')).to.deep.equal([]);
    });
  });

  describe('the ledger of chunks', () => {
    it('at first holds nothing', async () => {
      const uploadId = newUploadId();
      expect(await parts().chunks.read(uploadId, 0)).to.equal(undefined);
      expect(await parts().chunks.list(uploadId)).to.deep.equal([]);
      await parts().chunks.add([]);
    });

    it('adds what is missing and leaves the rest as it is', async () => {
      const { chunks } = parts();
      const uploadId = newUploadId();
      const all = Array.from({ length: 105 }, (_, chunk) => sampleChunk({ uploadId, chunk }));
      await chunks.add(all.slice(0, 20));
      const there = await chunks.read(uploadId, 7);
      await chunks.replace(sampleChunk({ uploadId, chunk: 7, state: 'settled', step: 5 }), there?.etag ?? '');
      await chunks.add(all);
      const listed = await chunks.list(uploadId);
      expect(listed.map(({ chunk }) => chunk)).to.deep.equal(all.map(({ chunk }) => chunk));
      expect(listed[7]).to.include({ state: 'settled', step: 5 });
    });

    it('added by two at once holds each chunk once', async () => {
      const { chunks } = parts();
      const uploadId = newUploadId();
      const all = Array.from({ length: 20 }, (_, chunk) => sampleChunk({ uploadId, chunk }));
      await Promise.all([chunks.add(all), chunks.add(all.slice(5))]);
      expect(await chunks.list(uploadId)).to.deep.equal(all);
    });

    it('is changed by whoever saw the newest version, and by nobody else', async () => {
      const { chunks } = parts();
      const chunk = sampleChunk({ uploadId: newUploadId() });
      await chunks.add([chunk]);
      const there = await chunks.read(chunk.uploadId, 0);
      const sent = { ...chunk, state: 'sent', receipt: { job: 'a/b', links: ['1', '2'], final: true } } as const;
      const moved = await chunks.replace(sent, there?.etag ?? '');
      expect(moved?.value).to.deep.equal(sent);
      expect(await chunks.replace(chunk, there?.etag ?? '')).to.equal(undefined);
      expect(await chunks.read(chunk.uploadId, 0)).to.deep.equal(moved);
    });

    it('does not change a chunk that is not there', async () => {
      const { chunks } = parts();
      const there = sampleChunk({ uploadId: newUploadId() });
      await chunks.add([there]);
      const etag = (await chunks.read(there.uploadId, 0))?.etag ?? '';
      expect(await chunks.replace({ ...there, chunk: 1 }, etag)).to.equal(undefined);
      expect(await chunks.list(there.uploadId)).to.have.length(1);
    });
  });
}
