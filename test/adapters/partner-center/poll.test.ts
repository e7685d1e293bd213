import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import { ContractViolation } from '../../../shared/errors.ts';
import { devicesOf, hash, pkid, tuple } from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Bench, chunk, job, jobId, routes, startBench } from './bench.ts';

const receipt = { trackingId: jobId, acceptedAt: '2026-01-05T08:00:00.000Z', creates: false };

describe('reading a job of Partner Center', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const poll = (...identities: readonly Identity[]) =>
    bench.pc.registrar.poll(chunk(devicesOf(...identities)), receipt, bench.context);
  const ok = (line: object) => ({ status: 'finished', errorCode: '', errorDescription: '', ...line });
  const bad = (code: string | number, name: string, line: object = {}) => ({
    status: 'finished_with_errors',
    errorCode: code,
    errorDescription: name,
    ...line,
  });

  for (const status of ['queued', 'processing', 'in-progress', 'in_progress', 'unknown', 'something new', 1, 9]) {
    it(`${status} is not the end`, async () => {
      bench.server.next(routes.job, job(status, ok({ serialNumber: 'SN1' })));
      expect(await poll(tuple('SN1'))).to.have.property('kind', 'running');
    });
  }

  it('a job that is being worked on tells what is known by now, device by device', async () => {
    const lines = [ok({ serialNumber: 'SN1' }), { serialNumber: 'SN2', status: 'processing' }];
    bench.server.next(routes.job, job('processing', ...lines));
    expect(await poll(tuple('SN1'), tuple('SN2'))).to.deep.equal({
      kind: 'running',
      results: [{ position: 0, kind: 'registered' }],
    });
    bench.server.next(routes.job, job('queued', ...lines));
    expect(await poll(tuple('SN1'), tuple('SN2'))).to.deep.equal({ kind: 'running' });
  });

  for (const status of ['finished', 'finished_with_errors', 'finished-with-errors', 'FinishedWithErrors', 4]) {
    it(`${status} is the end, whatever became of the devices`, async () => {
      const lines = [
        ok({ serialNumber: 'SN1', deviceId: 'd-1' }),
        bad('808', 'ZtdDeviceAssignedToOtherTenant', { serialNumber: 'SN2' }),
      ];
      bench.server.next(routes.job, job(status, ...lines));
      expect(await poll(tuple('SN1'), tuple('SN2'))).to.deep.equal({
        kind: 'done',
        results: [
          { position: 0, kind: 'registered', platformDeviceId: 'd-1' },
          { position: 1, kind: 'failed', platformMessage: { code: '808', name: 'ZtdDeviceAssignedToOtherTenant' } },
        ],
      });
    });
  }

  it('results in another order are told by serial number and PKID', async () => {
    const lines = [
      bad('812', 'ZtdDeviceNotFound', { serialNumber: 'SN1' }),
      ok({ productKey: '0000000000033' }),
      ok({ serialNumber: 'SN3' }),
    ];
    bench.server.next(routes.job, job('finished', ...lines.reverse()));
    const polled = await poll(tuple('SN1'), pkid(33), hash('SN3'));
    if (polled.kind !== 'done') throw new Error(polled.kind);
    const kinds = polled.results
      .toSorted((a, b) => a.position - b.position)
      .map(({ position, kind }) => [position, kind]);
    expect(kinds).to.deep.equal([
      [0, 'failed'],
      [1, 'registered'],
      [2, 'registered'],
    ]);
  });

  it('devices the job says nothing about do not appear', async () => {
    bench.server.next(routes.job, job('finished', ok({ serialNumber: 'SN2' })));
    expect(await poll(tuple('SN1'), tuple('SN2'))).to.deep.equal({
      kind: 'done',
      results: [{ position: 1, kind: 'registered' }],
    });
  });

  for (const devicesStatus of [undefined, null, []]) {
    it(`an ended job whose devicesStatus is ${JSON.stringify(devicesStatus)} says nothing of any device`, async () => {
      bench.server.next(routes.job, { status: 200, json: { status: 'finished', devicesStatus } });
      expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'done', results: [] });
    });
  }

  it('a device that has not ended in an ended job says nothing', async () => {
    bench.server.next(routes.job, job('finished', { serialNumber: 'SN1', status: 'processing' }));
    expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'done', results: [] });
  });

  for (const [errorCode, errorDescription] of [
    ['200', 'OK'],
    ['202', ''],
    ['OK', ''],
    ['None', ''],
    [0, 'Success'],
  ] as const) {
    it(`a finished device with ${JSON.stringify(errorCode)} is registered: the code is of HTTP, and no failure`, async () => {
      const line = { serialNumber: 'SN1', status: 'finished', errorCode, errorDescription };
      bench.server.next(routes.job, job('finished', line));
      expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'done', results: [{ position: 0, kind: 'registered' }] });
    });
  }

  it('a finished device beside the directory’s name of a failure has failed, whatever its code', async () => {
    const line = { serialNumber: 'SN1', status: 'finished', errorCode: '200' };
    bench.server.next(routes.job, job('finished', { ...line, errorDescription: 'ZtdDeviceAssignedToOtherTenant' }));
    expect(await poll(tuple('SN1'))).to.have.nested.property('results[0].kind', 'failed');
    bench.server.next(routes.job, job('finished', { ...line, errorCode: '404', errorDescription: 'Not found' }));
    expect(await poll(tuple('SN1'))).to.have.nested.property('results[0].kind', 'failed');
  });

  it('nameless lines with different outcomes stay unassigned', async () => {
    bench.server.next(routes.job, job('finished', ok({}), bad('802', 'InvalidZtdHardwareHash')));
    expect(await poll(hash(''), hash(''))).to.deep.equal({ kind: 'done', results: [] });
  });

  it('nameless lines that all say the same hold for all', async () => {
    bench.server.next(routes.job, job('finished', ok({}), ok({})));
    expect(await poll(hash(''), hash('')))
      .to.have.property('results')
      .with.length(2);
  });

  it('a numeric code and a description in words are passed on as they are', async () => {
    bench.server.next(routes.job, job('finished', bad(640, 'Try again later.', { serialNumber: 'SN1' })));
    expect(await poll(tuple('SN1'))).to.have.deep.nested.property('results[0].platformMessage', {
      code: '640',
      text: 'Try again later.',
    });
  });

  it('a finished device with an error code has failed all the same', async () => {
    bench.server.next(routes.job, job('finished', { serialNumber: 'SN1', status: 'finished', errorCode: '806' }));
    expect(await poll(tuple('SN1'))).to.have.nested.property('results[0].kind', 'failed');
  });

  it('404 right after submitting means not yet, later it means lost', async () => {
    bench.server.always(routes.job, () => ({ status: 404, json: { code: 1000, description: 'Not found' } }));
    expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'running' });
    bench.clock.move(121_000);
    expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'lost' });
  });

  it('a byte order mark does not matter', async () => {
    bench.server.next(routes.job, { status: 200, text: '\uFEFF{"status":"queued"}' });
    expect(await poll(tuple('SN1'))).to.deep.equal({ kind: 'running' });
  });

  it('an answer that does not fit is a contract violation, never an empty result', async () => {
    bench.server.always(routes.job, () => ({
      status: 200,
      json: { state: 'finished' },
      headers: { 'ms-requestid': 'r-1' },
    }));
    const error = await thrownBy(poll(tuple('SN1')));
    expect(error).to.be.instanceOf(ContractViolation);
    expect(String(error)).to.include('r-1');
  });

  it('a receipt that names no job is a contract violation', async () => {
    const poll = bench.pc.registrar.poll(chunk(devicesOf(tuple('SN1'))), {}, bench.context);
    expect(await thrownBy(poll)).to.be.instanceOf(ContractViolation);
  });
});
