import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AccessDenied, ContractViolation, ServiceUnavailable, SubmissionUnknown } from '../../../shared/errors.ts';
import { countingContext, devicesOf, hash, pkid, tuple } from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import {
  accepted,
  type Bench,
  batchList,
  chunk,
  customer,
  job,
  jobId,
  lastBody,
  none,
  routes,
  startBench,
} from './bench.ts';

describe('submitting a chunk to Partner Center', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const submit = (submission = chunk(devicesOf(tuple('SN1')))) => bench.pc.registrar.submit(submission, bench.context);
  const row = () => [...bench.batches.rows.values()][0]?.value;

  it('an unknown batch is created with the chunk; the job is named by the last segment of Location', async () => {
    bench.server.next(routes.create, accepted);
    const submitted = await submit();
    expect(submitted).to.deep.equal({
      kind: 'accepted',
      receipt: { trackingId: jobId, acceptedAt: '2026-01-05T08:00:00.000Z', creates: true },
    });
    expect(row()).to.include({ state: 'creating', batchId: 'PO-4711', createdBy: 'chunk-1' });
  });

  it('each identity is sent in its own fields, a hash always with its embedded serial, and never any policies', async () => {
    bench.server.next(routes.create, accepted);
    await submit(chunk(devicesOf(tuple('SN1', 'HP', 'EliteBook'), pkid(33), hash('SN3', 'T0EQ'))));
    expect(lastBody(bench.server, routes.create)).to.deep.equal({
      batchId: 'PO-4711',
      devices: [
        { serialNumber: 'SN1', oemManufacturerName: 'HP', modelName: 'EliteBook' },
        { productKey: '0000000000033' },
        { hardwareHash: 'T0EQ', serialNumber: 'SN3' },
      ],
    });
  });

  it('a hash without an embedded serial is sent alone', async () => {
    bench.server.next(routes.create, accepted);
    await submit(chunk(devicesOf(hash('', 'T0EQ'))));
    expect(lastBody(bench.server, routes.create)).to.deep.include({ devices: [{ hardwareHash: 'T0EQ' }] });
  });

  it('a listed batch is appended to with a bare array and an encoded address', async () => {
    bench.server.next(routes.batches, batchList('Other', 'Test batch'));
    bench.server.next(routes.append, accepted);
    const submitted = await submit(chunk(devicesOf(tuple('SN1')), 'chunk-1', 'Test batch'));
    expect(submitted.kind).to.equal('accepted');
    expect(lastBody(bench.server, routes.append)).to.be.an('array').with.length(1);
    expect(bench.server.calls(routes.append)[0]?.path).to.match(/deviceBatches\/Test%20batch\/devices$/);
    expect(row()?.state).to.equal('exists');
  });

  it('a batch the ledger knows costs no list call', async () => {
    bench.server.next(routes.batches, batchList('PO-4711'));
    bench.server.always(routes.append, () => accepted);
    await submit();
    await submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'));
    expect(bench.server.calls(routes.batches)).to.have.length(1);
    expect(bench.server.calls(routes.append)).to.have.length(2);
  });

  it('the request id, the correlation id and the token travel as headers', async () => {
    bench.server.next(routes.create, accepted);
    await submit();
    expect(bench.server.calls(routes.create)[0]?.headers).to.include({
      'ms-requestid': '44444444-4444-4444-8444-444444444444',
      'ms-correlationid': '11111111-1111-4111-8111-111111111111',
      authorization: 'Bearer at-1',
    });
  });

  it('while one chunk creates the batch, another waits and sends nothing', async () => {
    bench.server.next(routes.create, accepted);
    await submit();
    const second = await submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'));
    expect(second).to.deep.include({ kind: 'later', reason: { code: 'batch_being_created' } });
    expect(bench.server.calls(routes.append)).to.have.length(0);
  });

  it('of two chunks that start at once only one creates the batch', async () => {
    bench.server.always(routes.create, () => accepted);
    const both = await Promise.all([submit(), submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'))]);
    expect(both.map(({ kind }) => kind).sort()).to.deep.equal(['accepted', 'later']);
    expect(bench.server.calls(routes.create)).to.have.length(1);
  });

  it('once the creating job has left the queue, the waiting chunk appends', async () => {
    bench.server.next(routes.create, accepted);
    bench.server.next(routes.append, accepted);
    const first = chunk(devicesOf(tuple('SN1')));
    const submitted = await submit(first);
    if (submitted.kind !== 'accepted') throw new Error('not accepted');
    bench.server.next(routes.job, job('queued'), job('processing'));
    await bench.pc.registrar.poll(first, submitted.receipt, bench.context);
    expect(row()?.state).to.equal('creating');
    await bench.pc.registrar.poll(first, submitted.receipt, bench.context);
    expect(row()?.state).to.equal('exists');
    expect((await submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'))).kind).to.equal('accepted');
    expect(bench.server.calls(routes.append)).to.have.length(1);
  });

  it('a creator that fell silent is replaced after the usual job time, by whoever looks first', async () => {
    bench.server.next(routes.create, { kind: 'reset' }, accepted);
    expect(await thrownBy(submit())).to.be.instanceOf(SubmissionUnknown);
    bench.clock.move(601_000);
    const second = await submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'));
    expect(second.kind).to.equal('accepted');
    expect(bench.server.calls(routes.batches)).to.have.length(2);
    expect(row()?.createdBy).to.equal('chunk-2');
  });

  it('a creation whose answer was lost is found in the list and appended to, not created again', async () => {
    bench.server.next(routes.create, { kind: 'reset' });
    expect(await thrownBy(submit())).to.be.instanceOf(SubmissionUnknown);
    bench.server.next(routes.batches, batchList('PO-4711'));
    bench.server.next(routes.append, accepted);
    expect((await submit()).kind).to.equal('accepted');
    expect(bench.server.calls(routes.create)).to.have.length(1);
  });

  it('a batch that differs only in capitals is rejected with its spelling, and remembered', async () => {
    bench.server.next(routes.batches, batchList('po-4711'));
    const differs = {
      kind: 'turnedDown',
      verdict: { kind: 'rejected', reason: { code: 'group_tag_case_differs', params: { existing: 'po-4711' } } },
    };
    expect(await submit()).to.deep.equal(differs);
    expect(await submit()).to.deep.equal(differs);
    expect(bench.server.calls(routes.batches)).to.have.length(1);
  });

  it('409 on create: list, then append', async () => {
    bench.server.next(routes.create, { status: 409, json: { code: 409, description: 'exists' } });
    bench.server.next(routes.batches, none, batchList('PO-4711'));
    bench.server.next(routes.append, accepted);
    expect((await submit()).kind).to.equal('accepted');
  });

  it('409 on create of a batch that is not listed yet: later', async () => {
    bench.server.next(routes.create, { status: 409 });
    expect((await submit()).kind).to.equal('later');
  });

  it('400 on create may mean that the batch exists: it is looked for before the chunk is refused', async () => {
    bench.server.next(routes.create, { status: 400, json: { code: '3000', description: 'Invalid property' } });
    const submitted = await submit();
    expect(submitted).to.deep.include({ kind: 'turnedDown' });
    expect(JSON.stringify(submitted)).to.include('3000').and.include('Invalid property');
    expect(bench.batches.rows).to.have.length(0);
  });

  it('404 on append to a known batch: later, and long after, if it is not listed either, it is created anew', async () => {
    bench.server.next(routes.batches, batchList('PO-4711'));
    bench.server.always(routes.append, () => ({ status: 404, json: { code: 1000, description: 'Not found' } }));
    expect((await submit()).kind).to.equal('later');
    expect((await submit()).kind).to.equal('later');
    expect(bench.server.calls(routes.batches)).to.have.length(1);
    bench.clock.move(601_000);
    expect((await submit()).kind).to.equal('later');
    bench.server.next(routes.create, accepted);
    expect((await submit()).kind).to.equal('accepted');
  });

  it('a creation refused late does not undo what another chunk has begun meanwhile', async () => {
    bench.server.next(routes.create, { status: 400, afterMs: 150 });
    const first = submit();
    while (bench.server.calls(routes.create).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    bench.clock.move(601_000);
    bench.server.next(routes.create, accepted);
    expect((await submit(chunk(devicesOf(tuple('SN2')), 'chunk-2'))).kind).to.equal('accepted');
    expect((await first).kind).to.equal('turnedDown');
    expect(row()?.createdBy).to.equal('chunk-2');
  });

  it('404 on create means that there is no such customer for us, and the batch is forgotten', async () => {
    bench.server.next(routes.create, { status: 404, json: { code: 60003, description: 'Tenant not found' } });
    expect(await thrownBy(submit()))
      .to.be.instanceOf(AccessDenied)
      .and.include({ grant: 'relationship_missing' });
    expect(bench.batches.rows).to.have.length(0);
  });

  it('409 on append: later; 400 on append: turned down with the words', async () => {
    bench.server.next(routes.batches, batchList('PO-4711'));
    bench.server.next(routes.append, { status: 409 }, { status: 400, json: { message: 'No.' } });
    expect((await submit()).kind).to.equal('later');
    expect(await submit()).to.have.nested.property('verdict.platformSaid.text', 'No.');
  });

  it('201 and 302 are no answers to a submission', async () => {
    bench.server.next(routes.create, { status: 201 }, { status: 302, headers: { location: '/login' } });
    expect(await thrownBy(submit())).to.be.instanceOf(SubmissionUnknown);
    expect(await thrownBy(submit())).to.be.instanceOf(ContractViolation);
  });

  it('no relationship is for a person to solve', async () => {
    const json = {
      code: 20002,
      description: 'No relationship between caller and account.',
      data: [],
      source: 'PartnerFD',
    };
    bench.server.next(routes.create, { status: 403, json });
    const error = await thrownBy(submit());
    expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'relationship_missing' });
  });

  it('an acceptance without a job to ask for may have been taken', async () => {
    bench.server.next(routes.create, { status: 202 });
    expect(await thrownBy(submit())).to.be.instanceOf(SubmissionUnknown);
  });

  for (const [name, answer] of [
    ['an absolute Location with /v1', { status: 202, headers: { location: `https://x.example/v1/a/${jobId}?x=1` } }],
    [
      'a Location with doubled slashes',
      { status: 200, headers: { location: `//customers//x/batchJobStatus/${jobId}/` } },
    ],
    ['a link in the body', { status: 200, json: { uri: `/customers/x/batchJobStatus/${jobId}` } }],
  ] as const) {
    it(`the job is found in ${name}`, async () => {
      bench.server.next(routes.create, answer);
      expect(await submit()).to.have.nested.property('receipt.trackingId', jobId);
    });
  }

  it('throttled: nothing was taken, and the next attempt creates the batch', async () => {
    bench.server.next(routes.create, { status: 429, headers: { 'retry-after': '57' } }, accepted);
    expect(await thrownBy(submit())).to.be.instanceOf(ServiceUnavailable);
    expect((await submit()).kind).to.equal('accepted');
  });

  for (const tag of [undefined, '', ' ', '..', '.', 'a/b', 'a?b', 'a#b', 'a%b', 'a+b', 'a,b', ' PO', 'x'.repeat(65)]) {
    it(`the group tag ${JSON.stringify(tag)} cannot name a batch: rejected before anything is sent`, async () => {
      const { groupTag: _, ...untagged } = chunk(devicesOf(tuple('SN1')));
      const submitted = await submit({ ...untagged, ...(tag === undefined ? {} : { groupTag: tag }) });
      expect(submitted).to.have.nested.property('verdict.kind', 'rejected');
      expect(bench.server.seen).to.have.length(0);
    });
  }

  it('1,000 devices cost one token, one customer look-up, one batch list, one submission and the polls', async () => {
    const devices = devicesOf(...Array.from({ length: 1000 }, (_, at) => tuple(`SN${at}`)));
    const json = { id: customer.tenantId, relationshipToPartner: 'reseller' };
    bench.server.next(routes.customer, { status: 200, json });
    bench.server.next(routes.create, accepted);
    const lines = devices.map((_, at) => ({ serialNumber: `SN${at}`, status: 'finished', errorCode: '' }));
    bench.server.next(routes.job, job('queued'), job('processing'), job('finished', ...lines));
    const { registrar } = bench.pc;
    const context = countingContext();
    expect(await registrar.permit(customer, context)).to.deep.equal({ kind: 'granted' });
    const submission = chunk(devices);
    const submitted = await registrar.submit(submission, context);
    if (submitted.kind !== 'accepted') throw new Error('not accepted');
    await registrar.poll(submission, submitted.receipt, context);
    await registrar.poll(submission, submitted.receipt, context);
    const polled = await registrar.poll(submission, submitted.receipt, context);
    expect(polled).to.have.property('results').with.length(1000);
    expect(Object.fromEntries(context.counts)).to.deep.equal({
      token: 1,
      getCustomer: 1,
      listBatches: 1,
      createBatch: 1,
      jobStatus: 3,
    });
    expect(bench.server.seen).to.have.length(7);
  });
});
