import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { erase } from '../../../cli/erase.ts';
import { verifyAudit } from '../../../shared/adapters/storage/audit-reader.ts';
import { tables } from '../../../shared/adapters/storage/names.ts';
import { runCommandHere } from '../../cli/run-command.ts';
import { everyOf } from '../../fakes/every-of.ts';
import { adatum, aPartner, contoso, csvOf, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

const acme = aPartner('acme', contoso);
const bravo = aPartner('bravo', northwind);

describe('settings that change while uploads are under way', () => {
  let whole: WholeApp;
  beforeEach(async () => {
    whole = await startWholeApp([acme, bravo]);
  });
  afterEach(() => whole.stop());

  const submissions = async (): Promise<number> => (await whole.truth('/submissions'))['submissions']?.length ?? 0;
  const change = async (text: string, partnerId = 'acme'): Promise<void> => {
    await whole.put('settings', `partners/${partnerId}.json`, text);
    whole.pass(1);
  };
  const codes = async (uploadId: string): Promise<readonly string[]> =>
    (await whole.report(uploadId)).rows.map(({ status, code }) => `${status} ${code ?? ''}`);

  it('of a partner suspended before its chunk goes out nothing is sent, and the report says so', async () => {
    const uploadId = await whole.intake('acme/may.csv', csvOf('SYN1', 'SYN2'));
    await change(JSON.stringify({ ...acme, state: 'suspended' }));
    await whole.settle();
    expect(await submissions()).to.equal(0);
    expect(await codes(uploadId)).to.deep.equal(['rejected partner_suspended', 'rejected partner_suspended']);
    expect((await whole.report(uploadId)).kind).to.equal('final');
    const later = await whole.intake('acme/june.csv', csvOf('SYN3'));
    await whole.settle();
    expect((await whole.report(later)).refused?.code).to.equal('partner_suspended');
    expect(await submissions()).to.equal(0);
  });

  it('of a partner removed before its chunk goes out nothing is sent, and the report says so', async () => {
    const uploadId = await whole.intake('acme/may.csv', csvOf('SYN1'));
    await whole.container('settings').deleteBlob('partners/acme.json');
    whole.pass(1);
    await whole.settle();
    expect(await submissions()).to.equal(0);
    expect(await codes(uploadId)).to.deep.equal(['rejected partner_removed']);
  });

  it('what was sent before a partner was suspended is followed to its end', async () => {
    const uploadId = await whole.intake('acme/may.csv', csvOf('SYN1'));
    await whole.deliver();
    expect(await submissions()).to.equal(1);
    await change(JSON.stringify({ ...acme, state: 'suspended' }));
    await whole.settle();
    expect(await codes(uploadId)).to.deep.equal(['registered ']);
    expect(await submissions()).to.equal(1);
  });

  it('a customer taken from a partner, or claimed by another one, gets nothing any more, even of chunks that stand in line', async () => {
    const removed = await whole.intake('acme/may.csv', csvOf('SYN1'));
    const claimed = await whole.intake('bravo/may.csv', csvOf('SYN2'));
    await change(JSON.stringify(aPartner('acme', adatum)));
    await whole.putPartner(aPartner('charlie', northwind));
    whole.pass(1);
    await whole.settle(2);
    expect(await submissions()).to.equal(0);
    expect(await codes(removed)).to.deep.equal(['held customer_unknown']);
    expect(await codes(claimed)).to.deep.equal(['held customer_claimed_twice']);
    await whole.putPartner(aPartner('charlie', adatum));
    await whole.putPartner(aPartner('acme', contoso));
    await whole.settle(12);
    expect(await codes(claimed)).to.deep.equal(['registered ']);
    expect(await codes(removed)).to.deep.equal(['registered ']);
  });

  for (const [name, text] of [
    ['half-written', JSON.stringify(acme).slice(0, 60)],
    ['empty', ''],
    ['about another partner', JSON.stringify({ ...acme, partnerId: 'bravo' })],
    ['nested without end', '['.repeat(200_000)],
    ['huge', `{"name": "${'x'.repeat(3_000_000)}"}`],
    ['with a prototype in it', '{"__proto__": {"state": "suspended"}, "partnerId": "acme"}'],
  ] as const) {
    it(`a settings file that is ${name} leaves the last good version in force, and its fault is recorded`, async () => {
      const before = await whole.intake('acme/before.csv', csvOf('SYN1'));
      await change(text);
      const after = await whole.intake('acme/after.csv', csvOf('SYN2'));
      const neighbour = await whole.intake('bravo/may.csv', csvOf('SYN3'));
      await whole.settle();
      for (const uploadId of [before, after, neighbour]) expect(await codes(uploadId)).to.deep.equal(['registered ']);
      const faults = (await whole.audit('acme')).flatMap((entry) =>
        entry.what === 'settingsSeen' ? entry.faults : [],
      );
      expect(faults).not.to.deep.equal([]);
      expect(JSON.stringify(await whole.audit('bravo'))).not.to.include('acme');
    });
  }

  it('a partner that never had a good file waits; its neighbour does not', async () => {
    await change('{', 'delta');
    const waiting = await whole.intake('delta/may.csv', csvOf('SYN1'));
    const neighbour = await whole.intake('acme/may.csv', csvOf('SYN2'));
    await whole.settle(2);
    expect((await whole.report(waiting)).refused?.code).to.equal('settings_broken');
    expect(await codes(neighbour)).to.deep.equal(['registered ']);
    await whole.putPartner(aPartner('delta', adatum));
    whole.pass(10);
    await whole.app.repair();
    await whole.settle();
    expect(await codes(waiting)).to.deep.equal(['registered ']);
  });

  it('a removed partner’s data is erased by command, the neighbour’s stays, and the record shows it', async () => {
    await whole.intake('acme/may.csv', csvOf('SYN1'));
    const neighbour = await whole.intake('bravo/may.csv', csvOf('SYN2'));
    await whole.settle();
    await whole.intake('acme/under-way.csv', csvOf('SYN3'));
    await whole.container('settings').deleteBlob('partners/acme.json');
    const rowsOf = async (): Promise<string> => {
      const rows = await Promise.all(
        Object.values(tables).map((name) => everyOf(whole.clients.table(name).listEntities())),
      );
      return JSON.stringify(rows);
    };
    expect(await rowsOf()).to.include('acme/under-way.csv');

    const erased = await runCommandHere(erase, 'acme', '--yes', '--json', '--storage', whole.connectionString);
    expect(JSON.parse(erased.text)).to.deep.include({ left: [] });
    expect(JSON.parse(erased.text).removed).to.include({ uploads: 2 });
    for (const name of ['uploads', 'reports', 'state'] as const) {
      expect((await whole.names(name)).filter((blob) => blob.includes('acme'))).to.deep.equal([]);
    }
    // Partner Center's batches are the connection's: their names stay, so that nobody creates them again.
    expect((await rowsOf()).replaceAll('acme-tag', '')).not.to.include('acme');
    whole.pass(60);
    await whole.settle();
    expect((await whole.names('reports')).filter((blob) => blob.includes('acme'))).to.deep.equal([]);
    expect(await codes(neighbour)).to.deep.equal(['registered ']);

    const entries = (await whole.audit('acme')).slice(-2);
    expect(entries.map(({ what, who }) => `${who} ${what}`)).to.deep.equal(['operator erasing', 'operator erased']);
    expect((await verifyAudit(whole.container('audit'), 'acme')).faults).to.deep.equal([]);
  });
});
