import { expect } from 'chai';
import { describe, it } from 'mocha';
import { csvBytes, xlsxBytes } from '../../../../bench/load-file.ts';
import { type LoadOptions, partnerFeed } from '../../../../bench/load-rows.ts';
import { makeRandom, type Random } from '../../../../bench/random.ts';
import { readFileBytes } from '../../../builders/odd-workbook.ts';
import { collect, rowsOf } from '../../../builders/sheets.ts';

const cases = 2000;
/** Of processor time: the clock also counts what else the machine does. */
const longestMs = 5000;
const options: LoadOptions = {
  ...partnerFeed,
  rows: 40,
  mix: { pkid: 6, tuple: 3, hash: 1 },
  defectRate: 0.1,
  duplicateRate: 0.05,
};

/** A valid file with bytes changed, cut out, doubled or cut off, anywhere. */
function broken(valid: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(valid);
  const at = random.below(bytes.length);
  const length = 1 + random.below(200);
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(length), bytes.subarray(at)]);
    default:
      for (let flips = 1 + random.below(8); flips > 0; flips--) {
        const place = random.below(bytes.length);
        bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << random.below(8)), place);
      }
      return bytes;
  }
}

async function survives(valid: readonly Buffer[], random: Random): Promise<void> {
  const before = process.cpuUsage();
  const events = await readFileBytes(broken(valid[random.below(valid.length)] ?? Buffer.alloc(0), random));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).to.be.below(longestMs);
  expect(events.at(-1)?.kind).to.be.oneOf(['end', 'refused']);
  const rows = rowsOf(events).map(({ row }) => row);
  expect(rows).to.deep.equal([...new Set(rows)].sort((one, other) => one - other));
}

describe('a file with bytes flipped, cut or added anywhere', () => {
  it(`${cases / 2} broken text files: a verdict on the file or on every row, soon`, async () => {
    const random = makeRandom(17);
    const valid = [Buffer.concat([...csvBytes(options, 'utf-8')]), Buffer.concat([...csvBytes(options, 'utf-16le')])];
    for (let number = 0; number < cases / 2; number++) await survives(valid, random);
  });

  it(`${cases / 2} broken workbooks: a verdict on the file or on every row, soon`, async () => {
    const random = makeRandom(18);
    const valid = [
      Buffer.concat(await collect(xlsxBytes(options, 'shared'))),
      Buffer.concat(await collect(xlsxBytes(options, 'inline'))),
    ];
    for (let number = 0; number < cases / 2; number++) await survives(valid, random);
  });
});
