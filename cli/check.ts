import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ReadRow } from '../shared/domain/reading/read-event.ts';
import { checkFile, summarize } from './check-file.ts';
import type { Command } from './command.ts';
import { UsageError } from './command-line.ts';

/** Reads one file as an upload would be read. */
export const check: Command = {
  usage: 'check FILE [--json]',
  about: 'only reads a file: what is every row?',
  help: `  --json           print one JSON object instead of text

Needs no storage and no partner; nothing is sent. Ends with 1 when the file as a whole is refused.`,
  run: async (args, print) => {
    const options = { json: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('Which file? Name exactly one');
    await access(file).catch(() => {
      throw new UsageError(`${file}: no such file`);
    });
    const problems: ReadRow[] = [];
    const checked = await checkFile(file, {}, (row) => {
      if (row.reading.kind !== 'device' || row.reading.warnings.length > 0) problems.push(row);
    });
    print(values.json ? `${JSON.stringify(checked)}\n` : summarize(checked, problems));
    return checked.fileOutcome === 'processed' ? 0 : 1;
  },
};
