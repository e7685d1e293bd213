import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const run = promisify(execFile);
const script = fileURLToPath(new URL('measure.ts', import.meta.url));

const measure = async (what: 'report' | 'exceljs'): Promise<{ milliseconds: number; peak: number }> => {
  const { stdout } = await run(process.execPath, [script, what]);
  const { milliseconds, peak }: { milliseconds: number; peak: number } = JSON.parse(stdout);
  return { milliseconds, peak };
};

/** The quicker of two runs: what else the machine does must not decide. */
const quickest = async (what: 'report' | 'exceljs') => {
  const [one, other] = [await measure(what), await measure(what)];
  return { milliseconds: Math.min(one.milliseconds, other.milliseconds), peak: Math.max(one.peak, other.peak) };
};

describe('a report of 100,000 rows and 12 columns', () => {
  it('needs at most 220 MB and 1.5 times as long as exceljs takes for its rows sheet without styles', async () => {
    const report = await quickest('report');
    const exceljs = await quickest('exceljs');
    process.stderr.write(`      report ${JSON.stringify(report)}, exceljs ${JSON.stringify(exceljs)}\n`);
    expect(report.peak).to.be.at.most(220 * 1024 * 1024);
    expect(report.milliseconds).to.be.at.most(exceljs.milliseconds * 1.5);
  });
});
