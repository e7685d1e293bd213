import { counted, environmentWith, openApp, partnerOf, storageAndSecretsHelp } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';

/** The operator's word for more removals than a connection makes on one day. */
export const removalsAllow = {
  usage: 'removals allow PARTNER UPLOAD [--storage TEXT] [--secrets DIR] [--json]',
  about: 'lets an upload go on that removes more devices than its connection may on one day',
  help: `  --json           print one JSON object instead of text
${storageAndSecretsHelp}

Chunks on hold for removal_limit go on at once, whatever the limit. Look at the upload's report first: what
is deregistered can't be taken back. The upload's id stands in its report and in "status".`,
  run: async (args: readonly string[], print: (text: string) => void): Promise<number> => {
    const { values, positionals } = readArguments(args, {
      storage: { type: 'string' },
      secrets: { type: 'string' },
      json: { type: 'boolean' },
    });
    const partnerId = partnerOf(positionals.slice(0, 1));
    const [, uploadId = '', ...rest] = positionals;
    if (!/^[0-9a-f]{24}$/.test(uploadId) || rest.length > 0)
      throw new UsageError('Which upload? Name its id, 24 digits');
    const app = await openApp(environmentWith(values));
    const allowed = await app.allowRemovals({ partnerId, uploadId });
    if (values.json) print(`${JSON.stringify({ partnerId, uploadId, chunks: allowed })}\n`);
    else print(allowed === 0 ? 'nothing waits for that\n' : `${counted(allowed, 'chunk')} may go on\n`);
    return 0;
  },
};
