import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import type { ReadRow } from '../shared/domain/read-event.ts';
import { checkFile, summarize } from './check.ts';
import { reconcile } from './cli/reconcile.ts';

/** How a command ends: 0 done, 1 the file was refused, 2 it was called wrongly. */
type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { check, reconcile: reconcile.run };
const usage = `usage: npm run cli -- check FILE [--json]
       npm run cli -- ${reconcile.usage}`;

async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new Error(usage);
  await access(file).catch(() => {
    throw new Error(`${file}: no such file`);
  });
  const problems: ReadRow[] = [];
  const checked = await checkFile(file, {}, (row) => {
    if (row.reading.kind !== 'device' || row.reading.warnings.length > 0) problems.push(row);
  });
  process.stdout.write(values.json ? `${JSON.stringify(checked)}\n` : summarize(checked, problems));
  return checked.fileOutcome === 'processed' ? 0 : 1;
}

// In any long run Node lets the space for young objects grow to about 100 MB, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');

const [name = '', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Error(usage);
  process.exitCode = await command(args);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
