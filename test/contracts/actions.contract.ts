import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../shared/domain/device-key.ts';
import { type DeviceEvent, historyOf } from '../../shared/domain/registering/device-history.ts';
import type { DeviceRow } from '../../shared/domain/registering/device-row.ts';
import { ContractViolation } from '../../shared/errors.ts';
import { everyOf } from '../fakes/every-of.ts';
import { newUploadId } from '../fakes/sample-states.ts';
import { deviceOf } from '../fakes/sheets.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import type { StorageParts } from './storage.contract.ts';

const contoso = '11111111-1111-4111-8111-111111111111';
const time = '2026-01-05T08:00:00.000Z';
const later = '2026-02-05T08:00:00.000Z';

const rowOf = (serial: string, change: Partial<DeviceRow> = {}): DeviceRow => ({
  partnerId: 'northwind',
  connectionId: 'pc',
  customerTenantId: contoso,
  key: deviceKeys(deviceOf(serial))[0],
  seenAt: time,
  ...change,
});

/** What storage promises of devices that are removed or changed. */
export function actionsContract(parts: () => StorageParts): void {
  describe('the ledger of devices something was done with', () => {
    const place = (serial: string) => ['northwind', 'pc', contoso, [rowOf(serial).key]] as const;
    const removed: DeviceEvent = { what: 'removed', at: later, uploadId: newUploadId(), sheet: 'A', row: 3 };
    const origin = { uploadId: newUploadId(), chunk: 0, row: 2, registeredAt: time };
    const words = async (serial: string) => {
      const row = (await parts().devices.everKnown(...place(serial))).get(rowOf(serial).key);
      return (row === undefined ? [] : historyOf(row)).map(
        ({ what, at, row: number }) => `${what} ${at.slice(0, 7)} ${number}`,
      );
    };

    it('no longer knows a removed device as registered, and keeps what was done with it', async () => {
      await parts().devices.put([rowOf('gone', { origin, groupTag: 'Sales' })]);
      await parts().devices.record([{ row: rowOf('gone'), event: removed }]);
      await parts().devices.record([{ row: rowOf('gone'), event: removed }]);
      expect((await parts().devices.known(...place('gone'))).size).to.equal(0);
      expect(await words('gone')).to.deep.equal(['registered 2026-01 2', 'removed 2026-02 3']);
    });

    it('takes it as new when it is registered again, and forgets nothing', async () => {
      await parts().devices.put([rowOf('back', { origin })]);
      await parts().devices.record([{ row: rowOf('back'), event: removed }]);
      const again = { uploadId: newUploadId(), chunk: 1, row: 5, registeredAt: '2026-03-01T00:00:00.000Z' };
      const entry = { rows: [rowOf('back', { origin: again })] as const, certain: false, since: later };
      expect(await parts().devices.enter([entry])).to.deep.equal(['free']);
      expect((await parts().devices.known(...place('back'))).get(rowOf('back').key)?.origin).to.deep.equal(again);
      expect(await words('back')).to.deep.equal(['registered 2026-01 2', 'removed 2026-02 3', 'registered 2026-03 5']);
    });

    it('that was never known is entered as removed; one that is seen again is known again', async () => {
      await parts().devices.record([{ row: rowOf('strange'), event: removed }]);
      expect((await parts().devices.known(...place('strange'))).size).to.equal(0);
      await parts().devices.put([rowOf('strange', { seenAt: later })]);
      expect((await parts().devices.known(...place('strange'))).size).to.equal(1);
      expect(await words('strange')).to.deep.equal(['removed 2026-02 3']);
    });

    it('keeps what people call a device as long as it is registered', async () => {
      const names = { serial: 'S 1', manufacturer: 'LENOVO', model: '20XW', pkid: '3305160010066' };
      const named = rowOf('named', { origin: { ...origin, file: 'contoso/May.csv' }, names });
      await parts().devices.put([named]);
      await parts().devices.record([
        { row: rowOf('named'), event: { ...removed, what: 'changed', groupTag: 'Lab', row: 9 } },
      ]);
      const there = async () => (await everyOf(parts().devices.search('northwind', { keys: [named.key] }))).flat()[0];
      expect(await there()).to.deep.include({ names, origin: named.origin });
      await parts().devices.record([{ row: rowOf('named'), event: removed }]);
      expect(await there()).to.not.have.any.keys('names', 'origin');
    });

    it('has the tag a device was changed to, and stays registered', async () => {
      await parts().devices.put([rowOf('retagged', { origin, groupTag: 'Sales' })]);
      const event: DeviceEvent = { ...removed, what: 'changed', groupTag: 'Lab' };
      await parts().devices.record([{ row: rowOf('retagged'), event }]);
      const row = (await parts().devices.known(...place('retagged'))).get(rowOf('retagged').key);
      expect(row).to.deep.include({ groupTag: 'Lab', origin });
    });

    it('finds a device by its serial number or its order, removed or not, and of no other partner', async () => {
      const order = { purchaseOrder: "PO'7", reference: 'R-7' };
      const sought = { serialKey: 'a'.repeat(32), order, origin };
      const theirs = { ...sought, partnerId: 'northwinds' };
      await parts().devices.put([rowOf('sought', sought), rowOf('other', { origin }), rowOf('theirs', theirs)]);
      await parts().devices.record([{ row: rowOf('sought'), event: removed }]);
      for (const wanted of [{ serialKeys: [sought.serialKey] }, { orders: ["PO'7"] }, { orders: ['x', 'R-7'] }]) {
        const found = (await everyOf(parts().devices.search('northwind', wanted))).flat();
        expect(found.map(({ key, removedAt }) => [key, removedAt])).to.deep.equal([[rowOf('sought').key, later]]);
      }
      expect((await everyOf(parts().devices.search('northwind', {}))).flat()).to.deep.equal([]);
    });

    it('lists no device that was removed', async () => {
      await parts().devices.put([rowOf('listed', { customerTenantId: 'x', origin })]);
      await parts().devices.record([{ row: rowOf('unlisted', { customerTenantId: 'x' }), event: removed }]);
      const listed: string[] = [];
      for await (const { key } of parts().devices.list('northwind', 'pc', 'x')) listed.push(key);
      expect(listed).to.deep.equal([rowOf('listed').key]);
    });
  });

  describe('the notes of what was found', () => {
    it('come back as they were written, under a name their content gives them', async () => {
      const key = { partnerId: 'northwind', uploadId: newUploadId() };
      const notes = [null, { device: { serial: 'S-1', platformDeviceId: 'd-1' }, taken: true as const }];
      const name = await parts().notes.write(key, 0, notes);
      expect(await parts().notes.write(key, 0, notes)).to.equal(name);
      expect(await parts().notes.read(key, 0, name)).to.deep.equal(notes);
      expect(await thrownBy(parts().notes.read(key, 0, '0'.repeat(24)))).to.be.instanceOf(ContractViolation);
    });
  });

  describe('the removals of a day', () => {
    it('are counted by chunk, once each, up to the limit', async () => {
      const take = (day: string, chunk: string, devices: number) =>
        parts().removals.take('pc', day, chunk, devices, 10);
      expect(await take('2026-01-05', 'a', 6)).to.equal(true);
      expect(await take('2026-01-05', 'a', 6)).to.equal(true);
      expect(await take('2026-01-05', 'b', 5)).to.equal(false);
      expect(await take('2026-01-05', 'c', 4)).to.equal(true);
      expect(await take('2026-01-06', 'b', 5)).to.equal(true);
    });
  });
}
