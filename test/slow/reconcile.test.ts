import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { App } from '../../shared/wire.ts';
import { readBook } from '../adapters/report/read-back.ts';
import { ask } from '../simulators/simulated.ts';

const run = promisify(execFile);
const contoso = '00000000-0000-4000-8000-00000000c001';
const northwind = '00000000-0000-4000-8000-00000000c002';
const alpineTenant = '00000000-0000-4000-8000-00000000d002';
const fabrikamTenant = '00000000-0000-4000-8000-00000000d001';
const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Group Tag\r\n';

interface Comparison {
  readonly previousAt?: string;
  readonly scopes: readonly { readonly customerName: string; readonly state: string; readonly counts: object }[];
  readonly findings: readonly {
    readonly code: string;
    readonly changed: boolean;
    readonly serial?: string;
    readonly groupTag?: string;
    readonly listedGroupTag?: string;
    readonly from?: { readonly file?: string; readonly row: number };
  }[];
}

describe('the comparison with the platforms, on the whole stack', () => {
  let folder = '';
  let stack: Stack;
  let app: App;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compare-'));
    // A device counts as settled at once, instead of after the time a job usually takes.
    const settings = join(folder, 'settings');
    await copySettingsWith(settings, '"usualJobSeconds": 20', '"usualJobSeconds": 1');
    stack = await startStack({ dataDir: folder, storageInMemory: true, jobSeconds: 0.2, settingsDir: settings });
    app = makeApp(readConfig(stack.env));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function copySettingsWith(to: string, from: string, into: string): Promise<void> {
    await cp(new URL('../../local/settings', import.meta.url), to, { recursive: true });
    for (const file of await readdir(join(to, 'connections'))) {
      const path = join(to, 'connections', file);
      await writeFile(path, (await readFile(path, 'utf8')).replace(from, into));
    }
  }

  async function register(partner: string, customer: string, name: string, rows: string): Promise<void> {
    const path = join(folder, name);
    await writeFile(path, header + rows);
    const dropped = await dropFile(stack.connectionString, { path, partner, customer });
    await followUpload(app, dropped, () => undefined, AbortSignal.timeout(1_200_000));
  }

  /** Somebody at work on Partner Center itself, as a user of the partner tenant. */
  async function userOf(owner: 'alpine' | 'fabrikam', tenant: string, customer: string) {
    const secret = (name: string) => readFile(join(stack.secretsDir, name), 'utf8');
    const connection = JSON.parse(await readFile(join(folder, 'settings', 'connections', `${owner}.json`), 'utf8'));
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: connection.clientId,
      client_secret: await secret(`${owner}-app-secret`),
      refresh_token: await secret(`${owner}-refresh-token`),
      scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    });
    const answer = await fetch(`${stack.entraUrl}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const at = (path: string) => `${stack.partnerCenterUrl}/v1/customers/${customer}/deviceBatches${path}`;
    return {
      append: async (batch: string, ...serials: readonly string[]) => {
        const body = serials.map((serialNumber) => ({
          serialNumber,
          oemManufacturerName: 'LENOVO',
          modelName: '20XWSYN101',
        }));
        const { status } = await ask(at(`/${encodeURIComponent(batch)}/devices`), { token, body });
        expect(status).to.equal(202);
      },
      remove: async (batch: string, serial: string) => {
        const { json } = await ask(at(`/${encodeURIComponent(batch)}/devices`), { token });
        const { id } = json.items.find((item: { serialNumber?: string }) => item.serialNumber === serial);
        const { status } = await ask(at(`/${encodeURIComponent(batch)}/devices/${id}`), { token, method: 'DELETE' });
        expect(status).to.equal(204);
      },
    };
  }

  const held = async (): Promise<number> =>
    ((await (await fetch(`${stack.adminUrl}/devices`)).json()) as { devices: unknown[] }).devices.length;

  async function until(devices: number): Promise<void> {
    while ((await held()) < devices) await wait(100);
  }

  async function reportsOf(partner: string): Promise<ReadonlyMap<string, Buffer>> {
    const container = connectStorage({
      kind: 'connectionString',
      connectionString: stack.connectionString,
    }).blobs.getContainerClient('reports');
    const files = new Map<string, Buffer>();
    for await (const { name } of container.listBlobsFlat({ prefix: `${partner}/reconciliation/` })) {
      files.set(name.slice(name.lastIndexOf('.') + 1), await container.getBlobClient(name).downloadToBuffer());
    }
    return files;
  }

  const jsonOf = async (partner: string): Promise<Comparison> =>
    JSON.parse(String((await reportsOf(partner)).get('json')));

  it('says what was deleted, moved to another group tag or added on Partner Center, and marks only what is new', async () => {
    const rows = ['KEEP', 'GONE', 'MOVED'].map((name) => `SYN${name},,,LENOVO,20XWSYN101,Kiosk\r\n`).join('');
    await register('alpine', 'northwind', 'order.csv', `${rows},3305160010066,,,,Kiosk\r\n`);
    await register('alpine', 'northwind', 'other.csv', 'SYNOFFICE,,,LENOVO,20XWSYN101,Office\r\n');
    await wait(1100);
    await app.reconcile('alpine');
    const first = await jsonOf('alpine');
    expect(first.findings.map(({ code, changed }) => `${code} ${changed}`)).to.deep.equal(['pkid_not_listed false']);

    const user = await userOf('alpine', alpineTenant, northwind);
    const body = JSON.stringify({ behaviour: { removalSeconds: 0 } });
    await fetch(`${stack.adminUrl}/faults`, { method: 'PUT', body, headers: { 'content-type': 'application/json' } });
    await user.remove('Kiosk', 'SYNGONE');
    await user.remove('Kiosk', 'SYNMOVED');
    const before = await held();
    await user.append('Office', 'SYNMOVED', 'SYNSTRANGER');
    await until(before + 2);
    const [compared] = await app.reconcile('alpine');
    expect(compared).to.deep.include({ kind: 'compared', changed: 3, failed: [], withheld: {} });

    const files = await reportsOf('alpine');
    const report: Comparison = JSON.parse(String(files.get('json')));
    expect(report.scopes[0]).to.deep.include({
      customerName: 'Northwind Traders',
      state: 'compared',
      counts: { inBoth: 2, groupTagDiffers: 1, unknownToUs: 1, missing: 1, notComparable: 1 },
    });
    const found = Object.fromEntries(report.findings.map((finding) => [finding.code, finding]));
    expect(found['group_tag_differs']).to.deep.include({
      ...{ serial: 'SYNMOVED', groupTag: 'Kiosk', listedGroupTag: 'Office', changed: true },
    });
    expect(found['unknown_to_us']).to.deep.include({ serial: 'SYNSTRANGER', changed: true });
    expect(found['missing']).to.deep.include({ changed: true });
    expect(found['missing']?.from).to.deep.include({ file: 'northwind/order.csv', row: 3 });
    expect(found['pkid_not_listed']?.changed).to.equal(false);

    const book = await readBook(files.get('xlsx') ?? Buffer.alloc(0));
    expect(book.sheets).to.deep.equal(['Summary', 'Findings']);
    expect(book.rows('Findings').filter(([mark]) => mark !== '')).to.have.length(1 + 3);
    expect(String(files.get('csv')).split('\r\n')).to.have.length(1 + 4 + 1);
  });

  it('a device on a shared connection that is not the partner’s own is counted for the operator and shown to nobody', async () => {
    await register('tailwind', 'contoso', 'tailwind.csv', 'SYNTAIL,,,LENOVO,20XWSYN101,Contoso-Standard\r\n');
    const before = await held();
    const user = await userOf('fabrikam', fabrikamTenant, contoso);
    await user.append('Contoso-Standard', 'SYNSECRET');
    await until(before + 1);
    const [compared] = await app.reconcile('tailwind');
    expect(compared).to.deep.include({ withheld: { fabrikam: 1 }, counts: { inBoth: 1 } });
    const files = await reportsOf('tailwind');
    expect([...files.keys()].sort()).to.deep.equal(['csv', 'json', 'xlsx']);
    for (const kind of ['csv', 'json']) expect(String(files.get(kind))).not.to.contain('SYNSECRET');
    expect((await jsonOf('tailwind')).findings).to.deep.equal([]);
  });

  it('a platform that can’t be asked is said to be not comparable', async () => {
    await register('proseware', 'contoso', 'oem.csv', 'SYNOEM,,,LENOVO,20XWSYN101,\r\n');
    await app.reconcile('proseware');
    const { scopes } = await jsonOf('proseware');
    expect(scopes.map(({ state }) => state)).to.deep.equal(['notListable', 'notListable']);
    expect(scopes[0]?.counts).to.deep.equal({ notComparable: 1 });
  });

  it('runs from the command line against the storage of a running stack', async () => {
    const command = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const args = [command, 'reconcile', 'alpine', '--storage', stack.connectionString, '--secrets', stack.secretsDir];
    const { stdout, stderr } = await run(process.execPath, [...args, '--json']);
    expect(stderr).to.match(/^alpine: Northwind Traders, alpine: \d+ devices listed$/m);
    const { compared } = JSON.parse(stdout);
    expect(compared).to.have.length(1);
    expect(compared[0]).to.deep.include({ partnerId: 'alpine', kind: 'compared', changed: 0, failed: [] });
    const text = await run(process.execPath, [...args.slice(0, 2), ...args.slice(3)]);
    expect(text.stdout).to.contain("not this partner's, on shared connections: fabrikam 1");
    const wrong = await run(process.execPath, [...args, 'more']).catch((error: { code: number }) => error.code);
    expect(wrong).to.equal(2);
  });
});
