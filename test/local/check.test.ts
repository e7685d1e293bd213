import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type CheckedRow, checkFile } from '../../local/check.ts';

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
