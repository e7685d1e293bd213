import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { aWorld, contoso, northwind } from './a-world.ts';
import { buildHash } from './build-hash.ts';
import { ask, graphScope, type Simulated, simulated } from './simulated.ts';

const builds = [0, 1, 2, 3, 4].map((number) => ({
  serialNumber: `SYN-${number}`,
  manufacturer: 'HP',
  model: 'Synthetic Book',
  productKey: `300000000000${number}`,
}));
const domains = { [contoso]: 'contoso.example', [northwind]: 'northwind.example' };

interface Sent {
  readonly build: number;
  readonly form: 'hash' | 'tuple' | 'pkid';
}
interface Upload {
  readonly platform: 'partnerCenter' | 'oemDirect' | 'intune';
  readonly customer: string;
  readonly devices: readonly Sent[];
}

const upload: fc.Arbitrary<Upload> = fc.record({
  platform: fc.constantFrom('partnerCenter', 'oemDirect', 'intune'),
  customer: fc.constantFrom(contoso, northwind),
  devices: fc.array(
    fc.record({ build: fc.integer({ min: 0, max: 4 }), form: fc.constantFrom('hash', 'tuple', 'pkid') }),
    { minLength: 1, maxLength: 6 },
  ),
});

const buildOf = (number: number) => {
  const build = builds[number];
  if (!build) throw new Error('no such build');
  return build;
};

async function send(sim: Simulated, { platform, customer, devices }: Upload): Promise<void> {
  if (platform === 'partnerCenter') {
    const token = await sim.userToken();
    const body = {
      batchId: randomUUID(),
      devices: devices.map(({ build: number, form }) => {
        const { serialNumber, manufacturer, model, productKey } = buildOf(number);
        if (form === 'hash') return { hardwareHash: buildHash(buildOf(number)) };
        return form === 'pkid' ? { productKey } : { serialNumber, oemManufacturerName: manufacturer, modelName: model };
      }),
    };
    await ask(`${sim.partnerCenterUrl}/v1/customers/${customer}/deviceBatches`, { token, body });
  } else if (platform === 'oemDirect') {
    const Devices = devices.map(({ build: number, form }) => {
      const { serialNumber, manufacturer, model, productKey } = buildOf(number);
      if (form === 'pkid') return { ProductKeyID: productKey };
      return {
        SmbiosSystemManufacturer: manufacturer,
        SmbiosSystemProductName: model,
        SmbiosSystemSerialNumber: serialNumber,
      };
    });
    const body = { RequestID: randomUUID(), TenantID: customer, TenantDomain: domains[customer], Devices };
    await ask(`${sim.oemUrl}/v1/AutopilotDeviceRegistration`, { body });
  } else {
    const token = await sim.appToken(graphScope, customer);
    const identities = devices.map(({ build: number }) => ({ hardwareIdentifier: buildHash(buildOf(number)) }));
    const url = `${sim.graphUrl}/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/import`;
    await ask(url, { token, body: { importedWindowsAutopilotDeviceIdentities: identities } });
  }
  sim.pass();
}

describe('the one directory behind all platforms', () => {
  it('holds each physical device once, for who came first, whatever identity and platform it came by', async () => {
    const sim = await simulated({ world: { ...aWorld, builds } });
    const customers = aWorld.customers.map((one) => ({ ...one, graph: aWorld.customers[0]?.graph ?? {} }));
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(upload, { minLength: 1, maxLength: 5 }), async (uploads) => {
          await ask(`${sim.adminUrl}/reset`, { method: 'POST' });
          await sim.world({ ...aWorld, customers, builds });
          const owners = new Map<number, string>();
          for (const one of uploads) {
            await send(sim, one);
            for (const { build } of one.devices) if (!owners.has(build)) owners.set(build, one.customer);
          }
          const { devices } = (await sim.truth('/devices')).json;
          const held = devices.map((device: { serialNumber: string; customerTenantId: string }) => [
            device.serialNumber,
            device.customerTenantId,
          ]);
          const expected = [...owners].map(([build, customer]) => [`SYN-${build}`, customer]);
          expect(held).to.have.deep.members(expected);
        }),
        { numRuns: 25 },
      );
    } finally {
      await sim.stop();
    }
  });
});
