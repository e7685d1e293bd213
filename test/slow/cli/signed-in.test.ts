import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { readBicep } from '../../../tools/infra/read-bicep.ts';
import { notOnWindows } from '../../fakes/not-on-windows.ts';
import { selfSigned } from '../../fakes/self-signed.ts';

/** What `az account get-access-token` prints, by what it is asked for. */
const az = `#!/bin/sh
[ -n "$AZ_SIGNED_OUT" ] && { echo 'Please run az login' >&2; exit 1; }
while [ "$1" != --resource ]; do shift; done
printf '{"accessToken":"token for %s","expires_on":4102444800,"expiresOn":"2100-01-01 00:00:00.000000"}' "$2"`;

const why = 'the stand-in for az is a shell script';

describe('The operator’s commands against Azure, as whoever is signed in', () => {
  let folder = '';
  let server: Server;
  let port = 0;
  let calls: { readonly host: string; readonly path: string; readonly sign: string }[] = [];
  /** The answer of storage, where it is not the settings. */
  let refusal = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signed-in-'));
    await writeFile(join(folder, 'az'), az);
    await chmod(join(folder, 'az'), 0o755);
    const { pem } = selfSigned();
    server = createServer({ key: pem, cert: pem }, (request, response) => void play(request, response)).listen(0);
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    calls = [];
    refusal = '';
  });

  /** Storage with one connection, the vault with one secret, and the gateway that wants it. */
  async function play(request: IncomingMessage, response: ServerResponse) {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    const path = (request.url ?? '').split('?')[0] ?? '';
    calls.push({ host, path, sign: String(request.headers.authorization ?? request.headers['x-api-key'] ?? '') });
    const say = (status: number, body = '', headers = {}) => response.writeHead(status, headers).end(body);
    if (host.endsWith('.gateway.example')) return say(404, '{}', { 'content-type': 'application/json' });
    if (host.endsWith('.vault.azure.net')) {
      if (request.headers.authorization === undefined) {
        const where = 'authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"';
        return say(401, '{}', { 'www-authenticate': `Bearer ${where}` });
      }
      const secret = { value: 'key of the gateway', id: `https://${host}/secrets/proseware-api-key/1`, attributes: {} };
      return say(200, JSON.stringify(secret), { 'content-type': 'application/json' });
    }
    if (refusal !== '') {
      const error = { code: refusal, message: { lang: 'en-US', value: `${refusal}: not authorized` } };
      return host.includes('.table.')
        ? say(403, JSON.stringify({ 'odata.error': error }), { 'content-type': 'application/json' })
        : say(403, `<Error><Code>${refusal}</Code></Error>`, { 'content-type': 'application/xml' });
    }
    const file = JSON.parse(await readFile('local/settings/connections/proseware-oem.json', 'utf8'));
    const body = JSON.stringify({ ...file, baseUrl: `https://api.gateway.example:${port}` });
    const headers = { 'content-length': body.length, etag: '"1"', 'last-modified': new Date(0).toUTCString() };
    return say(200, request.method === 'HEAD' ? '' : body, headers);
  }

  const service = (name: string): string => `https://st1.${name}.core.windows.net:${port}`;
  const places = () => ({
    AzureWebJobsStorage__blobServiceUri: service('blob'),
    AzureWebJobsStorage__queueServiceUri: service('queue'),
    AzureWebJobsStorage__tableServiceUri: service('table'),
    KEY_VAULT_URI: `https://kv1.vault.azure.net:${port}`,
  });

  async function cli(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ['--import', './test/fakes/azure-on-loopback.ts', 'cli/main.ts', ...args], {
      env: {
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
        HOME: folder,
        AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        ...places(),
        ...more,
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += String(piece)));
    const [code] = await once(child, 'close');
    return { code, said };
  }
  const signs = (end: string): readonly string[] => [
    ...new Set(calls.filter(({ host, sign }) => host.endsWith(end) && sign !== '').map(({ sign }) => sign)),
  ];

  it('is told where everything is by outputs of the templates', async () => {
    const { outputs } = readBicep('infra/main.bicep', await readFile('infra/main.bicep', 'utf8'));
    expect(outputs).to.include.members(Object.keys(places()));
  });

  notOnWindows(why, 'connection check reads settings and vault as that person, and tries the connection', async () => {
    const { code, said } = await cli(['connection', 'check', 'proseware-oem']);
    expect(signs('.blob.core.windows.net')).to.deep.equal(['Bearer token for https://storage.azure.com']);
    expect(signs('.vault.azure.net')).to.deep.equal(['Bearer token for https://vault.azure.net']);
    expect(signs('.gateway.example')).to.deep.equal(['key of the gateway']);
    expect(said).to.contain('✔ signing in: The gateway takes the credential.');
    expect(code).to.equal(0);
  });

  notOnWindows(why, 'reconcile works on storage as that person', async () => {
    refusal = 'AuthorizationPermissionMismatch';
    const { code, said } = await cli(['reconcile']);
    expect(signs('.core.windows.net')).to.deep.equal(['Bearer token for https://storage.azure.com']);
    expect(said).to.contain('You have no role there').and.contain(refusal);
    expect(code).to.equal(1);
  });

  notOnWindows(why, 'says what to do when nobody is signed in', async () => {
    const { code, said } = await cli(['status'], { AZ_SIGNED_OUT: 'yes' });
    expect(said).to.contain('You are not signed in to Azure. Run `az login`, then this command again.');
    expect(code).to.equal(1);
  });
});
