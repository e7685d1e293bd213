import { access } from 'node:fs/promises';
import { checkedRow, checkRows, describeRow, summarize } from './check-file.ts';
import type { Command } from './command.ts';
import { readArguments, typedPath, UsageError } from './command-line.ts';
import { openSpooledText } from './spooled-text.ts';

/** Besides 0, 1 and 2, which mean the same for every command. */
const rowsNeedAction = 3;

/** Reads one file as an upload would be read. */
export const check: Command = {
  usage: 'check FILE [--json]',
  about: 'reads a file and says what each row is; nothing is sent',
  help: `  --json           print one JSON object instead of text

Needs no storage and no partner. Exit codes: 0 nothing has to be done before the file is sent; 1 the file as a
whole is refused; 3 it is read, but rejected rows of it need somebody.`,
  run: async (args, print) => {
    const options = { json: { type: 'boolean' } } as const;
    const { values, positionals } = readArguments(args, options);
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('Which file? Name exactly one');
    const path = typedPath(file);
    await access(path).catch(() => {
      throw new UsageError(`${file}: no such file`);
    });
    const rows = await openSpooledText();
    try {
      let between = '';
      const head = await checkRows(path, {}, async (row) => {
        if (values.json !== true)
          return rows.add(
            describeRow(row)
              .map((line) => `${line}\n`)
              .join(''),
          );
        await rows.add(`${between}${JSON.stringify(checkedRow(row))}`);
        between = ',';
      });
      const isRead = head.fileOutcome === 'processed';
      // The file's verdict is known last and stands first.
      print(values.json === true ? `${JSON.stringify(head).slice(0, -1)},"rows":[` : summarize(head));
      if (isRead) await rows.printTo(print);
      if (values.json === true) print(']}\n');
      return isRead ? ((head.counts['reject'] ?? 0) > 0 ? rowsNeedAction : 0) : 1;
    } finally {
      await rows.close();
    }
  },
};
