import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { UploadBlob } from '../../shared/domain/work.ts';
import { UploadChanged } from '../../shared/errors.ts';
import { everyOf } from '../fakes/every-of.ts';
import { newUploadId } from '../fakes/sample-states.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import type { StorageParts } from './storage.contract.ts';

const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> =>
  Buffer.concat(await everyOf(pieces)).toString('utf8');

export function blobsContract(parts: () => StorageParts): void {
  describe('uploads', () => {
    const there = async (name: string): Promise<UploadBlob> => {
      const blob = await parts().uploads.find(name);
      if (blob === undefined) throw new Error(`${name} is not there.`);
      return blob;
    };

    it('at first there are none', async () => {
      expect(await everyOf(parts().uploads.list())).to.deep.equal([]);
      expect(await parts().uploads.find('northwind/none.csv')).to.equal(undefined);
    });

    it('are found and listed alike, whatever their names hold', async () => {
      for (const name of ['northwind/A & B/50% #1?.csv', 'northwind/Ümläut/日本.xlsx', 'northwind/a+b c.csv']) {
        await parts().drop(name, 'content', { grouptag: 'Sales' });
        const found = await there(name);
        expect(found).to.deep.include({ name, bytes: 7, metadata: { grouptag: 'Sales' } });
        expect(await everyOf(parts().uploads.list(name))).to.deep.equal([found]);
        expect(await textOf(parts().uploads.read(found))).to.equal('content');
      }
    });

    it('are read in exactly the version that was asked for', async () => {
      await parts().drop('northwind/May.csv', 'old');
      const old = await there('northwind/May.csv');
      await parts().drop('northwind/May.csv', 'new');
      expect(await thrownBy(textOf(parts().uploads.read(old)))).to.be.instanceOf(UploadChanged);
      const now = await there('northwind/May.csv');
      expect(now.etag).not.to.equal(old.etag);
      expect(await textOf(parts().uploads.read(now))).to.equal('new');
      await parts().remove('northwind/May.csv');
      expect(await thrownBy(textOf(parts().uploads.read(now)))).to.be.instanceOf(UploadChanged);
    });
  });

  describe('reports', () => {
    it('at first there are none', async () => {
      expect(await parts().reportText('northwind/none')).to.equal(undefined);
    });

    it('a newer rendering replaces an older one, never the other way round', async () => {
      const name = `northwind/${newUploadId()}.report.json`;
      const put = (text: string, sequence: number) =>
        parts().reports.put(name, { text, contentType: 'application/json' }, sequence);
      expect(await put('second', 2)).to.equal(true);
      expect(await put('first', 1)).to.equal(false);
      expect(await put('second again', 2)).to.equal(false);
      expect(await parts().reportText(name)).to.equal('second');
      expect(await put('third', 3)).to.equal(true);
      expect(await parts().reportText(name)).to.equal('third');
    });

    it('a finished file is put there as it is', async () => {
      const path = join(tmpdir(), `report-${newUploadId()}`);
      await writeFile(path, 'from a file');
      const name = `northwind/A & B #1?/${newUploadId()}.csv`;
      expect(await parts().reports.put(name, { path, contentType: 'text/csv' }, 1)).to.equal(true);
      expect(await parts().reportText(name)).to.equal('from a file');
    });

    it('of many renderings at once the newest stays', async () => {
      const name = `northwind/${newUploadId()}.report.json`;
      const sequences = [3, 1, 4, 2, 5];
      await Promise.all(
        sequences.map((sequence) =>
          parts().reports.put(name, { text: String(sequence), contentType: 'text/plain' }, sequence),
        ),
      );
      expect(await parts().reportText(name)).to.equal('5');
    });
  });
}

export function queueContract(parts: () => StorageParts): void {
  describe('work', () => {
    it('at first there is none', async () => {
      expect(await parts().received()).to.deep.equal([]);
    });

    it('comes as it was sent, and delayed work not before its time', async () => {
      const chunk = { version: 1, partnerId: 'northwind', uploadId: newUploadId(), chunk: 3, step: 20 } as const;
      const report = { version: 1, partnerId: 'northwind', uploadId: newUploadId() } as const;
      await parts().queue.sendChunk(chunk);
      await parts().queue.sendReport(report);
      await parts().queue.sendChunk({ ...chunk, step: 21 }, 30_000);
      await parts().queue.sendChunk({ ...chunk, step: 22 }, 30 * 24 * 3_600_000);
      expect(await parts().received()).to.have.deep.members([chunk, report]);
    });
  });
}
