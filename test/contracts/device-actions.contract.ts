import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Located, type LocatedDevice, namesIn } from '../../shared/domain/registering/device-actions.ts';
import { AccessDenied, ServiceUnavailable, SubmissionUnknown } from '../../shared/errors.ts';
import { countingContext } from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { stranger } from '../simulators/a-world.ts';
import { carryThrough } from './carry-through.ts';
import type { RegistrarBench } from './registrar.contract.ts';

const patience = 60;

/** What every platform promises of devices that are registered already. `lists`: can it be asked what it holds? */
export function deviceActionsContract(
  name: string,
  start: () => Promise<RegistrarBench>,
  { lists }: { readonly lists: boolean },
): void {
  describe(`what is done with registered devices by ${name}`, () => {
    let bench: RegistrarBench;
    beforeEach(async () => {
      bench = await start();
    });
    afterEach(() => bench.close());

    const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
    const register = async (count: number): Promise<void> => {
      await carryThrough(bench, {
        chunkId: 'chunk-1',
        requestId: crypto.randomUUID(),
        customer: bench.customer,
        devices: upTo(count).map((position) => ({ position, identity: bench.identity(position) })),
        ...(bench.groupTag === undefined ? {} : { groupTag: bench.groupTag }),
      });
      bench.pass();
    };
    const nameOf = (number: number): string => {
      const names = namesIn(bench.identity(number));
      return names.serial ?? names.pkid ?? '';
    };
    const locate = (...numbers: readonly number[]): Promise<readonly Located[]> => {
      const wanted = numbers.map((position) => ({ ...namesIn(bench.identity(position)), position }));
      return bench.deviceActions.locate(bench.customer, wanted, countingContext());
    };
    const located = async (number: number): Promise<LocatedDevice> => {
      const [found] = await locate(number);
      if (found?.kind !== 'one' && found?.kind !== 'unlisted') throw new Error(`device ${number}: ${found?.kind}`);
      return found.device;
    };
    const remove = (device: LocatedDevice) => bench.deviceActions.remove(bench.customer, device, countingContext());
    /** Comes back as long as nothing is certain, the way a use case does: look first after a lost answer. */
    const persistently = async <T>(act: () => Promise<T>): Promise<T> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await act();
        } catch (error) {
          const passing = error instanceof ServiceUnavailable || error instanceof SubmissionUnknown;
          if (!passing || attempt === patience) throw error;
        }
      }
    };
    const removeWhole = async (device: LocatedDevice) => {
      for (let look = 0; look < patience; look += 1) {
        const removed = await persistently(() => remove(device));
        if (removed.kind !== 'running') return removed;
        device = removed.device;
        bench.pass();
      }
      throw new Error('the removal never ended');
    };

    it('of devices whose names begin alike only the one that was asked for is removed', async () => {
      await register(12);
      expect(await removeWhole(await located(1))).to.deep.equal({ kind: 'removed' });
      bench.pass();
      const { held, removed } = await bench.names();
      expect(removed).to.deep.equal([nameOf(1)]);
      expect(held).to.have.length(11);
    });

    it('a device that is removed again is gone already', async () => {
      await register(2);
      const device = await located(0);
      await removeWhole(device);
      expect(await removeWhole(device)).to.deep.equal({ kind: 'alreadyGone' });
      bench.pass();
      expect(await removeWhole(device)).to.deep.equal({ kind: 'alreadyGone' });
      expect((await bench.names()).removed).to.deep.equal([nameOf(0)]);
    });

    if (lists) {
      it('a removed device is listed for a while, and then no longer', async () => {
        await register(2);
        const device = await located(0);
        await removeWhole(device);
        const again = () => bench.deviceActions.locate(bench.customer, [{ ...device, position: 0 }], countingContext());
        expect((await again())[0]).to.have.property('kind', 'one');
        bench.pass();
        expect(await again()).to.deep.equal([{ position: 0, kind: 'none' }]);
        expect(await locate(0, 1)).to.deep.include({ position: 0, kind: 'none' });
      });

      it('each wanted device has one answer, in the order in which they were asked for', async () => {
        await register(3);
        const found = await locate(2, 7, 0);
        expect(found.map(({ position, kind }) => [position, kind])).to.deep.equal([
          [2, 'one'],
          [7, 'none'],
          [0, 'one'],
        ]);
      });

      it('another organization’s device is not found', async () => {
        await bench.registerElsewhere(0);
        expect(await locate(0)).to.deep.equal([{ position: 0, kind: 'none' }]);
      });

      it('a customer one may not act for is for a person to solve', async () => {
        const error = await thrownBy(
          bench.deviceActions.locate({ tenantId: stranger }, [{ position: 0, serial: 'SN-1' }], countingContext()),
        );
        expect(error).to.be.instanceOf(AccessDenied);
      });
    } else {
      it('a device that is not wholly named can’t be meant', async () => {
        const wanted = [{ position: 0, serial: 'SN-1', manufacturer: 'Contoso' }];
        expect(await bench.deviceActions.locate(bench.customer, wanted, countingContext())).to.deep.equal([
          { position: 0, kind: 'notResolvable', reason: { code: 'whole_identity_needed' } },
        ]);
      });
    }

    it('a removal whose answer was lost is done, or not, and repeating it does no harm', async () => {
      await register(3);
      const device = await located(1);
      await bench.fault({ kind: 'resetAfter', operation: bench.removalOperation, times: 1 });
      expect(await thrownBy(remove(device))).to.be.instanceOf(SubmissionUnknown);
      expect(await removeWhole(device)).to.deep.equal({ kind: 'alreadyGone' });
      bench.pass();
      expect((await bench.names()).removed).to.deep.equal([nameOf(1)]);
    });

    it('what the platform refuses is passed on in its words', async () => {
      await register(1);
      const device = await located(0);
      const refusal = { code: 811, name: 'ZtdDeviceRegisteredByOtherTenant' };
      await bench.fault({ kind: 'refuseDevices', operation: bench.removalOperation, ...refusal });
      const refused = await removeWhole(device);
      expect(refused).to.have.property('kind', 'refused');
      expect(refused).to.have.nested.property('reason.code', 'device_registered_by_another_organization');
      expect(JSON.stringify(refused)).to.contain(refusal.name);
      await bench.fault({ kind: 'refuseDevices', operation: bench.removalOperation, name: 'ZtdDeviceIsNotRegistered' });
      expect(await removeWhole(device)).to.deep.equal({ kind: 'alreadyGone' });
    });

    it('under faults exactly those are removed that were asked for, and each was said to be', async () => {
      await register(24);
      const asked = upTo(24).filter((number) => number % 2 === 0);
      await bench.breakCalls();
      const kinds = new Set<string>();
      for (const number of asked) {
        const device = await persistently(() => located(number));
        kinds.add((await removeWhole(device)).kind);
      }
      bench.pass();
      const { held, removed } = await bench.names();
      expect(removed).to.deep.equal(asked.map(nameOf).sort());
      expect(held).to.have.length(12);
      expect([...kinds]).to.satisfy((all: string[]) => all.every((kind) => ['removed', 'alreadyGone'].includes(kind)));
    });
  });
}
