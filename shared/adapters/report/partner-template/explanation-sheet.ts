import type { Workbook } from 'exceljs';
import { texts } from '../../../domain/texts/texts.ts';
import type { TemplateContents, TemplateOf } from './contents.ts';
import { centred, font, pageSetup, paintTitle, paper } from './look.ts';

/** Where the drop-down lists stand on the explanation sheet; undefined: there is nothing to choose from. */
export interface TemplateLists {
  readonly customer: string | undefined;
  readonly groupTag: string | undefined;
}

const lineHeight = 16;

/**
 * Explains the columns and holds the lists to choose from. The titles stand below each other: our reader knows such a list
 * as instructions and takes no row of this sheet for a device.
 */
export function writeExplanation(book: Workbook, of: TemplateOf, contents: TemplateContents): TemplateLists {
  const { explanation: words, sheet: devices } = texts(of.language).template;
  const tab = { tabColor: { argb: paper.request } };
  const sheet = book.addWorksheet(words.sheet, { views: [{ showGridLines: false }], properties: tab, pageSetup });
  sheet.columns = [32, 92, 34].map((width) => ({ width, style: { numFmt: '@', font, alignment: centred } }));

  const prose = (text: string, height: number) => {
    const row = sheet.addRow([text]);
    sheet.mergeCells(row.number, 1, row.number, 3);
    row.height = height;
    return row;
  };
  const heading = (cells: readonly string[]): void => {
    sheet.addRow([]);
    const row = sheet.addRow([...cells]);
    row.height = 24;
    row.eachCell((cell) => paintTitle(cell, 'request'));
  };
  /** A list under its heading; where its first column stands. */
  const list = (rows: readonly (readonly string[])[], titles: readonly string[]): string | undefined => {
    if (rows.length === 0) return undefined;
    heading(titles);
    const first = sheet.rowCount + 1;
    for (const cells of rows) sheet.addRow([...cells]).height = 20;
    return `'${words.sheet}'!$A$${first}:$A$${sheet.rowCount}`;
  };

  prose(words.heading(of.partner.name), 40).font = { ...font, size: 18, bold: true };
  prose(words.howTo(devices), lineHeight * 2);
  const identities = contents.identities.map((text) => `•  ${text}`);
  prose([words.identities, ...identities].join('\n'), lineHeight * (identities.length + 2));
  heading(words.columns);
  for (const { title, meaning, example } of contents.columns) {
    const row = sheet.addRow([title, meaning, example]);
    row.height = lineHeight * 2;
    row.getCell(1).font = { ...font, bold: true };
    row.getCell(3).font = { ...font, italic: true, color: { argb: 'FF5B6472' } };
    row.eachCell((cell) => {
      cell.border = { bottom: { style: 'thin', color: { argb: 'FFCBD5E1' } } };
    });
  }
  const customers = contents.customers.map(({ value, customer: { name, customerTenantId, defaultGroupTag = '' } }) => [
    value,
    `${name} · ${customerTenantId}`,
    defaultGroupTag,
  ]);
  const tags = contents.groupTags.map((tag) => [tag]);
  return { customer: list(customers, words.customers), groupTag: list(tags, [words.groupTags]) };
}
