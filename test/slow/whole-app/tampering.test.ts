import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { queues, tables } from '../../../shared/adapters/storage/names.ts';
import { everyOf } from '../../fakes/every-of.ts';
import { send } from '../../local/host/fixture-host.ts';
import { aPartner, contoso, csvOf, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

type Document = Record<string, unknown>;

describe('what somebody changed in storage or queues', () => {
  let whole: WholeApp;
  let acme: string;
  let bravo: string;
  beforeEach(async () => {
    whole = await startWholeApp([aPartner('acme', contoso), aPartner('bravo', northwind)]);
    acme = await whole.intake('acme/may.csv', csvOf('ACME1'));
    bravo = await whole.intake('bravo/may.csv', csvOf('BRAVO1'));
  });
  afterEach(() => whole.stop());

  const stateBlob = async (has: string): Promise<string> => {
    const name = (await whole.names('state')).find((blob) => blob.includes(has));
    if (name === undefined) throw new Error(`no state blob with ${has}`);
    return name;
  };
  const readBlob = async (name: string): Promise<string> =>
    gunzipSync(await whole.container('state').getBlobClient(name).downloadToBuffer()).toString('utf8');
  const writeBlob = async (name: string, text: string): Promise<void> => {
    const bytes = gzipSync(text);
    await whole.container('state').getBlockBlobClient(name).upload(bytes, bytes.length);
  };
  async function editRow(name: keyof typeof tables, has: string, change: (document: Document) => Document) {
    const table = whole.clients.table(tables[name]);
    for (const row of await everyOf(table.listEntities<{ document?: string }>())) {
      if (row.document === undefined || !row.document.includes(has)) continue;
      const document = JSON.stringify(change(JSON.parse(row.document)));
      await table.updateEntity({ partitionKey: row.partitionKey ?? '', rowKey: row.rowKey ?? '', document }, 'Merge');
      return;
    }
    throw new Error(`no row with ${has}`);
  }
  const heldSerials = async (): Promise<readonly string[]> =>
    ((await whole.truth('/devices'))['devices'] ?? []).map((device) => String(Reflect.get(device, 'serialNumber')));
  const violations = async (partnerId: string): Promise<readonly string[]> =>
    (await whole.audit(partnerId)).flatMap((entry) => (entry.what === 'contractViolated' ? [entry.problem] : []));

  /** Nothing of acme went out, bravo's upload came through, and the refusal is in acme's record. */
  async function expectRefused(problem: RegExp): Promise<void> {
    await whole.settle(3);
    expect(await heldSerials()).to.deep.equal(['BRAVO1']);
    expect((await whole.report(bravo)).rows.map(({ status }) => status)).to.deep.equal(['registered']);
    expect((await violations('acme')).join('\n')).to.match(problem);
    expect(JSON.stringify(await violations('bravo'))).not.to.match(/ACME|acme/);
    for (const { name } of whole.refused) expect(name).to.be.oneOf(['ContractViolation', 'AggregateError']);
  }

  it('a message that names another partner’s upload is refused and recorded', async () => {
    const message = { version: 1, partnerId: 'acme', uploadId: bravo, chunk: 0, step: 1 };
    await send(whole.connectionString, queues.chunks, JSON.stringify(message));
    await whole.settle();
    expect(await violations('acme')).to.deep.equal([
      `A message names chunk 0 of upload ${bravo} under another partner.`,
    ]);
    expect([...(await heldSerials())].sort()).to.deep.equal(['ACME1', 'BRAVO1']);
  });

  it('a report message that names another partner’s upload writes nothing', async () => {
    await whole.settle();
    const before = await whole.names('reports');
    await send(
      whole.connectionString,
      queues.reports,
      JSON.stringify({ version: 1, partnerId: 'acme', uploadId: bravo }),
    );
    await whole.deliver();
    expect(await whole.names('reports')).to.deep.equal(before);
  });

  for (const [name, message] of [
    ['a path for a partner', { version: 1, partnerId: '../bravo', uploadId: '0'.repeat(24), chunk: 0, step: 1 }],
    ['a path for an upload', { version: 1, partnerId: 'acme', uploadId: '../../bravo', chunk: 0, step: 1 }],
    [
      'something beside its fields',
      { version: 1, partnerId: 'acme', uploadId: '0'.repeat(24), chunk: 0, step: 1, x: 1 },
    ],
    ['no version we know', { version: 2, partnerId: 'acme', uploadId: '0'.repeat(24), chunk: 0, step: 1 }],
  ] as const) {
    it(`a message with ${name} is refused`, async () => {
      await send(whole.connectionString, queues.chunks, JSON.stringify(message));
      await whole.settle();
      expect(whole.refused.map(({ name: error }) => error)).to.deep.equal(['ContractViolation']);
    });
  }

  it('devices changed after the plan was sealed are not sent', async () => {
    const name = await stateBlob(`acme/${acme}/1/chunks`);
    await writeBlob(name, (await readBlob(name)).replace('ACME1', 'EVIL1'));
    await expectRefused(/was changed after it was sealed/);
  });

  it('another partner’s devices in the place of a chunk are not sent', async () => {
    const foreign = await readBlob(await stateBlob(`bravo/${bravo}/1/chunks`));
    await writeBlob(await stateBlob(`acme/${acme}/1/chunks`), foreign);
    await expectRefused(/was changed after it was sealed/);
  });

  it('another upload’s plan in the place of a plan is not followed', async () => {
    await writeBlob(`acme/${acme}/plan.json`, await readBlob(`bravo/${bravo}/plan.json`));
    await expectRefused(/is another upload's/);
  });

  for (const [name, change] of [
    ['another customer', { customerTenantId: northwind }],
    ['another connection', { connectionId: 'own' }],
    ['another group tag', { groupTag: 'bravo-tag' }],
    ['another partner', { partnerId: 'bravo' }],
  ] as const) {
    it(`a chunk’s ledger row changed to ${name} is not followed`, async () => {
      await editRow('chunks', acme, (document) => ({ ...document, ...change }));
      await expectRefused(/not as its plan sealed it|under another partner/);
    });
  }

  for (const [what, change] of [
    ['a state nobody knows', { state: 'done' }],
    ['a value of the wrong type', { attempt: 'one' }],
    ['a field missing', { dueAt: undefined }],
    ['a step nobody sent', { step: -1 }],
    ['nothing in it', undefined],
  ] as const) {
    it(`a chunk’s ledger row with ${what} is refused loudly, and the upload’s other chunks go on`, async () => {
      const two =
        'Device Serial Number,Manufacturer name,Device model,Group Tag\r\nJUNE1,LENOVO,20XW,A\r\nJUNE2,LENOVO,20XW,B\r\n';
      const june = await whole.intake('acme/june.csv', two);
      await editRow('chunks', june, (document) => (change === undefined ? {} : { ...document, ...change }));
      await whole.settle(4);
      const serials = await heldSerials();
      expect([...serials].sort()).to.deep.equal(['ACME1', 'BRAVO1', serials.includes('JUNE1') ? 'JUNE1' : 'JUNE2']);
      expect((await whole.report(acme)).rows.map(({ status }) => status)).to.deep.equal(['registered']);
      expect([...(await violations('acme')), ...(await violations('-'))].join()).to.match(/chunks .*|step|schema|must/);
      expect(whole.refused.map(({ name }) => name)).to.include.oneOf(['ContractViolation', 'AggregateError']);
    });
  }

  it('a chunk’s ledger row that names another partner’s upload is not followed', async () => {
    await editRow('chunks', acme, (document) => ({ ...document, uploadId: bravo }));
    await expectRefused(/something else than its key says/);
  });

  it('an upload’s ledger row that names another partner’s upload yields no report of it', async () => {
    await whole.deliver();
    await editRow('uploads', acme, (document) => ({ ...document, partnerId: 'bravo', uploadId: bravo }));
    await whole.settle(3);
    expect((await violations('-')).join()).to.match(/something else than its key says/);
    expect(
      (await whole.names('reports')).filter((name) => name.startsWith('acme/') && name.includes('.report.')),
    ).to.deep.equal([]);
  });

  it('rows or verdicts changed after they were sealed reach no report', async () => {
    const name = await stateBlob(`acme/${acme}/1/rows`);
    await writeBlob(name, (await readBlob(name)).replace('ACME1', 'EVIL1'));
    await whole.settle(3);
    expect((await violations('acme')).join()).to.match(/was changed after it was sealed/);
    expect(
      (await whole.names('reports')).filter((blob) => blob.startsWith('acme/') && blob.includes('.report.')),
    ).to.deep.equal([]);
  });

  it('an open upload that names another partner’s blob leads to nothing but what is that partner’s anyway', async () => {
    const row = { partitionKey: 'acme', rowKey: bravo, partnerId: 'acme', uploadId: bravo, blobName: 'bravo/may.csv' };
    await whole.clients.table(tables.open).upsertEntity({ ...row, dueAt: new Date(0).toISOString() }, 'Replace');
    await whole.settle();
    expect(
      (await whole.names('reports')).filter((name) => name.startsWith('acme/') && name.includes(bravo.slice(0, 6))),
    ).to.deep.equal([]);
    expect((await whole.audit('acme')).some((entry) => 'uploadId' in entry && entry.uploadId === bravo)).to.equal(
      false,
    );
  });
});
