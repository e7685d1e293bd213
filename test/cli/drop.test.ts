import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { sameStorage } from '../../cli/command.ts';
import { drop } from '../../cli/drop.ts';
import { fetch } from '../../cli/fetch.ts';
import { announceStack, findRunningStack } from '../../cli/running-stack.ts';
import { closingText, summaryText } from '../../local/outcome.ts';
import { type Storage, startStorage } from '../../local/storage.ts';
import { connectStorage, createStorage } from '../../shared/adapters/storage/clients.ts';
import { makeUploadLedger } from '../../shared/adapters/storage/ledger.ts';
import { containers, tables } from '../../shared/adapters/storage/names.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import { everyOf } from '../fakes/every-of.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { putBlob } from '../local/host/fixture-host.ts';
import { runCommandHere } from './run-command.ts';

const acme = { partnerId: 'acme', name: 'Acme', connections: ['pc'], customers: [] };

describe('dropping a file and fetching its reports by command', () => {
  let storage: Storage;
  let folder = '';
  let file = '';
  before(async () => {
    storage = await startStorage();
    await createStorage(storage.connectionString);
    await putBlob(storage.connectionString, containers.settings, 'partners/acme.json', JSON.stringify(acme));
    folder = await mkdtemp(join(tmpdir(), 'drop-'));
    file = join(folder, 'May.csv');
    await writeFile(file, 'Serial\n1\n');
    await writeFile(join(folder, '~$May.xlsx'), 'x');
  });
  after(async () => {
    await storage.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const where = (): readonly string[] => ['--storage', storage.connectionString];
  const clients = () => connectStorage({ kind: 'connectionString', connectionString: storage.connectionString });

  it('puts it where the partner would, and names the upload', async () => {
    const { code, text } = await runCommandHere(drop, file, '--customer', 'contoso', '--check', '--json', ...where());
    expect(code).to.equal(0);
    const [upload] = JSON.parse(text).uploads;
    expect(upload).to.deep.include({ partnerId: 'acme', blobName: 'acme/check/contoso/May.csv' });
    const blob = clients().blobs.getContainerClient(containers.uploads).getBlobClient(upload.blobName);
    const { etag = '' } = await blob.getProperties();
    expect(upload.uploadId).to.equal(uploadIdOf(containers.uploads, upload.blobName, etag.replaceAll('"', '')));
  });

  it('asks for something else than registering by the folder, as a partner would', async () => {
    const { text } = await runCommandHere(
      drop,
      ...[file, '--action', 'deregister', '--customer', 'contoso', '--check', '--json', ...where()],
    );
    expect(JSON.parse(text).uploads).to.have.nested.property('[0].blobName', 'acme/check/deregister/contoso/May.csv');
    await clients().blobs.getContainerClient(containers.uploads).deleteBlob('acme/check/deregister/contoso/May.csv');
    for (const args of [
      ['--action', 'remove'],
      ['--customer', 'deregister'],
    ]) {
      const error = await thrownBy(runCommandHere(drop, file, ...args, ...where()));
      expect(error, args.join(' ')).to.have.property('name', 'UsageError');
    }
  });

  it('refuses everything that can not be dropped, all at once, before anything is', async () => {
    const other = join(folder, 'gone.csv');
    const error = await thrownBy(runCommandHere(drop, other, join(folder, '~$May.xlsx'), ...where()));
    expect(error).to.have.property('name', 'UsageError');
    expect(String(error)).to.contain('gone.csv: no such file').and.contain('a program has left it');
    const wrong: readonly (readonly string[])[] = [
      [],
      [file, file],
      [file, '--partner', 'nobody-here'],
      [file, '--partner', 'No Id'],
      [file, '--customer', 'a/b'],
    ];
    for (const args of wrong) {
      expect(await thrownBy(runCommandHere(drop, ...args, ...where())), args.join(' ')).to.have.property(
        'name',
        'UsageError',
      );
    }
    const listed = await everyOf(clients().blobs.getContainerClient(containers.uploads).listBlobsFlat());
    expect(listed.map(({ name }) => name)).to.deep.equal(['acme/check/contoso/May.csv']);
  });

  it('wants to know for whom when there are several partners', async () => {
    await putBlob(storage.connectionString, containers.settings, 'partners/other.json', '{}');
    expect(String(await thrownBy(runCommandHere(drop, file, ...where())))).to.contain('Which partner?');
  });

  it('fetches the reports of one upload only, named by the beginning of its id', async () => {
    const ledger = makeUploadLedger(clients().table(tables.uploads));
    const upload = (uploadId: string) =>
      ledger.write(
        {
          version: 1,
          partnerId: 'acme',
          uploadId,
          state: 'superseded',
          blobName: 'acme/May.csv',
          etag: '1',
          receivedAt: '2026-05-01T08:00:00.000Z',
          claim: 1,
          aliveUntil: '2026-05-01T08:00:00.000Z',
          rowsRead: 0,
          sequence: 1,
          changedAt: '2026-05-01T08:00:00.000Z',
        },
        undefined,
      );
    await upload('aaaaaa000000000000000001');
    await upload('aaaaaa000000000000000002');
    await upload('bbbbbb000000000000000003');
    for (const name of [
      'acme/May.csv.20260501-080000-bbbbbb.report.html',
      'acme/May.csv.20260501-080000-aaaaaa.report.html',
    ])
      await putBlob(storage.connectionString, containers.reports, name, name);
    const to = join(folder, 'fetched');
    const { code, text } = await runCommandHere(fetch, 'bbbbbb', '--to', to, ...where());
    expect(code).to.equal(0);
    expect(text).to.contain('1 file of upload bbbbbb000000000000000003 of acme.');
    expect(await readdir(to)).to.deep.equal(['May.csv.20260501-080000-bbbbbb.report.html']);
    for (const [typed, said] of [
      ['aaaaaa', 'could be aaaaaa000000000000000001 or aaaaaa000000000000000002'],
      ['cccccc', 'There is no upload cccccc'],
      ['xyz', 'is no id of an upload'],
    ] as const) {
      expect(String(await thrownBy(runCommandHere(fetch, typed, ...where())))).to.contain(said);
    }
  });

  it('works on the stack whose data folder it names, as the hint of npm start has it', async () => {
    const data = await mkdtemp(join(tmpdir(), 'data folder-'));
    try {
      expect(closingText(undefined, '', sameStorage(data))).to.contain(`drop FILE --storage "${data}"\n`);
      expect(String(await thrownBy(runCommandHere(drop, file, '--storage', data)))).to.contain('no stack runs on');
      const env = { AzureWebJobsStorage: storage.connectionString };
      await announceStack(data, { pid: process.pid, env, hostUrl: 'http://127.0.0.1:1', partner: 'acme' });
      const { text } = await runCommandHere(drop, file, '--storage', data);
      expect(text).to.contain('acme/May.csv: upload').and.contain(`status acme --storage "${data}"`);
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  });
});

describe('the stack that runs in a folder', () => {
  it('is found while it runs, and not afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'running-'));
    try {
      expect(findRunningStack(folder)).to.equal(undefined);
      const stack = { pid: process.pid, env: { SECRETS_FOLDER: 'x' }, hostUrl: 'http://127.0.0.1:1', partner: 'acme' };
      const forget = await announceStack(folder, stack);
      expect(findRunningStack(folder)).to.deep.equal(stack);
      await forget();
      expect(findRunningStack(folder)).to.equal(undefined);
      // A pid no process has: what a killed stack leaves behind names nobody.
      await announceStack(folder, { ...stack, pid: 2 ** 30 });
      expect(findRunningStack(folder)).to.equal(undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('what became of files, in one table', () => {
  const hold = {
    code: 'oem_consent_missing',
    happened: 'Consent is missing.',
    advice: 'Send them this link: https://oem.example/consent',
    who: 'customer',
    customer: 'Tailspin Toys',
    link: 'https://oem.example/consent',
  } as const;
  const outcome = { uploadId: 'a', state: 'reported', chunks: 1, calls: {}, reports: [], holds: [] };

  it('says the verdicts in words, and why a file waits or was refused', () => {
    const text = summaryText(
      [
        {
          ...outcome,
          file: '/x/May.csv',
          partner: 'acme',
          rows: 1500,
          counts: { held: 4, alreadyRegistered: 1496 },
          holds: [hold],
        },
        {
          ...outcome,
          file: '/x/June.csv',
          partner: 'acme',
          rows: 0,
          counts: {},
          refused: { ...hold, who: 'uploader' },
        },
      ],
      2,
      100,
    );
    expect(text).to.match(/\nacme +May\.csv +1,500 +1,496 already registered, 4 on hold\n/);
    expect(text).to.match(/\nacme +June\.csv +0 +refused as a whole\n/);
    expect(text).to.contain(
      'May.csv waits. Tailspin Toys: Consent is missing. Send them this link: https://oem.example/consent',
    );
    expect(text).to.contain('June.csv was refused: ').and.contain('2 files in 2.0 s');
  });
});
