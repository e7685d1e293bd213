import { looks, statusWord } from '../../domain/reporting/report-lines.ts';
import type { ReportSummary } from '../../domain/reporting/report-summary.ts';
import { shown } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { verdictKinds } from '../../domain/verdict.ts';
import { type CellStyle, toneFormat } from './looks/workbook-styles.ts';
import { heightFor, type SheetCell } from './workbook/sheet-xml.ts';
import type { WorkbookFile } from './workbook/workbook-file.ts';

const half = 64;

const styled = (value: string, style: CellStyle): SheetCell => ({ value, style });

/** The last sheet: what the words, columns and codes mean. */
export const writeLegendSheet = async (book: WorkbookFile, summary: ReportSummary, texts: Texts): Promise<void> => {
  const words = texts.legend;
  const file = await book.sheet({
    name: words.sheet,
    columns: [
      { width: 30, style: 'wrapped' },
      { width: half, style: 'wrapped' },
      { width: half, style: 'wrapped' },
    ],
    landscape: true,
    gridLines: false,
  });
  const formats: string[] = [];
  const heading = async (text: string): Promise<void> => {
    await file.row([styled(text, 'heading'), styled('', 'heading'), styled('', 'heading')], 26);
  };
  const merges: string[] = [];
  const meaning = async (word: string, text: string): Promise<void> => {
    const row = file.next();
    merges.push(`B${row}:C${row}`);
    await file.row([word, text], heightFor(text.length, half * 2));
  };
  await heading(words.statuses);
  for (const [index, kind] of verdictKinds.entries()) {
    const row = file.next();
    formats.push(
      `<conditionalFormatting sqref="A${row}"><cfRule type="expression" dxfId="${toneFormat(looks[kind].tone)}" priority="${index + 1}"><formula>TRUE</formula></cfRule></conditionalFormatting>`,
    );
    await meaning(statusWord(kind, texts), texts.kinds[kind].meaning);
  }
  await file.row([], 8);
  await heading(words.columns);
  const explainedColumns = ['row', 'status', 'code', 'happened', 'advice', 'who', 'remarks', 'route'] as const;
  for (const column of explainedColumns) await meaning(texts.columns[column], words[column]);
  await meaning('', words.hash);
  if (summary.reasons.length > 0) {
    await file.row([], 8);
    await heading(words.codes);
    for (const reason of summary.reasons) {
      const longest = Math.max(reason.happened.length, reason.advice.length);
      const cells = [shown(reason.code), shown(reason.happened), shown(reason.advice)];
      await file.row(cells, heightFor(longest, half));
    }
  }
  await file.end({ formats, merges });
};
