import { mkdir } from 'node:fs/promises';
import { fileOf, renderBytes } from '../adapters/report/read-back.ts';
import { everyKind } from '../adapters/report/sample-report.ts';
import { noBrowser, startBrowser, untilReady } from './browser.ts';
import { now, viewOf } from './recorded-answers.ts';
import { type Looking, startRecordedPage } from './recorded-page.ts';

const folder = 'docs/pictures';
const desk = { width: 1080, height: 720 };
const phone = { width: 390, height: 780 };

/** The pictures of the page in the documents: what they show, on which screen. */
const pictures = [
  ['page-drop', 'reseller', '#/', desk, 'light'],
  ['page-check', 'reseller', viewOf('check'), { width: 1080, height: 860 }, 'light'],
  ['page-on-hold-phone', 'reseller', viewOf('held'), phone, 'light'],
  ['page-drop-phone-dark', 'reseller', '#/', phone, 'dark'],
  ['page-operator-dark', 'operator', '#/operator', desk, 'dark'],
  ['page-connections', 'operator', '#/operator/connections', desk, 'light'],
] as const satisfies readonly (readonly [string, Looking, string, object, string])[];

if (noBrowser !== undefined) {
  process.stderr.write(`${noBrowser}: no picture was taken.\n`);
  process.exit(1);
}
const recorded = await startRecordedPage();
const browser = await startBrowser();
await mkdir(folder, { recursive: true });
for (const [name, looking, hash, viewport, colorScheme] of pictures) {
  recorded.look(looking);
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
  await page.clock.setFixedTime(now);
  await page.goto(`${recorded.url}/${hash}`);
  await untilReady(page);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
const report = await browser.newPage({ viewport: { width: 1080, height: 860 }, locale: 'en-GB', timezoneId: 'UTC' });
/** What an ordinary order comes to: most rows are done, one is not. */
const ordinary = everyKind.flatMap((row) => {
  const times = { registered: 21, alreadyRegistered: 2, rejected: 1, duplicate: 1 }[row.verdict.kind as string] ?? 0;
  return Array.from({ length: times }, () => row);
});
await report.setContent(fileOf(await renderBytes(ordinary), 'html').toString('utf8'));
await report.screenshot({ path: `${folder}/report.png` });
await browser.close();
await recorded.stop();
process.stdout.write(`${folder}: ${pictures.length + 1} pictures\n`);
