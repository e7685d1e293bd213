import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { type Stack, startStack } from '../../local/stack.ts';
import { noBrowser, startBrowser, violations, watchErrors } from './browser.ts';

/** Everything real: the page, the API, storage, and the simulated platforms. One goes on where the one before has ended. */
describe('the page on the whole stack', function () {
  this.timeout(180_000);
  let folder: string;
  let stack: Stack;
  let browser: Browser;
  let url: string;
  let reseller: Page;
  let errors: readonly string[];

  before(async function () {
    if (noBrowser !== undefined) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'flow-'));
    stack = await startStack({ dataDir: folder, storageInMemory: true, jobSeconds: 1 });
    url = stack.hosts[0]?.baseUrl ?? '';
    browser = await startBrowser();
    reseller = await signedIn('Tailwind IT, reseller uploader', 'Register devices');
    errors = watchErrors(reseller);
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** A browser of one's own, signed in by the choice of this name. */
  async function signedIn(choice: string, heading: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.getByRole('button', { name: choice }).click();
    await page.getByRole('heading', { name: heading }).waitFor();
    return page;
  }
  const drop = (page: Page, name: string, lines: readonly string[]) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) });
  const send = (page: Page, count: number) =>
    page.getByRole('button', { name: `Send ${count} device${count === 1 ? '' : 's'}` });
  const idIn = (page: Page): string => page.url().split('/').at(-1) ?? '';

  it('a dropped file is checked first: what would be sent, what is wrong, how the columns were read', async () => {
    await drop(reseller, 'May <b>list.csv', [
      'Device Serial Number,Manufacturer name,Device model,Qty',
      'SYN70001,LENOVO,20XW,1',
      'SYN70002,LENOVO,20XW,1',
      'SYN70003,LENOVO,,1',
      '1.2E+11,LENOVO,20XW,1',
    ]);
    await send(reseller, 2).waitFor();
    await reseller.getByRole('heading', { name: 'May <b>list.csv' }).waitFor();
    await reseller.getByText('2 rows need a correction.').waitFor();
    await reseller.getByText('Qty → Not read').waitFor();
    expect(await violations(reseller)).to.deep.equal([]);
  });

  it('rejected rows are corrected in place and checked again', async () => {
    await reseller.getByRole('textbox', { name: 'Device model, row 4' }).fill('20XW');
    await reseller.getByRole('textbox', { name: 'Device Serial Number, row 5' }).fill('SYN70004');
    await reseller.getByText('2 rows corrected').waitFor();
    const first = reseller.url();
    await reseller.getByRole('button', { name: 'Check the corrections' }).click();
    await reseller.waitForURL((now) => now.href !== first);
    await reseller.getByText('2 devices are ready to be sent.').waitFor();
  });

  it('what was checked is sent, followed to its end, and its report fetched', async () => {
    await send(reseller, 2).click();
    await reseller.getByText('Nothing. Everything is done.').waitFor();
    await reseller.getByRole('button', { name: '2 Registered' }).click();
    await reseller.getByRole('cell', { name: 'SYN70004' }).waitFor();
    const report = reseller.getByRole('link', { name: 'Report (Excel)' });
    const [download] = await Promise.all([reseller.waitForEvent('download'), report.click()]);
    expect(download.suggestedFilename()).to.match(/\.report\.xlsx$/);
    // The check it was made of says so, and is not sent twice.
    await reseller.goBack();
    await reseller.getByText('This file was sent on').waitFor();
    expect(await send(reseller, 2).count()).to.equal(0);
  });

  it('a device is found by its serial number', async () => {
    await reseller.getByRole('link', { name: 'Find' }).click();
    await reseller.getByRole('searchbox', { name: 'Serial number' }).fill('SYN70004');
    await reseller.getByRole('button', { name: 'Find' }).click();
    await reseller.getByText('Contoso-Standard').first().waitFor();
  });

  it('what is on hold says who has to act, is tried again, and the rest is cancelled by typing it', async () => {
    const maker = await signedIn('Proseware Devices, OEM uploader', 'Register devices');
    await maker.getByRole('switch', { name: 'Check first' }).uncheck();
    await drop(maker, 'held.csv', [
      'Device Serial Number,Manufacturer name,Device model,Customer',
      'SYN80001,Proseware Devices,PW-100,tailspin',
      'SYN80002,Proseware Devices,PW-100,contoso',
    ]);
    await maker.getByText('Tailspin Toys has to allow something first').waitFor();
    await maker.getByRole('button', { name: 'Try again now' }).click();
    await maker.getByText('tried again now').waitFor();
    await maker.getByRole('button', { name: 'Cancel what was not sent' }).click();
    const dialog = maker.getByRole('dialog');
    await dialog.getByLabel('Type CANCEL to confirm').fill('CANCEL');
    await dialog.getByRole('button', { name: 'Cancel what was not sent' }).click();
    await maker.getByText('will not be sent').waitFor();

    // Neither partner sees anything of the other: not by the list, not by the address of the view, not by the API.
    const own = reseller.url().replace(/#.*/, '');
    const foreign = idIn(maker);
    await reseller.goto(`${own}#/p/proseware/uploads/${foreign}`);
    await reseller.getByRole('heading', { name: 'There is nothing here.' }).waitFor();
    await reseller.goto(`${own}#/p/tailwind/uploads/${foreign}`);
    await reseller.getByRole('alert').waitFor();
    await reseller.goto(`${own}#/p/tailwind/uploads`);
    await reseller
      .getByRole('link', { name: /May <b>list/ })
      .first()
      .waitFor();
    expect(await reseller.getByText('held.csv').count()).to.equal(0);
    for (const path of [`proseware/uploads/${foreign}`, `tailwind/uploads/${foreign}`, 'proseware/uploads']) {
      const status = await reseller.evaluate(`fetch('/api/partners/${path}').then(({ status }) => status)`);
      expect([path, status]).to.deep.equal([path, 404]);
    }
  });

  it('the operator sees every partner and connection, stops a partner by typing its name, and lets it go on', async () => {
    const operator = await signedIn('Operator operator', 'State of the service');
    await operator.getByRole('link', { name: 'Connections' }).click();
    await operator.getByRole('heading', { name: 'Proseware Devices, OEM gateway' }).waitFor();
    expect(await violations(operator)).to.deep.equal([]);
    await operator.getByRole('link', { name: 'Partners' }).click();
    const card = operator.getByRole('article').filter({ hasText: 'Tailwind IT, reseller' });
    await card.getByRole('button', { name: 'Stop sending' }).click();
    const dialog = operator.getByRole('dialog');
    await dialog.getByLabel('Why (operators see it)').fill('A test');
    await dialog.getByLabel('Type tailwind to confirm').fill('tailwind');
    await dialog.getByRole('button', { name: 'Stop sending' }).click();
    await card.getByText('A test').waitFor();
    // Its devices are on hold, in their rows, too, and nothing is offered that can't help.
    await reseller.goto(`${url}/#/p/tailwind`);
    await reseller.getByRole('switch', { name: 'Check first' }).uncheck();
    await drop(reseller, 'stopped.csv', [
      'Device Serial Number,Manufacturer name,Device model,Customer',
      'SYN90001,LENOVO,20XW,contoso',
    ]);
    await reseller.getByText('The operator has suspended sending for this partner.').first().waitFor();
    await reseller.getByRole('row').filter({ hasText: 'SYN90001' }).getByText('On hold').waitFor();
    expect(await reseller.getByRole('button', { name: 'Try again now' }).count()).to.equal(0);
    await card.getByRole('button', { name: 'Go on sending' }).click();
    await card.getByRole('button', { name: 'Stop sending' }).waitFor();
    await reseller.getByText('Nothing. Everything is done.').waitFor();
  });

  it('whoever has a personal link drops files with it, until it is revoked', async () => {
    const operator = await signedIn('Operator operator', 'State of the service');
    await operator.goto(`${url}/#/operator/partners/tailwind`);
    await operator.getByLabel('Person').fill('Rita');
    await operator.getByRole('button', { name: 'Make a link' }).click();
    const link = await operator.getByRole('textbox', { name: 'The link for Rita' }).inputValue();
    const rita = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await rita.goto(`${url}/${new URL(link).hash}`);
    await rita.getByRole('heading', { name: 'Register devices' }).waitFor();
    await rita.getByText('Your personal link works until').waitFor();
    await operator.getByRole('button', { name: 'Revoke' }).click();
    await operator.getByLabel('Type Rita to confirm').fill('Rita');
    await operator.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await operator.getByText('Revoked').waitFor();
    await rita.reload();
    await rita.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('nothing of all this made the page complain', () => {
    expect(errors).to.deep.equal([]);
  });
});
