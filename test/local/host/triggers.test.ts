import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Storage, startStorage } from '../../../local/storage.ts';
import { type FixtureHost, peek, putBlob, send, startFixtureHost, until } from './fixture-host.ts';

describe('the local Functions host', () => {
  let storage: Storage;
  let host: FixtureHost;
  before(async () => {
    storage = await startStorage();
    const missed = { Last: '2026-01-01T00:00:00Z', Next: '2026-01-02T00:00:00Z', LastUpdated: '2026-01-01T00:00:01Z' };
    const record = 'timers/local/timer-rare/status';
    await putBlob(storage.connectionString, 'azure-webjobs-hosts', record, JSON.stringify(missed));
    host = await startFixtureHost(storage.connectionString);
  });
  after(async () => {
    await host.stop();
    await storage.stop();
  });

  describe('registration', () => {
    it('the real package registers every function of the folder', async () => {
      const status = await (await fetch(`${host.baseUrl}/admin/host/status`)).json();
      expect(status).to.deep.include({ state: 'Running', functions: host.functions });
      expect(host.functions).to.include.members(['blob-reference', 'http-status', 'queue-echo', 'timer-often']);
      expect(host.functions).to.have.length(13);
    });
  });

  describe('queue trigger', () => {
    it('a message reaches its function once, with its metadata, and is gone', async () => {
      await send(storage.connectionString, 'echo', '{"chunk":7}');
      const run = await until('the echo', () => host.said('queue-echo')[0]);
      expect(run['message']).to.deep.equal({ chunk: 7 });
      expect(run['metadata']).to.deep.include({ queueTrigger: { chunk: 7 }, dequeueCount: 1 });
      expect(run['metadata']).to.include.keys('id', 'popReceipt', 'insertionTime', 'expirationTime', 'nextVisibleTime');
      await until('an empty queue', async () => (await count('echo')) === 0);
      expect(host.said('queue-echo')).to.have.length(1);
    });

    it('text that looks like JSON is parsed, as in the cloud', async () => {
      await send(storage.connectionString, 'echo', '123');
      const run = await until('the echo', () => host.said('queue-echo').find(({ type }) => type === 'number'));
      expect(run['message']).to.equal(123);
    });

    it('a message that fails is tried five times, then lies in the poison queue', async () => {
      await send(storage.connectionString, 'failing', 'never');
      const [poison] = await until('a poison message', async () =>
        nonEmpty(await peek(storage.connectionString, 'failing-poison')),
      );
      expect(poison).to.equal('never');
      expect(host.said('queue-failing').map(({ dequeueCount }) => dequeueCount)).to.deep.equal([1, 2, 3, 4, 5]);
      await until('an empty queue', async () => (await count('failing')) === 0);
    });

    it('a message that is not base64 goes to the poison queue untried', async () => {
      const queues = QueueServiceClient.fromConnectionString(storage.connectionString);
      await queues.getQueueClient('echo').createIfNotExists();
      await queues.getQueueClient('echo').sendMessage('not base64!');
      const poison = queues.getQueueClient('echo-poison');
      const text = await until('a poison message', async () => {
        if (!(await poison.exists())) return undefined;
        return (await poison.peekMessages()).peekedMessageItems[0]?.messageText;
      });
      expect(text).to.equal('not base64!');
    });
  });

  describe('blob trigger', () => {
    it('a new blob reaches its function as a reference, without its content', async () => {
      const name = 'acme/ä b%#202605.csv';
      await putBlob(storage.connectionString, 'uploads', name, 'content');
      const run = await until('the upload', () =>
        host.said('blob-reference').find(({ blob }) => nameOf(blob) === name),
      );
      expect(run['blob']).to.deep.equal({
        Connection: 'AzureWebJobsStorage',
        ContainerName: 'uploads',
        BlobName: name,
      });
      expect(run['metadata']).to.deep.include({ blobTrigger: `uploads/${name}`, name, metadata: {} });
      expect(run['metadata']).to.have.nested.property('properties.eTag').that.matches(/^"0x/);
    });

    it('each version of a blob is found, and none twice', async () => {
      const runs = () => host.said('blob-reference').filter(({ blob }) => nameOf(blob) === 'acme/versions.csv');
      await putBlob(storage.connectionString, 'uploads', 'acme/versions.csv', 'one');
      await until('the first version', () => runs().length === 1 || undefined);
      await putBlob(storage.connectionString, 'uploads', 'acme/versions.csv', 'two');
      await until('the second version', () => runs().length === 2 || undefined);
      await putBlob(storage.connectionString, 'uploads', 'acme/later.csv', 'three');
      await until('another blob', () =>
        host.said('blob-reference').find(({ blob }) => nameOf(blob) === 'acme/later.csv'),
      );
      expect(runs()).to.have.length(2);
    });

    it('without SDK binding the content comes along; the path is a setting and has parts', async () => {
      await putBlob(storage.connectionString, 'content', 'a/other.txt', 'no');
      await putBlob(storage.connectionString, 'content', 'a/b.csv', 'x;y');
      const [run] = await until('the content', () => nonEmpty(host.said('blob-content')));
      expect(run?.['blob']).to.equal('x;y');
      expect(run?.['metadata']).to.deep.include({ folder: 'a', file: 'b' });
    });

    it('a blob no try succeeds with ends as a JSON message in webjobs-blobtrigger-poison', async () => {
      await putBlob(storage.connectionString, 'broken', 'a.csv', 'x');
      const [text] = await until('the poison message', async () =>
        nonEmpty(await peek(storage.connectionString, 'webjobs-blobtrigger-poison')),
      );
      const { etag } = await BlobServiceClient.fromConnectionString(storage.connectionString)
        .getContainerClient('broken')
        .getBlobClient('a.csv')
        .getProperties();
      expect(JSON.parse(text ?? '')).to.deep.equal({
        Type: 'BlobTrigger',
        FunctionId: 'Host.Functions.blob-failing',
        BlobType: 'BlockBlob',
        ContainerName: 'broken',
        BlobName: 'a.csv',
        ETag: etag?.replaceAll('"', ''),
      });
      expect(
        host.lines.filter((line) => line.includes('"hook":"postInvocation of blob-failing, failed"')),
      ).to.have.length(5);
    });
  });

  describe('timer trigger', () => {
    it('comes by its schedule', async () => {
      await until('two runs', () => host.said('timer-often').length >= 2 || undefined);
      expect(host.said('timer-often')[0]?.['timer']).to.deep.include({ isPastDue: false });
    });

    it('comes late when its time passed while no host ran, and says so', async () => {
      const run = await until('the timer', () => host.said('timer-rare')[0]);
      expect(run['timer']).to.deep.include({ isPastDue: true });
      expect(run['timer']).to.have.nested.property('scheduleStatus.next', '2026-01-02T00:00:00.000Z');
    });

    it('comes at the start where runOnStartup asks for it', async () => {
      const run = await until('the timer', () => host.said('timer-startup')[0]);
      expect(run['timer']).to.deep.include({ isPastDue: false });
    });

    it('runs at once when the admin endpoint is asked to', async () => {
      const before = host.said('timer-rare').length;
      const response = await fetch(`${host.baseUrl}/admin/functions/timer-rare`, { method: 'POST', body: '{}' });
      expect(response.status).to.equal(202);
      await until('the timer', () => host.said('timer-rare').length > before || undefined);
    });

    it('an unknown function cannot be run', async () => {
      const response = await fetch(`${host.baseUrl}/admin/functions/timer-none`, { method: 'POST', body: '{}' });
      expect(response.status).to.equal(404);
    });
  });

  describe('HTTP trigger', () => {
    const path = 'api/partners/a%20b/uploads/7?x=1';

    it('answers at its route, with parameters', async () => {
      const response = await fetch(`${host.baseUrl}/${path}`);
      expect(response.status).to.equal(200);
      expect(response.headers.get('x-shown')).to.equal('yes');
      expect(response.headers.get('content-type')).to.equal('application/json');
      const body = { params: { partner: 'a b', id: '7' }, query: { x: '1' }, url: '/api/partners/a%20b/uploads/7' };
      expect(await response.json()).to.deep.equal(body);
    });

    it('knows a function by its method, too', async () => {
      expect((await fetch(`${host.baseUrl}/${path}`, { method: 'DELETE' })).status).to.equal(404);
    });

    it('passes the body', async () => {
      const response = await fetch(`${host.baseUrl}/http-echo`, { method: 'POST', body: 'hällo' });
      expect([response.status, await response.text()]).to.deep.equal([201, 'hällo']);
    });

    it('a handler that throws is a 500 without words', async () => {
      const response = await fetch(`${host.baseUrl}/http-failing`);
      expect([response.status, await response.text()]).to.deep.equal([500, '']);
    });
  });

  async function count(queue: string): Promise<number> {
    const client = QueueServiceClient.fromConnectionString(storage.connectionString).getQueueClient(queue);
    return (await client.getProperties()).approximateMessagesCount ?? 0;
  }
});

function nonEmpty<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length > 0 ? values : undefined;
}

function nameOf(blob: unknown): unknown {
  return typeof blob === 'object' && blob !== null && 'BlobName' in blob ? blob.BlobName : undefined;
}
