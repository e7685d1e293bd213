import { randomBytes, randomUUID } from 'node:crypto';
import type { CheckFinding } from '../shared/adapters/http/connection-check.ts';
import { makeHttp, timingOf } from '../shared/adapters/http/http.ts';
import { federatedToken } from '../shared/adapters/http/sign-in/federated-token.ts';
import { makeIntune } from '../shared/adapters/intune/intune.ts';
import { makeOemDirect } from '../shared/adapters/oem-direct/oem-direct.ts';
import { codeChallenge, codeIn, consentUrl, redeemConsent } from '../shared/adapters/partner-center/consent.ts';
import { makePartnerCenter } from '../shared/adapters/partner-center/partner-center.ts';
import { openSecrets } from '../shared/adapters/secrets/secrets.ts';
import { connectStorage } from '../shared/adapters/storage/clients.ts';
import { makeBatches } from '../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../shared/adapters/storage/names.ts';
import { readConnectionFile } from '../shared/adapters/storage/settings/files.ts';
import { readConfig } from '../shared/config.ts';
import type { Connection } from '../shared/domain/settings/connection.ts';
import type { Batches, CallContext, Clock, Secrets } from '../shared/ports.ts';
import { type Command, environmentWith, storageAndSecretsHelp, whoeverIsSignedIn } from './command.ts';
import { readArguments, UsageError } from './command-line.ts';
import { waitForReturn } from './sign-in-return.ts';
import { wokenBy } from './woken.ts';

const options = {
  storage: { type: 'string' },
  secrets: { type: 'string' },
  customer: { type: 'string' },
  domain: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** A connection as the app would use it, with what it needs. */
async function open(args: readonly string[]) {
  const { values, positionals } = readArguments(args, options);
  const [id = '', ...rest] = positionals;
  if (!/^[A-Za-z0-9-]+$/.test(id) || rest.length > 0)
    throw new UsageError('Which connection? Give its id, nothing else');
  const config = readConfig(environmentWith(values));
  const person = whoeverIsSignedIn();
  const storage = connectStorage(config.storage, person);
  const blob = storage.blobs.getContainerClient(containers.settings).getBlobClient(`connections/${id}.json`);
  if (!(await blob.exists())) throw new UsageError(`The settings have no connection "${id}"`);
  const file = readConnectionFile(id, (await blob.downloadToBuffer()).toString('utf8'), id);
  if (file.value === undefined) throw new Error(`connections/${id}.json: ${file.faults.join('; ')}`);
  const connection = file.value;
  const clock = { now: () => new Date() };
  const effects = { clock, fetch, random: Math.random, secrets: openSecrets(config.secrets, person) };
  const batches = makeBatches(storage.table(tables.batches));
  return { values, connection, effects, batches };
}

const context = (): CallContext => ({ correlationId: randomUUID(), onCall: () => undefined });

/** First consent: the operator signs in once, and the app keeps the refresh token. */
export const connect: Command = {
  usage: 'connect CONNECTION [--storage TEXT] [--secrets DIR]',
  about: 'signs in to Partner Center once (with multifactor authentication) and stores the sign-in for the app',
  help: `Prints an address to open in a browser; the sign-in comes back to this machine. Use an account with the role Admin agent.
The app registration must allow http://127.0.0.1 as a redirect address. The command waits ten minutes for you.
${storageAndSecretsHelp}`,
  run: async (args, print) => {
    const { values, connection, effects } = await open(args);
    if (connection.platform !== 'partnerCenter' || connection.signIn.kind !== 'appUser') {
      throw new Error(`"${connection.connectionId}" signs in without a person; there is nothing to connect`);
    }
    const { verifier, challenge } = codeChallenge(randomBytes(32));
    const state = randomUUID();
    let redirectUri = '';
    const returned = await waitForReturn(state, 600_000, (address) => {
      redirectUri = address;
      print(
        `Open this address in a browser and sign in:\n\n${consentUrl(connection, { redirectUri, state, challenge })}\n\n`,
      );
    });
    const entra = { ...effects, federatedToken, http: makeHttp({ ...effects, timing: timingOf(undefined) }) };
    const code = codeIn(returned, state);
    await redeemConsent(entra, connection, { code, redirectUri, verifier }, context());
    print(`Stored. Try it with: npm run cli -- connection check ${connection.connectionId}\n`);
    print(await wokenBy({ connectionId: connection.connectionId }, values.storage));
    return 0;
  },
};

interface Customer {
  readonly tenantId: string | undefined;
  readonly domain: string | undefined;
}

interface Effects {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly secrets: Secrets;
  readonly batches: Batches;
}

/** Tries whatever this kind of connection needs. */
export async function findingsFor(
  connection: Connection,
  effects: Effects,
  { tenantId, domain }: Customer,
): Promise<readonly CheckFinding[]> {
  switch (connection.platform) {
    case 'partnerCenter':
      return await makePartnerCenter({ ...effects, connection }).check(context(), tenantId);
    case 'oemDirect': {
      const customer = tenantId === undefined ? undefined : { tenantId, ...(domain === undefined ? {} : { domain }) };
      return await makeOemDirect({ ...effects, connection }).check(context(), customer);
    }
    case 'intune':
      return await makeIntune({ ...effects, connection }).check(context(), tenantId);
    case 'm365AdminCenter':
      return [{ tried: 'calling', ok: true, message: 'Nothing to try: there is no API, files are handed off.' }];
    case 'storeForBusiness':
      return [
        { tried: 'calling', ok: false, message: 'Microsoft retired it in 2023. Use Intune or the admin center.' },
      ];
  }
}

/** Tries what a connection needs, and says in plain words what is missing. */
export const connectionCheck: Command = {
  usage: 'connection check CONNECTION [--customer TENANT-ID [--domain NAME]] [--storage TEXT] [--secrets DIR] [--json]',
  about: 'tries to sign in, to prove multifactor authentication and to reach one customer; says what is missing',
  help: `  --customer ID    also try this customer: relationship (Partner Center), consent (OEM Direct, Intune)
  --domain NAME    the customer's domain, which an OEM gateway asks for
  --json           end stdout with one line of JSON
${storageAndSecretsHelp}

Where all is well, what was held for it is tried again at once; with --customer, also what waited for this customer's consent.`,
  run: async (args, print) => {
    const { values, connection, effects, batches } = await open(args);
    const customer = { tenantId: values.customer, domain: values.domain };
    const findings = await findingsFor(connection, { ...effects, batches }, customer);
    for (const { tried, ok, message } of findings) print(`${ok ? '✔' : '✖'} ${tried}: ${message}\n`);
    const { connectionId } = connection;
    const isWell = findings.every(({ ok }) => ok);
    const mended = { connectionId, ...(values.customer === undefined ? {} : { customerTenantId: values.customer }) };
    if (isWell) print(await wokenBy(mended, values.storage));
    if (values.json === true) print(`${JSON.stringify({ connection: connectionId, findings })}\n`);
    return isWell ? 0 : 1;
  },
};
