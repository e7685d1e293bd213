import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, fetchReports, followUpload } from '../../local/dropped-file.ts';
import { startStack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { generateSecrets } from '../../simulators/generate-secrets.ts';
import { startSimulators } from '../../simulators/start-simulators.ts';
import { buildPackage } from '../../tools/build.ts';
import { startOtlpReceiver } from '../fakes/otlp-receiver.ts';
import { selfSigned } from '../fakes/self-signed.ts';

const json = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

describe('The package with every optional setting on', function () {
  this.timeout(180_000);
  let folder = '';
  let built = '';
  const stops: (() => Promise<unknown>)[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'options-'));
    built = join(folder, 'package');
    await buildPackage(built);
  });
  after(async () => {
    for (const stop of stops.reverse()) await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('registers through a gateway that asks for a client certificate, and exports telemetry', async () => {
    const [server, client] = [selfSigned(), selfSigned()];
    const world = await json('local/world.json');
    const gateway = await startSimulators({
      world: { ...world, oem: { ...world.oem, auth: 'clientCertificate' } },
      secrets: { ...generateSecrets(world), oemClientCertificates: [client.certificate.toString()] },
      jobMilliseconds: 200,
      tlsPem: server.pem,
    });
    stops.push(gateway.stop);
    const receiver = await startOtlpReceiver();
    stops.push(receiver.stop);
    const stack = await startStack({
      ...{ dataDir: join(folder, 'data'), storageInMemory: true, jobSeconds: 0.2 },
      functionsDir: join(built, 'functions'),
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    stops.push(stack.stop);
    await writeFile(join(stack.secretsDir, 'oem-certificate'), client.pem);
    await writeFile(join(stack.secretsDir, 'oem-authority'), server.certificate.toString());
    const connection = JSON.stringify({
      ...(await json('local/settings/connections/proseware-oem.json')),
      baseUrl: `${gateway.tlsUrl}/oem`,
      auth: { kind: 'clientCertificate', certificate: 'oem-certificate', trust: 'oem-authority' },
    });
    const { connectionString } = stack;
    await connectStorage({ kind: 'connectionString', connectionString })
      .blobs.getContainerClient(containers.settings)
      .getBlockBlobClient('connections/proseware-oem.json')
      .upload(connection, Buffer.byteLength(connection));

    const path = join(folder, 'order.csv');
    await writeFile(
      path,
      'Serial Number,Manufacturer,Model,Customer Domain\nSYN009000,Proseware,Book 14,contoso.example\n',
    );
    const dropped = await dropFile(connectionString, { path, partner: 'proseware' });
    await followUpload(makeApp(readConfig(stack.env)), dropped, () => undefined, AbortSignal.timeout(120_000));
    const files = await fetchReports(connectionString, dropped, join(folder, 'reports'));
    const report = await json(files.find((file) => file.endsWith('.report.json')) ?? '');
    expect(report.summary.counts).to.deep.equal({ registered: 1 });
    expect(receiver.spans.map(({ name }) => name)).to.include('register-chunk');
  });

  it('gives every module that is loaded late the names that are taken from it', async () => {
    const files = (await readdir(built, { recursive: true })).filter((file) =>
      /^(?:functions|shared).*\.js$/.test(file),
    );
    const late = new Set<string>();
    for (const file of files) {
      for (const [, chunk = ''] of (await readFile(join(built, file), 'utf8')).matchAll(/import\("(\.[^"]+)"\)/g)) {
        late.add(resolve(built, file, '..', chunk));
      }
    }
    expect(late.size).to.be.greaterThan(3);
    const script = `for (const file of process.argv.slice(1)) console.log(Object.keys(await import(file)).join());`;
    const args = ['--input-type=module', '-e', script, ...late];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const ours = stdout.trim().split('\n');
    expect(ours).to.include.members(['Agent', 'toOtlp', 'toAzureMonitor', 'makeOpenTelemetry']);
  });

  it('names our own files in the stack of an error', async () => {
    const script = `
      const { nameOurFiles } = await import(process.argv[1]);
      const error = new Error('x');
      error.stack = 'Error: x\\n    at f (' + new URL(process.argv[2]).href + ':' + process.argv[3] + ':5)';
      nameOurFiles(error);
      console.log(error.stack);`;
    const shared = join(built, 'shared');
    const holding = async (text: string) => {
      for (const name of (await readdir(shared)).filter((file) => file.endsWith('.js'))) {
        const lines = (await readFile(join(shared, name), 'utf8')).split('\n');
        const line = lines.findIndex((one) => one.startsWith(text)) + 1;
        if (line > 0) return { file: join(shared, name), line };
      }
      throw new Error(`no built file holds ${text}`);
    };
    const place = await holding('function makeIntakeUpload');
    const { file: module } = await holding('function nameOurFiles');
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--input-type=module', '-e', script, module, `file://${place.file}`, String(place.line)],
    ]);
    expect(stdout).to.match(/shared\/usecases\/receiving\/intake-upload\.ts:\d+:\d+/);
  });
});
