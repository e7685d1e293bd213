import type { ReadSheet } from '../../domain/reading/read-event.ts';
import type { ReportHead } from '../../domain/reporting/report.ts';
import { explained } from '../../domain/reporting/report-lines.ts';
import { shown, shownCell } from '../../domain/reporting/shown-text.ts';
import { english, type Texts } from '../../domain/texts/en.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeTextFile } from './text-file.ts';

/** Spreadsheet programs run a text that begins so, also after blanks (OWASP, «CSV Injection»). */
const formulaStart = /^\s*[=+\-@＝＋－＠\t\r\n\0]/;
/** Most fields: begins with a letter or digit and holds nothing to quote. Only a shortcut. */
const harmless = /^(?:[A-Za-z0-9](?:[\w .:;()/-]*[\w.)])?)?$/;
const quoted = /[",\r\n]|^\s|\s$/;

/** A CSV field per RFC 4180 that no spreadsheet program takes for a formula. */
export const csvField = (text: string): string => {
  if (harmless.test(text)) return text;
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A line of CSV fields. */
export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** A title and how many equal ones stand before it in the same sheet: what makes columns of several sheets one column. */
const titleKeys = (sheet: ReadSheet): readonly string[] => {
  const seen = new Map<string, number>();
  return sheet.titles.map((title) => {
    const before = seen.get(title) ?? 0;
    seen.set(title, before + 1);
    return `${before} ${title}`;
  });
};

/** The uploader's columns of all sheets side by side, equal titles in one column. */
const makeColumns = (sheets: readonly ReadSheet[]) => {
  const places = new Map<string, number>();
  const titles: string[] = [];
  const bySheet = new Map<ReadSheet, readonly number[]>();
  for (const sheet of sheets) {
    const own = titleKeys(sheet).map((key, index) => {
      const place = places.get(key) ?? titles.push(sheet.titles[index] ?? '') - 1;
      places.set(key, place);
      return place;
    });
    bySheet.set(sheet, own);
  }
  return {
    titles,
    cells(sheet: ReadSheet, own: readonly string[]): readonly string[] {
      const cells = titles.map(() => '');
      (bySheet.get(sheet) ?? []).forEach((place, index) => {
        cells[place] = own[index] ?? '';
      });
      return cells;
    },
  };
};

/** The report as one table: UTF-8 with BOM and CRLF, as Excel expects it. */
export const makeCsvReport = async (path: string, head: ReportHead, texts: Texts): Promise<ReportOutput> => {
  const columns = makeColumns(head.sheets);
  const withSheet = head.sheets.some(({ sheet }) => sheet !== undefined);
  const file = await makeTextFile(path);
  // Programs read it, too: its titles are the same in every language.
  const { sheet, row, ...verdict } = english.columns;
  await file.write(
    `\ufeff${csvLine([...(withSheet ? [sheet] : []), row, ...columns.titles.map(shownCell), ...Object.values(verdict)])}`,
  );
  return {
    row({ row: reportRow, sheet: source, line, shownCells }: OutputRow) {
      return file.write(
        csvLine([
          ...(withSheet ? [shown(reportRow.sheet ?? '')] : []),
          `${reportRow.row}`,
          ...columns.cells(source, shownCells),
          line.status,
          line.code,
          line.happened,
          line.advice,
          texts.actors[line.who],
          line.remarks.join(' '),
          line.route,
        ]),
      );
    },
    async finish() {
      // A refused file has no rows: one line without a row number says why, so that the table is never silently empty.
      if (head.refused !== undefined) {
        const { happened, advice, who } = explained(head.refused, texts);
        const before = [...(withSheet ? [''] : []), '', ...columns.titles.map(() => '')];
        const cells = [texts.report.refusedStatus, head.refused.code, happened, advice, texts.actors[who], '', ''];
        await file.write(csvLine([...before, ...cells.map(shown)]));
      }
      await file.finish();
    },
    abandon: file.abandon,
  };
};
