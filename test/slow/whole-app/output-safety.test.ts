import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'mocha';
import { buildHash } from '../../simulators/build-hash.ts';
import { textOf } from '../stored.ts';
import { aPartner, contoso, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

/** What a spreadsheet program or a browser would run. */
const hostile = [
  '=HYPERLINK("http://evil.example";"x")',
  "=cmd|' /C calc'!A1",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  ' =1+1',
  '＝1+1',
  '＠SUM(A1)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  "'; drop table x",
  '\u202e=1+1',
];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const header = [
  'Device Serial Number',
  'Windows Product ID',
  'Hardware Hash',
  'Manufacturer name',
  'Device model',
  'Group Tag',
];
const isRun = (cell: string): boolean => /^[\s\u202e]*[=+\-@＝＋－＠]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell);

describe('what partners write into cells, titles and names', () => {
  let whole: WholeApp;
  const texts = new Map<string, string>();
  before(async () => {
    const portal = { ...aPartner('bravo', northwind, ['m365']) };
    whole = await startWholeApp([aPartner('acme', contoso), portal]);
    const connection = { connectionId: 'm365', platform: 'm365AdminCenter', name: 'Portal' };
    await whole.put('settings', 'connections/m365.json', JSON.stringify(connection));
    const rows = hostile.flatMap((text, number) => [
      [`SYN${number}`, '', '', 'LENOVO', text, text],
      [text, '', '', 'LENOVO', '20XW', ''],
      [`SYNB${number}`, '', '', text, '20XW', 'Office'],
    ]);
    const titles = [...header, ...hostile];
    const sheet = [titles, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
    await whole.intake('acme/=cmd <b>may.csv', sheet);
    const hashes = hostile.map((text, number) => [
      `SYNH${number}`,
      '',
      buildHash({ serialNumber: `SYNH${number}`, manufacturer: 'LENOVO', model: '20XW' }),
      'LENOVO',
      '20XW',
      text,
    ]);
    await whole.intake('bravo/portal.csv', [header, ...hashes].map((row) => row.map(quoted).join(',')).join('\r\n'));
    await whole.settle();
    for (const name of await whole.names('reports')) {
      texts.set(name, await textOf(await whole.container('reports').getBlobClient(name).downloadToBuffer()));
    }
  });
  after(() => whole.stop());

  const files = (kind: RegExp): readonly string[] => {
    const found = [...texts].flatMap(([name, text]) => (kind.test(name) ? [text] : []));
    expect(found, String(kind)).not.to.deep.equal([]);
    return found;
  };

  it('no cell of a workbook is a formula, a link that leaves it or a data exchange', () => {
    for (const text of files(/\.(?:report|retry)\.xlsx$/)) {
      // Our own links lead to rows of the same workbook: they have a location and no address.
      expect(text).not.to.match(/<f[\s>]|<hyperlink [^>]*r:id|TargetMode="External"|ddeLink|externalLink/);
    }
  });

  it('no field of a CSV report would run as a formula', () => {
    for (const text of files(/report\.csv$/)) {
      const cells: string[][] = parse(text, { bom: true, relax_column_count: true });
      expect(cells.flat().filter(isRun)).to.deep.equal([]);
      expect(cells.length).to.be.greaterThan(hostile.length);
    }
  });

  it('no text of a sheet becomes markup of the page', () => {
    for (const text of files(/report\.html$/)) {
      expect(text).not.to.match(/<script|<img|<b>may|href\s*=\s*["']?javascript/i);
    }
    for (const text of files(/acme.*report\.html$/)) expect(text).to.include('&lt;script&gt;');
  });

  it('the report as JSON says what was written, as data', () => {
    for (const text of files(/acme.*report\.json$/)) {
      const cells = JSON.parse(text).rows.flatMap((row: { cells: string[] }) => row.cells);
      expect(cells).to.include('+1+1').and.to.include('<script>alert(1)</script>');
    }
  });

  it('a hand-off file carries no quotes and nothing that would run', () => {
    const handOffs = [...texts].filter(([name]) => name.includes('.handoff-'));
    expect(handOffs.length).to.be.greaterThan(0);
    for (const [, text] of handOffs) {
      for (const line of text.trimEnd().split(/\r?\n/)) {
        expect(line).not.to.include('"');
        expect(line.split(',').filter(isRun)).to.deep.equal([]);
      }
    }
  });

  it('names of files stay in their partner’s folder and carry no character an address would read', async () => {
    for (const name of await whole.names('reports')) expect(name).to.match(/^(?:acme|bravo)\/[^/\\?#%\p{Cc}]+$/u);
  });
});
