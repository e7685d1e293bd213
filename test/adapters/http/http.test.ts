import { setTimeout as pause } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readJson } from '../../../shared/adapters/http/answer.ts';
import { type Call, type HttpTiming, makeHttp } from '../../../shared/adapters/http/http.ts';
import { ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../../shared/errors.ts';
import { trusted } from '../../../shared/schema-check.ts';
import { type LyingServer, startLyingServer } from '../../fakes/lying-server.ts';
import { countingContext, noPatience, quickTiming } from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const fits = new Ajv2020(trusted).compile<{ ok: boolean }>({
  type: 'object',
  required: ['ok'],
  properties: { ok: { type: 'boolean' } },
});

describe('calling a platform', () => {
  let server: LyingServer;
  beforeEach(async () => {
    server = await startLyingServer();
  });
  afterEach(() => server.close());

  const clock = { now: () => new Date() };
  const httpWith = (timing: HttpTiming) => makeHttp({ fetch, clock, random: () => 0.5, timing });
  const http = httpWith(quickTiming);
  const read = (): Call<{ ok: boolean }> => ({
    operation: 'look',
    method: 'GET',
    url: `${server.url}/thing`,
    repeatable: true,
    interpret: (answer) => readJson(answer, fits),
  });
  const submission = (): Call<number> => ({
    operation: 'send',
    method: 'POST',
    url: `${server.url}/thing`,
    headers: { authorization: 'Bearer very-secret-token' },
    body: '{"hardwareHash":"T0EQAAAA"}',
    repeatable: false,
    interpret: (answer) => answer.status,
  });
  const fine = { status: 200, json: { ok: true } };

  describe('reading', () => {
    it('a byte order mark is not part of the answer', async () => {
      server.next('GET /thing', { status: 200, text: '\uFEFF{"ok":true}' });
      expect(await http(read(), countingContext())).to.deep.equal({ ok: true });
    });

    describe('from a platform that throttles, by a caller with time', () => {
      const busy = { status: 429, headers: { 'retry-after': '1' } };
      const impatient = httpWith({ ...quickTiming, attempts: 1, longestWaitMs: 1 });

      it('waits as long as it asks for, and goes on', async () => {
        server.next('GET /thing', busy, fine);
        const started = Date.now();
        const context = { ...countingContext(), patientUntilMs: started + 60_000 };
        expect(await impatient(read(), context)).to.deep.equal({ ok: true });
        expect(Date.now() - started).to.be.at.least(990);
      });

      it('does not begin to wait for more than half of the time that is left', async () => {
        server.next('GET /thing', { status: 429, headers: { 'retry-after': '120' } }, fine);
        const context = { ...countingContext(), patientUntilMs: Date.now() + 200_000 };
        expect(await thrownBy(impatient(read(), context))).to.deep.include({ throttled: true, retryAfterMs: 120_000 });
        expect(server.calls('GET /thing')).to.have.length(1);
      });

      it('ends with the run', async () => {
        server.next('GET /thing', { status: 429, headers: { 'retry-after': '120' } }, fine);
        const context = { ...countingContext(AbortSignal.timeout(50)), patientUntilMs: Date.now() + 600_000 };
        expect(await thrownBy(impatient(read(), context))).to.be.instanceOf(ServiceUnavailable);
      });

      it('never sends a submission twice', async () => {
        server.next('POST /thing', busy, { status: 202 });
        const context = { ...countingContext(), patientUntilMs: Date.now() + 60_000 };
        expect(await thrownBy(impatient(submission(), context))).to.be.instanceOf(ServiceUnavailable);
        expect(server.calls('POST /thing')).to.have.length(1);
      });
    });

    it('JSON under a wrong content type is read', async () => {
      server.next('GET /thing', { status: 200, text: '{"ok":true}', headers: { 'content-type': 'text/html' } });
      expect(await http(read(), countingContext())).to.deep.equal({ ok: true });
    });

    for (const [name, trouble] of [
      ['429 with a short wait', { status: 429, headers: { 'retry-after': '0' } }],
      ['500', { status: 500 }],
      ['502', { status: 502 }],
      ['503', { status: 503 }],
      ['a reset', { kind: 'reset' }],
      ['a cut body', { kind: 'cutBody', status: 200 }],
      ['a page instead of JSON', { status: 200, text: '<html>', headers: { 'content-type': 'text/html' } }],
      ['JSON that does not fit', { status: 200, json: { ok: 'maybe' } }],
    ] as const) {
      it(`is repeated after ${name}, and every attempt is counted`, async () => {
        server.next('GET /thing', trouble, fine);
        const context = countingContext();
        expect(await http(read(), context)).to.deep.equal({ ok: true });
        expect(context.counts.get('look')).to.equal(2);
      });
    }

    it('is repeated after silence, and every attempt is counted', async () => {
      server.always('GET /silent', () => ({ kind: 'silent' }));
      server.always('GET /thing', () => fine);
      const context = countingContext();
      // Only the first attempt is left waiting; the second one may take its time.
      const silentOnce: typeof fetch = (input, init) =>
        context.counts.get('look') === 1
          ? fetch(`${server.url}/silent`, init)
          : fetch(input, { ...init, signal: null });
      const calling = makeHttp({ fetch: silentOnce, clock, random: () => 0.5, timing: noPatience });
      expect(await calling(read(), context)).to.deep.equal({ ok: true });
      expect(context.counts.get('look')).to.equal(2);
    });

    it('gives up after four attempts, as unavailable', async () => {
      server.always('GET /thing', () => ({ status: 500 }));
      expect(await thrownBy(http(read(), countingContext()))).to.be.instanceOf(ServiceUnavailable);
      expect(server.seen).to.have.length(4);
    });

    it('an answer that never fits is a contract violation with the request id and without the value', async () => {
      server.always('GET /thing', () => ({ status: 200, json: { ok: 'SN-1' }, headers: { 'ms-requestid': 'r-77' } }));
      const error = await thrownBy(http(read(), countingContext()));
      expect(error).to.be.instanceOf(ContractViolation);
      expect(String(error)).to.include('r-77').and.not.include('SN-1');
    });

    it('a long wait is not slept through but handed to the caller', async () => {
      server.next('GET /thing', { status: 429, headers: { 'retry-after': '57' } });
      const error = await thrownBy(http(read(), countingContext()));
      expect(error).to.be.instanceOf(ServiceUnavailable).and.include({ throttled: true, retryAfterMs: 57_000 });
      expect(server.seen).to.have.length(1);
    });

    it('ends when the process shuts down', async () => {
      server.always('GET /thing', () => ({ kind: 'silent' }));
      const shutdown = new AbortController();
      const reading = thrownBy(http(read(), countingContext(shutdown.signal)));
      while (server.seen.length === 0) await pause(5);
      shutdown.abort();
      expect(await reading).to.be.instanceOf(ServiceUnavailable);
      expect(server.seen).to.have.length(1);
    });
  });

  describe('submitting', () => {
    it('429 took nothing: both body shapes say how long to wait', async () => {
      const message = 'Rate limit is exceeded. Try again in 57 seconds.';
      server.next('POST /thing', { status: 429, json: { statusCode: 429, message } });
      server.next('POST /thing', {
        status: 429,
        json: { code: 429, description: 'Too many' },
        headers: { 'retry-after': '3' },
      });
      const first = await thrownBy(http(submission(), countingContext()));
      expect(first).to.be.instanceOf(ServiceUnavailable).and.include({ throttled: true, retryAfterMs: 57_000 });
      const second = await thrownBy(http(submission(), countingContext()));
      expect(second).to.include({ throttled: true, retryAfterMs: 3_000 });
    });

    it('503 that says when to come back took nothing', async () => {
      server.next('POST /thing', { status: 503, headers: { 'retry-after': '5' } });
      const error = await thrownBy(http(submission(), countingContext()));
      expect(error).to.be.instanceOf(ServiceUnavailable).and.include({ throttled: false, retryAfterMs: 5_000 });
    });

    it('503 that names a job may have been taken', async () => {
      server.next('POST /thing', { status: 503, headers: { location: '/jobs/1', 'retry-after': '5' } });
      expect(await thrownBy(http(submission(), countingContext()))).to.be.instanceOf(SubmissionUnknown);
    });

    it('a refused connection took nothing', async () => {
      const gone = await startLyingServer();
      await gone.close();
      const call = { ...submission(), url: `${gone.url}/thing` };
      expect(await thrownBy(http(call, countingContext()))).to.be.instanceOf(ServiceUnavailable);
    });

    for (const [name, trouble] of [
      ['a reset', { kind: 'reset' }],
      ['500', { status: 500 }],
      ['502', { status: 502 }],
      ['503 without a word', { status: 503 }],
      ['504', { status: 504 }],
      ['an acceptance whose body was cut off', { kind: 'cutBody', status: 200 }],
    ] as const) {
      it(`is never repeated after ${name}: it may have been taken`, async () => {
        server.next('POST /thing', trouble);
        server.always('POST /thing', () => fine);
        expect(await thrownBy(http(submission(), countingContext()))).to.be.instanceOf(SubmissionUnknown);
        expect(server.seen).to.have.length(1);
      });
    }

    it('is never repeated after silence: it may have been taken', async () => {
      server.always('POST /thing', () => ({ kind: 'silent' }));
      const context = countingContext();
      expect(await thrownBy(httpWith(noPatience)(submission(), context))).to.be.instanceOf(SubmissionUnknown);
      expect(context.counts.get('send')).to.equal(1);
    });

    it('an acceptance told by its header does not need its body', async () => {
      server.next('POST /thing', { kind: 'cutBody', status: 202, headers: { location: '/jobs/1' } });
      expect(await http(submission(), countingContext())).to.equal(202);
    });

    it('a refusal does not need its body', async () => {
      server.next('POST /thing', { kind: 'cutBody', status: 400 });
      expect(await http(submission(), countingContext())).to.equal(400);
    });

    it('a redirect is not followed', async () => {
      server.next('POST /thing', { status: 307, headers: { location: `${server.url}/other` } });
      expect(await http(submission(), countingContext())).to.equal(307);
      expect(server.seen).to.have.length(1);
    });

    it('after shutdown nothing is sent', async () => {
      const context = countingContext(AbortSignal.abort());
      expect(await thrownBy(http(submission(), context))).to.be.instanceOf(ServiceUnavailable);
      expect(server.seen).to.have.length(0);
    });

    it('no error shows the token or the hash', async () => {
      server.next(
        'POST /thing',
        { kind: 'reset' },
        { status: 500, text: 'T0EQAAAA' },
        { status: 429, text: 'T0EQAAAA' },
      );
      for (let round = 0; round < 3; round += 1) {
        const error = await thrownBy(http(submission(), countingContext()));
        const shown = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? String(error.cause) : ''}`;
        expect(shown).to.not.match(/T0EQ|very-secret/);
      }
    });
  });
});
