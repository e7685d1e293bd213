import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../../local/stack.ts';
import { connectStorage } from '../../../shared/adapters/storage/clients.ts';
import { containers } from '../../../shared/adapters/storage/names.ts';
import { readConfig } from '../../../shared/config.ts';
import { selfSigned } from '../../fakes/self-signed.ts';

describe('The operator’s commands for a connection', () => {
  let folder = '';
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'connection-'));
    stack = await startStack({ dataDir: folder, storageInMemory: true });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function cli(
    args: readonly string[],
    onText: (text: string) => void = () => undefined,
    env: Readonly<Record<string, string>> = {},
  ) {
    const child = spawn(process.execPath, ['cli/main.ts', ...args], { env: { ...process.env, ...stack.env, ...env } });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      said += String(piece);
      onText(said);
    });
    child.stderr.on('data', (piece: Buffer) => {
      said += String(piece);
    });
    const [code] = await once(child, 'close');
    return { code, said };
  }
  const customer = (digit: number): string => `00000000-0000-4000-8000-00000000c00${digit}`;

  it('check tries signing in, multifactor authentication and a customer', async () => {
    const { code, said } = await cli(['connection', 'check', 'fabrikam', '--customer', customer(1)]);
    expect(said.match(/✔/g)).to.have.length(3);
    expect(code).to.equal(0);
  });

  it('check says in plain words what a customer is missing', async () => {
    const { code, said } = await cli(['connection', 'check', 'fabrikam', '--customer', customer(3)]);
    expect(said).to.contain('no reseller relationship');
    expect(code).to.equal(1);
  });

  it('connect signs in through a browser, and the app has a new sign-in afterwards', async () => {
    const before = await readFile(join(stack.secretsDir, 'alpine-refresh-token'), 'utf8');
    let opened = false;
    const { code, said } = await cli(['connect', 'alpine'], (text) => {
      const [address] = /http:\S+authorize\S+\n/.exec(text) ?? [];
      if (address === undefined || opened) return;
      opened = true;
      void fetch(address.trim());
    });
    expect(said).to.contain('Stored.').and.to.contain('No held work waits for it.');
    expect(code).to.equal(0);
    expect(await readFile(join(stack.secretsDir, 'alpine-refresh-token'), 'utf8')).to.not.equal(before);
    expect((await cli(['connection', 'check', 'alpine'])).code).to.equal(0);
  });

  it('check prints neither a certificate’s key nor what it signs, at the most verbose level', async () => {
    const { pem } = selfSigned();
    await writeFile(join(stack.secretsDir, 'a-certificate'), pem);
    const { blobs } = connectStorage(readConfig(stack.env).storage);
    const settings = blobs.getContainerClient(containers.settings);
    const kept = async (id: string) =>
      JSON.parse(String(await settings.getBlobClient(`connections/${id}.json`).downloadToBuffer()));
    const [byAssertion, byTls] = [await kept('fabrikam'), await kept('proseware-oem')];
    const store = async (connection: { readonly connectionId: string }) => {
      const text = JSON.stringify(connection);
      await settings.getBlockBlobClient(`connections/${connection.connectionId}.json`).upload(text, text.length);
    };
    const credential = { kind: 'certificate', certificate: 'a-certificate' };
    const auth = { kind: 'clientCertificate', certificate: 'a-certificate' };
    await store({ ...byAssertion, connectionId: 'by-assertion', credential });
    await store({ ...byTls, connectionId: 'by-tls', auth });
    const lines = pem.split('\n').filter((line) => line.length > 30);
    for (const [id, words] of [
      ['by-assertion', 'does not know the certificate'],
      ['by-tls', 'not accepted'],
    ] as const) {
      const verbose = { AZURE_LOG_LEVEL: 'verbose', NODE_DEBUG: 'http,https,tls,undici' };
      const { code, said } = await cli(['connection', 'check', id], undefined, verbose);
      expect(said).to.contain(words);
      expect(said).to.match(/azure:/);
      expect(lines.filter((line) => said.includes(line))).to.deep.equal([]);
      expect(said).to.not.match(/PRIVATE KEY|\beyJ[\w-]+\.[\w-]+\./);
      expect(code).to.equal(1);
    }
  });

  it('a connection nobody knows is one clear line', async () => {
    const { code, said } = await cli(['connection', 'check', 'nonsense']);
    expect(said.trim()).to.equal('The settings have no connection "nonsense"');
    expect(code).to.equal(2);
  });
});
