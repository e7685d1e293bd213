import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../shared/domain/device-key.ts';
import type { BatchRow } from '../../shared/domain/registering/batch-row.ts';
import type { DeviceEntry } from '../../shared/domain/registering/device-origin.ts';
import type { DeviceRow } from '../../shared/domain/registering/device-row.ts';
import type { DevicesWanted } from '../../shared/ports.ts';
import { everyOf } from '../fakes/every-of.ts';
import { newUploadId } from '../fakes/sample-states.ts';
import { deviceOf } from '../fakes/sheets.ts';
import type { StorageParts } from './storage.contract.ts';

const contoso = '11111111-1111-4111-8111-111111111111';
const time = '2026-01-05T08:00:00.000Z';

const rowOf = (serial: string, change: Partial<DeviceRow> = {}): DeviceRow => ({
  partnerId: 'northwind',
  connectionId: 'pc',
  customerTenantId: contoso,
  key: deviceKeys(deviceOf(serial))[0],
  groupTag: 'Sales',
  seenAt: time,
  ...change,
});

export function devicesContract(parts: () => StorageParts): void {
  describe('the ledger of devices', () => {
    const known = (...rows: readonly DeviceRow[]) =>
      parts().devices.known(
        'northwind',
        'pc',
        contoso,
        rows.map(({ key }) => key),
      );

    it('at first knows none', async () => {
      expect((await known(rowOf('none'))).size).to.equal(0);
      await parts().devices.put([]);
    });

    it('knows what was put, many at a time', async () => {
      const rows = Array.from({ length: 105 }, (_, index) =>
        rowOf(`many-${index}`, { names: { serial: `many-${index}`, manufacturer: 'LENOVO', model: '20XW' } }),
      );
      await parts().devices.put(rows);
      const there = await known(...rows, rowOf('another'));
      expect([...there.values()]).to.have.deep.members(rows);
    });

    it('finds a partner’s devices by serial number or key, whatever connection and customer, and nobody else’s', async () => {
      const serialKey = 'c'.repeat(64);
      const row = rowOf('found', { partnerId: 'searched', customerTenantId: contoso.replace(/1/g, '2'), serialKey });
      await parts().devices.put([row, rowOf('other', { partnerId: 'searched' })]);
      await parts().devices.put([{ ...row, partnerId: 'searched-too' }]);
      const search = async (wanted: DevicesWanted) =>
        (await everyOf(parts().devices.search('searched', wanted))).flat();
      expect(await search({ serialKeys: [serialKey] })).to.deep.equal([row]);
      expect(await search({ keys: [row.key] })).to.deep.equal([row]);
      expect(await search({ keys: ['d'.repeat(64)], serialKeys: ['e'.repeat(64)] })).to.deep.equal([]);
      expect(await search({})).to.deep.equal([]);
    });

    it('names every connection and customer of a partner once, and nobody else’s', async () => {
      const elsewhere = contoso.replace(/1/g, '3');
      const all = [rowOf('p1'), rowOf('p2'), rowOf('p3', { connectionId: 'intune', customerTenantId: elsewhere })];
      await parts().devices.put(all.map((row) => ({ ...row, partnerId: 'placed' })));
      await parts().devices.put([{ ...rowOf('p4'), partnerId: 'placed-too', connectionId: 'another' }]);
      expect(await everyOf(parts().devices.places('placed'))).to.have.deep.members([
        { connectionId: 'pc', customerTenantId: contoso },
        { connectionId: 'intune', customerTenantId: elsewhere },
      ]);
      expect(await everyOf(parts().devices.places('place'))).to.deep.equal([]);
    });

    it('takes a device that stands twice in one call once', async () => {
      await parts().devices.put([rowOf('twice'), rowOf('twice', { groupTag: 'Lab' })]);
      expect((await known(rowOf('twice'))).get(rowOf('twice').key)).to.deep.equal(rowOf('twice', { groupTag: 'Lab' }));
    });

    it('keeps where a device came from until it comes from elsewhere', async () => {
      const first = { uploadId: newUploadId(), chunk: 1, sheet: 'Sheet 1', row: 7, registeredAt: time };
      const second = { uploadId: newUploadId(), chunk: 0, row: 2, registeredAt: time };
      const { key } = rowOf('origin');
      await parts().devices.put([rowOf('origin', { origin: first })]);
      await parts().devices.put([rowOf('origin', { seenAt: '2026-02-01T00:00:00.000Z' })]);
      const seen = (await known(rowOf('origin'))).get(key);
      expect(seen).to.deep.equal(rowOf('origin', { seenAt: '2026-02-01T00:00:00.000Z', origin: first }));
      await parts().devices.put([rowOf('origin', { origin: second })]);
      expect((await known(rowOf('origin'))).get(key)).to.deep.equal(rowOf('origin', { origin: second }));
    });

    it('keeps the group tag of a device that is seen again without one', async () => {
      const { groupTag: _groupTag, ...untagged } = rowOf('seen');
      await parts().devices.put([rowOf('seen', { groupTag: 'Sales' })]);
      await parts().devices.put([untagged]);
      expect((await known(untagged)).get(untagged.key)?.groupTag).to.equal('Sales');
    });

    const originOf = (uploadId: string, registeredAt = time) => ({ uploadId, chunk: 0, row: 2, registeredAt });
    const entryOf = (serial: string, origin: DeviceRow['origin'], change: Partial<DeviceEntry> = {}): DeviceEntry => ({
      rows: [rowOf(serial, { seenBy: `${origin?.uploadId}:0`, ...(origin === undefined ? {} : { origin }) })],
      certain: true,
      since: time,
      ...change,
    });

    it('is entered by the first of two chunks that registered a device at once, and tells the other', async () => {
      const [one, other] = [newUploadId(), newUploadId()];
      const serials = Array.from({ length: 130 }, (_, at) => `enter-${at}`);
      const both = await Promise.all(
        [one, other].map((uploadId) =>
          parts().devices.enter(serials.map((serial) => entryOf(serial, originOf(uploadId)))),
        ),
      );
      for (const [at, serial] of serials.entries()) {
        const found = both.map((standings) => standings[at]);
        expect(found).to.have.members(['free', 'meanwhile']);
        const row = (await known(rowOf(serial))).get(rowOf(serial).key);
        expect(row?.origin?.uploadId).to.equal(found[0] === 'free' ? one : other);
      }
    });

    it('entered again by the same chunk stays as it is', async () => {
      const entry = entryOf('enter-again', originOf(newUploadId()));
      expect(await parts().devices.enter([entry])).to.deep.equal(['free']);
      expect(await parts().devices.enter([entry, entryOf('enter-more', originOf(newUploadId()))])).to.deep.equal([
        'ours',
        'free',
      ]);
      expect([...(await known(...entry.rows)).values()]).to.deep.equal([...entry.rows]);
      expect(await parts().devices.enter([])).to.deep.equal([]);
    });

    it('a device that was seen meanwhile is entered, one seen before is not, unless the platform says so', async () => {
      const { devices } = parts();
      const origin = originOf(newUploadId());
      const guess = { certain: false } as const;
      await devices.put([rowOf('seen-meanwhile', { seenBy: 'another' })]);
      await devices.put([rowOf('seen-before', { seenAt: '2026-01-04T08:00:00.000Z' })]);
      const seen = ['seen-meanwhile', 'seen-before'].map((serial) => entryOf(serial, origin, guess));
      expect(await devices.enter(seen)).to.deep.equal(['free', 'before']);
      expect(await devices.enter([entryOf('seen-before', origin)])).to.deep.equal(['free']);
      expect((await known(rowOf('seen-before'))).get(rowOf('seen-before').key)?.origin).to.deep.equal(origin);
    });

    it('an older origin gives way to the platform’s own word alone', async () => {
      const { devices } = parts();
      await devices.enter([entryOf('old', originOf(newUploadId(), '2026-01-04T08:00:00.000Z'))]);
      const next = originOf(newUploadId());
      expect(await devices.enter([entryOf('old', next, { certain: false })])).to.deep.equal(['before']);
      expect(await devices.enter([entryOf('old', next)])).to.deep.equal(['free']);
      expect((await known(rowOf('old'))).get(rowOf('old').key)?.origin).to.deep.equal(next);
    });

    it('a device is entered with all its names or not at all', async () => {
      const { devices } = parts();
      await devices.enter([entryOf('alias', originOf(newUploadId()))]);
      const origin = originOf(newUploadId());
      const entry = entryOf('whole', origin);
      const whole: DeviceEntry = { ...entry, rows: [entry.rows[0], rowOf('alias', { alias: true, origin })] };
      expect(await devices.enter([whole])).to.deep.equal(['meanwhile']);
      expect((await known(rowOf('whole'))).size).to.equal(0);
    });

    it('of one partner, connection or customer is not known to another', async () => {
      const { devices } = parts();
      await devices.put([rowOf('own'), rowOf('own', { customerTenantId: '22222222-2222-4222-8222-222222222222' })]);
      const keys = [rowOf('own').key];
      expect((await devices.known('tailspin', 'pc', contoso, keys)).size).to.equal(0);
      expect((await devices.known('northwind', 'oem', contoso, keys)).size).to.equal(0);
      expect((await devices.known('northwind', 'pc', '3'.repeat(8), keys)).size).to.equal(0);
    });
  });
}

export function openUploadsContract(parts: () => StorageParts): void {
  describe('the list of open uploads', () => {
    const dueBy = async (iso: string) =>
      (await everyOf(parts().open.due(new Date(iso)))).map(({ uploadId }) => uploadId);

    it('at first is empty', async () => {
      expect(await dueBy('2099-01-01T00:00:00.000Z')).to.deep.equal([]);
      await parts().open.remove({ partnerId: 'northwind', uploadId: newUploadId() });
    });

    it('shows what is due, and what was put again at its new time', async () => {
      const { open } = parts();
      const upload = {
        partnerId: 'northwind',
        uploadId: newUploadId(),
        blobName: 'northwind/Mäy #1?.csv',
        dueAt: time,
      };
      await open.put(upload);
      expect(await everyOf(open.due(new Date(time)))).to.deep.equal([upload]);
      await open.put({ ...upload, dueAt: '2026-01-05T09:00:00.000Z' });
      expect(await dueBy('2026-01-05T08:59:59.000Z')).to.deep.equal([]);
      expect(await dueBy('2026-01-05T09:00:00.000Z')).to.deep.equal([upload.uploadId]);
      const listed = async (partnerId?: string) => (await everyOf(open.list(partnerId))).map((one) => one.uploadId);
      expect(await listed()).to.deep.equal([upload.uploadId]);
      expect(await listed('northwind')).to.deep.equal([upload.uploadId]);
      expect(await listed('north')).to.deep.equal([]);
      await open.remove(upload);
      expect(await dueBy('2099-01-01T00:00:00.000Z')).to.deep.equal([]);
    });
  });
}

export function batchesContract(parts: () => StorageParts): void {
  describe('the ledger of device batches', () => {
    const row: BatchRow = { batchId: 'PO #1/2', state: 'creating', createdBy: 'chunk', creatingUntil: time };

    it('at first knows none', async () => {
      expect(await parts().batches.read('pc', contoso, 'none')).to.equal(undefined);
    });

    it('is written by whoever saw the newest version, whatever the case of the name', async () => {
      const { batches } = parts();
      expect(await batches.write('pc', contoso, row, undefined)).to.equal(true);
      expect(await batches.write('pc', contoso, { ...row, batchId: 'po #1/2' }, undefined)).to.equal(false);
      const there = await batches.read('pc', contoso, 'Po #1/2');
      expect(there?.value).to.deep.equal(row);
      expect(await batches.write('pc', contoso, { ...row, state: 'exists' }, there?.etag)).to.equal(true);
      expect(await batches.write('pc', contoso, row, there?.etag)).to.equal(false);
      expect((await batches.read('pc', contoso, 'PO #1/2'))?.value.state).to.equal('exists');
      expect(await batches.read('oem', contoso, 'PO #1/2')).to.equal(undefined);
    });

    it('forgets a batch only in the version that was seen', async () => {
      const { batches } = parts();
      const gone = { ...row, batchId: 'gone' };
      await batches.write('pc', contoso, gone, undefined);
      const there = await batches.read('pc', contoso, 'gone');
      await batches.write('pc', contoso, { ...gone, state: 'exists' }, there?.etag);
      await batches.remove('pc', contoso, 'gone', there?.etag ?? '');
      const now = await batches.read('pc', contoso, 'gone');
      expect(now?.value.state).to.equal('exists');
      await batches.remove('pc', contoso, 'gone', now?.etag ?? '');
      await batches.remove('pc', contoso, 'gone', now?.etag ?? '');
      expect(await batches.read('pc', contoso, 'gone')).to.equal(undefined);
    });
  });
}
