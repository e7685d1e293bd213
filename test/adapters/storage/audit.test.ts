import type { ContainerClient } from '@azure/storage-blob';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { type Storage, startStorage } from '../../../local/storage.ts';
import { makeAudit } from '../../../shared/adapters/storage/audit.ts';
import {
  auditedPartners,
  readAudit,
  readAuditSince,
  verifyAudit,
} from '../../../shared/adapters/storage/audit-reader.ts';
import { connectStorage } from '../../../shared/adapters/storage/clients.ts';
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts';
import { everyOf } from '../../fakes/every-of.ts';

const uploadId = (number: number): string => String(number).padStart(24, '0');
const received = (partnerId: string, number: number, at = '2026-11-02T08:00:00.000Z'): AuditEntry => ({
  partnerId,
  who: 'partner',
  at,
  what: 'uploadReceived',
  uploadId: uploadId(number),
});

describe('the record of a partner', () => {
  let storage: Storage;
  let container: ContainerClient;
  let made = 0;
  before(async () => {
    storage = await startStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    made += 1;
    container = connectStorage({
      kind: 'connectionString',
      connectionString: storage.connectionString,
    }).blobs.getContainerClient(`audit-${made}`);
    await container.create();
  });

  const pages = async (): Promise<string[]> => (await everyOf(container.listBlobsFlat())).map(({ name }) => name);
  const lines = async (page: string): Promise<string[]> =>
    (await container.getBlobClient(page).downloadToBuffer()).toString('utf8').trimEnd().split('\n');
  const replace = async (page: string, text: readonly string[]): Promise<void> => {
    const blob = container.getAppendBlobClient(page);
    await blob.delete();
    await blob.create();
    const bytes = Buffer.from(`${text.join('\n')}\n`);
    await blob.appendBlock(bytes, bytes.length);
  };
  async function write(count: number): Promise<string> {
    const audit = makeAudit(container);
    for (let number = 1; number <= count; number++) await audit.record(received('acme', number));
    const [page = ''] = await pages();
    return page;
  }

  it('is numbered without gaps and chained, and says so', async () => {
    const page = await write(3);
    expect(page).to.equal('acme/2026-11.000000000001.jsonl');
    const verified = await verifyAudit(container, 'acme');
    expect(verified).to.include({ pages: 1, entries: 3 });
    expect(verified.faults).to.deep.equal([]);
    expect(verified.end.sequence).to.equal(3);
  });

  it('is read from a time on, without reading what was before', async () => {
    const lineOf = (number: number): string => {
      const at = new Date(Date.UTC(2026, 9, 1) + number * 60_000).toISOString();
      const entry = {
        ...received('acme', number, at),
        sequence: number + 1,
        previous: 'a'.repeat(64),
        hash: 'b'.repeat(64),
      };
      return JSON.stringify(entry);
    };
    const pagesOf = [
      ['acme/2026-10.000000000001.jsonl', 0, 4_000],
      ['acme/2026-10.000000004001.jsonl', 4_000, 8_000],
      ['acme/2026-11.000000008001.jsonl', 8_000, 8_010],
    ] as const;
    for (const [page, from, until] of pagesOf) {
      const blob = container.getAppendBlobClient(page);
      await blob.create();
      const bytes = Buffer.from(Array.from({ length: until - from }, (_, at) => `${lineOf(from + at)}\n`).join(''));
      await blob.appendBlock(bytes, bytes.length);
    }
    for (const wanted of [0, 1, 3_999, 4_000, 6_543, 8_009]) {
      const since = new Date(Date.UTC(2026, 9, 1) + wanted * 60_000).toISOString();
      const entries = await everyOf(readAuditSince(container, 'acme', since));
      const [first] = entries;
      expect(entries.at(-1)?.sequence, String(wanted)).to.equal(8_010);
      expect(first?.sequence, String(wanted)).to.be.within(wanted - 500, wanted + 1);
    }
    expect(await everyOf(readAuditSince(container, 'nobody', '2026-10-01'))).to.deep.equal([]);
  });

  it('keeps one chain when two hosts write to it at once', async () => {
    const hosts = [makeAudit(container), makeAudit(container)];
    await Promise.all(Array.from({ length: 40 }, (_, n) => hosts[n % 2]?.record(received('acme', n))));
    const { entries, faults } = await verifyAudit(container, 'acme');
    expect(faults).to.deep.equal([]);
    expect(entries).to.equal(40);
    const seen = new Set(
      (await everyOf(readAudit(container, 'acme'))).map((entry) => 'uploadId' in entry && entry.uploadId),
    );
    expect(seen.size).to.equal(40);
  });

  it('of one partner holds nothing of another', async () => {
    const audit = makeAudit(container);
    await Promise.all(Array.from({ length: 20 }, (_, n) => audit.record(received(n % 2 ? 'acme' : 'bravo', n))));
    expect(await auditedPartners(container)).to.deep.equal(['acme', 'bravo']);
    for (const partnerId of ['acme', 'bravo']) {
      expect((await verifyAudit(container, partnerId)).faults).to.deep.equal([]);
      const owners = (await everyOf(readAudit(container, partnerId))).map((entry) => entry.partnerId);
      expect(owners).to.deep.equal(Array.from({ length: 10 }, () => partnerId));
    }
  });

  it('goes on in a new page when one is full, without a break in its chain', async () => {
    const hosts = [makeAudit(container, 4), makeAudit(container, 4)];
    await Promise.all(Array.from({ length: 14 }, (_, n) => hosts[n % 2]?.record(received('acme', n))));
    const verified = await verifyAudit(container, 'acme');
    expect(verified.faults).to.deep.equal([]);
    expect(verified.pages).to.be.greaterThan(2);
    expect(verified.entries).to.equal(14 + verified.pages - 1);
  });

  it('turns the page with the month, and a host with a slow clock follows', async () => {
    const [quick, slow] = [makeAudit(container), makeAudit(container)];
    await slow.record(received('acme', 1, '2026-11-30T23:59:58.000Z'));
    await quick.record(received('acme', 2, '2026-12-01T00:00:01.000Z'));
    await slow.record(received('acme', 3, '2026-11-30T23:59:59.000Z'));
    expect(await pages()).to.deep.equal(['acme/2026-11.000000000001.jsonl', 'acme/2026-12.000000000003.jsonl']);
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([]);
  });

  it('goes on where a host died between closing a page and opening the next', async () => {
    const dying = makeAudit(container, 2);
    for (const number of [1, 2, 3]) await dying.record(received('acme', number));
    const last = (await pages()).at(-1) ?? '';
    await container.deleteBlob(last);
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([`page ${last} is missing`]);
    await makeAudit(container, 2).record(received('acme', 3));
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([]);
  });

  it('shows a removed entry', async () => {
    const page = await write(5);
    const text = await lines(page);
    await replace(page, text.toSpliced(1, 2));
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal(['entries 2 to 3 are missing']);
  });

  it('shows a changed entry, whether its hash was corrected or not', async () => {
    const page = await write(3);
    const text = await lines(page);
    const forged = (text[1] ?? '').replace(uploadId(2), uploadId(9));
    await replace(page, text.with(1, forged));
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal(['entry 2 was changed']);
    const { chainEntry } = await import('../../../shared/domain/audit/audit-chain.ts');
    const first = JSON.parse(text[0] ?? '');
    await replace(page, text.with(1, chainEntry(received('acme', 9), { sequence: 1, hash: first.hash }).line));
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([
      'entry 3 does not follow the entry 2 that stands before it',
    ]);
  });

  it('shows entries in another order, lines that are none, and another partner’s entries', async () => {
    const page = await write(3);
    const [one = '', two = '', three = ''] = await lines(page);
    await replace(page, [two, one, three]);
    expect((await verifyAudit(container, 'acme')).faults).not.to.deep.equal([]);
    await replace(page, [one, two, three, '{"sequence":']);
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([`${page}: a line behind entry 3 is no entry`]);
    await makeAudit(container).record(received('bravo', 1));
    await replace(page, await lines('bravo/2026-11.000000000001.jsonl'));
    expect((await verifyAudit(container, 'acme')).faults).to.include("entry 1 is another partner's");
  });

  it('shows a cut end to whoever noted an earlier one', async () => {
    const page = await write(4);
    const { end } = await verifyAudit(container, 'acme');
    await write(1);
    expect((await verifyAudit(container, 'acme', [end])).faults).to.deep.equal([]);
    await replace(page, (await lines(page)).slice(0, 2));
    expect((await verifyAudit(container, 'acme')).faults).to.deep.equal([]);
    expect((await verifyAudit(container, 'acme', [end])).faults).to.deep.equal([
      'entry 4 is not the one that was noted',
    ]);
  });
});
