import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Dropped, dropFile, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers, queues } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { UploadProgress } from '../../shared/usecases/upload-progress.ts';
import type { App } from '../../shared/wire.ts';
import { send } from '../local/host/fixture-host.ts';
import { everythingStored, type Stored } from './stored.ts';

const settings = fileURLToPath(new URL('../../local/settings', import.meta.url));
const distributor = '00000000-0000-4000-8000-00000000d001';
const cloud = '00000000-0000-4000-8000-00000000d002';
const customers = {
  acme: '00000000-0000-4000-8000-00000000c001',
  bravo: '00000000-0000-4000-8000-00000000c002',
  claimed: '00000000-0000-4000-8000-00000000c004',
} as const;
type Name = 'acme' | 'bravo';
const other = (name: Name): Name => (name === 'acme' ? 'bravo' : 'acme');
const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Customer note';

const world = {
  partners: [
    { tenantId: distributor, name: 'Distributor' },
    { tenantId: cloud, name: 'Cloud' },
  ],
  apps: [{ clientId: '00000000-0000-4000-8000-00000000a001' }, { clientId: '00000000-0000-4000-8000-00000000a002' }],
  customers: Object.entries(customers).map(([name, tenantId]) => ({
    tenantId,
    domain: `${name}.example`,
    name,
    resellers: [distributor, cloud],
  })),
};

interface ReportRow {
  readonly status: string;
  readonly cells: readonly string[];
}

for (const [how, connectionOfBravo] of [
  ['one shared connection', 'fabrikam'],
  ['two connections', 'alpine'],
] as const) {
  describe(`Two partners on ${how}, 50 uploads at once, with devices that overlap`, () => {
    let folder = '';
    let stack: Stack;
    let app: App;
    let stored: readonly Stored[];
    const lines: string[] = [];
    const dropped: Record<Name, Dropped[]> = { acme: [], bravo: [] };
    const ends: UploadProgress[] = [];

    /** Everything by which one of the partners could be recognized. */
    const marks = (name: Name): RegExp =>
      new RegExp(`${name}|${customers[name]}|${dropped[name].map(({ uploadId }) => uploadId).join('|')}`, 'i');

    async function writeSettings(): Promise<{ settingsDir: string; worldFile: string }> {
      const settingsDir = join(folder, 'settings');
      await cp(join(settings, 'connections'), join(settingsDir, 'connections'), { recursive: true });
      await mkdir(join(settingsDir, 'partners'));
      const own = join(settingsDir, 'connections', 'alpine.json');
      const { exclusiveTo: _sample, ...connection } = JSON.parse(await readFile(own, 'utf8'));
      await writeFile(own, JSON.stringify(connection));
      const put = (partnerId: string, customerTenantId: string, connectionId: string): Promise<void> => {
        const customer = { customerTenantId, name: `customer of ${partnerId}`, defaultGroupTag: `${partnerId}-tag` };
        const partner = { partnerId, name: `${partnerId} Ltd`, connections: [connectionId], customers: [customer] };
        return writeFile(join(settingsDir, 'partners', `${partnerId}.json`), JSON.stringify(partner));
      };
      await put('acme', customers.acme, 'fabrikam');
      await put('bravo', customers.bravo, connectionOfBravo);
      await put('delta', customers.claimed, 'fabrikam');
      await put('echo', customers.claimed, 'fabrikam');
      const worldFile = join(folder, 'world.json');
      await writeFile(worldFile, JSON.stringify(world));
      return { settingsDir, worldFile };
    }

    /** Own devices, devices both name, a device of the other's upload before, and a row that is rejected. */
    const sheet = (name: Name, number: number): string =>
      [
        header,
        `${name.toUpperCase()}${number},,,LENOVO,20XW,${name} only`,
        `SHARED${number},,,LENOVO,20XW,same device`,
        `SERIAL${number},,,LENOVO,MODEL-${name.toUpperCase()},same serial`,
        `TBD,,,LENOVO,20XW,${name} bad row`,
        '',
      ].join('\r\n');

    async function drop(partner: string, name: string, text: string): Promise<Dropped> {
      const path = join(folder, name);
      await writeFile(path, text);
      return dropFile(stack.connectionString, { path, partner });
    }
    const follow = (upload: Dropped): Promise<UploadProgress> =>
      followUpload(app, upload, () => undefined, AbortSignal.timeout(1_200_000));

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'two-partners-'));
      stack = await startStack({
        dataDir: folder,
        storageInMemory: true,
        jobSeconds: 0.2,
        hostLogLevel: 'trace',
        onHostLine: (line) => lines.push(line),
        ...(await writeSettings()),
      });
      app = makeApp(readConfig(stack.env));
      for (let number = 0; number < 25; number++) {
        for (const name of ['acme', 'bravo'] as const) {
          dropped[name].push(await drop(name, `may-${number}.csv`, sheet(name, number)));
        }
      }
      // One after the other: who follows fifty at once keeps storage busier than the work itself.
      for (const upload of [...dropped.acme, ...dropped.bravo]) ends.push(await follow(upload));
      const everything: Stored[] = [];
      for await (const one of everythingStored(stack.connectionString)) everything.push(one);
      stored = everything;
    });
    after(async () => {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const reportsOf = (name: Name, kind: string): readonly Stored[] =>
      stored.filter(
        (file) => file.place === containers.reports && file.name.startsWith(`${name}/`) && file.name.includes(kind),
      );
    const rowsOf = (name: Name): readonly ReportRow[] =>
      reportsOf(name, 'report.json').flatMap(({ text }) => JSON.parse(text).rows);
    const held = async () => {
      const { devices } = (await (await fetch(`${stack.adminUrl}/devices`)).json()) as {
        devices: { serialNumber: string; customerTenantId: string; groupTag: string }[];
      };
      return devices;
    };

    it('every upload has its final report, and every row its verdict', () => {
      expect(ends.map(({ state }) => state)).to.deep.equal(Array.from({ length: 50 }, () => 'reported'));
      for (const name of ['acme', 'bravo'] as const) {
        expect(reportsOf(name, 'report.json')).to.have.length(25);
        expect(rowsOf(name)).to.have.length(100);
      }
    });

    it('each device is held for a customer of a partner that named it, and reports say which', async () => {
      const devices = await held();
      for (const name of ['acme', 'bravo'] as const) {
        const told = rowsOf(name).flatMap(({ status, cells }) =>
          status === 'registered' ? [`${cells[0]} ${cells[4]}`] : [],
        );
        const own = devices.filter(({ customerTenantId }) => customerTenantId === customers[name]);
        expect(own.length).to.equal(told.length);
        expect(own.some(({ serialNumber }) => serialNumber.startsWith(other(name).toUpperCase()))).to.equal(false);
        expect(new Set(own.map(({ groupTag }) => groupTag))).to.deep.equal(new Set([`${name}-tag`]));
      }
      // Both may name one device; only one of them gets it.
      expect(devices.filter(({ serialNumber }) => serialNumber.startsWith('SHARED'))).to.have.length(25);
      const shared = [...rowsOf('acme'), ...rowsOf('bravo')].filter(({ cells }) => cells[0]?.startsWith('SHARED'));
      expect(shared.filter(({ status }) => status === 'registered')).to.have.length(25);
    });

    for (const place of [containers.reports, containers.state, containers.uploads, containers.audit]) {
      it(`nothing of one lies in the other's folder of ${place}`, () => {
        for (const name of ['acme', 'bravo'] as const) {
          const own = stored.filter((file) => file.place === place && file.name.startsWith(`${name}/`));
          expect(own, place).not.to.deep.equal([]);
          for (const file of own) expect(file.name + file.text, file.name).not.to.match(marks(other(name)));
        }
      });
    }

    it('no row of the ledger and no message names both', () => {
      const rows = stored.filter(({ place }) => place.startsWith('table ') || place.startsWith('queue '));
      expect(rows.length).to.be.greaterThan(200);
      for (const { place, text } of rows) {
        expect(marks('acme').test(text) && marks('bravo').test(text), `${place}: ${text}`).to.equal(false);
      }
    });

    it('no line of the log names both', () => {
      expect(lines.some((line) => marks('acme').test(line))).to.equal(true);
      for (const line of lines) expect(marks('acme').test(line) && marks('bravo').test(line), line).to.equal(false);
    });

    it('the status of an upload is told under its own partner only, and a wrong one looks like none', async () => {
      const [host] = stack.hosts;
      const ask = (partner: string, upload: string, as = 'acme') =>
        fetch(`${host?.baseUrl}/api/partners/${partner}/uploads/${upload}`, {
          headers: { cookie: `autopilot-session=${encodeURIComponent(`local.${as}:viewer`)}` },
        });
      const uploadId = dropped.bravo[0]?.uploadId ?? '';
      expect((await ask('bravo', uploadId, 'bravo')).status).to.equal(200);
      expect((await ask('bravo', uploadId)).status).to.equal(404);
      const wrong = await ask('acme', uploadId);
      const none = await ask('acme', 'f'.repeat(24));
      expect([wrong.status, await wrong.text()]).to.deep.equal([none.status, await none.text()]);
      expect(wrong.status).to.equal(404);
      for (const partner of ['acme%2F..%2Fbravo', '..%2Fbravo', 'bravo%27%20or%20true', '*']) {
        expect((await ask(partner, uploadId)).status, partner).to.equal(404);
      }
    });

    it('one partner’s bad messages and files do not stop the other', async () => {
      await send(stack.connectionString, queues.chunks, '{"version":1,"partnerId":"acme"}');
      const uploadId = dropped.bravo[0]?.uploadId ?? '';
      const stolen = { version: 1, partnerId: 'acme', uploadId, chunk: 0, step: 1 };
      await send(stack.connectionString, queues.chunks, JSON.stringify(stolen));
      await drop('acme', 'broken.xlsx', 'PK\u0003\u0004 no workbook');
      const after = await follow(await drop('bravo', 'after.csv', sheet('bravo', 99)));
      expect(after.state).to.equal('reported');
      expect(after.counts['registered']).to.equal(3);
    });

    it('a customer claimed by two partners on one connection is refused for both, and neither hears of the other', async () => {
      const texts: string[] = [];
      for (const [name, neighbour] of [
        ['delta', 'echo'],
        ['echo', 'delta'],
      ] as const) {
        const end = await follow(await drop(name, 'claimed.csv', sheet('acme', 70)));
        expect(end.counts).to.deep.equal({ rejected: 4 });
        const reports = connectStorage({
          kind: 'connectionString',
          connectionString: stack.connectionString,
        }).blobs.getContainerClient(containers.reports);
        for await (const blob of reports.listBlobsFlat({ prefix: `${name}/` })) {
          if (!blob.name.endsWith('report.json')) continue;
          texts.push((await reports.getBlobClient(blob.name).downloadToBuffer()).toString('utf8'));
          expect(texts.at(-1)).to.include('customer_claimed_twice').and.not.to.include(neighbour);
        }
      }
      expect(texts).to.have.length(2);
      expect((await held()).some(({ customerTenantId }) => customerTenantId === customers.claimed)).to.equal(false);
    });
  });
}
