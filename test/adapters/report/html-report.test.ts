import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { fileOf, renderBytes } from './read-back.ts';
import { csvSheet, everyKind } from './sample-report.ts';

const pageOf = async (...input: Parameters<typeof renderBytes>): Promise<string> =>
  fileOf(await renderBytes(...input), 'html').toString('utf8');

describe('the report page', () => {
  it('stands alone: no script, nothing from elsewhere, and a policy that says so', async () => {
    const page = await pageOf(everyKind);
    expect(page).to.contain("default-src 'none'");
    expect(page).not.to.match(/<script|<link|<img|@import|url\(|src=|href=/);
  });

  it('tells language, title and structure to who cannot see it', async () => {
    const page = await pageOf(everyKind);
    expect(page).to.contain('<html lang="en">').and.to.contain('<main>').and.to.contain('<h1>');
    expect(page).to.match(/<svg class="bar"[^>]*role="img" aria-label="✔ Registered: 1, /);
    expect(page.match(/<th(?![a-z])/g)?.length).to.equal(page.match(/<th scope="col"/g)?.length);
  });

  it('lists the rows that need action, and no other', async () => {
    const [, rows = ''] = (await pageOf(everyKind)).split('id="rows"');
    expect(rows).to.contain('PF2ABCDF').and.to.contain('PF2ABCDG').and.to.contain('PF2ABCDJ');
    expect(rows).not.to.contain('PF2ABCDE').and.not.to.contain('Total: 6');
  });

  it('shows the first 1,000 rows that need action and points to the workbook for the rest', async () => {
    const many = Array.from(
      { length: 1200 },
      (_, row): ReportRow => ({ row: row + 2, cells: [`S${row}`], verdict: { kind: 'rejected' } }),
    );
    const page = await pageOf(many, { sheets: [csvSheet] });
    expect(page).to.contain('The first 1,000 of 1,200 rows that need action.');
    expect(page).to.contain('>S999<').and.not.to.contain('>S1000<');
  });

  it('says so when no row needs action, and shows no table for a refused file', async () => {
    const good: readonly ReportRow[] = [{ row: 2, cells: ['a'], verdict: { kind: 'registered' } }];
    expect(await pageOf(good, { sheets: [csvSheet] })).to.contain('No row needs action.');
    const refused = await pageOf([], { sheets: [], groups: [], refused: { code: 'no_header' } });
    expect(refused).to.contain('No row with column titles was found.').and.not.to.contain('<table');
  });

  it("shows times as they read on a clock in the partner's zone", async () => {
    expect(await pageOf(everyKind)).to.contain('2026-07-14 10:12 (Europe/Berlin, UTC+02:00)');
    expect(await pageOf(everyKind, { timeZone: 'America/St_Johns' })).to.contain(
      '2026-07-14 05:42 (America/St_Johns, UTC−02:30)',
    );
    expect(await pageOf(everyKind, { timeZone: 'Nowhere/Land' })).to.contain('2026-07-14T08:12:30.000Z');
  });
});
