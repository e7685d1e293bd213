import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import schema from '../../simulators/faults.schema.json' with { type: 'json' };
import { checkFaultPlan, type FaultRule } from '../../simulators/faults.ts';
import { contoso, northwind, partner } from './a-world.ts';
import { buildHash } from './build-hash.ts';
import { ask, graphScope, type Simulated, simulated } from './simulated.ts';

const pkids = (count: number) =>
  Array.from({ length: count }, (_, row) => ({ productKey: String(3_000_000_000_000 + row) }));

describe('fault injection', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated();
    await sim.partnerCenter('/deviceBatches');
  });
  afterEach(() => sim.stop());

  const create = (count = 1, batchId = 'PO-1') =>
    sim.partnerCenter('/deviceBatches', { body: { batchId, devices: pkids(count) } });
  const failure = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return 'answered';
    } catch {
      return 'cut';
    }
  };
  const submissions = async () => (await sim.truth('/submissions')).json.submissions;
  const settled = async (rule: FaultRule, count = 10) => {
    await sim.rules(rule);
    const answer = await create(count);
    sim.pass();
    return sim.partnerCenter(`/batchJobStatus/${answer.headers.get('location')?.split('/').at(-1)}`);
  };
  const serials = (answer: { json: { devicesStatus: { productKey: string }[] } }) =>
    answer.json.devicesStatus.map(({ productKey }) => productKey);

  describe('429', () => {
    it('comes in the gateway’s shape with Retry-After', async () => {
      await sim.rules({ kind: 'throttle', operation: 'partnerCenter.createBatch', retryAfterSeconds: 57 });
      const answer = await create();
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([429, '57']);
      expect(answer.json).to.deep.equal({
        statusCode: 429,
        message: 'Rate limit is exceeded. Try again in 57 seconds.',
      });
      expect(await submissions()).to.deep.equal([]);
    });

    it('comes in the platform’s shape, or with no body, and without Retry-After', async () => {
      await sim.rules({ kind: 'throttle', operation: '*', shape: 'platform' });
      const answer = await create();
      expect([answer.json.code, answer.headers.get('retry-after')]).to.deep.equal(['TooManyRequests', null]);
      await sim.rules({ kind: 'throttle', operation: '*', shape: 'empty' });
      expect((await create()).text).to.equal('');
    });

    it('can say when to come back as a date', async () => {
      const rule = { kind: 'throttle', operation: 'partnerCenter.createBatch', retryAfterAs: 'date' } as const;
      await sim.rules({ ...rule, retryAfterSeconds: 57 });
      expect((await create()).headers.get('retry-after')).to.equal('Mon, 05 Jan 2026 08:00:57 GMT');
    });

    it('comes from a limit of calls per partner, and per partner and customer', async () => {
      const look = async (customer: string) => {
        const token = await sim.userToken();
        return ask(`${sim.partnerCenterUrl}/v1/customers/${customer}`, { token });
      };
      const limit = { operation: 'partnerCenter.*', calls: 2, seconds: 20 };
      await sim.faults({ limits: [{ ...limit, per: 'caller' }] });
      const statuses = [await look(contoso), await look(northwind), await look(contoso)].map(({ status }) => status);
      expect(statuses).to.deep.equal([200, 200, 429]);
      await sim.faults({ limits: [{ ...limit, per: 'callerAndCustomer' }] });
      await look(contoso);
      await look(contoso);
      sim.pass(5000);
      const over = await look(contoso);
      expect([over.status, over.headers.get('retry-after')]).to.deep.equal([429, '15']);
      expect((await look(northwind)).status).to.equal(200);
      sim.pass(15_000);
      expect((await look(contoso)).status).to.equal(200);
    });
  });

  it('5xx comes before the work, in the platform’s shape, as HTML or empty', async () => {
    for (const body of ['platform', 'html', 'empty'] as const) {
      await sim.rules({ kind: 'error', operation: 'partnerCenter.createBatch', status: 502, body });
      expect((await create()).status).to.equal(502);
    }
    expect(await submissions()).to.deep.equal([]);
  });

  it('5xx after the work: the submission was taken all the same', async () => {
    await sim.rules({ kind: 'error', operation: 'partnerCenter.createBatch', status: 504, after: true });
    expect((await create()).status).to.equal(504);
    expect(await submissions()).to.have.length(1);
  });

  it('a reset before accepting leaves no submission', async () => {
    await sim.rules({ kind: 'resetBefore', operation: 'partnerCenter.createBatch' });
    expect(await failure(create())).to.equal('cut');
    expect(await submissions()).to.deep.equal([]);
    const { calls } = (await sim.truth('/calls')).json;
    expect(calls.at(-1)).to.include({ operation: 'partnerCenter.createBatch', status: 0 });
  });

  it('a reset after accepting is a lost 202: the submission is there, the answer is not', async () => {
    await sim.rules({ kind: 'resetAfter', operation: 'partnerCenter.createBatch', times: 1 });
    expect(await failure(create())).to.equal('cut');
    expect(await submissions()).to.have.length(1);
    expect((await sim.truth('/calls')).json.calls.at(-1)).to.include({ status: 202, lost: true });
    sim.pass();
    expect((await sim.truth('/devices')).json.devices).to.have.length(1);
  });

  it('a slow call takes its time', async () => {
    await sim.rules({ kind: 'slow', operation: 'partnerCenter.listBatches', milliseconds: 120 });
    const start = performance.now();
    await sim.partnerCenter('/deviceBatches');
    expect(performance.now() - start).to.be.at.least(115);
  });

  it('a body can be cut, start with a byte order mark, or be a page of another content type', async () => {
    await sim.rules({ kind: 'cutBody', operation: 'partnerCenter.listBatches' });
    expect(await failure(sim.partnerCenter('/deviceBatches'))).to.equal('cut');
    await sim.rules({ kind: 'bom', operation: 'partnerCenter.listBatches' });
    const token = await sim.userToken();
    const raw = await fetch(`${sim.partnerCenterUrl}/v1/customers/${contoso}/deviceBatches`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([...new Uint8Array(await raw.arrayBuffer()).slice(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    await sim.rules({ kind: 'contentType', operation: 'partnerCenter.listBatches' });
    const page = await sim.partnerCenter('/deviceBatches');
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([200, 'text/html']);
  });

  it('an answer can be JSON of a shape nobody documents', async () => {
    await sim.rules({ kind: 'misshapen', operation: 'partnerCenter.listBatches' });
    const { status, json } = await sim.partnerCenter('/deviceBatches');
    expect([status, json.items]).to.deep.equal([200, { unexpected: true }]);
  });

  it('a token can be called expired (401), or without MFA (401/900421)', async () => {
    await sim.rules({ kind: 'expiredToken', operation: 'partnerCenter.*', times: 1 });
    expect((await create()).status).to.equal(401);
    await sim.rules({ kind: 'mfaRequired', operation: 'partnerCenter.*', times: 1 });
    const answer = await create();
    expect([answer.status, answer.json.code]).to.deep.equal([401, 900421]);
  });

  describe('a job', () => {
    it('never ends, while queued or processing', async () => {
      for (const at of ['queued', 'processing'] as const) {
        await sim.rules({ kind: 'neverEnds', operation: 'partnerCenter.createBatch', at });
        const answer = await create(1, at);
        sim.pass(20 * 60 * 1000);
        const status = await sim.partnerCenter(`/batchJobStatus/${answer.headers.get('location')?.split('/').at(-1)}`);
        expect(status.json.status).to.equal(at);
      }
      expect((await sim.truth('/devices')).json.devices).to.deep.equal([]);
    });

    it('drops devices from its results although it registered them', async () => {
      const answer = await settled({ kind: 'dropResults', operation: '*', share: 0.2 });
      expect(serials(answer).length).to.be.within(5, 9);
      expect((await sim.truth('/devices')).json.devices).to.have.length(10);
    });

    it('gives its results in another order', async () => {
      const given = pkids(10).map(({ productKey }) => productKey);
      const told = serials(await settled({ kind: 'reorderResults', operation: '*' }));
      expect(told).not.to.deep.equal(given);
      expect(told.toSorted()).to.deep.equal(given);
    });

    it('ends with an empty list of devices', async () => {
      expect(serials(await settled({ kind: 'emptyResults', operation: '*' }))).to.deep.equal([]);
    });

    it('refuses devices with any code and name, or a share of them, and registers none of those', async () => {
      const rule = {
        kind: 'refuseDevices',
        operation: 'partnerCenter.createBatch',
        code: 999,
        name: 'ZtdNew',
      } as const;
      const told = (await settled({ ...rule, share: 0.5 })).json.devicesStatus;
      const refused = told.filter(
        ({ errorDescription }: { errorDescription: string }) => errorDescription === 'ZtdNew',
      );
      expect(refused.length).to.be.within(1, 9);
      expect(refused[0].errorCode).to.equal('999');
      expect((await sim.truth('/devices')).json.devices).to.have.length(10 - refused.length);
    });

    it('ends finished although devices failed', async () => {
      await create(10, 'first');
      sim.pass();
      const { json } = await settled({ kind: 'finishedWithFailures', operation: '*' });
      expect([json.status, json.devicesStatus[0].errorCode]).to.deep.equal(['finished', '806']);
    });

    it('is unknown while it runs', async () => {
      await sim.rules({ kind: 'unknownStatus', operation: '*' });
      const answer = await create();
      const look = await sim.partnerCenter(`/batchJobStatus/${answer.headers.get('location')?.split('/').at(-1)}`);
      expect(look.json.status).to.equal('unknown');
    });

    it('is not found on the first look', async () => {
      await sim.rules({ kind: 'notFoundFirst', operation: 'partnerCenter.createBatch' });
      const answer = await create();
      const look = async () =>
        (await sim.partnerCenter(`/batchJobStatus/${answer.headers.get('location')?.split('/').at(-1)}`)).status;
      expect([await look(), await look()]).to.deep.equal([404, 200]);
    });

    describe('of Graph', () => {
      const imports = () => `${sim.graphUrl}/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities`;
      const serialNumbers = Array.from({ length: 10 }, (_, row) => `S${row}`);
      const importAll = async (token: string) => {
        const devices = serialNumbers.map((serialNumber) => ({
          serialNumber,
          hardwareIdentifier: buildHash({ serialNumber, manufacturer: 'HP', model: 'x' }),
        }));
        const body = { importedWindowsAutopilotDeviceIdentities: devices };
        return (await ask(`${imports()}/import`, { token, body })).json.value;
      };

      it('can leave records unknown for ever', async () => {
        const token = await sim.appToken(graphScope, contoso);
        await sim.rules({ kind: 'dropResults', operation: 'intune.import', share: 0.5 });
        await importAll(token);
        sim.pass();
        const { value } = (await ask(imports(), { token })).json;
        const statuses = new Set(
          value.map(({ state }: { state: { deviceImportStatus: string } }) => state.deviceImportStatus),
        );
        expect([...statuses].sort()).to.deep.equal(['complete', 'unknown']);
      });

      it('can give its records in another order than the devices came', async () => {
        const token = await sim.appToken(graphScope, contoso);
        await sim.rules({ kind: 'reorderResults', operation: 'intune.import' });
        const told = (await importAll(token)).map(({ serialNumber }: { serialNumber: string }) => serialNumber);
        expect(told).to.deep.equal(serialNumbers.toReversed());
      });
    });
  });

  describe('rules', () => {
    const pattern = async (seed: number): Promise<string> => {
      await sim.faults({ seed, rules: [{ kind: 'error', operation: 'partnerCenter.listBatches', rate: 0.4 }] });
      let seen = '';
      for (let call = 0; call < 30; call += 1)
        seen += (await sim.partnerCenter('/deviceBatches')).status === 200 ? '.' : 'x';
      return seen;
    };

    it('strike at their rate, the same way for the same seed', async () => {
      const first = await pattern(7);
      expect(await pattern(7)).to.equal(first);
      expect(await pattern(8)).not.to.equal(first);
      expect([...first].filter((mark) => mark === 'x').length).to.be.within(4, 20);
    });

    it('can be limited in number, start late, and be meant for one customer', async () => {
      const statuses = async () => {
        const seen: number[] = [];
        for (let call = 0; call < 4; call += 1) seen.push((await sim.partnerCenter('/deviceBatches')).status);
        return seen;
      };
      await sim.rules({ kind: 'error', operation: '*', skip: 1, times: 2 });
      expect(await statuses()).to.deep.equal([200, 503, 503, 200]);
      await sim.rules({ kind: 'error', operation: '*', customerTenantId: northwind });
      expect(await statuses()).to.deep.equal([200, 200, 200, 200]);
    });

    it('of every kind can be set by file and by the owner’s endpoint, and every kind is described', async () => {
      const kinds = schema.properties.rules.items.properties.kind.enum;
      const rules = kinds.map((kind) => ({ kind, operation: '*', ...(kind === 'slow' ? { milliseconds: 1 } : {}) }));
      // A file goes through the same check as what the endpoint is sent.
      expect(checkFaultPlan({ rules })).to.include({ ok: true });
      expect((await ask(`${sim.adminUrl}/faults`, { method: 'PUT', body: { rules } })).status).to.equal(204);
      const page = await readFile(new URL('../../simulators/README.md', import.meta.url), 'utf8');
      expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).to.deep.equal([]);
    });

    it('reach Entra too', async () => {
      await sim.rules({ kind: 'throttle', operation: 'entra.token', shape: 'platform', retryAfterSeconds: 1 });
      const answer = await sim.form(`/${partner}/oauth2/v2.0/token`, {});
      expect([answer.status, answer.json.error]).to.deep.equal([429, 'temporarily_unavailable']);
    });

    it('never touch the owner’s own endpoints, and are refused whole when one is wrong', async () => {
      await sim.rules({ kind: 'resetBefore', operation: '*' });
      expect((await sim.truth('/health')).json).to.deep.equal({ ok: true });
      const wrong = { rules: [{ kind: 'slow', operation: '*' }] };
      const answer = await ask(`${sim.adminUrl}/faults`, { method: 'PUT', body: wrong });
      expect(answer.status).to.equal(400);
      expect(answer.json.problems).to.include("/rules/0 must have required property 'milliseconds'");
      expect((await sim.truth('/faults')).json.rules[0].kind).to.equal('resetBefore');
    });
  });
});
