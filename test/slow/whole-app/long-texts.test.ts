import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { makeUploadLedger } from '../../../shared/adapters/storage/ledger.ts';
import { tables } from '../../../shared/adapters/storage/names.ts';
import { aPartner, contoso, csvOf, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

/** The longest name a blob may have. */
const longest = 1_024;
const filled = (start: string, filling: string, end: string): string => {
  const room = longest - start.length - end.length;
  return `${start}${filling.repeat(Math.ceil(room / filling.length)).slice(0, room)}${end}`;
};

describe('names and texts at their limits', function () {
  this.timeout(60_000);
  let whole: WholeApp;
  before(async () => {
    whole = await startWholeApp([aPartner('acme', contoso), aPartner('bravo', northwind)]);
  });
  after(() => whole.stop());

  for (const [what, name, code] of [
    ['many folders', filled('acme/', 'folder/', '.csv'), 'path_too_deep'],
    ['letters beyond ASCII', filled('acme/', 'Größe-日本/', '.csv'), 'path_too_deep'],
    ['letters of two units', filled('acme/', '😀😀😀/', '.csv'), 'path_too_deep'],
    ['one long folder', filled('acme/', 'x', '/May.csv'), 'path_too_long'],
    ['990 characters', filled('acme/', 'folder/', '.csv').slice(0, 990), 'path_too_deep'],
  ] as const) {
    it(`an upload with a name of ${what} has every file of its report, under a name storage takes`, async () => {
      const uploadId = await whole.intake(name, csvOf('SERIAL1'));
      await whole.settle();
      expect((await whole.report(uploadId)).refused?.code).to.equal(code);
      const files = (await whole.names('reports')).filter((file) => file.includes(`-${uploadId.slice(0, 6)}.`));
      expect(files.map((file) => file.split('.').slice(-2).join('.'))).to.include.members([
        'report.json',
        'report.xlsx',
      ]);
      for (const file of files) {
        expect(file.length).to.be.at.most(longest);
        expect(file.startsWith('acme/')).to.equal(true);
      }
    });
  }

  it('a settings file with thousands of faults leaves its uploads with a report that shows where the list was cut', async () => {
    const customers = Array.from({ length: 3_000 }, (_, n) => ({ customerTenantId: `wrong ${n}`, name: 'x' }));
    await whole.put(
      'settings',
      'partners/charlie.json',
      JSON.stringify({ ...aPartner('charlie', contoso), customers }),
    );
    whole.pass(1);
    const uploadId = await whole.intake('charlie/May.csv', csvOf('SERIAL2'));
    await whole.settle(2);
    const state = await makeUploadLedger(whole.clients.table(tables.uploads)).read({ partnerId: 'charlie', uploadId });
    expect(state?.value).to.include({ state: 'waiting' });
    expect(String(state?.value.reason?.params?.['faults'])).to.match(/… \(cut\)$/);
    expect((await whole.report(uploadId)).refused?.code).to.equal('settings_broken');
    expect(whole.refused).to.deep.equal([]);
  });
});
