import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Stack, startStack } from '../../../local/stack.ts';

describe('The operator’s commands for a connection', function () {
  this.timeout(120_000);
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

  async function cli(args: readonly string[], onText: (text: string) => void = () => undefined) {
    const child = spawn(process.execPath, ['local/cli.ts', ...args], { env: { ...process.env, ...stack.env } });
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
    expect(said).to.contain('Stored.');
    expect(code).to.equal(0);
    expect(await readFile(join(stack.secretsDir, 'alpine-refresh-token'), 'utf8')).to.not.equal(before);
    expect((await cli(['connection', 'check', 'alpine'])).code).to.equal(0);
  });

  it('a connection nobody knows is one clear line', async () => {
    const { code, said } = await cli(['connection', 'check', 'nonsense']);
    expect(said.trim()).to.equal('The settings have no connection "nonsense"');
    expect(code).to.equal(2);
  });
});
