import { relative } from 'node:path';
import { fetchReportFiles } from '../local/dropped-file.ts';
import { type Command, counted, openStorage, storageHelp } from './command.ts';
import { expectNothingElse, readArguments, typedPath } from './command-line.ts';
import { findUpload, openLedger } from './ledger.ts';

/** Copies the report files of one upload to this machine. */
export const fetch: Command = {
  usage: 'fetch UPLOAD [--to DIR] [--storage TEXT] [--json]',
  about: 'copies the report files of an upload here: page, workbook, CSV, JSON, retry workbook, hand-off files',
  help: `  UPLOAD           the upload's id, or its first six or more digits
  --to DIR         folder to copy them into (default: reports)
  --json           print one JSON object instead of text
${storageHelp}

Exit code 1: there is no report yet.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      to: { type: 'string', default: 'reports' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [typed, ...rest] = positionals;
    expectNothingElse(rest);
    const storage = openStorage(values.storage);
    const key = await findUpload(storage, typed);
    const progress = await openLedger(storage).readProgress(key);
    const files = progress === undefined ? [] : await fetchReportFiles(storage, progress, typedPath(values.to));
    if (values.json) print(`${JSON.stringify({ ...key, files })}\n`);
    else if (files.length === 0) print(`Upload ${key.uploadId} of ${key.partnerId} has no report yet.\n`);
    else {
      for (const file of files) print(`${relative(process.cwd(), file)}\n`);
      print(`${counted(files.length, 'file')} of upload ${key.uploadId} of ${key.partnerId}.\n`);
    }
    return files.length === 0 ? 1 : 0;
  },
};
