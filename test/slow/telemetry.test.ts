import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Dropped, dropFile, fetchReports, followUpload } from '../../local/dropped-file.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { measures } from '../../shared/domain/telemetry.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../fakes/otlp-receiver.ts';

const sample = resolve('local/samples/alpine/delivery-2501-devices.xlsx');

interface Report {
  readonly receivedAt: string;
  readonly writtenAt: string;
  readonly summary: {
    readonly rows: number;
    readonly counts: Record<string, number>;
    readonly calls: Record<string, number>;
    readonly groups: readonly { readonly customerTenantId: string; readonly customerName?: string }[];
  };
  readonly rows: readonly { readonly cells: readonly string[] }[];
}

/** The first two submissions are turned away. */
const faults = {
  rules: [{ kind: 'throttle', operation: 'partnerCenter.createBatch', times: 2, retryAfterSeconds: 1 }],
};

describe('What operators see of an upload that two instances work on', () => {
  let folder = '';
  let stack: Stack;
  let receiver: OtlpReceiver;
  let dropped: Dropped;
  let report: Report;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telemetry-'));
    receiver = await startOtlpReceiver();
    const faultsFile = join(folder, 'faults.json');
    await writeFile(faultsFile, JSON.stringify(faults));
    stack = await startStack({
      ...{ dataDir: folder, storageInMemory: true, jobSeconds: 0.2, hosts: 2, faultsFile },
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    dropped = await dropFile(stack.connectionString, { path: sample, partner: 'alpine' });
    await followUpload(makeApp(readConfig(stack.env)), dropped, () => undefined, AbortSignal.timeout(1_200_000));
    const files = await fetchReports(stack.connectionString, dropped, join(folder, 'reports'));
    report = JSON.parse(await readFile(files.find((path) => path.endsWith('.report.json')) ?? '', 'utf8'));
    // The last notice goes out after the report.
    for (let tries = 0; tries < 50 && of('notify-partner').length < 2; tries += 1) await pause(100);
  });
  after(async () => {
    await stack.stop();
    await receiver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const untilReport = () => (Date.parse(report.writtenAt) - Date.parse(report.receivedAt)) / 1000;
  /** Both instances may render the final report at once; the first to note it is measured, the later file stays. */
  const sameReport = 5;
  const ofUpload = () => receiver.spans.filter(({ facts }) => facts['upload.id'] === dropped.uploadId);
  const of = (name: string) => ofUpload().filter((span) => span.name === name);

  it('is one trace, from the drop to the report, whichever instance did what', () => {
    const spans = ofUpload();
    expect(new Set(spans.map(({ traceId }) => traceId)).size).to.equal(1);
    expect(new Set(spans.map(({ instance }) => instance)).size, 'instances').to.equal(2);
    expect(new Set(spans.map(({ name }) => name))).to.include.keys(
      ...['upload', 'receive-upload', 'register-chunk', 'write-report', 'notify-partner'],
    );
    expect(new Set(spans.map(({ facts }) => facts['partner.id']))).to.deep.equal(new Set(['alpine']));
  });

  it('hangs together: the upload holds its steps, the steps hold their calls', () => {
    const [upload] = of('upload');
    expect(of('upload')).to.have.lengthOf(1);
    expect(upload?.parentSpanId ?? '').to.equal('');
    expect(upload?.seconds).to.be.closeTo(untilReport(), sameReport);
    const steps = new Map(ofUpload().map((span) => [span.spanId, span]));
    const parents = ofUpload().flatMap((span) => {
      const parent = span === upload ? undefined : steps.get(span.parentSpanId ?? '');
      return span === upload ? [] : [`${span.facts['operation'] === undefined ? 'step' : 'call'} of ${parent?.name}`];
    });
    expect(new Set(parents)).to.include.keys('step of upload', 'call of register-chunk');
    expect(parents.filter((parent) => parent.endsWith('undefined'))).to.deep.equal([]);
    const settled = of('register-chunk').filter(({ facts }) => facts['outcome'] === 'settled');
    expect(new Set(settled.map(({ facts }) => facts['chunk.id'])).size).to.equal(3);
  });

  it('names each call to a platform with its operation, its status and its request id', () => {
    const created = of('partnerCenter createBatch');
    expect(created.map(({ facts }) => facts['status']).sort()).to.deep.equal([202, 202, 202, 429, 429]);
    for (const { facts } of created) {
      expect(facts).to.include({ platform: 'partnerCenter', 'connection.id': 'alpine' });
      expect(facts['request.id']).to.match(/^[\w-]{8,}$/);
    }
    expect(created.filter(({ status }) => status?.code === 2)).to.have.lengthOf(2);
  });

  it('shows content read and written and messages sent, under names that say nothing else, and no span for each row', () => {
    const stored = ofUpload().filter(({ name }) => name.includes('Client'));
    const within = (step: string): readonly string[] => {
      const ids = of(step).map(({ spanId }) => spanId);
      return stored.filter(({ parentSpanId = '' }) => ids.includes(parentSpanId)).map(({ name }) => name);
    };
    expect(within('receive-upload')).to.include.members(['BlobClient-download', 'QueueClient-sendMessage']);
    expect(within('register-chunk')).to.include.members([
      'BlobClient-download',
      'BlockBlobClient-upload',
      'QueueClient-sendMessage',
    ]);
    expect(ofUpload().length).to.be.below(300);
    process.stderr.write(`      ${ofUpload().length} spans for ${report.summary.rows} rows\n`);
    for (const { name, facts } of stored) {
      expect(name).to.match(/^[A-Za-z]+Client[-.][A-Za-z]+$/);
      expect(Object.keys(facts).filter((fact) => !['partner.id', 'upload.id', 'chunk.id', 'code'].includes(fact))).to.be
        .empty;
    }
  });

  it('counts rows, verdicts, submissions, calls and 429s as the report does', () => {
    const { rows, counts, calls } = report.summary;
    expect(receiver.total('autopilot.rows.read').value).to.equal(rows);
    for (const [verdict, count] of Object.entries(counts)) {
      expect(receiver.total('autopilot.verdicts', { verdict }).value, verdict).to.equal(count);
    }
    for (const [operation, count] of Object.entries(calls)) {
      expect(receiver.total('autopilot.calls', { operation }).value, operation).to.equal(count);
    }
    expect(receiver.total('autopilot.calls', { status: '429' }).value).to.equal(2);
    expect(receiver.total('autopilot.submissions', { outcome: 'throttled' }).value).to.equal(2);
    const taken = receiver.total('autopilot.submissions', { outcome: 'accepted' }).value;
    expect(taken).to.equal(receiver.total('autopilot.chunk.age').count);
  });

  it('times each chunk, and the way from the drop to the report', () => {
    expect(receiver.total('autopilot.chunk.age', { platform: 'partnerCenter' }).value).to.be.above(0);
    const { count, value } = receiver.total('autopilot.drop_to_report', { kind: 'final' });
    expect(count).to.equal(1);
    expect(value).to.be.closeTo(untilReport(), sameReport);
    const known = Object.values(measures).map(({ name }) => name);
    expect([...receiver.metrics()].filter((name) => !known.some((one) => one === name))).to.deep.equal([]);
  });

  it('holds nothing personal: no cell of a row, no customer, no file, no secret, no token', async () => {
    const secrets = await readdir(stack.secretsDir);
    const kept = await Promise.all(secrets.map((name) => readFile(join(stack.secretsDir, name), 'utf8')));
    // Cells of a letter or two are in any text.
    const cells = report.rows.flatMap((row) => row.cells).filter((cell) => cell.length > 5);
    const customers = report.summary.groups.flatMap((group) => [group.customerTenantId, group.customerName ?? '']);
    const forbidden = new Set([...cells, ...customers, ...kept.map((one) => one.trim()), 'delivery-2501', '.example']);
    forbidden.delete('');
    expect(forbidden.size).to.be.greaterThan(2500);
    const everything = receiver.bodies.join('\n');
    expect(everything.length).to.be.greaterThan(10_000);
    expect([...forbidden].filter((one) => everything.includes(one))).to.deep.equal([]);
    expect(everything).not.to.match(/https?:\/\/|Bearer|\b(?:access|refresh)\.[A-Za-z0-9_-]{40,}/);
  });
});
