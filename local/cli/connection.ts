import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { federatedToken } from '../../shared/adapters/http/federated-token.ts';
import { makeHttp, timingOf } from '../../shared/adapters/http/http.ts';
import { codeChallenge, codeIn, consentUrl, redeemConsent } from '../../shared/adapters/partner-center/consent.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import { openSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { readConnectionFile } from '../../shared/adapters/settings/files.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { makeBatches } from '../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../shared/adapters/storage/names.ts';
import { readConfig } from '../../shared/config.ts';
import type { PartnerCenterConnection } from '../../shared/domain/connection.ts';
import type { CallContext } from '../../shared/ports.ts';
import { UsageError } from '../command-line.ts';
import type { Command } from './command.ts';

const options = {
  storage: { type: 'string' },
  secrets: { type: 'string' },
  customer: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const help = `  --storage TEXT   connection string of the storage account
  --secrets DIR    folder with the secrets the connection names
What is not given comes from the app's own environment (AzureWebJobsStorage…, KEY_VAULT_URI or SECRETS_FOLDER).`;

/** A connection as the app would use it, with what it needs. */
async function open(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [id = '', ...rest] = positionals;
  if (!/^[A-Za-z0-9-]+$/.test(id) || rest.length > 0)
    throw new UsageError('Which connection? Give its id, nothing else');
  const config = readConfig({
    ...process.env,
    ...(values.storage === undefined ? {} : { AzureWebJobsStorage: values.storage }),
    ...(values.secrets === undefined ? {} : { SECRETS_FOLDER: values.secrets, KEY_VAULT_URI: '' }),
  });
  const storage = connectStorage(config.storage);
  const blob = storage.blobs.getContainerClient(containers.settings).getBlobClient(`connections/${id}.json`);
  if (!(await blob.exists())) throw new UsageError(`The settings have no connection "${id}"`);
  const file = readConnectionFile(id, (await blob.downloadToBuffer()).toString('utf8'), id);
  if (file.value === undefined) throw new Error(`connections/${id}.json: ${file.faults.join('; ')}`);
  if (file.value.platform !== 'partnerCenter') {
    throw new Error(`"${id}" is a ${file.value.platform} connection; there is nothing to sign in to or to try here`);
  }
  const connection: PartnerCenterConnection = file.value;
  const clock = { now: () => new Date() };
  const effects = { clock, fetch, random: Math.random, secrets: openSecrets(config.secrets) };
  const batches = makeBatches(storage.table(tables.batches));
  return { values, connection, effects, batches };
}

const context = (): CallContext => ({ correlationId: randomUUID(), onCall: () => undefined });

/** Waits on loopback for the browser to come back from the sign-in. */
async function waitForReturn(announce: (redirectUri: string) => void): Promise<URL> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  announce(`${base}/`);
  try {
    for (;;) {
      const [request, response] = await once(server, 'request', { signal: AbortSignal.timeout(600_000) });
      const url = new URL(request.url ?? '/', base);
      const isAnswer = url.searchParams.has('code') || url.searchParams.has('error');
      response.writeHead(isAnswer ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(isAnswer ? 'Done. You can close this page.' : '');
      if (isAnswer) return url;
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** First consent: the operator signs in once, and the app keeps the refresh token. */
export const connect: Command = {
  usage: 'connect CONNECTION [--storage TEXT] [--secrets DIR]',
  about: 'signs in to Partner Center once (with multifactor authentication) and stores the sign-in for the app',
  help: `Prints an address to open in a browser; the sign-in comes back to this machine. Use an account with the role Admin agent.
The app registration must allow http://127.0.0.1 as a redirect address. Waits ten minutes.
${help}`,
  run: async (args, print) => {
    const { connection, effects } = await open(args);
    const { verifier, challenge } = codeChallenge(randomBytes(32));
    const state = randomUUID();
    let redirectUri = '';
    const returned = await waitForReturn((address) => {
      redirectUri = address;
      print(
        `Open this address in a browser and sign in:\n\n${consentUrl(connection, { redirectUri, state, challenge })}\n\n`,
      );
    });
    const entra = { ...effects, federatedToken, http: makeHttp({ ...effects, timing: timingOf(undefined) }) };
    const code = codeIn(returned, state);
    await redeemConsent(entra, connection, { code, redirectUri, verifier }, context());
    print(`Stored. Try it with: npm run cli -- connection check ${connection.connectionId}\n`);
    return 0;
  },
};

/** Tries what a connection needs, and says in plain words what is missing. */
export const connectionCheck: Command = {
  usage: 'connection check CONNECTION [--customer TENANT-ID] [--storage TEXT] [--secrets DIR] [--json]',
  about: 'tries signing in, multifactor authentication and one customer, and says what is missing',
  help: `  --customer ID    also look this customer up
  --json           end stdout with one line of JSON
${help}`,
  run: async (args, print) => {
    const { values, connection, effects, batches } = await open(args);
    const findings = await makePartnerCenter({ ...effects, connection, batches }).check(context(), values.customer);
    for (const { tried, ok, said } of findings) print(`${ok ? '✔' : '✖'} ${tried}: ${said}\n`);
    if (values.json === true) print(`${JSON.stringify({ connection: connection.connectionId, findings })}\n`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};
