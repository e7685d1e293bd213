import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { verifyAudit } from '../../../shared/adapters/storage/audit-reader.ts';
import { chunkIdOf, requestIdOf } from '../../../shared/domain/ids.ts';
import { aPartner, contoso, csvOf, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

describe('what the record says of an upload', () => {
  let whole: WholeApp;
  let uploadId: string;
  before(async () => {
    whole = await startWholeApp([aPartner('acme', contoso), aPartner('bravo', northwind)]);
    uploadId = await whole.intake('acme/SERIAL9-may.csv', csvOf('SERIAL1', 'SERIAL2', 'TBD'));
    await whole.settle();
  });
  after(() => whole.stop());

  it('names each step once, in order, with request and correlation id and verdict counts', async () => {
    const entries = await whole.audit('acme');
    expect(entries.map(({ what }) => what)).to.deep.equal([
      'settingsSeen',
      'uploadReceived',
      'uploadPlanned',
      'chunkSubmitted',
      'chunkAccepted',
      'chunkSettled',
      'reportWritten',
    ]);
    const [, received, planned, submitted, , settled, reported] = entries;
    expect(received).to.include({ who: 'partner', uploadId });
    expect(planned).to.deep.include({ rows: 3, chunks: 1, counts: { rejected: 1 } });
    expect(submitted).to.include({ devices: 2, customerTenantId: contoso, connectionId: 'shared' });
    expect(submitted).to.have.property('requestId', requestIdOf(chunkIdOf(uploadId, 0), 1));
    const { calls } = await whole.truth('/calls');
    const ids = JSON.stringify(calls);
    for (const id of ['requestId', 'correlationId'] as const) {
      const value = submitted !== undefined && id in submitted ? String(Reflect.get(submitted, id)) : 'none';
      expect(ids, `the platform saw ${id}`).to.include(value);
    }
    expect(settled).to.deep.include({ counts: { registered: 2 } });
    expect(reported).to.include({ final: true });
    expect((await verifyAudit(whole.container('audit'), 'acme')).faults).to.deep.equal([]);
  });

  it('holds no data of devices: no serial, no file name, no group tag', async () => {
    const text = JSON.stringify(await whole.audit('acme'));
    expect(text).not.to.match(/SERIAL|may\.csv|acme-tag|LENOVO/);
  });

  it('of another partner says nothing of it', async () => {
    expect(await whole.audit('bravo')).to.deep.equal([]);
  });

  it('says when changed settings were used for the first time, and what is wrong with them', async () => {
    await whole.put('settings', 'partners/acme.json', '{"partnerId": "acme"');
    whole.pass(1);
    await whole.intake('acme/second.csv', csvOf('SERIAL3'));
    whole.pass(1);
    await whole.intake('acme/third.csv', csvOf('SERIAL4'));
    const seen = (await whole.audit('acme')).filter(({ what }) => what === 'settingsSeen');
    expect(seen.length).to.equal(2);
    expect(seen[1]).to.deep.include({ faults: ['it is not JSON'] });
  });

  it('notes a file that belongs to nobody', async () => {
    await whole.intake('stranger/x.csv', csvOf('SERIAL5'));
    await whole.intake('stranger/x.csv', csvOf('SERIAL5'));
    const entries = await whole.audit('-');
    expect(entries.map(({ what }) => what)).to.deep.equal(['uploadRefused', 'uploadRefused']);
    await whole.app.intakeUpload('stranger/x.csv');
    expect((await whole.audit('-')).length).to.equal(2);
  });
});
