import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { categoryTexts, findingTexts } from '../../shared/domain/comparing/comparison-texts.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { Customer } from '../../shared/domain/settings/partner.ts';
import { pkid, tuple } from '../fakes/platform-ports.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { acme, comparedWorld, second } from './compared-world.ts';
import { hashOf } from './simulated-platforms.ts';

const hour = 3_600_000;
const many = (count: number): readonly Identity[] => Array.from({ length: count }, (_, at) => tuple(`SN-${at}`));

describe('a comparison with the simulated platforms', () => {
  let sim: Simulated;
  let tempDir = '';
  beforeEach(async () => {
    tempDir = await mkdtemp(join(tmpdir(), 'comparison-'));
    sim = await simulated({ refreshTokenGraceSeconds: 365 * 24 * 3600 });
  });
  afterEach(async () => {
    await sim.stop();
    expect(await readdir(tempDir), 'what is left behind').to.deep.equal([]);
    await rm(tempDir, { recursive: true });
  });

  function world(...customers: readonly Customer[]) {
    const bench = comparedWorld(sim, tempDir, customers);
    /** Runs into a dead platform, and nothing is kept after the first time: as if the host had died just then. */
    const dieAfterFirstKeeping = async (): Promise<void> => {
      const { listings } = bench;
      const { write } = listings;
      let writes = 0;
      listings.write = async (place, listing) => {
        writes += 1;
        if (writes === 1) await write(place, listing);
      };
      await sim.rules({ kind: 'error', operation: 'partnerCenter.listDevices', status: 503, skip: 23, times: 100 });
      await bench.compareLater();
      await sim.rules();
      listings.write = write;
      expect(writes).to.be.above(1);
    };
    const removeThere = (batch: string, serial: string) => bench.removeThere('pc', acme, batch, serial);
    return { ...bench, removeThere, dieAfterFirstKeeping };
  }

  const reads = ['entra.token', 'partnerCenter.listBatches', 'partnerCenter.listDevices', 'intune.listDevices'];

  describe('looks at every device each time', () => {
    it('a swap leaves the count of a batch alone, and comes to light in the next comparison', async () => {
      const { register, registerThere, removeThere, compareLater, told } = world(acme);
      await register('pc', acme, 'Kiosk', many(3));
      await compareLater();
      await removeThere('Kiosk', 'SN-1');
      await registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      const { counts, changed } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 2, missing: 1, unknownToUs: 1 });
      expect(changed).to.equal(2);
      expect(told().sort()).to.deep.equal(['missing SN-1', 'unknown_to_us STRANGER']);
    });

    it('a device that has moved to another group tag is not in both as well', async () => {
      const { register, registerThere, removeThere, compareLater } = world(acme);
      await register('pc', acme, 'Kiosk', many(3));
      await register('pc', acme, 'Office', [tuple('OFFICE')]);
      await compareLater();
      await removeThere('Kiosk', 'SN-1');
      await registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      await registerThere('pc', acme, 'Office', [tuple('SN-1')]);
      expect((await compareLater()).counts).to.deep.equal({ inBoth: 3, groupTagDiffers: 1, unknownToUs: 1 });
    });

    it('nothing is kept of a listing that is finished', async () => {
      const { register, registerThere, compareLater, listings } = world(acme);
      await register('pc', acme, 'Kiosk', many(250));
      await registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      for (let run = 0; run < 2; run += 1) {
        const { calls } = await compareLater();
        expect(calls).to.deep.include({ listBatches: 1, listDevices: 3 });
        expect(listings.documents.size).to.equal(0);
      }
    });
  });

  describe('goes on where it was cut off', () => {
    const cutAt = (skip: number, times = 100) =>
      sim.rules({ kind: 'error', operation: 'partnerCenter.listDevices', status: 503, skip, times });

    it('pages that were read are not asked for again, and nothing is called missing meanwhile', async () => {
      const { register, compareLater, report } = world(acme);
      await register('pc', acme, 'Kiosk', many(950));
      await cutAt(6);
      const first = await compareLater();
      expect(first.failed).to.deep.equal(['pc: platform_unavailable']);
      expect(report().findings).to.deep.equal([]);
      await sim.rules();
      const { seen, counts } = await compareLater();
      // Ten pages, of which six were read; the sixth is looked at again to see that nothing has shifted.
      expect(seen['partnerCenter.listDevices']).to.equal(5);
      expect(counts).to.deep.equal({ inBoth: 950 });
    });

    it('a listing is cut off as often as may be and still comes to its end', async () => {
      const { register, compareLater } = world(acme);
      await register('pc', acme, 'Kiosk', many(950));
      for (let run = 0; run < 4; run += 1) {
        await cutAt(3);
        expect((await compareLater()).failed, `run ${run}`).to.have.length(1);
      }
      await cutAt(3);
      expect(await compareLater()).to.deep.include({ failed: [], counts: { inBoth: 950 } });
    });

    it('a listing that has shifted meanwhile begins anew', async () => {
      const { register, removeThere, compareLater } = world(acme);
      await register('pc', acme, 'Kiosk', many(350));
      await cutAt(2);
      await compareLater();
      await sim.rules();
      await removeThere('Kiosk', 'SN-1');
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 349, missing: 1 });
      expect(seen['partnerCenter.listDevices']).to.equal(1 + 4);
    });

    it('a cursor the platform no longer takes makes the listing begin anew', async () => {
      const { register, compareLater, listings } = world(acme);
      await register('pc', acme, 'Kiosk', many(350));
      await cutAt(2);
      await compareLater();
      await sim.rules();
      for (const [name, text] of listings.documents) {
        listings.documents.set(name, text.replace(/"cursor":"[^"]*"/, '"cursor":"b2xkLDEwMA=="'));
      }
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 350 });
      // A refused cursor is tried as often as any answer that can't be read.
      expect(seen['partnerCenter.listDevices']).to.be.within(1 + 4, 4 + 4);
    });

    it('unknown devices of the part that was read before are named as well', async () => {
      const { register, registerThere, compareLater, told } = world(acme);
      await registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      await register('pc', acme, 'Kiosk', many(250));
      await cutAt(2);
      await compareLater();
      await sim.rules();
      await compareLater();
      expect(told()).to.deep.equal(['unknown_to_us STRANGER']);
    });

    it('a device seen by an earlier run and found under another group tag by this one is where it was found last', async () => {
      const { register, registerThere, removeThere, compareLater } = world(acme);
      await register('pc', acme, 'A', many(3));
      await register('pc', acme, 'B', [tuple('OFFICE')]);
      await cutAt(1);
      expect((await compareLater()).failed).to.have.length(1);
      await sim.rules();
      await removeThere('A', 'SN-1');
      await registerThere('pc', acme, 'A', [tuple('STRANGER')]);
      await registerThere('pc', acme, 'B', [tuple('SN-1')]);
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.include({ groupTagDiffers: 1 });
      expect(seen['partnerCenter.listDevices'], 'batch A stands').to.equal(1);
    });

    it('a platform that asks for patience ends the run, not the listing', async () => {
      const { register, compareLater } = world(acme);
      await register('pc', acme, 'Kiosk', many(450));
      await sim.rules({
        kind: 'throttle',
        operation: 'partnerCenter.listDevices',
        retryAfterSeconds: 3600,
        skip: 3,
        times: 100,
      });
      expect((await compareLater()).failed).to.deep.equal(['pc: platform_throttled']);
      await sim.rules();
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 450 });
      expect(seen['partnerCenter.listDevices']).to.equal(1 + 2);
    });

    it('a run whose time is over leaves what it read to the next', async () => {
      const { register, compareLater, hurry } = world(acme);
      await register('pc', acme, 'Kiosk', many(450));
      await sim.rules({ kind: 'slow', operation: 'partnerCenter.listDevices', milliseconds: 60_000, skip: 3 });
      hurry(2_000);
      const cut = await compareLater();
      expect(cut.failed).to.deep.equal(['pc: listing_not_finished']);
      await sim.rules();
      hurry(hour);
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 450 });
      // Wherever it was cut: five pages, and the last of those it had once more.
      const pages = (cut.seen['partnerCenter.listDevices'] ?? 0) + (seen['partnerCenter.listDevices'] ?? 0);
      expect(pages).to.equal(5 + 1);
    });

    it('a host that dies loses no more than the last few pages', async () => {
      const { register, compareLater, dieAfterFirstKeeping } = world(acme);
      for (const from of [0, 1000, 2000]) await register('pc', acme, 'Kiosk', many(2500).slice(from, from + 1000));
      await dieAfterFirstKeeping();
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 2500 });
      // Twenty pages had been kept; the last of them is read again.
      expect(seen['partnerCenter.listDevices']).to.equal(1 + 5);
    });

    it('an Intune tenant too, whose one list says nowhere how long it is', async () => {
      const own = { ...acme, connections: ['intune'] };
      const { register, compareLater } = world(own);
      const hashes = many(450).map((_, at) => hashOf(`SN-${at}`));
      await register('intune', own, 'Kiosk', hashes);
      await sim.rules({ kind: 'error', operation: 'intune.listDevices', status: 503, skip: 3, times: 100 });
      expect((await compareLater()).failed).to.deep.equal(['intune: platform_unavailable']);
      await sim.rules();
      const { counts, seen } = await compareLater();
      expect(counts).to.deep.equal({ inBoth: 450 });
      expect(seen['intune.listDevices']).to.equal(3);
    });
  });

  describe('says of each device how it stands', () => {
    /** The findings by their codes, after checking that JSON and CSV say what each means and what to do. */
    const said = ({ report, files }: Pick<ReturnType<typeof world>, 'report' | 'files'>) => {
      const csv = [...files].findLast(([name]) => name.endsWith('.csv'))?.[1].text ?? '';
      for (const { code, category, meaning, advice, who } of report().findings) {
        expect({ meaning, advice, who }).to.deep.equal(findingTexts[code]);
        expect(csv).to.contain(categoryTexts[category].title).and.to.contain(advice);
      }
      return report()
        .findings.map(({ category, code, customerName, serial = '-', elsewhere }) =>
          [category, code, customerName, serial, elsewhere?.connectionId, elsewhere?.customerName].join(' ').trim(),
        )
        .sort();
    };
    const scopesIn = ({ report }: Pick<ReturnType<typeof world>, 'report'>) =>
      report().scopes.map(({ counts }) => counts);

    it('in both: listed as we registered it, whatever it was sent as', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', [tuple('S1'), hashOf('S2')]);
      expect((await here.compareLater()).counts).to.deep.equal({ inBoth: 2 });
      expect(said(here)).to.deep.equal([]);
    });

    it('missing on the platform: deleted there after we registered it', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', many(3));
      await here.removeThere('Kiosk', 'SN-1');
      expect((await here.compareLater()).counts).to.deep.equal({ inBoth: 2, missing: 1 });
      expect(said(here)).to.deep.equal(['missing missing Contoso SN-1']);
    });

    it('unknown to us: registered there by somebody else', async () => {
      const here = world(acme);
      await here.registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      await here.compareLater();
      expect(said(here)).to.deep.equal(['unknownToUs unknown_to_us Contoso STRANGER']);
    });

    it('group tag differs: listed in another batch than it was sent to', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', many(2));
      await here.removeThere('Kiosk', 'SN-1');
      await here.registerThere('pc', acme, 'Office', [tuple('SN-1')]);
      expect((await here.compareLater()).counts).to.deep.equal({ inBoth: 1, groupTagDiffers: 1 });
      expect(said(here)).to.deep.equal(['groupTagDiffers group_tag_differs Contoso SN-1']);
      expect(here.report().findings[0]).to.deep.include({ groupTag: 'Kiosk', listedGroupTag: 'Office' });
    });

    it('registered elsewhere: with another customer of the same partner', async () => {
      const here = world(acme, second);
      await here.register('pc', acme, 'Kiosk', many(2));
      await here.removeThere('Kiosk', 'SN-1');
      await here.registerThere('pc', second, 'Kiosk', [tuple('SN-1')]);
      await here.compareLater();
      expect(said(here)).to.deep.equal(['elsewhere other_customer Contoso SN-1 pc Northwind']);
    });

    it('registered at Partner Center and shown by Intune as well: one device, and no finding', async () => {
      const both = { ...acme, connections: ['pc', 'intune'] };
      const here = world(both);
      await here.register('intune', both, 'Kiosk', [hashOf('S1')]);
      await here.register('pc', both, 'Kiosk', [hashOf('S2')]);
      expect((await here.compareLater()).changed).to.equal(0);
      // Partner Center lists S2 alone; Intune lists whatever the customer has.
      expect(scopesIn(here)).to.deep.equal([{ inBoth: 1 }, { inBoth: 1 }]);
      expect(said(here)).to.deep.equal([]);
    });

    it('not comparable: sent by PKID, which Partner Center does not list', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', [pkid(33), tuple('S1')]);
      expect((await here.compareLater()).counts).to.deep.equal({ inBoth: 1, notComparable: 1 });
      expect(said(here)).to.deep.equal(['notComparable pkid_not_listed Contoso -']);
    });

    it('not comparable: registered so recently that it may not be listed yet', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', [tuple('S1')]);
      here.know('pc', acme, [tuple('S2')], { groupTag: 'Kiosk', at: here.clock.now().toISOString() });
      await here.compare();
      expect(said(here)).to.deep.equal(['notComparable too_recent Contoso S2']);
      await here.compareLater();
      expect(said(here)).to.deep.equal(['missing missing Contoso S2']);
    });

    it('not comparable: the batch is listed, its devices are not', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', many(3));
      here.loseNextPage();
      await here.compareLater();
      expect(said(here)).to.deep.equal(
        ['SN-0', 'SN-1', 'SN-2'].map((serial) => `notComparable listed_in_part Contoso ${serial}`),
      );
      expect((await here.compareLater()).counts).to.deep.equal({ inBoth: 3 });
    });

    it('only what the last comparison did not have is marked, and gone is what it alone had', async () => {
      const here = world(acme);
      await here.register('pc', acme, 'Kiosk', many(3));
      await here.registerThere('pc', acme, 'Kiosk', [tuple('STRANGER')]);
      await here.removeThere('Kiosk', 'SN-1');
      expect((await here.compareLater()).changed).to.equal(0);
      await here.removeThere('Kiosk', 'STRANGER');
      await here.removeThere('Kiosk', 'SN-2');
      expect((await here.compareLater()).changed).to.equal(1);
      expect(
        here
          .report()
          .findings.map(({ code, changed }) => `${code} ${changed}`)
          .sort(),
      ).to.deep.equal(['missing false', 'missing true']);
      expect(here.report().scopes[0]).to.deep.include({ changed: 1, resolved: 1 });
      expect((await here.compareLater()).changed).to.equal(0);
      expect(here.report().findings.every(({ changed }) => !changed)).to.equal(true);
    });
  });

  it('asks for nothing but lists', async () => {
    const two = { ...acme, connections: ['pc', 'intune'] };
    const { register, compareLater } = world(two, second);
    await register('pc', two, 'Kiosk', [...many(3), pkid(33)]);
    await register('intune', two, 'Kiosk', [hashOf('S2')]);
    await register('pc', second, 'Kiosk', [tuple('S3')]);
    const { seen } = await compareLater();
    expect(Object.keys(seen).sort()).to.deep.equal([...reads].sort());
  });
});
