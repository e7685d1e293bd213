import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openTelemetry } from '../../../shared/adapters/telemetry/telemetry.ts';
import { traceIdsOf } from '../../../shared/adapters/telemetry/trace-ids.ts';
import { selfSigned } from '../../fakes/self-signed.ts';

interface Envelope {
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: {
      readonly name?: string;
      readonly type?: string;
      readonly duration?: string;
      readonly success?: boolean;
      readonly properties: Readonly<Record<string, string>>;
      readonly metrics?: readonly { readonly name: string; readonly value: number; readonly count?: number }[];
    };
  };
}

describe('Telemetry to Azure Monitor', () => {
  let server: Server;
  const envelopes: Envelope[] = [];
  const environment = { ...process.env };

  before(async () => {
    const { pem } = selfSigned();
    server = createServer({ key: pem, cert: pem }, async (request, response) => {
      const body = await buffer(request);
      const sent = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const items: readonly Envelope[] = JSON.parse(sent.toString('utf8'));
      envelopes.push(...items);
      const taken = { itemsReceived: items.length, itemsAccepted: items.length, errors: [] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(taken));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The exporter speaks TLS only, and offers no way to trust one certificate.
    Object.assign(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: '0', APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' });
  });
  after(() => {
    for (const name of ['NODE_TLS_REJECT_UNAUTHORIZED', 'APPLICATION_INSIGHTS_NO_STATSBEAT']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    server.closeAllConnections();
    server.close();
  });

  it('steps, calls and uploads come as dependencies of one operation, none as a request; queries find their facts', async () => {
    const key = { partnerId: 'p1', uploadId: 'u1' };
    const { port } = server.address() as AddressInfo;
    const address = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:${port}/`;
    const telemetry = openTelemetry({ azureMonitor: { connectionString: address } });
    const work = async (): Promise<void> => {
      const call = telemetry.call('createBatch', { platform: 'partnerCenter', connectionId: 'c1' });
      call({ status: 429, requestId: 'r-1' });
      telemetry.measure('chunkAge', 12.5, { platform: 'partnerCenter' });
      telemetry.upload(key, new Date('2026-05-01T10:00:00Z'), new Date('2026-05-01T10:01:01Z'), { kind: 'final' });
    };
    await telemetry.step('register-chunk', { ...key, chunk: 2 }, work, () => ({ outcome: 'settled' }));
    // Loading and the first handshake may take longer than a step waits.
    for (let tries = 0; tries < 1000 && envelopes.length < 5; tries += 1)
      await new Promise((done) => setTimeout(done, 100));

    const dependencies = envelopes.filter(({ data }) => data.baseType === 'RemoteDependencyData');
    const named = (name: string) => dependencies.find(({ data }) => data.baseData.name === name)?.data.baseData;
    const { traceId } = traceIdsOf('u1');
    expect(dependencies.map(({ tags }) => tags['ai.operation.id'])).to.deep.equal([traceId, traceId, traceId]);
    expect(named('upload')).to.deep.include({ duration: '00:01:01.000' });
    expect(named('register-chunk')?.properties).to.include({ 'upload.id': 'u1', 'chunk.id': '2', outcome: 'settled' });
    const call = named('partnerCenter createBatch');
    expect(call?.success).to.equal(false);
    expect(call?.properties).to.include({ platform: 'partnerCenter', operation: 'createBatch', status: '429' });
    const metrics = envelopes.filter(({ data }) => data.baseData.metrics?.[0]?.name === 'autopilot.chunk.age');
    expect(metrics[0]?.data.baseData.metrics?.[0]).to.include({ value: 12.5, count: 1 });
    expect(envelopes.filter(({ data }) => data.baseType === 'RequestData')).to.deep.equal([]);
  });
});
