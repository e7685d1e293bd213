import { type Command, partnerOf } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';

const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const types = ['Group', 'User', 'ServicePrincipal'];
/** Values of the azd environment that the commands need. */
const needed = ['AZURE_RESOURCE_GROUP', 'STORAGE_ACCOUNT_NAME', 'DROP_ROLE_ID'] as const;

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new UsageError(`${name} is missing: load the values of the deployment first (azd env get-values)`);
  return value;
}

/** The commands that let identities of Entra drop and fetch for a partner, without a deployment of everything. */
export const partnerIdentity: Command = {
  usage: 'partner identity PARTNER OBJECT_ID… [--type Group|User|ServicePrincipal] [--json]',
  about: 'prints the commands that let identities of Entra drop files and fetch reports for a partner',
  help: `  --type TYPE      what the object ids are (default: Group)
  --json           print one JSON object instead of the commands

The partner's identities get two roles each, bound to its own folders. Nothing else of the deployment is touched, and a
later "azd provision" takes nothing away. Whoever runs the commands needs the right to assign roles:
  npm run --silent cli -- partner identity PARTNER OBJECT_ID | sh
Needs the values of the deployment in the environment ("azd env get-values").`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, { type: { type: 'string' }, json: { type: 'boolean' } });
    const [first = '', ...ids] = positionals;
    const partnerId = partnerOf(first === '' ? [] : [first]);
    if (ids.length === 0) throw new UsageError('Which identities? Give the object id of each');
    const wrong = ids.filter((id) => !objectId.test(id));
    if (wrong.length > 0)
      throw new UsageError(`No object id: ${wrong.join(', ')} (Entra shows it, not the name or mail)`);
    const type = values.type ?? 'Group';
    if (!types.includes(type)) throw new UsageError(`--type is one of ${types.join(', ')}`);
    const [group, storage, role] = needed.map(fromEnvironment);
    const identities = [...new Set(ids.map((id) => id.toLowerCase()))];
    const commands = identities.map((id) =>
      [
        `az deployment group create --only-show-errors --output none --resource-group ${group}`,
        `--name access-${id} --template-file infra/modules/partner-access.bicep`,
        `--parameters storageName=${storage} dropRoleId=${role} partnerId=${partnerId} principalId=${id} principalType=${type}`,
      ].join(' '),
    );
    print(values.json ? `${JSON.stringify({ partnerId, identities, commands })}\n` : `${commands.join('\n')}\n`);
    return 0;
  },
};
