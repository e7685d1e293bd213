import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { dropFile, fetchReports, followUpload } from '../../../local/dropped-file.ts';
import { type Stack, startStack } from '../../../local/stack.ts';
import { makeApp } from '../../../shared/app.ts';
import { readConfig } from '../../../shared/config.ts';

/** Files whose rows an earlier reader accepted wrongly, and what each row's verdict must be; in the folder of Northwind. */
const worst: Readonly<Record<string, readonly string[]>> = {
  'c-customer-name-column.csv': ['registered', 'rejected customer_conflict'],
  's-serial-labelled.csv': Array.from({ length: 7 }, () => 'rejected'),
  'v-people-words.csv': Array.from({ length: 18 }, () => 'rejected'),
  'v-serial-is-maker.csv': ['rejected', 'rejected'],
  'h-filtered-rows.xlsx': [],
  'x-dell-express-code.csv': ['registered', 'rejected'],
  'e-cp1250-tag.csv': ['rejected encoding_uncertain'],
  'e-gbk-tag.csv': ['rejected encoding_uncertain'],
  'v-tag-format.xlsx': [],
  'u-serial-case.csv': ['registered', 'duplicate', 'duplicate', 'duplicate', 'duplicate'],
};

interface ReportRow {
  readonly status: string;
  readonly code?: string;
  readonly cells: readonly string[];
}

describe('Files that were once read wrongly, through the whole stack', () => {
  let folder = '';
  let stack: Stack;
  const rowsOf = new Map<string, readonly ReportRow[]>();
  let held: readonly { readonly serialNumber?: string; readonly customerTenantId: string }[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worst-'));
    stack = await startStack({ dataDir: folder, storageInMemory: true, jobSeconds: 0.2 });
    const app = makeApp(readConfig(stack.env));
    for (const name of Object.keys(worst)) {
      const path = join(import.meta.dirname, '../../fixtures/samples-2', name);
      const dropped = await dropFile(stack.connectionString, { path, partner: 'alpine', customer: 'northwind' });
      await followUpload(app, dropped, () => undefined);
      const files = await fetchReports(stack.connectionString, dropped, join(folder, 'reports'));
      const report = files.find((file) => file.endsWith('.report.json')) ?? '';
      rowsOf.set(name, JSON.parse(await readFile(report, 'utf8')).rows);
    }
    const truth = (await (await fetch(`${stack.adminUrl}/devices`)).json()) as { readonly devices: typeof held };
    held = truth.devices;
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, verdicts] of Object.entries(worst)) {
    it(`${name}: every row has its verdict, and the platform holds what is said to be registered and nothing else`, () => {
      const rows = rowsOf.get(name) ?? [];
      const found = rows.map(({ status, code = '' }) => `${status} ${code}`);
      for (const [index, verdict] of verdicts.entries())
        expect(found[index], `row ${index}`).to.match(RegExp(`^${verdict}`));
      for (const { status, cells } of rows) {
        const there = held.some(({ serialNumber }) => serialNumber !== undefined && cells.includes(serialNumber));
        if (status === 'registered') expect(there, cells.join()).to.equal(true);
        else if (status !== 'duplicate') expect(there, cells.join()).to.equal(false);
      }
    });
  }
});
