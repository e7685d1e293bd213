import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { containers, queues } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { send } from '../local/host/fixture-host.ts';
import { buildHash } from '../simulators/build-hash.ts';
import { everythingStored, type Stored } from './stored.ts';

const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Product key,Note';
/** The shape of a 25-character product key; invented. */
const keys = ['BCDFG-HJKMP-QRTVW-XY234-6789B', 'VK7JG-QQQQQ-WWWWW-RRRRR-3V66T'];
const hashes = ['SYNLEAK1', 'SYNLEAK2', 'SYNLEAK3'].map((serialNumber) =>
  buildHash({ serialNumber, manufacturer: 'LENOVO', model: '20XW', productKey: keys[1] ?? '' }),
);
const [good = '', damaged = '', misplaced = ''] = hashes;

/** Trouble of every kind, so that error paths print what they print. */
const faults = {
  rules: ['partnerCenter.*', 'entra.*'].flatMap((operation) => [
    { kind: 'throttle', operation, rate: 0.1, retryAfterSeconds: 0 },
    { kind: 'error', operation, rate: 0.1, status: 500 },
    { kind: 'resetBefore', operation, rate: 0.05 },
    { kind: 'cutBody', operation, rate: 0.05 },
    { kind: 'contentType', operation, rate: 0.05 },
  ]),
};

describe('What went in as a secret, in a full run at the most verbose level', () => {
  let folder = '';
  let stack: Stack;
  let stored: readonly Stored[];
  let secrets: readonly string[];
  const lines: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leaks-'));
    const faultsFile = join(folder, 'faults.json');
    await writeFile(faultsFile, JSON.stringify(faults));
    stack = await startStack({
      dataDir: folder,
      storageInMemory: true,
      jobSeconds: 0.2,
      faultsFile,
      hostLogLevel: 'trace',
      env: { AZURE_LOG_LEVEL: 'verbose', NODE_DEBUG: 'http' },
      onHostLine: (line) => lines.push(line),
    });
    const rows = [
      `SYNLEAK1,,${good},LENOVO,20XW,${keys[0]},fine`,
      `SYNLEAK2,,${damaged.slice(0, 2000)}!!${damaged.slice(2002)},LENOVO,20XW,,damaged`,
      `SYNLEAK9,${misplaced},,LENOVO,20XW,,the hash in another column`,
      `${keys[0]},,,LENOVO,20XW,,the key as serial`,
      `SYNLEAK4,${keys[1]},,LENOVO,20XW,,the key as PKID`,
      `SYNLEAK5,,,LENOVO,${keys[0]},,the key as model`,
      `SYNLEAK6,,,LENOVO,20XW,,a note with ${keys[1]} in it`,
      `SYNLEAK7,,,LENOVO,20XW,,a note with ${good}`,
    ];
    const path = join(folder, 'leaks.csv');
    await writeFile(path, [header, ...rows, ''].join('\r\n'));
    const dropped = await dropFile(stack.connectionString, { path, partner: 'tailwind' });
    await followUpload(makeApp(readConfig(stack.env)), dropped, () => undefined, AbortSignal.timeout(1_200_000));
    await send(stack.connectionString, queues.chunks, '{"version":1,"partnerId":"tailwind"}');
    await fetch(`${stack.hosts[0]?.baseUrl}/api/partners/tailwind/uploads/x`);
    const everything: Stored[] = [];
    for await (const one of everythingStored(stack.connectionString)) everything.push(one);
    stored = everything.filter(({ place }) => place !== containers.uploads);
    const files = await readdir(stack.secretsDir);
    const kept = await Promise.all(files.map((name) => readFile(join(stack.secretsDir, name), 'utf8')));
    const accountKey = /AccountKey=([^;]+)/.exec(stack.connectionString)?.[1] ?? '';
    const accepted = await readFile(join(folder, 'simulators-accept.json'), 'utf8');
    const given = [...accepted.matchAll(/"([A-Za-z0-9_-]{32})"/g)].flatMap(([, secret]) => secret ?? []);
    secrets = [...new Set([...kept, ...given, accountKey])];
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const token = /\b(?:access|refresh)\.[A-Za-z0-9_-]{40,}/;
  // In whatever form: as it stands, in an address, without its dashes, in pieces.
  const keyForms = keys.flatMap((key) => [key, key.replaceAll('-', ''), key.toLowerCase(), key.slice(0, 17)]);
  const hashForms = hashes.flatMap((hash) => [
    hash.slice(0, 80),
    hash.slice(300, 340),
    encodeURIComponent(hash).slice(0, 80),
  ]);
  const digests = hashes.map((hash) => createHash('sha256').update(hash).digest('hex'));

  const expectNone = (texts: readonly { readonly name: string; readonly text: string }[], forms: readonly string[]) => {
    const found = texts.flatMap(({ name, text }) =>
      forms.flatMap((form) => (text.includes(form) ? [`${form.slice(0, 12)}… in ${name}: ${text.slice(0, 300)}`] : [])),
    );
    expect(found).to.deep.equal([]);
  };
  const printed = () => lines.map((text) => ({ name: 'a line', text }));

  it('there was something to find: secrets, verbose lines, reports with the rows', () => {
    expect(secrets.length).to.be.greaterThan(6);
    expect(lines.length).to.be.greaterThan(200);
    expect(lines.some((line) => line.includes('azure:'))).to.equal(true);
    expect(stored.some(({ name, text }) => name.endsWith('report.json') && text.includes('SYNLEAK1'))).to.equal(true);
    expect(
      stored.some(({ name, text }) => name.endsWith('retry.xlsx') && text.includes(damaged.slice(0, 80))),
    ).to.equal(true);
  });

  it('no secret and no token is printed or stored anywhere', () => {
    expectNone(printed(), secrets);
    expectNone(stored, secrets);
    for (const { name, text } of [...printed(), ...stored]) expect(text, name).not.to.match(token);
  });

  it('no product key is printed or stored anywhere, whatever column it stood in', () => {
    expectNone(printed(), keyForms);
    expectNone(stored, keyForms);
  });

  it('no hash is printed', () => expectNone(printed(), [...hashForms, ...digests]));

  it('no hash is stored outside state but in retry and hand-off files', () => {
    const others = stored.filter(
      ({ place, name }) => place !== containers.state && !/\.retry\.xlsx$|\.handoff-/.test(name),
    );
    expect(others.some(({ place, name }) => place === containers.reports && name.endsWith('report.xlsx'))).to.equal(
      true,
    );
    expectNone(others, [...hashForms, ...digests]);
  });
});
