import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { csvBytes, xlsxBytes } from '../../../../bench/load-file.ts';
import { type LoadOptions, partnerFeed } from '../../../../bench/load-rows.ts';

/** What `bench/read.ts` prints. */
interface Measured {
  readonly rows: number;
  readonly peakMb: number;
  /** Processor time between two turns of the event loop: what its delay is on a machine of one's own. */
  readonly busyP99Ms: number;
  readonly busyMaxMs: number;
}

const run = promisify(execFile);
const reader = join(import.meta.dirname, '../../../../bench/read.ts');
let folder = '';

async function measure(name: string, bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Measured> {
  const path = join(folder, name);
  await pipeline(Readable.from(bytes), createWriteStream(path));
  const { stdout } = await run(process.execPath, [reader, path]);
  return JSON.parse(stdout);
}

describe('reading is bounded', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reading-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('50,000 hashes in a workbook peak under 250 MB and leave the event loop free', async () => {
    const options: LoadOptions = { ...partnerFeed, rows: 50_000, mix: { pkid: 0, tuple: 0, hash: 1 } };
    const found = await measure('hashes.xlsx', xlsxBytes(options, 'shared'));
    expect(found.rows).to.equal(50_000);
    expect(found.peakMb).to.be.below(250);
    expect(found.busyP99Ms).to.be.below(50);
    expect(found.busyMaxMs).to.be.below(200);
  });

  it('250,000 rows of text take at most 60 MB more than 10,000: the table of devices seen, and garbage of a moment', async () => {
    const options: LoadOptions = { ...partnerFeed, mix: { pkid: 2, tuple: 1, hash: 0 } };
    const few = await measure('few.csv', csvBytes({ ...options, rows: 10_000 }, 'utf-8'));
    const many = await measure('many.csv', csvBytes({ ...options, rows: 250_000 }, 'utf-8'));
    expect(many.rows).to.equal(250_000);
    // Seen: 31 to 51 MB, run by run; the rows themselves would take several hundred.
    expect(many.peakMb).to.be.below(few.peakMb + 60);
    expect(many.busyP99Ms).to.be.below(50);
    expect(many.busyMaxMs).to.be.below(200);
  });
});

describe('the check of a file', () => {
  const command = join(import.meta.dirname, '../../../../cli/main.ts');

  /** Peak memory of a check whose JSON goes into a file, in MB. */
  async function checkedMb(rows: number): Promise<number> {
    const place = await mkdtemp(join(tmpdir(), 'check-'));
    const path = join(place, 'rows.csv');
    const mix = { pkid: 2, tuple: 1, hash: 0 };
    await pipeline(Readable.from(csvBytes({ ...partnerFeed, rows, mix }, 'utf-8')), createWriteStream(path));
    const measured = `process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;
    const importing = `data:text/javascript,${encodeURIComponent(measured)}`;
    const call = `'${process.execPath}' --import '${importing}' '${command}' check '${path}' --json > '${path}.json'`;
    const ended = await run('sh', ['-c', `${call} || test $? = 3`]);
    await rm(place, { recursive: true });
    return Number(ended.stderr) / 1024;
  }

  it('of a million rows takes at most twice the memory of one of 10,000: what is more is the table of devices seen', async () => {
    const few = await checkedMb(10_000);
    const many = await checkedMb(1_000_000);
    expect(many).to.be.below(few * 2);
  });
});
