import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Reason } from '../../../../shared/domain/reason.ts';
import type { ReportHead } from '../../../../shared/domain/reporting/report.ts';
import { fileOf, renderBytes } from '../../../adapters/report/read-back.ts';
import { everyKind } from '../../../adapters/report/sample-report.ts';

const run = promisify(execFile);
const browser = process.env['CHROMIUM'] ?? 'chromium';

/** Opens a page with axe in it and gives what axe objects to. The page's own policy forbids scripts, so it is lifted. */
const violations = async (page: string, options: readonly string[]): Promise<string> => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'page-test-'));
  try {
    const script = `<script>${axe}</script><script>
axe.run().then((result) => { document.body.textContent = 'AXE' + JSON.stringify(result.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }))) + 'END'; });
</script>`;
    const open = page
      .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
      .replace('</body>', () => `${script}</body>`);
    const path = join(folder, 'page.html');
    await writeFile(path, open);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/profile`];
    const { stdout } = await run(
      browser,
      [...flags, ...options, '--virtual-time-budget=20000', '--dump-dom', `file://${path}`],
      {
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const [, found] = /AXE(.*)END/s.exec(stdout) ?? [];
    if (found === undefined) throw new Error('axe did not finish');
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

describe('the report page in a browser', () => {
  before(function () {
    if (spawnSync(browser, ['--version']).status === 0) return;
    process.stderr.write(`${browser} is not installed: the report page was not checked with axe.\n`);
    this.skip();
  });

  const light = '--blink-settings=preferredColorScheme=1';
  const dark = '--blink-settings=preferredColorScheme=0';
  const hold: Reason = { code: 'relationship_missing', params: { link: 'https://partner.example/invite' } };
  const cases: Readonly<Record<string, Partial<ReportHead>>> = {
    'with rows, holds and notices': { holds: [{ ...hold, rows: 3 }], notices: [hold] },
    'of a check': { kind: 'check' },
  };

  for (const [what, changes] of Object.entries(cases)) {
    for (const scheme of [light, dark]) {
      it(`a page ${what} has nothing axe objects to, in ${scheme === light ? 'light' : 'dark'}`, async () => {
        const page = fileOf(await renderBytes(everyKind, changes), 'html').toString('utf8');
        expect(await violations(page, [scheme])).to.equal('[]');
      });
    }
  }

  it('axe is really looking', async () => {
    const page = fileOf(await renderBytes(everyKind), 'html')
      .toString('utf8')
      .replace(' lang="en"', '');
    expect(await violations(page, [light])).to.contain('html-has-lang');
  });

  it('a page of a refused file has nothing axe objects to', async () => {
    const files = await renderBytes([], { sheets: [], groups: [], refused: { code: 'no_header' } });
    expect(await violations(fileOf(files, 'html').toString('utf8'), [light])).to.equal('[]');
  });
});
