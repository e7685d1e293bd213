import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import schema from '../../../../schemas/comparison.schema.json' with { type: 'json' };
import { makeComparisonRenderer } from '../../../../shared/adapters/report/comparison/comparison-renderer.ts';
import {
  type ComparedScope,
  type ComparisonFinding,
  type ComparisonHead,
  categoryOf,
} from '../../../../shared/domain/comparing/comparison.ts';
import { categoryTexts } from '../../../../shared/domain/comparing/comparison-texts.ts';
import { problemFinder } from '../../../../shared/schema-check.ts';
import { readBook } from '../read-back.ts';

const problems = problemFinder(schema);
const place = {
  connectionId: 'pc',
  platform: 'partnerCenter',
  customerTenantId: '11111111-1111-4111-8111-111111111111',
  customerName: 'Contoso',
} as const;
const fabrikam = { connectionId: 'pc', customerTenantId: '2', customerName: 'Fabrikam' };
const scope: ComparedScope = { ...place, state: 'compared', ours: 2, counts: { inBoth: 1, missing: 1 } };
const head: ComparisonHead = {
  version: 1,
  partnerId: 'northwind',
  partnerName: 'Northwind',
  comparedAt: '2026-01-05T08:00:00.000Z',
  timeZone: 'Europe/Berlin',
  scopes: [scope],
};
const finding = (changes: Partial<ComparisonFinding> = {}): ComparisonFinding => ({
  ...place,
  code: 'missing',
  changed: false,
  ...changes,
});

describe('the files of a comparison', () => {
  let tempDir = '';
  beforeEach(async () => {
    tempDir = await mkdtemp(join(tmpdir(), 'comparison-test-'));
  });
  afterEach(async () => {
    expect(await readdir(tempDir)).to.deep.equal([]);
    await rm(tempDir, { recursive: true });
  });

  async function render(
    findings: readonly ComparisonFinding[],
    changes: Partial<ComparisonHead> = {},
    rowsPerSheet?: number,
  ) {
    const limit = rowsPerSheet === undefined ? {} : { rowsPerSheet };
    const rendered = await makeComparisonRenderer({ tempDir, ...limit }).render(
      { ...head, ...changes },
      async function* () {
        yield* findings;
      },
    );
    const files = new Map<string, Buffer>();
    for (const { kind, path } of rendered.files) files.set(kind, await readFile(path));
    await rendered.dispose();
    const json = JSON.parse(String(files.get('json')));
    expect(problems(json)).to.deep.equal([]);
    return {
      book: await readBook(files.get('xlsx') ?? Buffer.alloc(0)),
      csv: String(files.get('csv')).split('\r\n'),
      json,
    };
  }

  it('say the same in the workbook, the CSV and the JSON', async () => {
    const { book, csv, json } = await render([
      finding({
        serial: 'S1',
        changed: true,
        from: { file: 'May.csv', uploadId: 'u', row: 7, registeredAt: head.comparedAt },
      }),
      finding({ code: 'other_customer', elsewhere: fabrikam }),
    ]);
    const [titles, first, second] = book.rows('Findings');
    expect(csv[0]).to.equal(`\ufeff${titles?.join(',')}`);
    expect(first?.slice(0, 2)).to.deep.equal(['● new', 'Missing on the platform']);
    expect(first?.slice(10, 14)).to.deep.equal(['May.csv', '', '7', '2026-01-05 08:00']);
    expect(second?.[14]).to.equal('Fabrikam, pc');
    expect(csv).to.have.length(4);
    expect(json).to.deep.include({ ...head });
    expect(json.findings[0]).to.deep.include({ category: 'missing', code: 'missing', serial: 'S1', changed: true });
    expect(json.findings[1].category).to.equal('elsewhere');
    const codes = new Set<string>(schema.$defs.finding.properties.code.enum);
    expect(Object.keys(categoryOf).filter((code) => !codes.has(code))).to.deep.equal([]);
  });

  it('go on in a further sheet when one is full, and have their titles when nothing was found', async () => {
    const { book } = await render([finding(), finding(), finding()], {}, 2);
    expect(book.sheets).to.deep.equal(['Summary', 'Findings', 'Findings (2)']);
    expect([book.rows('Findings').length, book.rows('Findings (2)').length]).to.deep.equal([3, 2]);
    const empty = await render([]);
    expect(empty.book.rows('Findings')).to.have.length(1);
    expect(empty.json.findings).to.deep.equal([]);
  });

  it('hold nothing that runs, however a platform spells its devices', async () => {
    const { csv, book } = await render([finding({ serial: '=1+1', model: '@SUM(A1)', listedGroupTag: '\u202eevil' })]);
    expect(csv[1]).to.contain("'=1+1").and.to.contain("'@SUM(A1)").and.to.contain('⟨U+202E⟩evil');
    expect(book.rows('Findings')[1]?.[6]).to.equal('=1+1');
  });

  it('the summary counts every category and says how it went', async () => {
    const said = async (changes: Partial<ComparisonHead>): Promise<string> =>
      String((await render([], changes)).book.rows('Summary')[1]?.[0]);
    const before = { previousAt: '2026-01-04T08:00:00.000Z' };
    expect(await said({})).to.contain('First comparison');
    expect(await said({ ...before, scopes: [{ ...scope, changed: 0, resolved: 0 }] })).to.contain(
      'Nothing has changed',
    );
    expect(await said({ ...before, scopes: [{ ...scope, changed: 2, resolved: 1 }] })).to.contain('2 new, 1 gone');
    const failed: ComparedScope = { ...place, state: 'failed', reason: { code: 'relationship_missing' }, counts: {} };
    expect(await said({ scopes: [scope, failed] })).to.contain('1 of 2 could not be compared');
    const news = { ...scope, changed: 11, resolved: 2 };
    expect(await said({ ...before, scopes: [news, failed] })).to.match(/^Since .*: 11 new, 2 gone\. 1 of 2 could not/);
    const lasting = { ...failed, since: '2026-01-01T08:00:00.000Z' };
    expect(await said({ ...before, scopes: [news, lasting] })).to.match(/11 new, 2 gone\.$/);
    const { book: calm } = await render([], { ...before, scopes: [{ ...scope, changed: 0, resolved: 0 }, lasting] });
    const calmRows = calm.rows('Summary');
    expect(String(calmRows[1]?.[0])).to.contain('Nothing has changed').and.to.contain('where it could be compared');
    expect(String(calmRows[2]?.[0])).to.contain('Still not compared: 1 of 2');
    expect(calmRows.some((row) => /^Not compared since 2026-01-01.*no reseller/.test(String(row.at(-1))))).to.equal(
      true,
    );
    expect(await said({ scopes: [failed] })).to.contain('Nothing was compared. 1 of 1');
    const over = { code: 'comparison_partner_removed', params: { devices: 3 } } as const;
    expect(await said({ scopes: [], remarks: [over] }))
      .to.contain('no longer in the settings')
      .and.to.contain('3');
    const { book: stopped } = await render([], { remarks: [{ code: 'comparison_suspended' }] });
    expect(String(stopped.rows('Summary')[2]?.[0])).to.contain('suspended');
    const { book } = await render([], { scopes: [scope, failed, { ...scope, state: 'notListable' }] });
    const rows = book.rows('Summary');
    const titles = rows.find(([title]) => title === 'Customer') ?? [];
    for (const { title } of Object.values(categoryTexts)) expect(titles).to.contain(title);
    const states = rows.map((row) => String(row.at(-1)));
    expect(states.some((state) => state.includes('no reseller relationship'))).to.equal(true);
    expect(states.some((state) => state.includes('can’t be asked'))).to.equal(true);
    const notCompared = rows.find((row) => String(row.at(-1)).includes('no reseller relationship'));
    expect(notCompared?.slice(3, 9), 'a 0 would look like good news').to.deep.equal(Array(6).fill(''));
    for (const { advice } of Object.values(categoryTexts)) {
      expect(rows.some((row) => String(row[1]).endsWith(advice))).to.equal(true);
    }
  });

  it('leave nothing behind when the findings break off', async () => {
    const broken = makeComparisonRenderer({ tempDir }).render(head, async function* () {
      yield finding();
      throw new Error('broken');
    });
    const failure = await broken.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(Error).with.property('message', 'broken');
  });
});
