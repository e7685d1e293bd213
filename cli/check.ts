import { access } from 'node:fs/promises';
import type { ReadRow } from '../shared/domain/reading/read-event.ts';
import { checkFile, summarize } from './check-file.ts';
import type { Command } from './command.ts';
import { readArguments, typedPath, UsageError } from './command-line.ts';

/** Reads one file as an upload would be read. */
export const check: Command = {
  usage: 'check FILE [--json]',
  about: 'reads a file and says what each row is; nothing is sent',
  help: `  --json           print one JSON object instead of text

Needs no storage and no partner. Exit code 1: the file as a whole is refused.`,
  run: async (args, print) => {
    const options = { json: { type: 'boolean' } } as const;
    const { values, positionals } = readArguments(args, options);
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('Which file? Name exactly one');
    const path = typedPath(file);
    await access(path).catch(() => {
      throw new UsageError(`${file}: no such file`);
    });
    const problems: ReadRow[] = [];
    const checked = await checkFile(path, {}, (row) => {
      if (row.reading.kind !== 'device' || row.reading.warnings.length > 0) problems.push(row);
    });
    print(values.json ? `${JSON.stringify(checked)}\n` : summarize(checked, problems));
    return checked.fileOutcome === 'processed' ? 0 : 1;
  },
};
