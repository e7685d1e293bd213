import { type Command, counted, openServing, openStorage, sameStorage, storageHelp } from './command.ts';
import { expectNothingElse, readArguments, UsageError } from './command-line.ts';
import { findUpload } from './ledger.ts';
import { confirm } from './terminal.ts';

const uploadHelp = "  UPLOAD           the upload's id, or its first six or more digits";

const gone = (uploadId: string): UsageError => new UsageError(`There is no upload ${uploadId}`);

/** Tries again now what waits. */
export const release: Command = {
  usage: 'release UPLOAD [--storage TEXT] [--json]',
  about: 'tries what is held, or waits for its next try, again now (also: retry UPLOAD)',
  help: `${uploadHelp}
  --json           print one JSON object instead of text
${storageHelp}

Held work tries again by itself, every 15 minutes at the longest: this is for whoever has just removed the cause. What is
still missing holds it again. The record says who did it.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, { storage: { type: 'string' }, json: { type: 'boolean' } });
    const [typed, ...rest] = positionals;
    expectNothingElse(rest);
    const key = await findUpload(openStorage(values.storage), typed);
    const { serving, person } = await openServing(values.storage);
    const released = await serving.releaseUpload(key, await person());
    if (released === undefined) throw gone(key.uploadId);
    const { chunks, devices } = released;
    if (values.json) print(`${JSON.stringify({ ...key, ...released })}\n`);
    else if (chunks === 0) print(`Nothing of upload ${key.uploadId} waits.\n`);
    else {
      print(`${counted(devices, 'device')} in ${counted(chunks, 'chunk')} of upload ${key.uploadId} are tried now.\n`);
      print(`See what comes of it: npm run cli -- upload ${key.uploadId.slice(0, 8)}${sameStorage(values.storage)}\n`);
    }
    return 0;
  },
};

/** Calls off what was not sent. */
export const cancel: Command = {
  usage: 'cancel UPLOAD [--yes] [--storage TEXT] [--json]',
  about: 'calls off what was not sent yet; what was sent is followed to its end',
  help: `${uploadHelp}
  --yes            do it without asking; needed without a terminal
  --json           print one JSON object instead of text
${storageHelp}

The rows that were not sent end as rejected, with the reason that they were called off. The record says who did it.`,
  run: async (args, print, terminal) => {
    const { values, positionals } = readArguments(args, {
      yes: { type: 'boolean' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [typed, ...rest] = positionals;
    expectNothingElse(rest);
    const key = await findUpload(openStorage(values.storage), typed);
    const { serving, person } = await openServing(values.storage);
    if (values.yes !== true) {
      const view = await serving.readUpload(key);
      if (view === undefined) throw gone(key.uploadId);
      const { total, sent } = view.summary.devices;
      const about = `${key.partnerId}/${view.summary.fileName}: ${total - sent} of ${counted(total, 'device')} not sent yet`;
      if (terminal === undefined) throw new UsageError(`${about}. To call them off, repeat this with --yes`);
      if (!(await confirm(terminal, `${about}. Call them off?`, false))) return 0;
    }
    const by = await person();
    const cancelled = await serving.cancelUpload(key, { ...by, name: 'the operator' });
    if (cancelled === undefined) throw gone(key.uploadId);
    const { devices, goOn } = cancelled;
    if (values.json) print(`${JSON.stringify({ ...key, ...cancelled })}\n`);
    else
      print(
        `Called off: ${counted(devices, 'device')}. Sent already and followed to the end: ${counted(goOn, 'device')}.\n`,
      );
    return 0;
  },
};
