import { rm, writeFile } from 'node:fs/promises';
import { makePartnerTemplate } from '../shared/adapters/report/partner-template/partner-template.ts';
import { languages } from '../shared/domain/language.ts';
import { settingsOfPartner } from '../shared/domain/settings/settings-folder.ts';
import { checkFile } from './check-file.ts';
import { type Command, partnerOf } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { folderOf, openSettings, settingsHelp } from './settings-store.ts';

/** A name that exists is never replaced: a template may have been filled in since. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new UsageError(`${path} exists already; name another file with --out`);
    if (code === 'ENOENT') throw new UsageError(`${path}: there is no such folder`);
    throw error;
  }
}

/** A workbook for one partner to fill in. */
export const template: Command = {
  usage: 'template PARTNER [--out FILE] [--language en|de] [--settings DIR | --storage TEXT]',
  about: "writes a workbook to fill in, with the partner's customers and group tags as drop-down lists",
  help: `  --out FILE       the workbook to write (default: PARTNER-devices.xlsx); a file that exists is not replaced
  --language L     language of titles and explanations: ${languages.join(' or ')} (default: the partner's)
${settingsHelp}

Reads settings only. The workbook lists this partner's customers: give it to no one else.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      out: { type: 'string' },
      language: { type: 'string' },
      settings: { type: 'string' },
      storage: { type: 'string' },
    });
    const partnerId = partnerOf(positionals);
    const { out = `${partnerId}-devices.xlsx` } = values;
    const wanted = languages.find((language) => language === values.language);
    if (values.language !== undefined && wanted === undefined) {
      throw new UsageError(`--language takes ${languages.join(' or ')}, not "${values.language}"`);
    }
    if (!out.endsWith('.xlsx')) throw new UsageError(`--out takes the name of an .xlsx file, not "${out}"`);
    const { settings: dir } = values;
    const folder = folderOf(await openSettings({ settings: dir, storage: values.storage }).read());
    const settings = settingsOfPartner(folder, partnerId);
    if (settings.kind === 'unknown') throw new UsageError(`There is no partner "${partnerId}" in the settings`);
    if (settings.kind === 'broken') throw new Error(`partners/${partnerId}.json: ${settings.faults.join('; ')}`);
    const { partner, connections, faults } = settings;
    for (const fault of faults) process.stderr.write(`Note: ${fault}\n`);
    if (partner.state === 'suspended') {
      process.stderr.write(`Note: ${partnerId} is suspended; what it uploads is not sent.\n`);
    }
    const language = wanted ?? partner.language ?? 'en';
    await writeNew(out, await makePartnerTemplate({ partner, connections, language }));
    // Whatever names customers and group tags have: nothing in a template may be taken for a device.
    const checked = await checkFile(out, partner.columns === undefined ? {} : { columns: partner.columns });
    if (checked.fileReason !== 'no_data_rows') {
      await rm(out);
      throw new Error('A customer or group tag in the settings reads like a column title: no template can be made');
    }
    print(`${out}: fill in one row for each device and drop it as it is.\n`);
    return 0;
  },
};
