import { countsText, environmentWith, openApp, storageAndSecretsHelp } from './command.ts';
import { expectNothingElse, readArguments } from './command-line.ts';

/** Sweep and repair, now. */
export const repair = {
  usage: 'repair [--storage TEXT] [--secrets DIR] [--json]',
  about: 'takes in files whose event was lost, and finishes whatever has stopped',
  help: `${storageAndSecretsHelp}
  --json           end stdout with one line of JSON

The app's timers do the same every few minutes. You can run it at any time, also beside them.`,
  run: async (args: readonly string[]): Promise<number> => {
    const { values, positionals } = readArguments(args, {
      storage: { type: 'string' },
      secrets: { type: 'string' },
      json: { type: 'boolean' },
    });
    expectNothingElse(positionals);
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
