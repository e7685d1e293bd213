import type { SecretsAddress } from '../shared/adapters/secrets/secrets.ts';
import { secretsOf } from '../shared/config.ts';
import { checkSettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import { type Command, counted, environmentWith, storageAndSecretsHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { checkProfiles, namedProfiles, profilesThrough } from './profile-check.ts';
import { folderOf, openSettings } from './settings-store.ts';

/** Undefined: this environment does not say where secrets are. */
function secretsIn(environment: NodeJS.ProcessEnv): SecretsAddress | undefined {
  const faults: string[] = [];
  const address = secretsOf(environment, faults);
  return faults.length === 0 ? address : undefined;
}

/** Everything wrong with the settings at once. */
export const settingsCheck: Command = {
  usage: 'settings check [DIR] [--offline] [--storage TEXT] [--secrets DIR] [--json]',
  about: 'lists every mistake in a settings folder, or in the settings that are in force',
  help: `  DIR              a folder that holds partners/ID.json and connections/ID.json; without it, the settings in storage
  --offline        ask no platform
  --json           print one JSON object instead of text
${storageAndSecretsHelp}

Reads only. Exit code 1: something is wrong, for example a value the schema refuses, a reference to nothing, one customer
claimed by two partners on one connection, or a default group tag the platform would refuse. A warning is no mistake: a
customer without a default group tag on a platform that needs one.

Where it is known how secrets are read, Partner Center is asked whether each customer has the deployment profile (profileId)
that the settings name. What can't be looked up is a warning.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      storage: { type: 'string' },
      secrets: { type: 'string' },
      offline: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const [settings, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError('Which folder? Name one, or none for the settings in storage');
    const texts = await openSettings({ settings, storage: values.storage }).read();
    const folder = folderOf(texts);
    const checked = checkSettingsFolder(folder);
    const named = namedProfiles(folder);
    const address = values.offline === true ? undefined : secretsIn(environmentWith(values));
    const asked = address === undefined ? undefined : await checkProfiles(named, profilesThrough(address));
    const problems = [...texts.strangers, ...checked.problems, ...(asked?.problems ?? [])];
    const warnings = [...checked.warnings, ...(asked?.warnings ?? [])];
    const notAsked = asked === undefined ? named.length : 0;
    const read = { partners: folder.partners.size, connections: folder.connections.size };
    if (values.json)
      print(
        `${JSON.stringify({ ok: problems.length === 0, ...read, problems, warnings, profilesNotAsked: notAsked })}\n`,
      );
    else {
      for (const problem of problems) print(`${problem}\n`);
      for (const warning of warnings) print(`Warning: ${warning}\n`);
      const found = problems.length === 0 ? 'nothing is wrong' : counted(problems.length, 'problem');
      const noted = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
      const unfit = [...folder.partners.values(), ...folder.connections.values()].filter(({ value }) => !value).length;
      const broken = unfit === 0 ? '' : ` (${counted(unfit, 'file')} can't be used)`;
      print(
        `${counted(read.partners, 'partner')}, ${counted(read.connections, 'connection')}${broken}: ${found}${noted}.\n`,
      );
      if (notAsked > 0) {
        print(
          `${counted(notAsked, 'deployment profile was', 'deployment profiles were')} not looked up on the platform.\n`,
        );
      }
    }
    return problems.length === 0 ? 0 : 1;
  },
};
