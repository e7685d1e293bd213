import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { check } from '../../cli/check.ts';
import { type CheckedRow, checkFile, describeRow, summarize } from '../../cli/check-file.ts';
import { UsageError } from '../../cli/command-line.ts';
import type { ReadRow } from '../../shared/domain/reading/read-event.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { runCommandHere } from './run-command.ts';

/** A row of `<file>.expected.json`, as samples/README.md describes it. */
interface ExpectedRow {
  readonly row: number;
  readonly outcome: string;
  readonly reason?: string;
  readonly duplicateOf?: number;
  readonly identity?: unknown;
  readonly groupTag?: string;
  readonly assignedUser?: string;
  readonly alsoAllowed?: readonly string[];
  readonly mustNotContain?: readonly string[];
}

interface Expected {
  readonly file: string;
  readonly fileOutcome: string;
  readonly rows: readonly ExpectedRow[];
}

const folder = join(import.meta.dirname, '../fixtures/samples');

const noSpreadsheet = '../../../LICENSE';

describe('sample battery', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.expected.json'))) {
    const expected: Expected = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    it(`${expected.file}: every row is read as expected`, async () => {
      const checked = await checkFile(join(folder, expected.file));
      expect(checked.fileOutcome).to.equal(expected.fileOutcome);
      expect(checked.rows.map(({ row }) => row)).to.deep.equal(expected.rows.map(({ row }) => row));
      for (const [index, wanted] of expected.rows.entries()) expectRow(checked.rows[index], wanted);
      for (const secret of expected.rows.flatMap((row) => row.mustNotContain ?? [])) {
        expect(JSON.stringify(checked)).not.to.contain(secret);
      }
    });
  }
});

function expectRow(found: CheckedRow | undefined, wanted: ExpectedRow): void {
  const where = `row ${wanted.row}`;
  if (wanted.alsoAllowed?.includes(`${found?.outcome}:${found?.reason}`)) return;
  expect(found?.outcome, where).to.equal(wanted.outcome);
  expect(found?.reason, where).to.equal(wanted.reason);
  expect(found?.duplicateOf, where).to.equal(wanted.duplicateOf);
  expect(found?.identity, where).to.deep.equal(wanted.identity);
  expect(found?.groupTag, where).to.equal(wanted.groupTag);
  expect(found?.assignedUser, where).to.equal(wanted.assignedUser);
}

describe('check in words', () => {
  async function words(file: string): Promise<string> {
    const rows: ReadRow[] = [];
    const checked = await checkFile(join(folder, file), {}, (row) => rows.push(row));
    return `${summarize(checked)}${rows.flatMap(describeRow).join('\n')}\n`;
  }

  it('says first what matters, then every row with something to say', async () => {
    const text = await words('10-mixed-identities.xlsx');
    expect(text).to.match(/^10-mixed-identities.xlsx: 7 rows: 3 can be sent, 3 rejected, 1 named before\n/);
    expect(text).to.contain('Read sheet "Devices" with the header in row 1.');
    expect(text).to.contain('The sheet "Instructions" was not read');
    expect(text).to.contain('Row 2 of "Devices": fine, but: White space');
    expect(text).to.contain('Row 8 of "Devices": names the same device as row 6 of "Devices".');
    expect(await words('03-partner-center-utf8bom.csv')).to.contain('Row 7: A remark or footer, not a device.');
  });

  it('says why a file was not read at all', async () => {
    expect(await words(noSpreadsheet)).to.match(/^LICENSE: not read. No sheet has a header we know/);
  });
});

describe('npm run cli -- check', () => {
  it('ends with 0 when nothing has to be done, with 3 when rows were rejected, with 1 when the file was refused', async () => {
    const good = await runCommandHere(check, join(folder, '07-pkid-delivery-list.xlsx'), '--json');
    expect(good.code).to.equal(3);
    expect((await runCommandHere(check, join(folder, '03-partner-center-utf8bom.csv'))).code).to.equal(0);
    expect(JSON.parse(good.text)).to.deep.include({ fileOutcome: 'processed', counts: { accept: 3, reject: 4 } });
    const refused = await runCommandHere(check, join(folder, noSpreadsheet), '--json');
    expect(refused.code).to.equal(1);
    expect(JSON.parse(refused.text)).to.deep.include({ fileOutcome: 'rejected', fileReason: 'no_header', rows: [] });
  });

  it('prints as JSON what the reader says of each row, one by one', async () => {
    for (const file of ['10-mixed-identities.xlsx', '03-partner-center-utf8bom.csv', noSpreadsheet]) {
      const path = join(folder, file);
      const { text } = await runCommandHere(check, path, '--json');
      expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(await checkFile(path))));
    }
  });

  it('says which platform would refuse a group tag', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'check-')), 'tags.csv');
    await writeFile(path, 'Serial,Manufacturer,Model,Group Tag\nS12345,Getac,X,Büro\nS12346,Getac,X,Office\n');
    const { code, text } = await runCommandHere(check, path);
    expect(code).to.equal(0);
    expect(text).to.contain('Row 2: fine, but: Partner Center refuses the group tag Büro');
    expect(text).not.to.contain('Row 3');
    const json = await runCommandHere(check, path, '--json');
    expect(JSON.parse(json.text).rows[0]).to.include({ outcome: 'accept', groupTag: 'Büro' });
    expect(JSON.parse(json.text).rows[0].warnings).to.deep.equal(['group_tag_platform_limited']);
    await rm(dirname(path), { recursive: true });
  });

  it('is refused with one clear line when it was called wrongly', async () => {
    for (const args of [[], ['no-such-file.csv'], ['x', '--nonsense']]) {
      const error = await thrownBy(runCommandHere(check, ...args));
      expect(error).to.be.instanceOf(UsageError);
      expect(String(error)).not.to.contain('\n');
    }
  });
});
