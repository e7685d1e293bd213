import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { ReadSheet } from '../../../shared/domain/reading/read-event.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';
import { fileOf, rawParts, readBook, renderBytes } from './read-back.ts';

const hostile = [
  '=1+1',
  '=HYPERLINK("http://evil.example","click")',
  "=cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd|calc',
  '+1+1',
  '-2+3',
  '  =1+1',
  '＝1+1',
  '\t=1+1',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'; DROP TABLE devices; --",
  '</t></is></c><c t="str"><f>1+1</f>',
  ']]>&lt;&#x41;&amp;',
  'evil\u202egpj.exe',
  '\u200f\u2067abc',
  'nul\u0000bell\u0007escape\u001b[31m',
  'half \ud800 and \udc00 half',
  '_x000D_ and _x0041_',
  'line\r\nbreak\nagain\rand\u2028more',
  'x'.repeat(32_767),
  'é\n'.repeat(16_383),
  '✔ Registered',
  '{"formula":"1+1"}',
  '__proto__',
];
const sheets: readonly ReadSheet[] = [
  { sheet: 'Devices', headerRow: 1, titles: hostile, columns: hostile.map(() => null) },
];
/** Each hostile text in each column, and as everything else a row can say. */
const rows: readonly ReportRow[] = hostile.map((text, index) => ({
  sheet: 'Devices',
  row: index + 2,
  cells: hostile.map((_text, column) => hostile[(index + column) % hostile.length] ?? ''),
  groupTag: text,
  customerTenantId: text,
  platform: 'partnerCenter',
  verdict: {
    kind: 'refused',
    reason: foreignReason(text, { found: text }),
    platformSaid: { code: text, name: text, text },
    remarks: [foreignReason(text)],
  },
}));
describe('hostile text in every column', () => {
  let files: Awaited<ReturnType<typeof renderBytes>>;
  before(async () => {
    files = await renderBytes(rows, {
      sheets,
      fileName: '=1+1<script>.xlsx',
      partnerName: '@evil\u202e',
      notices: [foreignReason('<b>=1+1</b>')],
      calls: { '=1+1': 1 },
    });
  });

  it('is text in the workbook: no formula, no link, every value a plain string', async () => {
    const bytes = fileOf(files, 'xlsx');
    const book = await readBook(bytes);
    expect(book.rows('Rows')).to.have.lengthOf(rows.length + 1);
    for (const name of book.sheets) {
      for (const cells of book.rows(name))
        for (const cell of cells) expect(['string', 'number']).to.include(typeof cell);
    }
    for (const [name, xml] of await rawParts(bytes))
      if (name.includes('/sheet')) expect(xml).not.to.match(/<f[ >](?!ormula)/);
  });

  it('is readable: controls, direction marks and halves of characters show as their code', async () => {
    const book = await readBook(fileOf(files, 'xlsx'));
    const cells = book.rows('Rows').flat();
    expect(cells).to.include('evil⟨U+202E⟩gpj.exe');
    expect(cells).to.include('nul⟨U+0000⟩bell⟨U+0007⟩escape⟨U+001B⟩[31m');
    expect(cells).to.include('half ⟨U+D800⟩ and ⟨U+DC00⟩ half');
    expect(cells).to.include('=1+1');
  });

  it('never makes a cell longer than Excel opens', async () => {
    for (const kind of ['xlsx', 'retry'] as const) {
      const book = await readBook(fileOf(files, kind));
      for (const cells of book.sheets.flatMap((name) => book.rows(name))) {
        for (const cell of cells) expect(`${cell}`.length).to.be.at.most(32_767);
      }
    }
  });

  it('begins no CSV field with what a spreadsheet program runs', async () => {
    const text = fileOf(files, 'csv').toString('utf8');
    for (const line of text.slice(1).split('\r\n')) {
      for (const field of line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? []) {
        expect(field).not.to.match(/^"?\s*[=+\-@＝＋－＠\t]/);
      }
    }
  });

  it('is text in the page, too: no tag, no attribute and no script of theirs', async () => {
    const page = fileOf(files, 'html').toString('utf8');
    expect(page).not.to.match(/<(script|img|a |iframe|object|link|b>)/i);
    expect(page.match(/<svg/g)).to.have.lengthOf(1);
    expect(page).to.contain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.to.match(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('is a string in JSON, exactly as it came', async () => {
    const report: unknown = JSON.parse(fileOf(files, 'json').toString('utf8'));
    expect(report).to.have.nested.property('rows[0].cells[0]', '=1+1');
    expect(report).to.have.nested.property('rows[17].cells[0]', 'nul\u0000bell\u0007escape\u001b[31m');
  });

  it('comes back from the retry workbook exactly as it was dropped', async () => {
    const sheet = (await rawParts(fileOf(files, 'retry'))).get('xl/worksheets/sheet1.xml') ?? '';
    const decode = (text: string): string =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .replace(/_x([0-9A-F]{4})_/g, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    const [, first = ''] = sheet.split('<row r="2"');
    const cells = [...first.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map(([, text = '']) => decode(text));
    expect(cells.slice(0, hostile.length)).to.deep.equal(hostile);
  });
});
