import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const run = promisify(execFile);
const script = fileURLToPath(new URL('measure-compare.ts', import.meta.url));

describe('a comparison of many devices', () => {
  it('spills what it lists and needs at most 250 MB more for 200,000 devices, and leaves nothing behind', async () => {
    const { stdout } = await run(process.execPath, [script, '200000']);
    const { before, peak, tables, left, result } = JSON.parse(stdout);
    process.stderr.write(`      ${Math.round((peak - before) / 1_048_576)} MB\n`);
    expect(peak - before).to.be.at.most(250 * 1_048_576);
    // A million devices: 103 MB of tables, 300 MB in all; the rest is garbage that does not grow with them. Buffers on
    // their way to a file count as tables here, hence the room.
    expect(tables / 200_000, 'bytes of digest tables for each device').to.be.at.most(180);
    expect(left).to.deep.equal([]);
    expect(result.counts).to.deep.equal({
      inBoth: 188_000,
      missing: 4_000,
      unknownToUs: 4_000,
      groupTagDiffers: 4_000,
    });
  });
});
