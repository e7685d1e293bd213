import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { describe, it } from 'mocha';
import { makeHash } from '../../../../bench/make-hash.ts';
import { makePartnerTemplate } from '../../../../shared/adapters/report/partner-template/partner-template.ts';
import type { Language } from '../../../../shared/domain/language.ts';
import type { ReadEvent, ReadRow } from '../../../../shared/domain/reading/read-event.ts';
import type { Connection } from '../../../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../../../shared/domain/settings/partner.ts';
import { readFileBytes } from '../../../builders/odd-workbook.ts';
import { thrownBy } from '../../../fakes/thrown-by.ts';
import { rawParts } from '../read-back.ts';

const northwind: Customer = {
  customerTenantId: '22222222-2222-4222-8222-222222222222',
  name: 'Northwind Traders',
  domains: ['northwind.example'],
  defaultGroupTag: 'NW-Office',
};
const adatum: Customer = { customerTenantId: '44444444-4444-4444-8444-444444444444', name: 'Adatum <& Söhne>' };

interface Wanted {
  readonly customers?: readonly Customer[];
  readonly columns?: Readonly<Record<string, string>>;
  readonly platform?: 'partnerCenter' | 'intune' | 'oemDirect';
  readonly language?: Language;
}

async function template(wanted: Wanted = {}): Promise<Buffer> {
  const { customers = [northwind, adatum], columns = {}, platform = 'partnerCenter', language = 'en' } = wanted;
  const partner: Partner = { partnerId: 'alpine', name: 'Alpine Cloud', connections: ['one'], customers, columns };
  // Only the platform matters here.
  const connection = { connectionId: 'one', name: 'One', platform } as Connection;
  return Buffer.from(await makePartnerTemplate({ partner, connections: new Map([['one', connection]]), language }));
}

/** What stands in it. The rules are left out: exceljs keeps one for each of their 30,000 cells. */
async function open(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer, { ignoreNodes: ['dataValidations'] });
  return book;
}

/** The template with these rows in it, as another program saves it, rules and all. */
async function filled(bytes: Buffer, rows: readonly (readonly string[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  for (const row of rows) book.worksheets[0]?.addRow([...row]);
  return Buffer.from(new Uint8Array(await book.xlsx.writeBuffer()));
}

const rowsOf = (events: readonly ReadEvent[]): readonly ReadRow[] =>
  events.flatMap((event) => (event.kind === 'row' ? [event.row] : []));

const part = async (bytes: Buffer, name: string): Promise<string> => (await rawParts(bytes)).get(name) ?? '';

/** The texts of a sheet, row by row. */
async function texts(bytes: Buffer, sheet: number): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  (await open(bytes)).worksheets[sheet]?.eachRow((row) => {
    const cells: string[] = [];
    row.eachCell((cell) => cells.push(cell.text));
    rows.push(cells);
  });
  return rows;
}

describe("a partner's template", () => {
  for (const language of ['en', 'de'] as const) {
    it(`is read as it is once rows are filled in, in the language ${language}`, async () => {
      const hash = makeHash({ manufacturer: 'HP', model: 'EliteBook 840', serial: 'SYN0003' });
      const bytes = await filled(await template({ language }), [
        ['LENOVO', '20XW00AAGE', '000123', '', '', 'northwind.example', 'NW-Office', ''],
        ['', '', '', '0330516000001', '', adatum.customerTenantId, 'New tag', 'megan@adatum.example'],
        ['', '', '', '', hash, '', '', ''],
      ]);
      const rows = rowsOf(await readFileBytes(bytes));
      const devices = rows.flatMap(({ reading }) => (reading.kind === 'device' ? [reading.device] : []));
      expect(rows.map(({ row }) => row)).to.deep.equal([2, 3, 4]);
      expect(devices.map(({ identities: [{ kind }] }) => kind)).to.deep.equal(['tuple', 'pkid', 'hardwareHash']);
      expect(devices[0]?.identities[0]).to.include({ manufacturer: 'LENOVO', serial: '000123' });
      expect(devices[0]).to.include({ customer: 'northwind.example', groupTag: 'NW-Office' });
      expect(devices[1]?.identities[0]).to.include({ pkid: '0330516000001' });
      expect(devices[1]).to.include({ customer: adatum.customerTenantId, assignedUser: 'megan@adatum.example' });
    });

    it(`holds no device as long as nobody filled it in, in the language ${language}`, async () => {
      const events = await readFileBytes(await template({ language }));
      expect(rowsOf(events)).to.deep.equal([]);
      expect(events.at(-1)).to.deep.equal({ kind: 'refused', reason: { code: 'no_data_rows' } });
    });
  }

  it('has examples that register nothing, even when somebody copies them into the list', async () => {
    const bytes = await template();
    const explained = await texts(bytes, 1);
    const titles = (await texts(bytes, 0))[0] ?? [];
    const examples = titles.map((title) => explained.find(([first]) => first === title)?.[2] ?? '');
    expect(examples.every((text) => text !== '')).to.equal(true);
    const only = (wanted: readonly number[]) => examples.map((text, index) => (wanted.includes(index) ? text : ''));
    const rows = rowsOf(await readFileBytes(await filled(bytes, [examples, only([0, 1, 2]), only([3]), only([4])])));
    expect(rows.map(({ reading }) => reading.kind)).to.deep.equal(['rejected', 'rejected', 'rejected', 'rejected']);
  });

  it("offers the partner's customers and group tags as drop-down lists, and asks before it takes another value", async () => {
    const bytes = await template();
    const sheet = await part(bytes, 'xl/worksheets/sheet1.xml');
    const rules = [
      ...sheet.matchAll(/<dataValidation type="list"[^>]*errorStyle="warning"[^>]*sqref="([^"]+)"><formula1>([^<]+)/g),
    ];
    expect(rules.map(([, area]) => area)).to.deep.equal(['F2:F10000', 'G2:G10000']);
    const book = await open(bytes);
    const offered = rules.map(([, , list = '']) => {
      const [, name = '', from = '', to = ''] = /^&apos;(.+)&apos;!\$A\$(\d+):\$A\$(\d+)$/.exec(list) ?? [];
      const cells: string[] = [];
      for (let row = Number(from); row <= Number(to); row++)
        cells.push(book.getWorksheet(name)?.getCell(row, 1).text ?? '');
      return cells;
    });
    expect(offered).to.deep.equal([['northwind.example', adatum.customerTenantId], ['NW-Office']]);
  });

  it('names a customer by its tenant id where another one has the same domain, and leaves out one claimed twice', async () => {
    const shared = { ...adatum, domains: ['NORTHWIND.example'] };
    const claimed = { ...adatum, customerTenantId: '55555555-5555-4555-8555-555555555555', claimedTwice: true };
    const text = JSON.stringify(await texts(await template({ customers: [northwind, shared, claimed] }), 1));
    expect(text).to.contain(`["${northwind.customerTenantId}","Northwind Traders · `);
    expect(text).not.to.contain(claimed.customerTenantId);
  });

  it('has no drop-down list where there is nothing to choose from', async () => {
    const bytes = await template({ customers: [] });
    expect(await part(bytes, 'xl/worksheets/sheet1.xml')).not.to.contain('type="list"');
  });

  it('has text columns, a header that stays in sight and a note on each title', async () => {
    const sheet = (await open(await template())).worksheets[0];
    expect(sheet?.views[0]).to.include({ state: 'frozen', ySplit: 1 });
    const columns = Array.from({ length: 8 }, (_, index) => index + 1);
    expect(columns.map((column) => sheet?.getColumn(column).numFmt)).to.deep.equal(columns.map(() => '@'));
    for (const column of columns) expect(sheet?.getCell(1, column).note, `column ${column}`).to.have.property('texts');
  });

  it("says which columns none of the partner's connections uses", async () => {
    const unused = async (platform: 'intune' | 'oemDirect' | 'partnerCenter') =>
      (await texts(await template({ platform }), 1)).flatMap(([title, text = '']) =>
        text.startsWith('None of your connections') ? [title] : [],
      );
    expect(await unused('intune')).to.deep.equal(['Manufacturer name', 'Device model', 'Windows Product ID']);
    expect(await unused('oemDirect')).to.deep.equal(['Hardware Hash']);
    expect(await unused('partnerCenter')).to.deep.equal([]);
  });

  it('holds no formula and no link, whatever a customer is called', async () => {
    const bytes = await template({ customers: [{ ...northwind, name: '=HYPERLINK("http://x.example")' }] });
    const parts = [...(await rawParts(bytes))];
    expect(parts.filter(([, xml]) => /<f[ >]|<hyperlink/.test(xml)).map(([name]) => name)).to.deep.equal([]);
  });

  it('is not made where the settings give one of its titles another meaning', async () => {
    const error = await thrownBy(template({ columns: { 'Device model': 'other' } }));
    expect(error).to.have.property('message', 'The settings of "alpine" take "Device model" for "other"');
  });
});
