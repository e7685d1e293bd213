import { expect } from 'chai';
import { describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { gateBefore } from '../../fakes/gate.ts';
import { onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { salesSheet } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const minute = 60_000;

describe('An upload whose reading fails for a reason nobody foresaw', () => {
  it('is tried again later and later, shows it in its status, and ends well once the reason is gone', async () => {
    const world = makeWorld();
    const blob = await world.dropUnseen('northwind/May.csv', salesSheet(2));
    const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
    let reads = 0;
    const failing = makeHost(
      world,
      gateBefore('plans.seal', () => {
        reads += 1;
        return Promise.reject(new Error('a bug'));
      }),
    );
    const repairAfter = async (minutes: number): Promise<void> => {
      world.clock.move(minutes * minute);
      await failing.repair().catch(() => undefined);
    };
    await thrownBy(failing.intakeUpload(blob.name));
    await repairAfter(3);
    await repairAfter(2);
    expect(reads).to.equal(3);
    await repairAfter(2);
    await repairAfter(2);
    expect(reads, 'set aside').to.equal(3);
    await repairAfter(8);
    expect(reads).to.equal(4);
    expect((await failing.readProgress(key))?.failures).to.equal(3);

    await runUntilQuiet(world, makeHost(world));
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
    expect((await failing.readProgress(key))?.failures).to.equal(0);
  });
});
