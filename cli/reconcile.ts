import { parseArgs } from 'node:util';
import { partnerIdPattern } from '../shared/domain/planning/upload-path.ts';
import type { ComparedPartner, ComparisonProgress } from '../shared/usecases/comparing/compare.ts';
import type { Mended } from '../shared/usecases/upkeep/repair.ts';
import type { Swept } from '../shared/usecases/upkeep/sweep.ts';
import { environmentWith, storageAndSecretsHelp, whoeverIsSignedIn } from './command.ts';
import { UsageError } from './command-line.ts';

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count.toLocaleString('en-GB')}`)
    .join(', ') || 'nothing';

function lineOf(result: ComparedPartner): string {
  if (result.kind === 'skipped') return `${result.partnerId}: not compared, ${result.why}`;
  const { partnerId, counts, changed, failed, withheld, report } = result;
  return [
    `${partnerId}: ${counted(counts)}; ${changed} new since the last time`,
    ...failed.map((what) => `  listing failed: ${what}`),
    ...(Object.keys(withheld).length > 0 ? [`  not this partner's, on shared connections: ${counted(withheld)}`] : []),
    `  reports/${report}.xlsx, .csv, .json`,
  ].join('\n');
}

const secondsBetweenWords = 2;

/** Tells how far the listing is: at once for each customer, then every few seconds. */
function makeProgress(now: () => number): (progress: ComparisonProgress) => void {
  let told = { where: '', at: 0 };
  return ({ partnerId, connectionId, customerName, listed, all }) => {
    const where = `${partnerId}: ${customerName}, ${connectionId}`;
    if (!all && where === told.where && now() - told.at < secondsBetweenWords * 1000) return;
    told = { where, at: now() };
    process.stderr.write(`${where}: ${listed.toLocaleString('en-GB')} devices listed${all ? '' : ' so far'}\n`);
  };
}

const wasCompared = (result: ComparedPartner): boolean => result.kind === 'compared' && result.failed.length === 0;

const textOf = (swept: Swept, mended: Mended, compared: readonly ComparedPartner[]): string =>
  [`found: ${counted(swept)}`, `repaired: ${counted(mended)}`, ...compared.map(lineOf)].join('\n');

/** Sweep, repair and compare, now. */
export const reconcile = {
  usage: 'reconcile [PARTNER] [--storage TEXT] [--secrets DIR] [--json]',
  about:
    'finds lost files, finishes whatever stands still, then compares what we registered with what the platforms list',
  help: `  PARTNER          compare only this partner (repair always looks at everything)
${storageAndSecretsHelp}
  --json           end stdout with one line of JSON

Nothing is written to a platform. It ends with 1 when a listing
failed or a partner could not be compared.`,
  run: async (args: readonly string[]): Promise<number> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { storage: { type: 'string' }, secrets: { type: 'string' }, json: { type: 'boolean' } },
    });
    const [partnerId, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is not understood`);
    if (partnerId !== undefined && !partnerIdPattern.test(partnerId)) {
      throw new UsageError(`"${partnerId}" is not a partner id (small letters, digits and -)`);
    }
    // Loaded here, so that the commands that need no storage start without it.
    const { makeApp } = await import('../shared/app.ts');
    const { readConfig } = await import('../shared/config.ts');
    const app = makeApp(
      // Nobody ends a command that takes long, as a host does.
      readConfig({ COMPARE_SECONDS: String(7 * 24 * 3600), ...environmentWith(values) }),
      { person: whoeverIsSignedIn() },
    );
    process.stderr.write('repairing what stands still\n');
    const swept = await app.sweep();
    const mended = await app.repair();
    const compared = await app.compare(partnerId, makeProgress(Date.now));
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ swept, mended, compared })}\n`
        : `${textOf(swept, mended, compared)}\n`,
    );
    // A partner without customers is no fault, unless it was asked for.
    const wanted = compared.filter(({ kind }) => partnerId !== undefined || kind === 'compared');
    return wanted.every(wasCompared) ? 0 : 1;
  },
};
