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

const run = promisify(execFile);
const check = join(import.meta.dirname, '../../../../cli/main.ts');
const head = 'Serial,Manufacturer,Model\r\nS12345,LENOVO,X\r\n';
let folder = '';

/** What `check` says of a text file in a process with little memory. */
async function checked(repeated: string, times: number): Promise<unknown> {
  const path = join(folder, 'hostile.csv');
  const block = repeated.repeat(10_000);
  const blocks = (function* () {
    yield head;
    for (let count = 0; count < times / 10_000; count++) yield block;
  })();
  await pipeline(Readable.from(blocks), createWriteStream(path));
  const failed = await run(process.execPath, ['--max-old-space-size=128', check, 'check', path, '--json']).catch(
    (error: { readonly code: number; readonly stdout: string }) => error,
  );
  return { ...JSON.parse(failed.stdout), exit: 'code' in failed ? failed.code : 0 };
}

describe('a hostile file in a process with 128 MB', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  });
  after(() => rm(folder, { recursive: true }));

  const cases: readonly (readonly [string, string, number, string])[] = [
    ['60 MB of commas in one line', ',', 60_000_000, 'limit_columns'],
    ['60 MB of quotes in one line', '""', 30_000_000, 'limit_record'],
    ['30 MB of quoted line breaks and commas', '"\n",', 7_500_000, 'limit_columns'],
    ['60 MB of blank lines', '\r\n', 30_000_000, 'limit_blank_rows'],
    ['60 MB of lines of separators', ',,\r\n', 15_000_000, 'limit_blank_rows'],
  ];
  for (const [what, repeated, times, reason] of cases) {
    it(`${what}: ${reason}`, async () => {
      expect(await checked(repeated, times)).to.deep.include({ exit: 1, fileReason: reason });
    });
  }
});
