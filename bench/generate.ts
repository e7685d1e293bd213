import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { csvBytes, xlsxBytes } from './load-file.ts';
import { type LoadOptions, type LoadRow, partnerFeed } from './load-rows.ts';

const usage = `usage: node bench/generate.ts FILE.(csv|xlsx) [options]
  --seed N          same seed, same file (1)
  --rows N          devices (1000)
  --pkid N --tuple N --hash N   weights of the identities (55, 30, 15)
  --defects R       share of rows with something wrong (0)
  --duplicates R    share of rows that repeat an earlier one (0)
  --group-tags A,B  fills a Group Tag column in turn
  --customers A,B   fills a Customer Tenant ID column in turn
  --encoding E      utf-8 or utf-16le (CSV)
  --texts T         inline or shared (XLSX)
Writes FILE.ledger.ndjson beside it: what has to become of each row.`;

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ seed: text, rows: text, pkid: text, tuple: text, hash: text, defects: text, duplicates: text },
    ...{ 'group-tags': text, customers: text, encoding: text, texts: text },
  },
});
const [file] = positionals;
if (file === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  await generate(file);
}

function number(value: string | undefined, otherwise: number): number {
  return value === undefined ? otherwise : Number(value);
}

async function generate(path: string): Promise<void> {
  const options: LoadOptions = {
    seed: number(values.seed, partnerFeed.seed),
    rows: number(values.rows, partnerFeed.rows),
    mix: {
      pkid: number(values.pkid, partnerFeed.mix.pkid),
      tuple: number(values.tuple, partnerFeed.mix.tuple),
      hash: number(values.hash, partnerFeed.mix.hash),
    },
    defectRate: number(values.defects, partnerFeed.defectRate),
    duplicateRate: number(values.duplicates, partnerFeed.duplicateRate),
    groupTags: values['group-tags']?.split(',') ?? [],
    customers: values.customers?.split(',') ?? [],
  };
  const ledger = createWriteStream(`${path}.ledger.ndjson`);
  const onRow = (row: LoadRow) => ledger.write(`${JSON.stringify(row.expected)}\n`);
  const bytes = path.endsWith('.xlsx')
    ? xlsxBytes(options, values.texts === 'shared' ? 'shared' : 'inline', onRow)
    : csvBytes(options, values.encoding === 'utf-16le' ? 'utf-16le' : 'utf-8', onRow);
  await pipeline(Readable.from(bytes), createWriteStream(path));
  ledger.end();
  await once(ledger, 'finish');
}
