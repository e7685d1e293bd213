import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isDrift } from '../../shared/domain/comparing/comparison.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { Customer } from '../../shared/domain/settings/partner.ts';
import { acme, comparedWorld, second } from '../contracts/compared-world.ts';
import { hashOf } from '../contracts/simulated-platforms.ts';
import { pkid, tuple } from '../fakes/platform-ports.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';

type World = ReturnType<typeof comparedWorld>;
type Where = 'pc' | 'intune';

interface Case {
  readonly drift: string;
  /** Made between the first comparison and the second. */
  readonly make: (world: World, where: Where, customer: Customer) => Promise<unknown>;
  /** Findings as code and serial number, on connections of the partner's own. */
  readonly own: readonly string[];
  /** The same on shared connections; absent: as on its own. */
  readonly shared?: readonly string[];
  /** Only on this platform. */
  readonly on?: Where;
}

const deviceOf = (where: Where, serial: string): Identity => (where === 'pc' ? tuple(serial) : hashOf(serial));
const stranger = (world: World, where: Where, customer: Customer) =>
  world.registerThere(where, customer, 'Kiosk', [deviceOf(where, 'STRANGER')]);
const remove = (world: World, where: Where, customer: Customer) => world.removeThere(where, customer, 'Kiosk', 'SN-1');

const cases: readonly Case[] = [
  { drift: 'nothing', make: async () => undefined, own: [] },
  { drift: 'a device deleted', make: remove, own: ['missing SN-1'] },
  { drift: 'a device of somebody else', make: stranger, own: ['unknown_to_us STRANGER'], shared: [] },
  {
    drift: 'a swap: one device out, another in',
    make: async (...world) => {
      await remove(...world);
      await stranger(...world);
    },
    own: ['missing SN-1', 'unknown_to_us STRANGER'],
    shared: ['missing SN-1'],
  },
  {
    drift: 'a device under another group tag',
    make: async (world, where, customer) => {
      await remove(world, where, customer);
      await world.registerThere(where, customer, 'Office', [deviceOf(where, 'SN-1')]);
    },
    own: ['group_tag_differs SN-1'],
  },
  {
    drift: 'a device registered for another customer of the partner',
    make: async (world, where, customer) => {
      await remove(world, where, customer);
      await world.registerThere('pc', second, 'Kiosk', [deviceOf(where, 'SN-1')]);
    },
    own: ['other_customer SN-1'],
    // Another's listing may only confirm what is ours there as well.
    shared: ['missing SN-1'],
  },
  {
    drift: 'a serial number under another model',
    on: 'pc',
    make: async (world, where, customer) => {
      await remove(world, where, customer);
      await world.registerThere(where, customer, 'Kiosk', [
        { kind: 'tuple', manufacturer: 'CONTOSO', model: 'Another', serial: 'SN-1' },
      ]);
    },
    own: ['names_differ SN-1'],
  },
  {
    drift: 'a device of ours by PKID',
    on: 'pc',
    make: (world, where, customer) => world.register(where, customer, 'Kiosk', [pkid(33)]),
    own: ['pkid_not_listed -'],
  },
  {
    drift: 'further devices of ours',
    make: (world, where, customer) => world.register(where, customer, 'Kiosk', [deviceOf(where, 'SN-9')]),
    own: [],
  },
];

/** What happens to the second comparison's listing, and whether it can be finished all the same. */
const disturbances = [
  { how: 'undisturbed', rule: undefined, finishes: true },
  { how: '500 twice', rule: { kind: 'error', status: 500, times: 2 }, finishes: true },
  { how: '429 once', rule: { kind: 'throttle', times: 1 }, finishes: true },
  { how: 'broken off for good', rule: { kind: 'error', status: 503, times: 100 }, finishes: false },
] as const;

describe('each kind of drift, as the report of two days says it', () => {
  let sim: Simulated;
  let tempDir = '';
  beforeEach(async () => {
    tempDir = await mkdtemp(join(tmpdir(), 'drift-'));
    sim = await simulated({ refreshTokenGraceSeconds: 365 * 24 * 3600 });
  });
  afterEach(async () => {
    await sim.stop();
    await rm(tempDir, { recursive: true });
  });

  /** Serial numbers a customer has on the platforms, whatever any listing says. */
  const heldBy = async ({ customerTenantId }: Customer): Promise<readonly string[]> => {
    const { devices } = (await sim.truth(`/devices?customer=${customerTenantId}`)).json;
    return devices.map(({ serialNumber }: { readonly serialNumber?: string }) => serialNumber ?? '');
  };

  const operations = { pc: 'partnerCenter.listDevices', intune: 'intune.listDevices' };
  for (const where of ['pc', 'intune'] as const) {
    for (const shared of [false, true]) {
      for (const { drift, make, own, shared: others = own, on = where } of cases.filter(
        ({ on: only = where }) => only === where,
      )) {
        for (const { how, rule, finishes } of disturbances) {
          it(`${drift}: ${on}, ${shared ? 'shared' : 'own'}, ${how}`, async () => {
            const customer = { ...acme, connections: [where] };
            const world = comparedWorld(sim, tempDir, [customer, { ...second, connections: [where] }], { shared });
            await world.register(
              where,
              customer,
              'Kiosk',
              ['SN-0', 'SN-1', 'SN-2'].map((serial) => deviceOf(where, serial)),
            );
            await world.register(where, customer, 'Office', [deviceOf(where, 'OFFICE')]);
            expect(await world.compareLater()).to.deep.include({ counts: { inBoth: 4 }, failed: [], changed: 0 });
            await make(world, where, customer);
            if (rule !== undefined) await sim.rules({ ...rule, operation: operations[where] });
            if (!finishes) {
              const { failed, changed } = await world.compareLater();
              expect([failed.length > 0, changed, world.told()]).to.deep.equal([true, 0, []]);
              await sim.rules();
            }
            const expected = shared ? others : own;
            const news = world.report;
            const first = await world.compareLater();
            expect(world.told().sort()).to.deep.equal(expected);
            const marked = news().findings.filter(({ changed }) => changed);
            const drifted = news().findings.filter(({ code }) => isDrift[code]);
            expect([first.changed, marked]).to.deep.equal([drifted.length, drifted]);
            // What the report says of a device is what the platforms hold.
            const held = await heldBy(customer);
            for (const { code, serial = '' } of news().findings) {
              if (code === 'missing' || code === 'other_customer') expect(held).not.to.contain(serial);
              else if (serial !== '') expect(held).to.contain(serial);
            }
            expect(await world.compareLater()).to.deep.include({ changed: 0, failed: [], counts: first.counts });
            expect(world.told().sort()).to.deep.equal(expected);
          });
        }
      }
    }
  }
});
