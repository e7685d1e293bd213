import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { pollDelay } from '../shared/domain/waits.ts';
import { readScalePage, type ScalePage } from './scale-page.ts';

/** US $ a month and GB, as the page assumes. */
const storedPrice = 0.024;

/** Looks at a job until so many seconds after it was sent. */
function looksUntil(seconds: number): number {
  let looks = 0;
  for (let at = 0; at < seconds * 1000; looks += 1) at += pollDelay(looks);
  return looks;
}

/** Told figures are rounded. */
const about = (told: number, exact: number, what: string): void => {
  expect(told, `${what}: ${told}, not ${exact}`).to.be.closeTo(exact, Math.max(exact * 0.05, 0.6));
};

describe('docs/scale.md', () => {
  let page: ScalePage;
  before(async () => {
    page = await readScalePage();
  });

  it('reckons a job of ten minutes, and its price, from what was counted', () => {
    const further = looksUntil(600) - looksUntil(3);
    expect(page.text)
      .to.contain(`looked at ${looksUntil(600)} times`)
      .and.contain(`${further} more than the short one`);
    expect(page.needs.size).to.equal(9);
    for (const [what, { short, further: each, long, price = Number.NaN, dollars }] of page.needs) {
      about(long, short + further * each, what);
      expect(dollars, what).to.be.closeTo(long * price, 0.00006);
    }
    const sum = [...page.needs.values()].reduce((dollars, { long, price = 0 }) => dollars + long * price, 0);
    expect(page.sum).to.be.closeTo(sum, 0.0001);
  });

  it('counts an invocation for each message and one for the drop; intake and report take two seconds more each', () => {
    const of = (what: string) => page.needs.get(what) ?? { short: Number.NaN, further: Number.NaN };
    const [receives, invocations, gbSeconds] = ['queue receives', 'invocations', 'GB-s'].map(of);
    expect(invocations?.short).to.equal((receives?.short ?? 0) + 1);
    expect(invocations?.further).to.equal(receives?.further);
    expect(gbSeconds?.short).to.equal(2 * ((invocations?.short ?? 0) + 4));
    expect(gbSeconds?.further).to.equal(2 * (invocations?.further ?? 0));
  });

  it('reckons a month from one file', () => {
    const long = (what: string): number => page.needs.get(what)?.long ?? Number.NaN;
    const calls = [...page.needs].filter(([what]) => /^(?:blob|table|queue)/.test(what));
    const each = calls.reduce((sum, [, row]) => sum + row.long, 0);
    const kept = (container: string): number => page.stored.get(container) ?? Number.NaN;
    const storedGb = ((kept('uploads') + kept('state')) * 3 + kept('reports') * 24) / 1e6;
    const [, fixed = ''] = /metric alerts.*\| (\d+) \|/.exec(page.text) ?? [];
    expect(page.months.map(({ devices }) => devices)).to.deep.equal([1e3, 1e6, 1e8]);
    for (const month of page.months) {
      expect(month.files * 1000).to.equal(month.devices);
      about(month.storageCalls, month.files * each, 'storage calls');
      about(month.invocations, month.files * long('invocations'), 'invocations');
      about(month.gbSeconds, month.files * long('GB-s'), 'GB-s');
      about(month.variable, month.files * page.sum, 'calls, compute, logs');
      about(month.storedGb, month.files * storedGb, 'stored');
      about(month.sum, Number(fixed) + month.files * (page.sum + storedGb * storedPrice), 'sum');
    }
  });

  it('counts the alerts there are, and what they cost', async () => {
    const { logs, metrics } = JSON.parse(await readFile('infra/alerts.json', 'utf8'));
    expect(page.text).to.contain(`${logs.length} log alerts`).and.contain(`${metrics.length} metric alerts`);
    const dollars = logs.reduce(
      (sum: number, { every }: { every: string }) => sum + (every === 'PT5M' ? 1.5 : 0.5),
      metrics.length * 0.1,
    );
    expect(page.text).to.contain(`($0.10) | | ${Math.ceil(dollars)} |`);
  });
});
