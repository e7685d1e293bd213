import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { makeTemplates } from '../../../shared/adapters/report/templates.ts';
import { rawParts, readBook } from './read-back.ts';

describe('the empty templates', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'templates-test-'));
    for (const { name, write } of makeTemplates()) await write(join(folder, name));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('exist as Excel and CSV, in English and German', () => {
    expect(makeTemplates().map(({ name }) => name)).to.deep.equal([
      'autopilot-devices.en.xlsx',
      'autopilot-devices.en.csv',
      'autopilot-devices.de.xlsx',
      'autopilot-devices.de.csv',
    ]);
  });

  it('hold nothing but the titles, the same in both forms', async () => {
    for (const [language, separator] of [
      ['en', ','],
      ['de', ';'],
    ] as const) {
      const book = await readBook(await readFile(join(folder, `autopilot-devices.${language}.xlsx`)));
      const [sheet = ''] = book.sheets;
      const csv = await readFile(join(folder, `autopilot-devices.${language}.csv`), 'utf8');
      expect(book.rows(sheet)).to.deep.equal([csv.slice(1).trim().split(separator)]);
    }
  });

  it('are the ones offered in docs/templates', async () => {
    for (const { name } of makeTemplates()) {
      const offered = await readFile(new URL(`../../../docs/templates/${name}`, import.meta.url));
      const made = await readFile(join(folder, name));
      // Compressed bytes may differ between versions of zlib; the parts may not.
      const [there, here] = name.endsWith('.csv') ? [offered, made] : [await rawParts(offered), await rawParts(made)];
      expect(there, `${name}: run tools/write-templates.ts`).to.deep.equal(here);
    }
  });
});
