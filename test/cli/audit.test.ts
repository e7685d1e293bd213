import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { auditVerify } from '../../cli/audit.ts';
import { personOfToken, userOfMachine } from '../../cli/person.ts';
import { makeAudit } from '../../shared/adapters/storage/audit.ts';
import { makeAuditHeads } from '../../shared/adapters/storage/audit-heads.ts';
import { makeUploadLedger } from '../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../shared/adapters/storage/names.ts';
import { makeKeepHeads } from '../../shared/usecases/upkeep/keep-heads.ts';
import { emulatedStorage } from '../fakes/emulated-storage.ts';
import { newUploadId, sampleUpload } from '../fakes/sample-states.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { putBlob } from '../local/host/fixture-host.ts';
import { runCommandHere } from './run-command.ts';

describe('audit verify', () => {
  const storage = emulatedStorage();
  const { clients } = storage;
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heads-'));
    for (const name of [containers.audit, containers.heads, containers.settings, containers.state]) {
      for await (const blob of container(name).listBlobsFlat()) await container(name).deleteBlob(blob.name);
    }
    for await (const { partitionKey = '', rowKey = '' } of clients.table(tables.uploads).listEntities()) {
      await clients.table(tables.uploads).deleteEntity(partitionKey, rowKey);
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const container = (name: string) => clients.blobs.getContainerClient(name);
  const run = (...args: string[]) => runCommandHere(auditVerify, ...args, '--storage', storage.connectionString);
  const verify = async (...args: string[]) => {
    const { code, text } = await run(...args, '--json');
    const lines = text.split('\n').filter((line) => line !== '');
    const found: { partnerId: string; faults: string[] }[] = lines.map((line) => JSON.parse(line));
    return { code, faults: Object.fromEntries(found.map(({ partnerId, faults }) => [partnerId, faults])) };
  };
  const write = async (partnerId: string, entries: number): Promise<void> => {
    const audit = makeAudit(container(containers.audit));
    for (let entry = 0; entry < entries; entry++) {
      const event = { what: 'uploadReceived', uploadId: newUploadId() } as const;
      await audit.record({ partnerId, who: 'partner', at: '2026-11-02T08:00:00.000Z', ...event });
    }
  };
  const removeRecord = async (partnerId: string): Promise<void> => {
    for await (const { name } of container(containers.audit).listBlobsFlat({ prefix: `${partnerId}/` })) {
      await container(containers.audit).deleteBlob(name);
    }
  };

  it('without a name also finds a partner whose whole record is gone', async () => {
    await write('acme', 2);
    await write('bravo', 2);
    const ledger = makeUploadLedger(clients.table(tables.uploads));
    for (const partnerId of ['acme', 'bravo', 'bravo', 'charlie-1']) {
      await ledger.write(sampleUpload({ partnerId, uploadId: newUploadId() }), undefined);
    }
    await putBlob(storage.connectionString, containers.state, 'delta/plan.json', 'x');
    await putBlob(storage.connectionString, containers.state, 'settings/partners/echo.json', '{}');
    await putBlob(storage.connectionString, containers.settings, 'partners/echo.json', '{}');
    await removeRecord('bravo');
    expect(await verify()).to.deep.equal({
      code: 1,
      faults: {
        acme: [],
        bravo: ['there are uploads, but no record of them'],
        'charlie-1': ['there are uploads, but no record of them'],
        delta: ['there are state documents, but no record of them'],
        echo: [],
      },
    });
  });

  it('keeps every head in a file outside, and compares with it: a cut end, and a record that is gone without a trace', async () => {
    const file = join(folder, 'heads.txt');
    await write('acme', 3);
    await write('bravo', 1);
    expect((await verify('--heads', file)).code).to.equal(0);
    const before = await readFile(file, 'utf8');
    expect(before).to.match(/^acme 3:[0-9a-f]{64}\nbravo 1:[0-9a-f]{64}\n$/);
    await write('acme', 1);
    expect((await verify('--heads', file)).code).to.equal(0);
    const now = await readFile(file, 'utf8');
    expect(now).to.match(/^acme 4:/);

    await removeRecord('acme');
    await write('acme', 3);
    await removeRecord('bravo');
    for (let times = 0; times < 2; times++) {
      expect(await verify('--heads', file)).to.deep.equal({
        code: 1,
        faults: { acme: ['entry 4 is not the one that was noted'], bravo: ['entry 1 is not the one that was noted'] },
      });
      // A head that does not fit stays: the next check must find the same.
      expect(await readFile(file, 'utf8')).to.equal(now);
    }
  });

  it('compares with the ends that the app has kept: a cut end, a record written anew, one that is gone with all other traces', async () => {
    const keepHeads = makeKeepHeads({
      heads: makeAuditHeads(container(containers.audit), container(containers.heads)),
    });
    await write('acme', 3);
    await write('bravo', 1);
    await write('delta', 2);
    expect(await keepHeads()).to.deep.equal({ records: 3, grown: 3 });
    expect(await keepHeads()).to.deep.equal({ records: 3, grown: 0 });
    await write('acme', 1);
    expect(await keepHeads()).to.deep.equal({ records: 3, grown: 1 });
    expect(await verify()).to.deep.equal({ code: 0, faults: { acme: [], bravo: [], delta: [] } });

    await removeRecord('acme');
    await write('acme', 5);
    await removeRecord('bravo');
    await removeRecord('delta');
    await write('delta', 1);
    expect(await verify()).to.deep.equal({
      code: 1,
      faults: {
        acme: ['entry 3 is not the one that was noted, nor is what was noted of 1 after it'],
        bravo: ['entry 1 is not the one that was noted'],
        delta: ['entry 2 is not the one that was noted'],
      },
    });
  });

  it('takes no file of heads that it can not read for an empty one', async () => {
    const file = join(folder, 'heads.txt');
    await writeFile(file, 'acme 3:xyz\n');
    expect(await thrownBy(run('--heads', file))).to.have.property('name', 'UsageError');
    expect(await thrownBy(run('acme', '--head', '1:00000000', '--heads', file))).to.have.property('name', 'UsageError');
  });
});

describe('who runs a command', () => {
  const token = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

  it('is the person or the application a token is for', () => {
    expect(personOfToken(token({ upn: 'megan@contoso.com', oid: '1', name: 'Megan' }))).to.equal(
      'megan@contoso.com (object id 1)',
    );
    expect(personOfToken(token({ appid: 'a', oid: '2' }))).to.equal('application a (object id 2)');
    expect(personOfToken('nonsense')).to.equal('an identity without a name (object id unknown)');
    expect(personOfToken(token({ upn: 'x'.repeat(500), oid: '1' }))).to.match(/… \(cut\)$/);
  });

  it('is otherwise the user of the machine, marked as not signed in', () => {
    expect(userOfMachine(() => 'megan')).to.equal('megan (user of this machine, not signed in)');
    expect(
      userOfMachine(() => {
        throw new Error('no entry');
      }),
    ).to.equal('unknown (not signed in)');
  });
});
