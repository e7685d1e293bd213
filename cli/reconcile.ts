import { partnerIdFault } from '../shared/domain/ids.ts';
import type { ComparedPartner, ComparisonProgress } from '../shared/usecases/comparing/compare-partner.ts';
import { countsText, environmentWith, openApp, storageAndSecretsHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { wokenBy } from './woken.ts';

function lineOf(result: ComparedPartner): string {
  if (result.kind === 'skipped') {
    const report = result.report === undefined ? '' : `\n  reports/${result.report}.xlsx, .csv, .json`;
    return `${result.partnerId}: not compared, ${result.why}${report}`;
  }
  const { partnerId, counts, changed, failed, withheld, report } = result;
  return [
    `${partnerId}: ${countsText(counts)}; ${changed} new since the last time`,
    ...failed.map((what) => `  could not be compared: ${what}`),
    ...(Object.keys(withheld).length > 0
      ? [`  not this partner's, on shared connections: ${countsText(withheld)}`]
      : []),
    `  reports/${report}.xlsx, .csv, .json`,
  ].join('\n');
}

const secondsBetweenLines = 2;

/** Prints how far the listing is: at once for each customer, then every few seconds. */
function makeProgress(now: () => number): (progress: ComparisonProgress) => void {
  let printed = { where: '', at: 0 };
  return ({ partnerId, connectionId, customerName, listed, all }) => {
    const where = `${partnerId}: ${customerName}, ${connectionId}`;
    if (!all && where === printed.where && now() - printed.at < secondsBetweenLines * 1000) return;
    printed = { where, at: now() };
    process.stderr.write(`${where}: ${listed.toLocaleString('en-GB')} devices listed${all ? '' : ' so far'}\n`);
  };
}

const wasCompared = (result: ComparedPartner): boolean => result.kind === 'compared' && result.failed.length === 0;

/** The comparison of ledger and platforms, now. */
export const reconcile = {
  usage: 'reconcile [PARTNER] [--storage TEXT] [--secrets DIR] [--json]',
  about: 'compares what we registered with what the platforms list',
  help: `  PARTNER          only this partner; without it, all of them
${storageAndSecretsHelp}
  --json           end stdout with one line of JSON

Nothing is written to a platform. What is held for a grant or a sign-in is tried again afterwards. Exit code 1: a listing failed, or a partner could not be compared.`,
  run: async (args: readonly string[]): Promise<number> => {
    const { values, positionals } = readArguments(args, {
      storage: { type: 'string' },
      secrets: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [partnerId, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is not understood`);
    const fault = partnerId === undefined ? undefined : partnerIdFault(partnerId);
    if (fault !== undefined) throw new UsageError(`"${partnerId}" ${fault}`);
    // Unlike a timer, a command has no time limit.
    const app = await openApp({ RECONCILE_SECONDS: String(7 * 24 * 3600), ...environmentWith(values) });
    const compared = await app.reconcile(partnerId, makeProgress(Date.now));
    const woken = await wokenBy(partnerId === undefined ? {} : { partnerId }, values.storage);
    (values.json === true ? process.stderr : process.stdout).write(woken);
    process.stdout.write(
      values.json === true ? `${JSON.stringify({ compared })}\n` : `${compared.map(lineOf).join('\n')}\n`,
    );
    // A partner without customers is no fault, unless it was asked for.
    const wanted = compared.filter(({ kind }) => partnerId !== undefined || kind === 'compared');
    return wanted.every(wasCompared) ? 0 : 1;
  },
};
