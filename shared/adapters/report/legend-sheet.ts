import { reportColumns } from '../../domain/report-columns.ts';
import { looks, statusWord } from '../../domain/report-lines.ts';
import type { ReportSummary } from '../../domain/report-summary.ts';
import { shown } from '../../domain/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { verdictKinds } from '../../domain/verdict.ts';
import type { SheetCell } from './sheet-xml.ts';
import type { WorkbookFile } from './workbook-file.ts';
import { type CellStyle, toneFormat } from './workbook-styles.ts';

const styled = (value: string, style: CellStyle): SheetCell => ({ value, style });

/** The last sheet: what the words, columns and codes mean. */
export const writeLegendSheet = async (book: WorkbookFile, summary: ReportSummary, texts: Texts): Promise<void> => {
  const words = texts.legend;
  const file = await book.sheet({
    name: words.sheet,
    columns: [{ width: 30 }, { width: 62, style: 'wrapped' }, { width: 62, style: 'wrapped' }],
    landscape: true,
    gridLines: false,
  });
  const formats: string[] = [];
  const heading = async (text: string): Promise<void> => {
    await file.row([styled(text, 'heading'), styled('', 'heading'), styled('', 'heading')], 26);
  };
  await heading(words.statuses);
  for (const [index, kind] of verdictKinds.entries()) {
    const row = file.next();
    formats.push(
      `<conditionalFormatting sqref="A${row}"><cfRule type="expression" dxfId="${toneFormat(looks[kind].tone)}" priority="${index + 1}"><formula>TRUE</formula></cfRule></conditionalFormatting>`,
    );
    await file.row([statusWord(kind, texts), texts.kinds[kind].meaning]);
  }
  await file.row([], 8);
  await heading(words.columns);
  const { row, status, code, happened, advice, who, remarks, route } = words;
  const meanings = { row, status, code, happened, advice, who, remarks, route };
  for (const [column, meaning] of Object.entries(meanings)) {
    const title = Object.entries(reportColumns).find(([name]) => name === column)?.[1] ?? column;
    await file.row([title, meaning]);
  }
  await file.row(['', words.hash]);
  if (summary.reasons.length > 0) {
    await file.row([], 8);
    await heading(words.codes);
    for (const reason of summary.reasons) {
      await file.row([shown(reason.code), shown(reason.happened), shown(reason.advice)]);
    }
  }
  await file.end({ formats });
};
