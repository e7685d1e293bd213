import { gunzipSync } from 'node:zlib';
import { fromBuffer } from 'yauzl';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers, queues, tables } from '../../shared/adapters/storage/names.ts';

/** Something stored, as searchable text: packed blobs unpacked, workbooks with all their parts. */
export interface Stored {
  readonly place: string;
  readonly name: string;
  readonly text: string;
}

function partsOf(workbook: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(workbook, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      const parts: Buffer[] = [];
      zip.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      zip.on('error', reject);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (broken, stream) => {
          if (broken !== null) return reject(broken);
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('error', reject);
          stream.on('end', () => zip.readEntry());
        });
      });
      zip.readEntry();
    });
  });
}

/** A stored file's text. */
export async function textOf(bytes: Buffer): Promise<string> {
  const magic = bytes.subarray(0, 2).toString('latin1');
  if (magic === 'PK') return partsOf(bytes);
  return (magic === '\u001f\u008b' ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Everything a storage account holds: blobs, table rows, and messages in queues and poison queues. */
export async function* everythingStored(connectionString: string): AsyncIterable<Stored> {
  const clients = connectStorage({ kind: 'connectionString', connectionString });
  for (const place of Object.values(containers)) {
    const container = clients.blobs.getContainerClient(place);
    for await (const { name } of container.listBlobsFlat()) {
      yield { place, name, text: await textOf(await container.getBlobClient(name).downloadToBuffer()) };
    }
  }
  for (const place of Object.values(tables)) {
    for await (const row of clients.table(place).listEntities()) {
      yield { place: `table ${place}`, name: row.partitionKey ?? '', text: JSON.stringify(row) };
    }
  }
  for (const name of Object.values(queues).flatMap((queue) => [queue, `${queue}-poison`])) {
    const queue = clients.queues.getQueueClient(name);
    if (!(await queue.exists())) continue;
    for (const { messageText } of (await queue.peekMessages({ numberOfMessages: 32 })).peekedMessageItems) {
      yield { place: `queue ${name}`, name, text: Buffer.from(messageText, 'base64').toString('utf8') };
    }
  }
}
