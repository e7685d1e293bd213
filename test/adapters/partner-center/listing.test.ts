import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import { ContractViolation } from '../../../shared/errors.ts';
import { everyListed } from '../../fakes/every-listed.ts';
import { everyOf } from '../../fakes/every-of.ts';
import { devicesOf, hash, pkid, tuple } from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Bench, batchList, chunk, customer, routes, startBench } from './bench.ts';

describe('what Partner Center shows', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const item = (serialNumber: string, more: object = {}) => ({
    id: `id-${serialNumber}`,
    serialNumber,
    policies: [{ key: 'o_o_b_e', value: null }],
    ...more,
  });
  const list = () => everyListed(bench.pc.lister, customer, bench.context);
  const tokensSent = () => bench.server.calls(routes.devices).map(({ headers }) => headers['ms-continuationtoken']);

  for (const [place, more] of [
    ['in the body', { continuationToken: 'c,2' }],
    ['in the link', { links: { next: { uri: '/x', headers: [{ key: 'MS-ContinuationToken', value: 'c,2' }] } } }],
  ] as const) {
    it(`devices come in pages; the token is found ${place}`, async () => {
      bench.server.next(routes.batches, batchList('A'));
      const first = { status: 200, json: { items: [item('SN1')], ...more } };
      bench.server.next(routes.devices, first, { status: 200, json: { items: [item('SN2')], links: {} } });
      expect((await list()).map(({ serial }) => serial)).to.deep.equal(['SN1', 'SN2']);
      expect(tokensSent()).to.deep.equal([undefined, 'c,2']);
    });
  }

  it("the token is found in the answer's own header", async () => {
    bench.server.next(routes.batches, batchList('A'));
    const first = { status: 200, json: { items: [] }, headers: { 'MS-ContinuationToken': 'h2' } };
    bench.server.next(routes.devices, first, { status: 200, json: { items: [] } });
    await list();
    expect(tokensSent()).to.deep.equal([undefined, 'h2']);
  });

  it('a listing that leads to the same page again ends as a contract violation, not as an endless loop', async () => {
    bench.server.next(routes.batches, batchList('A'));
    bench.server.always(routes.devices, () => ({ status: 200, json: { items: [], continuationToken: 'same' } }));
    expect(await thrownBy(list())).to.be.instanceOf(ContractViolation);
  });

  it('a listing that leads round in a circle ends as well', async () => {
    bench.server.next(routes.batches, batchList('A'));
    const turns = { first: 'second', second: 'third', third: 'first' };
    bench.server.always(routes.devices, ({ headers }) => {
      const at = String(headers['ms-continuationtoken'] ?? 'third') as keyof typeof turns;
      return { status: 200, json: { items: [], continuationToken: turns[at] } };
    });
    expect(String(await thrownBy(list()))).to.match(/leads to the same page again \(request /);
    // The page that leads back is asked for again, as every answer to a reading call that can't be read; nothing after it.
    expect(tokensSent().slice(0, 5)).to.deep.equal([undefined, 'first', 'second', 'third', 'third']);
  });

  it('a listing can be resumed where it stopped', async () => {
    bench.server.next(routes.devices, { status: 200, json: { items: [item('SN2')] } });
    const pages = await everyOf(bench.pc.catalogue.devices(customer, 'A', bench.context, 'c,2'));
    expect(pages).to.have.length(1);
    expect(tokensSent()).to.deep.equal(['c,2']);
  });

  it('every batch is listed with its tag, an empty one is not even asked for', async () => {
    const json = { items: [{ id: 'A', deviceCount: 1 }, { id: 'B', devicesCount: 0 }, { id: 'C' }] };
    bench.server.next(routes.batches, { status: 200, json });
    bench.server.always(routes.devices, ({ path }) => ({
      status: 200,
      json: { items: [item(path.includes('/A/') ? 'SN1' : 'SN3')] },
    }));
    expect((await list()).map(({ serial, groupTag }) => [serial, groupTag])).to.deep.equal([
      ['SN1', 'A'],
      ['SN3', 'C'],
    ]);
  });

  it('customers are listed with their domain, page by page', async () => {
    const company = { companyProfile: { tenantId: 't1', domain: 'one.example', companyName: 'One' } };
    bench.server.next('GET /v1/customers', {
      status: 200,
      json: { items: [{ id: 't1', ...company }], continuationToken: 'n' },
    });
    bench.server.next('GET /v1/customers', { status: 200, json: { items: [{ id: 't2' }] } });
    expect(await everyOf(bench.pc.catalogue.customers(bench.context))).to.deep.equal([
      { tenantId: 't1', domain: 'one.example', name: 'One' },
      { tenantId: 't2' },
    ]);
    expect(bench.server.seen.map(({ path }) => path)).to.include('/v1/customers?seekOperation=Next');
  });

  describe('finding devices after an answer was lost', () => {
    const look = (...identities: readonly Identity[]) =>
      bench.pc.finder.find(chunk(devicesOf(...identities)), bench.context);
    const find = async (...identities: readonly Identity[]) => (await look(...identities)).found;
    const shows = (...items: readonly object[]) => bench.server.next(routes.devices, { status: 200, json: { items } });

    it('by serial number, and by PKID where the list shows one', async () => {
      shows(item('SN1', { oemManufacturerName: 'CONTOSO', modelName: 'Book 1' }), item('SN3'), {
        id: 'x',
        productKey: '0000000000033',
      });
      expect(await find(tuple('SN1'), tuple('SN2'), hash('SN3'), pkid(33), pkid(34))).to.deep.equal([0, 2, 3]);
    });

    it('the same serial number of another maker is another device', async () => {
      shows(item('SN1', { oemManufacturerName: 'Fabrikam' }));
      expect(await find(tuple('SN1'))).to.deep.equal([]);
    });

    it('a serial number the list shows twice proves nothing', async () => {
      shows(item('SN1'), item('SN1'));
      expect(await find(tuple('SN1'))).to.deep.equal([]);
    });

    it('a batch that is not there yet holds nothing', async () => {
      bench.server.next(routes.devices, { status: 404 });
      expect(await look(tuple('SN1'))).to.deep.equal({ found: [], absent: [0] });
    });
  });
});
