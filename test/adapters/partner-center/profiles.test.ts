import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { SubmissionUnknown } from '../../../shared/errors.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { accepted, type Bench, chunk, customer, job, jobId, lastBody, routes, startBench } from './bench.ts';

const assignRoute = 'PATCH /v1/customers/*/DevicePolicyUpdates';

describe('assigning a deployment profile', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const assign = () =>
    bench.pc.profiles.assign(
      {
        customer,
        requestId: '55555555-5555-4555-8555-555555555555',
        profileId: 'p-1',
        platformDeviceIds: ['d-1', 'd-2'],
      },
      bench.context,
    );
  const receipt = { trackingId: jobId, acceptedAt: '2026-01-05T08:00:00.000Z', creates: false };

  it('one call assigns it to many devices', async () => {
    bench.server.next(assignRoute, accepted);
    expect(await assign()).to.deep.equal({ kind: 'accepted', receipt });
    const policies = [{ key: 'o_o_b_e', value: 'p-1' }];
    expect(lastBody(bench.server, assignRoute)).to.deep.equal({
      devices: [
        { id: 'd-1', policies },
        { id: 'd-2', policies },
      ],
    });
  });

  it('a lost answer is not repeated', async () => {
    bench.server.next(assignRoute, { kind: 'reset' });
    expect(await thrownBy(assign())).to.be.instanceOf(SubmissionUnknown);
  });

  it('a refused call says why', async () => {
    bench.server.next(assignRoute, { status: 400, json: { code: '809', description: 'x' } });
    expect(await assign()).to.deep.equal({ kind: 'refused', reason: { code: 'profile_not_found' } });
  });

  it('devices that were refused the profile are named by the ended job', async () => {
    const failed = {
      deviceId: 'd-2',
      status: 'finished_with_errors',
      errorCode: '807',
      errorDescription: 'ZtdDeviceIsNotRegistered',
    };
    bench.server.next(routes.job, job('processing'), job('finished', { deviceId: 'd-1', status: 'finished' }, failed), {
      status: 404,
    });
    const poll = () => bench.pc.profiles.poll(customer, receipt, bench.context);
    expect(await poll()).to.deep.equal({ kind: 'running' });
    expect(await poll()).to.deep.equal({
      kind: 'done',
      refused: new Map([['d-2', { code: 'device_not_registered' }]]),
    });
    expect(await poll()).to.deep.equal({ kind: 'lost' });
  });

  it('a job that is not known yet is waited for, and lost after a while', async () => {
    bench.server.next(routes.job, { status: 404 }, { status: 404 });
    const poll = () => bench.pc.profileAssigner.poll(chunk([]), receipt, bench.context);
    expect(await poll()).to.deep.equal({ kind: 'running' });
    bench.clock.move(120_000);
    expect(await poll()).to.deep.equal({ kind: 'lost' });
  });

  it('profiles are listed by id and name', async () => {
    bench.server.next('GET /v1/customers/*/policies', {
      status: 200,
      json: { items: [{ id: 'p-1', name: 'Sales' }, { id: 'p-2' }] },
    });
    expect(await bench.pc.profiles.list(customer, bench.context)).to.deep.equal([
      { profileId: 'p-1', name: 'Sales' },
      { profileId: 'p-2' },
    ]);
  });
});
