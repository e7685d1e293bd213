import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  blobNameOf,
  type Drop,
  type Dropped,
  dropInto,
  fetchReportFiles,
  followUpload,
} from '../local/dropped-file.ts';
import { isWell, type Outcome, outcomeOf, reportsText, summaryText } from '../local/outcome.ts';
import { makeProgressView } from '../local/progress-view.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import { isProgramFile } from '../shared/domain/planning/program-file.ts';
import { actionFolders, parseUploadPath } from '../shared/domain/planning/upload-path.ts';
import { english } from '../shared/domain/texts/en.ts';
import { type Command, openStorage, partnerOf, sameStorage, stackInUse, storageHelp } from './command.ts';
import { readArguments, typedPath, UsageError } from './command-line.ts';
import { openLedger, partnersInSettings } from './ledger.ts';
import { partnerState } from './partner-state.ts';

const actions = Object.keys(actionFolders);

/** Why a file can't be dropped like this; undefined: it can. */
async function faultOf(drop: Drop): Promise<string | undefined> {
  const name = basename(drop.path);
  const isThere = await access(drop.path).then(
    () => true,
    () => false,
  );
  if (!isThere) return `${drop.path}: no such file`;
  if (isProgramFile(name)) return `${name}: a program has left it beside the list; drop the list itself`;
  const parsed = parseUploadPath(blobNameOf(drop));
  if (parsed.kind === 'refused') return `${name}: ${english.explain(parsed.reason)?.happened ?? parsed.reason.code}`;
  // "--customer deregister" names a folder that asks for something else.
  return parsed.path.customerFolder === drop.customer
    ? undefined
    : `"${drop.customer}" is the name of no customer's folder`;
}

/** The only partner there is, or the sample reseller of the stack that runs here. */
async function standardPartner(storage: StorageClients, given: string | undefined): Promise<string> {
  const ofStack = stackInUse(given)?.partner;
  if (ofStack !== undefined) return ofStack;
  const [only, ...others] = await partnersInSettings(storage);
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError('Which partner? Give --partner ID ("partner list" lists them)');
}

/** Follows what was dropped to its end, and copies the reports where they are wanted. */
async function follow(storage: StorageClients, dropped: readonly Dropped[], folder: string | undefined) {
  const { readProgress } = openLedger(storage);
  const view = makeProgressView(process.stderr);
  const began = performance.now();
  const outcomes: readonly Outcome[] = await Promise.all(
    dropped.map(async (one) => {
      const end = await followUpload({ readProgress }, one, view.show);
      return outcomeOf(one, end, folder === undefined ? [] : await fetchReportFiles(storage, end, folder));
    }),
  );
  view.end();
  return { outcomes, seconds: (performance.now() - began) / 1000 };
}

/** Puts files where their partner would put them. */
export const drop: Command = {
  usage:
    'drop FILE… [--partner ID] [--customer NAME] [--action WORD] [--check] [--wait] [--to DIR] [--storage TEXT] [--json]',
  about: 'drops files for a partner, as the partner would; with --wait, stays until their reports are written',
  help: `  --partner ID     whose files they are (default: the only partner there is; the sample reseller on the local stack)
  --customer NAME  drop into this customer's folder (tenant id, domain or alias)
  --action WORD    what to do with every device, instead of registering it: ${actions.join(', ')};
                   removals have to be confirmed afterwards
  --check          only say what would happen; nothing is sent
  --wait           stay until nothing more happens by itself, and say what became of each file
  --to DIR         --wait, and copy the reports into this folder
  --json           print one JSON object instead of text
${storageHelp}

A file of the same name that was dropped before becomes a new upload. Exit code 1: a file was refused as a whole.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      partner: { type: 'string' },
      customer: { type: 'string' },
      action: { type: 'string' },
      check: { type: 'boolean', default: false },
      wait: { type: 'boolean', default: false },
      to: { type: 'string' },
      storage: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length === 0) throw new UsageError('Which file? Name at least one');
    const named = values.partner === undefined ? undefined : partnerOf([values.partner]);
    const storage = openStorage(values.storage);
    const partner = named ?? (await standardPartner(storage, values.storage));
    const { customer, check, action } = values;
    if (action !== undefined && !actions.includes(action))
      throw new UsageError(`--action is one of ${actions.join(', ')}`);
    const drops = positionals.map(
      (file): Drop => ({
        ...{ path: typedPath(file), partner, check },
        ...(customer === undefined ? {} : { customer }),
        ...(action === undefined ? {} : { action }),
      }),
    );
    const faults = (await Promise.all(drops.map(faultOf))).filter((fault) => fault !== undefined);
    const names = drops.map(({ path }) => basename(path));
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) faults.push(`two of the files are called ${twice}; drop them one after the other`);
    if (faults.length > 0) throw new UsageError(faults.join('\n'));
    const state = await partnerState(storage, partner);
    if (state === 'unknown') throw new UsageError(`There is no partner "${partner}" in the settings`);
    if (state === 'suspended') process.stderr.write(`Note: ${partner} is suspended; what it uploads is not sent.\n`);
    const dropped = await Promise.all(drops.map((one) => dropInto(storage, one)));

    if (!values.wait && values.to === undefined) {
      const uploads = dropped.map(({ uploadId, blobName }) => ({ uploadId, partnerId: partner, blobName }));
      if (values.json) print(`${JSON.stringify({ uploads })}\n`);
      else {
        for (const { uploadId, blobName } of uploads) print(`${blobName}: upload ${uploadId}\n`);
        print(`See how far it is: npm run cli -- status ${partner}${sameStorage(values.storage)}\n`);
      }
      return 0;
    }
    const folder = values.to === undefined ? undefined : typedPath(values.to);
    const { outcomes, seconds } = await follow(storage, dropped, folder);
    const ok = outcomes.every((one) => (folder === undefined ? one.refused === undefined : isWell(one)));
    if (values.json) print(`${JSON.stringify({ ok, files: outcomes })}\n`);
    else {
      print(summaryText(outcomes, seconds));
      if (folder !== undefined) print(reportsText(outcomes));
      else
        for (const { uploadId } of outcomes) print(`npm run cli -- fetch ${uploadId}${sameStorage(values.storage)}\n`);
    }
    return ok ? 0 : 1;
  },
};
