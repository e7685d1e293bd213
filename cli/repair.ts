import { parseArgs } from 'node:util';
import { countsText, environmentWith, openApp, storageAndSecretsHelp } from './command.ts';
import { UsageError } from './command-line.ts';

/** Sweep and repair, now. */
export const repair = {
  usage: 'repair [--storage TEXT] [--secrets DIR] [--json]',
  about: 'takes up files whose event was lost, and finishes whatever stands still',
  help: `${storageAndSecretsHelp}
  --json           end stdout with one line of JSON

The app's timers do the same every minute. It is safe at any time, and beside them.`,
  run: async (args: readonly string[]): Promise<number> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { storage: { type: 'string' }, secrets: { type: 'string' }, json: { type: 'boolean' } },
    });
    if (positionals.length > 0) throw new UsageError(`"${positionals.join(' ')}" is not understood`);
    const app = await openApp(environmentWith(values));
    const swept = await app.sweep();
    const repairs = await app.repair();
    process.stdout.write(
      values.json === true
        ? `${JSON.stringify({ swept, repairs })}\n`
        : `found: ${countsText(swept)}\nrepaired: ${countsText(repairs)}\n`,
    );
    return 0;
  },
};
