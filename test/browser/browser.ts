import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian and Ubuntu have their browser; CHROMIUM names another one. */
const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why there is no browser to test with; undefined: there is one. */
export const noBrowser = existsSync(executable) ? undefined : `There is no browser at ${executable} (set CHROMIUM)`;

/** Starts the browser without a window. Its sandbox does not work for root, as in containers. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it is shown, as lines to read. */
export async function violations(page: Page): Promise<readonly string[]> {
  // The page's own policy lets no foreign script in; the debugger may.
  await page.evaluate(axe.source);
  const found: { readonly violations: readonly AxeViolation[] } = await page.evaluate('axe.run(document)');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** Pixels by which the page is wider than the window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth');

/** Waits until the view stands: it has its heading, and nothing in it is still on its way. */
export async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Collects what the page should never do: errors, refused scripts or styles. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A status of the API is its answer, not an error of the page.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  return errors;
}
