import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { makeFlush } from '../../../shared/adapters/telemetry/flush.ts';
import { noTelemetry } from '../../../shared/adapters/telemetry/no-telemetry.ts';
import { openTelemetry } from '../../../shared/adapters/telemetry/telemetry.ts';
import { traceIdsOf } from '../../../shared/adapters/telemetry/trace-ids.ts';
import { AccessDenied } from '../../../shared/errors.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../fakes/otlp-receiver.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const about = { partnerId: 'p1', uploadId: 'a1b2c3' };

describe('Telemetry', () => {
  it('an upload has the same trace everywhere, and no other upload has it', () => {
    expect(traceIdsOf('a1')).to.deep.equal(traceIdsOf('a1'));
    expect(traceIdsOf('a1').traceId).to.match(/^[0-9a-f]{32}$/);
    expect(traceIdsOf('a1').spanId).to.match(/^[0-9a-f]{16}$/);
    expect(traceIdsOf('a1').traceId).not.to.equal(traceIdsOf('a2').traceId);
  });

  it('nobody wants it: work is done, and nothing else', async () => {
    expect(openTelemetry({})).to.equal(noTelemetry);
    expect(await noTelemetry.step('reconcile', {}, async () => 7)).to.equal(7);
  });

  describe('to a receiver', () => {
    let receiver: OtlpReceiver;
    before(async () => {
      receiver = await startOtlpReceiver();
    });
    after(() => receiver.stop());

    it('what was seen in a step is there when the step is over', async () => {
      const telemetry = openTelemetry({ otlpEndpoint: receiver.url });
      const connection = { platform: 'intune', connectionId: 'c1' };
      const told = await telemetry.step(
        'register-chunk',
        { ...about, chunk: 3 },
        async () => {
          telemetry.call('import', connection)({ status: 202, requestId: 'r-1' });
          telemetry.call('import', connection)(undefined);
          telemetry.measure('rowsRead', 5, {});
          return 'done';
        },
        (outcome) => ({ outcome }),
      );
      expect(told).to.equal('done');
      const [step] = receiver.spans.filter(({ name }) => name === 'register-chunk');
      expect(step?.facts).to.deep.equal({ 'partner.id': 'p1', 'upload.id': 'a1b2c3', 'chunk.id': 3, outcome: 'done' });
      expect(step).to.include({
        traceId: traceIdsOf('a1b2c3').traceId,
        parentSpanId: traceIdsOf('a1b2c3').spanId,
      });
      const calls = receiver.spans.filter(({ name }) => name === 'intune import');
      expect(calls.map(({ parentSpanId }) => parentSpanId)).to.deep.equal([step?.spanId, step?.spanId]);
      expect(calls.map(({ facts }) => facts['error.type'])).to.deep.equal([undefined, 'none']);
      expect(receiver.total('autopilot.calls', { status: 'none' }).value).to.equal(1);
      expect(receiver.total('autopilot.rows.read').value).to.equal(5);
    });

    it('a step that fails says what class of failure it was, not its words, and fails all the same', async () => {
      const telemetry = openTelemetry({ otlpEndpoint: receiver.url });
      const error = new AccessDenied('access_denied', 'the words of order-of-jane-doe.xlsx');
      const step = telemetry.step('write-report', about, () => Promise.reject(error));
      expect(await thrownBy(step)).to.equal(error);
      const [span] = receiver.spans.filter(({ name }) => name === 'write-report');
      expect(span?.facts['error.type']).to.equal('AccessDenied');
      expect(span?.status?.code).to.equal(2);
      expect(receiver.bodies.join()).not.to.include('jane');
    });

    it('steps at once keep their calls apart, and a step of no upload has a trace of its own', async () => {
      const telemetry = openTelemetry({ otlpEndpoint: receiver.url });
      const work = (connectionId: string) => async () => {
        await pause(5);
        telemetry.call('token', { platform: 'oemDirect', connectionId })({ status: 200, requestId: 'r' });
      };
      await Promise.all([
        telemetry.step('register-chunk', { partnerId: 'p1', uploadId: 'u1' }, work('c-u1')),
        telemetry.step('register-chunk', { partnerId: 'p2', uploadId: 'u2' }, work('c-u2')),
        telemetry.step('keep-signed-in', {}, work('c-none')),
      ]);
      const traceOf = (connection: string) =>
        receiver.spans.find(({ facts }) => facts['connection.id'] === connection)?.traceId;
      expect(traceOf('c-u1')).to.equal(traceIdsOf('u1').traceId);
      expect(traceOf('c-u2')).to.equal(traceIdsOf('u2').traceId);
      expect(traceOf('c-none')).to.equal(receiver.spans.find(({ name }) => name === 'keep-signed-in')?.traceId);
      expect(traceOf('c-none')).not.to.be.oneOf([traceOf('c-u1'), traceOf('c-u2')]);
    });
  });

  describe('to a receiver that is dead', () => {
    let silent: Server;
    /** A second for each step would be longer than this; one second in all is far less, on a busy machine too. */
    const steps = 60;
    const secondsFor = async (url: string): Promise<number> => {
      const telemetry = openTelemetry({ otlpEndpoint: url });
      const from = performance.now();
      for (let step = 0; step < steps; step += 1) {
        expect(await telemetry.step('register-chunk', about, async () => 'done')).to.equal('done');
      }
      return (performance.now() - from) / 1000;
    };
    let seconds: { readonly unanswered: number; readonly refused: number };
    before(async () => {
      silent = createServer(() => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as AddressInfo;
      const [unanswered, refused] = await Promise.all(
        [`http://127.0.0.1:${port}`, 'http://127.0.0.1:9'].map(secondsFor),
      );
      seconds = { unanswered: unanswered ?? 0, refused: refused ?? 0 };
    });
    after(() => {
      silent.closeAllConnections();
      silent.close();
    });

    it('that takes calls and never answers costs the first step a second, and the others nothing', () =>
      expect(seconds.unanswered).to.be.within(0.9, steps / 2));

    it('that is not there at all costs no more', () => expect(seconds.refused).to.be.below(steps / 2));

    it('is waited for a second, and again after a minute', async () => {
      let now = 0;
      let asked = 0;
      const waits: number[] = [];
      const flush = makeFlush(
        () => {
          asked += 1;
          return new Promise(() => undefined);
        },
        { now: () => now, pause: async (milliseconds) => waits.push(milliseconds) },
      );
      await flush();
      await flush();
      expect(waits).to.deep.equal([1000]);
      now = 61_000;
      await flush();
      expect(waits).to.deep.equal([1000, 1000]);
      expect(asked).to.equal(3);
    });
  });
});
