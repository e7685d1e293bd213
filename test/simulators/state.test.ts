import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { app, aWorld, contoso, stranger } from './a-world.ts';
import { buildHash } from './build-hash.ts';
import { ask, type Simulated, simulated } from './simulated.ts';

const hash = buildHash({ serialNumber: 'SYN-1', manufacturer: 'HP', model: 'Synthetic Book' });

describe('what the simulators remember', () => {
  let dataDir: string;
  let sim: Simulated;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'simulators-'));
    sim = await simulated({ dataDir });
  });
  afterEach(async () => {
    await sim.stop();
    rmSync(dataDir, { recursive: true });
  });

  const journal = (): string => join(dataDir, 'journal.jsonl');
  const create = (batchId = 'PO-1') =>
    sim.partnerCenter('/deviceBatches', { body: { batchId, devices: [{ hardwareHash: hash }] } });
  const restart = async () => {
    const { now } = sim.clock;
    await sim.stop();
    sim = await simulated({ dataDir });
    sim.clock.now = now;
  };

  it('survives a restart: jobs go on, tokens hold, calls are counted', async () => {
    const token = await sim.userToken();
    const { headers } = await create();
    await restart();
    sim.pass();
    const url = `${sim.partnerCenterUrl}/v1${headers.get('location')}`;
    expect((await ask(url, { token })).json.status).to.equal('finished');
    const { counts } = (await sim.truth('/calls')).json;
    expect(counts).to.include({ 'partnerCenter.createBatch': 1, 'partnerCenter.jobStatus': 1 });
    expect((await sim.truth('/devices')).json.devices).to.have.length(1);
  });

  it('is on disk before an answer is given, and a line that was not finished is dropped', async () => {
    await create();
    const whole = readFileSync(journal(), 'utf8');
    expect(whole).to.contain('createBatch');
    appendFileSync(journal(), '[{"in":"devices","key":"torn","val');
    await restart();
    expect((await sim.truth('/submissions')).json.submissions).to.have.length(1);
    expect(readFileSync(journal(), 'utf8')).not.to.contain('torn');
  });

  it('holds a call and all it changed in one line', async () => {
    await create();
    const before = readFileSync(journal(), 'utf8').split('\n').length;
    sim.pass();
    await sim.partnerCenter('/deviceBatches');
    expect(readFileSync(journal(), 'utf8').split('\n').length).to.equal(before + 1);
  });

  it('never writes a hash, a secret or a token to disk', async () => {
    const token = await sim.userToken();
    await create();
    const written = readdirSync(dataDir)
      .map((file) => readFileSync(join(dataDir, file), 'utf8'))
      .join('');
    for (const secret of [hash.slice(0, 60), token, 'test-refresh-token', 'test-client-secret']) {
      expect(written).not.to.contain(secret);
    }
  });

  it('keeps a world and faults that were changed while running, until it is started with other ones', async () => {
    const customers = aWorld.customers.filter(({ tenantId }) => tenantId !== stranger);
    await sim.world({ ...aWorld, customers });
    await sim.behave({ replay: 'dedupe' });
    await restart();
    expect((await sim.truth('/world')).json.customers).to.have.length(2);
    expect((await sim.truth('/faults')).json.behaviour).to.deep.equal({ replay: 'dedupe' });
    await sim.stop();
    sim = await simulated({ dataDir, world: { ...aWorld, builds: [] } });
    expect((await sim.truth('/world')).json.customers).to.have.length(3);
  });

  it('refuses a world that is wrong, naming every problem', async () => {
    const answer = await ask(`${sim.adminUrl}/world`, {
      method: 'PUT',
      body: { partners: [{ name: 1 }], customers: [] },
    });
    expect(answer.status).to.equal(400);
    expect(answer.json.problems).to.include.members([
      "/ must have required property 'apps'",
      '/partners/0/name must be string',
    ]);
  });

  it('a reset brings back the start, on disk too, and leaves tokens alone', async () => {
    const token = await sim.userToken();
    await create();
    sim.pass();
    await sim.behave({ replay: 'dedupe' });
    expect((await ask(`${sim.adminUrl}/reset`, { method: 'POST' })).status).to.equal(204);
    await restart();
    expect((await sim.truth('/devices')).json).to.deep.equal({ devices: [], removed: [] });
    expect((await sim.truth('/faults')).json).to.deep.equal({});
    expect((await ask(`${sim.partnerCenterUrl}/v1/customers/${contoso}`, { token })).status).to.equal(200);
  });

  it('tells of a submission who sent what for whom, when, and how it ended', async () => {
    const headers = { 'MS-RequestId': 'request-1' };
    const body = { batchId: 'PO-1', devices: [{ hardwareHash: hash }, { serialNumber: 'x' }] };
    await sim.partnerCenter('/deviceBatches', { body, headers });
    sim.pass();
    const [submission] = (await sim.truth('/submissions')).json.submissions;
    expect(submission).to.include({
      platform: 'partnerCenter',
      kind: 'createBatch',
      customerTenantId: contoso,
      batchId: 'PO-1',
      deviceCount: 2,
      requestId: 'request-1',
      acceptedAt: '2026-01-05T08:00:00.000Z',
      state: 'finished',
    });
    expect(submission.outcomes).to.deep.equal({ registered: 1, MissingZtdSerialNumberAndProductKey: 1 });
  });

  it('tells of calls who made them, and only the later ones on request', async () => {
    await sim.partnerCenter('/deviceBatches');
    const { calls } = (await sim.truth('/calls')).json;
    expect(calls.map(({ operation, clientId }: Record<string, string>) => [operation, clientId])).to.deep.equal([
      ['entra.token', app],
      ['partnerCenter.listBatches', app],
    ]);
    expect(calls[1]).to.include({ customerTenantId: contoso, status: 200, method: 'GET' });
    expect((await sim.truth('/calls?since=1')).json.counts).to.deep.equal({ 'partnerCenter.listBatches': 1 });
  });

  it('tells of a device where it came from, and filters by platform and customer', async () => {
    await create();
    sim.pass();
    const { devices } = (await sim.truth(`/devices?platform=partnerCenter&customer=${contoso}`)).json;
    expect(devices[0]).to.include({
      groupTag: 'PO-1',
      serialNumber: 'SYN-1',
      registeredAt: '2026-01-05T08:00:03.000Z',
    });
    expect(devices[0].sent).to.deep.equal({});
    expect((await sim.truth('/devices?platform=intune')).json.devices).to.deep.equal([]);
  });
});
