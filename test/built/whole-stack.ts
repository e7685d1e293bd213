import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, before, it } from 'mocha';
import { type Dropped, dropFile, fetchReports, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { UploadProgress } from '../../shared/usecases/upload-progress.ts';
import type { App } from '../../shared/wire.ts';

interface ReportRow {
  readonly row: number;
  readonly status: string;
  readonly code?: string;
  readonly customerTenantId?: string;
  readonly groupTag?: string;
  readonly remarks?: readonly { readonly code: string }[];
  readonly cells: readonly string[];
}
interface Report {
  readonly kind: string;
  readonly refused?: { readonly code: string };
  readonly summary: {
    readonly rows: number;
    readonly counts: Record<string, number>;
    readonly calls: Record<string, number>;
  };
  readonly rows: readonly ReportRow[];
}
interface HeldDevice {
  readonly customerTenantId: string;
  readonly groupTag?: string;
  readonly serialNumber?: string;
  readonly productKey?: string;
  readonly policyId?: string;
}

const samples = fileURLToPath(new URL('../../local/samples', import.meta.url));
const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model';

/**
 * What the product does from a dropped file to its report, as tests: all of it runs, storage, platforms and host. The body
 * of a `describe`; `functions` names the folder of the functions, once it is there.
 */
export function wholeStack(this: Mocha.Suite, functions: () => string): void {
  this.timeout(300_000);
  let folder = '';
  let stack: Stack;
  let app: App;

  const begins: (() => void)[] = [];
  /** Work that begins as soon as all of it runs, and that a test waits for. */
  function early<T>(work: () => Promise<T>): Promise<T> {
    const begun = new Promise<T>((resolve, reject) => begins.push(() => void work().then(resolve, reject)));
    // It may fail before its test looks.
    begun.catch(() => undefined);
    return begun;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stack-'));
    stack = await startStack({
      ...{ dataDir: folder, storageInMemory: true, jobSeconds: 0.2 },
      functionsDir: functions(),
    });
    app = makeApp(readConfig(stack.env));
    // All at once, as partners do: what the product waits for, it waits for once.
    for (const begin of begins) begin();
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const follow = (dropped: Dropped): Promise<UploadProgress> =>
    followUpload(app, dropped, () => undefined, AbortSignal.timeout(280_000));

  async function reportOf(dropped: Dropped): Promise<Report> {
    const files = await fetchReports(stack.connectionString, dropped, join(folder, 'reports'));
    const json = files.find((file) => file.endsWith('.report.json')) ?? '';
    return JSON.parse(await readFile(json, 'utf8'));
  }

  async function drop(name: string, text: string, partner = 'tailwind', customer?: string): Promise<Dropped> {
    const path = join(folder, name);
    await writeFile(path, text);
    return dropFile(stack.connectionString, { path, partner, ...(customer === undefined ? {} : { customer }) });
  }

  async function dropAndReport(name: string, text: string, partner?: string, customer?: string): Promise<Report> {
    const dropped = await drop(name, text, partner, customer);
    await follow(dropped);
    return reportOf(dropped);
  }

  const delivery = early(async () => {
    const path = join(samples, 'alpine', 'delivery-2501-devices.xlsx');
    const dropped = await dropFile(stack.connectionString, { path, partner: 'alpine' });
    await follow(dropped);
    return reportOf(dropped);
  });
  it('2,501 rows for two customers with three group tags come back as one report in the order of the sheet', async () => {
    const { kind, rows, summary } = await delivery;

    expect(kind).to.equal('final');
    expect(rows.map(({ row }) => row)).to.deep.equal(Array.from({ length: 2501 }, (_, index) => index + 2));
    const registered = rows.filter(({ status }) => status === 'registered');
    expect(registered.length).to.equal(summary.counts['registered']);
    expect(registered.length).to.be.greaterThan(2490);
    expect(new Set(registered.map(({ customerTenantId }) => customerTenantId)).size).to.equal(2);
    expect(new Set(registered.map(({ groupTag }) => groupTag)).size).to.equal(3);

    const truth = (await (await fetch(`${stack.adminUrl}/devices`)).json()) as { devices: HeldDevice[] };
    const name = (serial: string | undefined, pkid: string | undefined, customer = '', tag = ''): string =>
      [serial || '-', pkid || '-', customer, tag].join(' ');
    const told = registered.map((row) => name(row.cells[0], row.cells[1], row.customerTenantId, row.groupTag));
    const held = truth.devices
      .filter(({ groupTag }) => groupTag?.startsWith('NW-') || groupTag?.startsWith('Adatum'))
      .map((device) => name(device.serialNumber, device.productKey, device.customerTenantId, device.groupTag));
    expect(told.sort()).to.deep.equal(held.sort());
    expect(summary.calls['token']).to.equal(1);
    expect(summary.calls['createBatch']).to.equal(3);

    // Adatum's settings name a deployment profile, Northwind's do not; a device known by its PKID alone is not listed by it.
    const profiled = rows.filter(({ remarks }) => remarks?.some(({ code }) => code === 'profile_assigned'));
    expect(new Set(profiled.map(({ groupTag }) => groupTag))).to.deep.equal(new Set(['Adatum-2026']));
    expect(profiled.length).to.equal(truth.devices.filter(({ policyId }) => policyId !== undefined).length);
    expect(summary.calls['assignPolicy']).to.be.greaterThan(0);
  });

  const unreadable = early(() =>
    Promise.all([
      dropAndReport('empty.csv', ''),
      dropAndReport('header.csv', `${header}\r\n`),
      dropAndReport('holiday.xlsx', '\u0089PNG\r\n\u001a\n\u0000\u0000'),
    ]),
  );
  it('an empty file, a header alone and something that is no spreadsheet end in a report that says so', async () => {
    const [empty, headerOnly, noSheet] = await unreadable;
    expect(empty.refused?.code).to.equal('empty_file');
    expect(headerOnly.refused?.code).to.equal('no_data_rows');
    expect(noSheet.refused?.code).to.be.oneOf(['not_a_spreadsheet', 'no_header']);
    expect(empty.rows).to.deep.equal([]);
  });

  // Windows has no question mark in a file's name.
  const names = ['Geräte Mai 100%.csv', '202605.csv', process.platform === 'win32' ? 'a#b c.csv' : 'a#b ?c.csv'];
  const oddlyNamed = early(() =>
    Promise.all(names.map((name, index) => dropAndReport(name, `${header}\r\nSYNODD${index},,,LENOVO,20XWSYN101\r\n`))),
  );
  it('odd but legal file names are registered and reported under their own name', async () => {
    for (const { rows } of await oddlyNamed) expect(rows.map(({ status }) => status)).to.deep.equal(['registered']);
  });

  const row = `${header},Customer Domain\r\nSYNC1,,,LENOVO,20XWSYN101,stranger.example\r\n`;
  const ofStranger = early(() => dropAndReport('stranger.csv', row));
  const inStrangersFolder = early(() => dropAndReport('folder.csv', row, 'alpine', 'stranger'));
  it('a customer nobody knows is a rejected row, a customer folder nobody knows a refused file', async () => {
    expect((await ofStranger).rows[0]?.code).to.equal('customer_unknown');
    expect((await inStrangersFolder).refused?.code).to.equal('customer_folder_unknown');
  });

  const ofUnknownPartner = early(() => drop('unknown.csv', header, 'nobody-we-know'));
  it('a file of an unknown partner is marked and not tried again; one at the root likewise', async () => {
    const unknown = await ofUnknownPartner;
    expect((await follow(unknown)).state).to.equal('refused');
    expect(await fetchReports(stack.connectionString, unknown, join(folder, 'reports'))).to.deep.equal([]);
  });

  const followed = early(() => drop('status.csv', `${header}\r\nSYNSTATUS,,,LENOVO,20XWSYN101\r\n`));
  it('the API tells how far an upload is to whoever is signed in for its partner, and nothing to others', async () => {
    const dropped = await followed;
    await follow(dropped);
    const base = stack.hosts[0]?.baseUrl ?? '';
    const path = `${base}/api/partners/tailwind/uploads/${dropped.uploadId}`;
    const signedInAs = async (id: string) => {
      const headers = { 'x-requested-with': 'test', 'content-type': 'application/json' };
      const body = JSON.stringify({ as: id });
      const answer = await fetch(`${base}/api/sign-in/local`, { method: 'POST', headers, body });
      return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    };
    expect((await fetch(path)).status).to.equal(401);
    const answer = await fetch(path, { headers: await signedInAs('tailwind:uploader') });
    expect(await answer.json())
      .to.have.property('summary')
      .that.includes({ stage: 'done', rows: 1 });
    expect((await fetch(path, { headers: await signedInAs('alpine:uploader') })).status).to.equal(404);
  });
}
