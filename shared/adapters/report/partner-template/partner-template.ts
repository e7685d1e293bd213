import type { DataValidation, Worksheet } from 'exceljs';
import { texts } from '../../../domain/texts/texts.ts';
import { contentsOf, type TemplateContents, type TemplateOf } from './contents.ts';
import { type TemplateLists, writeExplanation } from './explanation-sheet.ts';
import { font, pageSetup, paintTitle, paper } from './look.ts';

declare module 'exceljs' {
  // Left out of its types. A cell's own rule needs the cell to exist, in every row; this takes a whole area.
  interface Worksheet {
    readonly dataValidations: { add(area: string, rule: DataValidation): void };
  }
}

/** Rows with a drop-down list. Some programs, exceljs among them, keep a rule for each cell of an area when they open it. */
const lastRow = 10_000;

/** Asks whoever enters something else whether they mean it: it may be right (a tenant id, a new group tag). */
const asking = (rule: Pick<DataValidation, 'type' | 'formulae' | 'operator'>, error: string): DataValidation => ({
  ...rule,
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: 'warning',
  error,
});

function writeDevices(sheet: Worksheet, of: TemplateOf, { columns }: TemplateContents, lists: TemplateLists): void {
  const { notInList } = texts(of.language).template;
  sheet.columns = columns.map(({ title, width }) => ({
    header: title,
    width,
    // Text: a serial number keeps its zeros, a PKID its 13 digits.
    style: { numFmt: '@', font, alignment: { vertical: 'top', horizontal: 'left', indent: 1 } },
  }));
  const header = sheet.getRow(1);
  header.height = 30;
  for (const [index, { column, use, meaning }] of columns.entries()) {
    const cell = header.getCell(index + 1);
    paintTitle(cell, use);
    cell.note = { texts: [{ font: { name: 'Calibri', size: 10 }, text: meaning }] };
    const letter = sheet.getColumn(index + 1).letter;
    const ask = (rule: Parameters<typeof asking>[0], error: string): void =>
      sheet.dataValidations.add(`${letter}2:${letter}${lastRow}`, asking(rule, error));
    if ((column === 'customer' || column === 'groupTag') && lists[column] !== undefined) {
      ask({ type: 'list', formulae: [lists[column]] }, notInList[column]);
    }
    if (column === 'pkid') ask({ type: 'textLength', operator: 'equal', formulae: [13] }, notInList.pkid);
  }
}

/**
 * A workbook for one partner to fill in: titles we know, its customers and group tags to choose from, text cells only, and
 * a sheet that explains them. exceljs is loaded here and nowhere else in the product: it takes as long as all the rest.
 */
export async function makePartnerTemplate(of: TemplateOf): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const contents = contentsOf(of);
  const devices = book.addWorksheet(texts(of.language).template.sheet, {
    views: [{ state: 'frozen', ySplit: 1, activeCell: 'A2' }],
    properties: { tabColor: { argb: paper.identity } },
    pageSetup,
  });
  writeDevices(devices, of, contents, writeExplanation(book, of, contents));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
