import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { noBrowser, sidewaysScroll, startBrowser, untilReady, violations, watchErrors } from './browser.ts';
import { hostile, viewOf } from './recorded-answers.ts';
import { type Looking, type RecordedPage, startRecordedPage } from './recorded-page.ts';

/** Every view, with who looks at it. */
const views: readonly (readonly [name: string, looking: Looking, hash: string])[] = [
  ['signing in', 'nobody', '#/'],
  ['dropping files', 'reseller', '#/'],
  ['the list of uploads', 'reseller', '#/p/tailwind/uploads'],
  ['an upload on its way', 'reseller', viewOf('sending')],
  ['a check', 'reseller', viewOf('check')],
  ['an upload on hold', 'reseller', viewOf('held')],
  ['an upload that the operator stopped', 'reseller', viewOf('suspended')],
  ['an upload with rows to correct', 'reseller', viewOf('done')],
  ['a refused file', 'reseller', viewOf('refused')],
  ['finding a device', 'reseller', '#/p/tailwind/find?serial=SYN1'],
  ['comparisons and notifications', 'reseller', '#/p/tailwind/more'],
  ['nothing', 'reseller', '#/operator'],
  ['the operator’s overview', 'operator', '#/operator'],
  ['all partners', 'operator', '#/operator/partners'],
  ['personal links', 'operator', '#/operator/partners/tailwind'],
  ['all connections', 'operator', '#/operator/connections'],
  ['a failing upload for operators', 'operator', viewOf('failing')],
];

const desk = { width: 1200, height: 900 };
const phone = { width: 390, height: 844 };

describe('the page in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recorded: RecordedPage;
  let context: BrowserContext;
  let page: Page;
  let errors: readonly string[];

  before(async function () {
    if (noBrowser !== undefined) {
      process.stderr.write(`  ${noBrowser}: the page is not tested.\n`);
      this.skip();
    }
    recorded = await startRecordedPage();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await recorded?.stop();
  });

  const look = async (hash: string, as: Looking = 'reseller'): Promise<void> => {
    recorded.look(as);
    await page.goto('about:blank');
    await page.goto(`${recorded.url}/${hash}`);
    await untilReady(page);
  };
  beforeEach(async () => {
    context = await browser.newContext({ viewport: desk, locale: 'en-GB', colorScheme: 'light' });
    page = await context.newPage();
    errors = watchErrors(page);
  });
  afterEach(async () => {
    await context?.close();
  });

  for (const [name, who, hash] of views) {
    it(`${name}: usable for everybody, light on a desk and dark on a phone`, async () => {
      for (const [colorScheme, size] of [
        ['light', desk],
        ['dark', phone],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        await look(hash, who);
        expect(await violations(page), colorScheme).to.deep.equal([]);
        expect(await sidewaysScroll(page), `sideways scroll at ${size.width}`).to.be.at.most(0);
      }
      expect(errors).to.deep.equal([]);
    });
  }

  it('is German for who speaks German, and stays in the language that was chosen', async () => {
    await context.close();
    context = await browser.newContext({ locale: 'de-AT' });
    page = await context.newPage();
    await look('#/');
    expect(await page.textContent('h1')).to.equal('Geräte registrieren');
    expect(await page.getAttribute('html', 'lang')).to.equal('de');
    await page.getByLabel('Sprache').selectOption('en');
    await look('#/');
    expect(await page.textContent('h1')).to.equal('Register devices');
    expect(await page.getAttribute('html', 'lang')).to.equal('en');
  });

  it('shows names and cells as text, whatever they are', async () => {
    await look(viewOf('refused'));
    expect(await page.textContent('h1')).to.equal(`${hostile}.xlsx`);
    await look(viewOf('check'));
    const models = await page.getByRole('textbox', { name: /^Type, row/ }).all();
    expect(await Promise.all(models.map((model) => model.inputValue()))).to.include(hostile);
    expect(await page.locator('img').count()).to.equal(0);
    expect(errors).to.deep.equal([]);
  });

  it('says in a plain sentence that the API does not answer, and goes on as soon as it does', async () => {
    recorded.look('down');
    await page.goto(`${recorded.url}/#/`);
    await page.getByText('The service can’t be reached just now.').waitFor();
    recorded.look('reseller');
    // Asked at once when somebody comes back to the page.
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByRole('heading', { name: 'Register devices' }).waitFor();
  });

  it('asks nobody but its own origin', async () => {
    const others: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(recorded.url)) others.push(request.url());
    });
    for (const [, who, hash] of views) {
      await look(hash, who);
    }
    expect(others.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).to.deep.equal([]);
  });

  it('shows at most a page of a long list, and goes on to the next and back', async () => {
    await look('#/p/tailwind/uploads');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('Page 2').waitFor();
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByText('Page 1').waitFor();
    await look(viewOf('done'));
    await page.getByRole('button', { name: 'Show all rows' }).click();
    await page.getByText('SYN100004').waitFor();
    expect(await page.locator('.rows tbody tr').count()).to.equal(50);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('SYN100054').waitFor();
    expect(await page.locator('.rows tbody tr').count()).to.equal(50);
  });

  it('sets one value for all rows with the same reason, and shows it in each of them', async () => {
    await look(viewOf('check'));
    await page
      .getByRole('row', { name: /no group tag/ })
      .getByRole('button', { name: 'Correct' })
      .click();
    await page.getByLabel('New value').fill('Contoso-Standard');
    await page.getByRole('button', { name: 'Set it for 32 rows' }).click();
    await page.getByText('1 correction for many rows').waitFor();
    const tags = page.getByRole('textbox', { name: /^Group tag, row/ });
    expect(await tags.count()).to.equal(32);
    for (const tag of await tags.all()) expect(await tag.inputValue()).to.equal('Contoso-Standard');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await tags.first().inputValue()).to.equal('');
  });

  it('says once, and with their number, what many rows share, and the rest beside its row', async () => {
    await look(viewOf('done'));
    const text = 'A value of this row stands in a hidden column.';
    const shared = page.getByRole('listitem').filter({ hasText: text });
    expect(await shared.textContent()).to.contain('41 rows');
    expect(await page.getByText(text).count()).to.equal(1);
    expect(await page.getByText('See note 1 above the table').count()).to.equal(41);
    await page.getByRole('button', { name: '12 Refused by platform' }).click();
    const row = page.getByRole('row').filter({ hasText: 'a.move-1.csv' }).first();
    expect(await row.getByRole('link').getAttribute('href')).to.contain('move-1.csv');
  });

  it('calls a corrected file by the name of the first one, and says of that what was made of it', async () => {
    await look(viewOf('good'));
    expect(await page.textContent('h1')).to.equal('contoso/10-mixed-identities.xlsx');
    await look(viewOf('done'));
    await page.getByText('41 rows of it were corrected on').waitFor();
    await page.getByRole('link', { name: 'See what became of it' }).click();
    await page.getByRole('link', { name: 'Correction of an earlier file' }).waitFor();
  });

  it('finds the devices of an order, and looks in older uploads when asked', async () => {
    await look('#/p/tailwind/find');
    await page.getByLabel('Look by').selectOption('Order number');
    await page.getByRole('searchbox', { name: 'Order number' }).fill('PO 4711');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('SYN100017').waitFor();
    expect(recorded.asked).to.include('GET /partners/tailwind/devices?order=PO 4711');
    await page.getByText('6 uploads were looked through; older ones were not.').waitFor();
    await page.getByRole('button', { name: 'Look in older uploads, too' }).click();
    await page.getByText('10 uploads were looked through.').waitFor();
  });

  it('says once why sending is stopped, and offers nothing that can’t help', async () => {
    await look(viewOf('suspended'));
    expect(await page.getByText('The operator has suspended sending for this partner.').count()).to.equal(1);
    expect(await page.getByRole('button', { name: 'Try again now' }).count()).to.equal(0);
    await look('#/p/tailwind/uploads');
    const listed = page.getByRole('row').filter({ hasText: 'contoso/stopped.csv' });
    await listed.getByText('Waits for: The operator').waitFor();
  });

  it('asks for the word before it cancels or stops something, and does nothing without it', async () => {
    await look(viewOf('held'));
    await page.getByRole('button', { name: 'Cancel what was not sent' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Cancel what was not sent' });
    expect(await confirm.isDisabled()).to.equal(true);
    expect(await violations(page)).to.deep.equal([]);
    await dialog.getByLabel('Type CANCEL to confirm').fill('CANCEL');
    expect(await confirm.isDisabled()).to.equal(false);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(recorded.asked.filter((call) => call.endsWith('/cancel'))).to.deep.equal([]);
  });

  it('is used with the keyboard alone', async () => {
    await look('#/');
    expect(await page.evaluate('document.activeElement.tagName')).to.equal('H1');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Choose files');
    await page.locator('.skip').focus();
    expect(await page.locator('.skip').isVisible()).to.equal(true);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('content');
  });

  it('a personal link shows its secret once, and takes the secret of one that is opened out of the address', async () => {
    await look('#/operator/partners/tailwind', 'operator');
    await page.getByLabel('Person').fill('Rita');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const made = page.getByRole('textbox', { name: 'The link for' });
    await made.waitFor();
    expect(await made.inputValue()).to.equal('https://app.example/#link=c2VjcmV0');
    recorded.look('nobody');
    await page.goto('about:blank');
    await page.goto(`${recorded.url}/#link=c2VjcmV0`);
    await page.getByText('This link does not work any more.').waitFor();
    expect(page.url()).to.equal(`${recorded.url}/#/`);
    expect(recorded.asked).to.include('POST /sign-in/link');
  });
});
