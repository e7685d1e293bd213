import { languages } from '../../domain/language.ts';
import { texts } from '../../domain/texts/texts.ts';
import { csvField } from './csv-report.ts';
import { makeTextFile } from './text-file.ts';
import { makeWorkbookFile } from './workbook/workbook-file.ts';

/** A template: its file name, and how it is written. */
interface Template {
  readonly name: string;
  write(path: string): Promise<void>;
}

interface EmptySheet {
  readonly sheet: string;
  readonly separator: string;
  readonly titles: readonly string[];
}

const writeXlsx = async (path: string, { sheet, titles }: EmptySheet): Promise<void> => {
  const book = await makeWorkbookFile(path);
  const file = await book.sheet({
    name: sheet,
    columns: titles.map((title) => ({ width: Math.max(20, title.length + 4), style: 'text' })),
    frozen: { rows: 1, columns: 0 },
    landscape: true,
  });
  await file.row(
    titles.map((title) => ({ value: title, style: 'addedTitle' })),
    24,
  );
  await file.end();
  await book.finish();
};

const writeCsv = async (path: string, { separator, titles }: EmptySheet): Promise<void> => {
  const file = await makeTextFile(path);
  await file.write(`\ufeff${titles.map(csvField).join(separator)}\r\n`);
  await file.finish();
};

/** Empty files for uploaders, as Excel and CSV, with English and German titles. */
export const makeTemplates = (): readonly Template[] =>
  languages.flatMap((language) => {
    const { sheet, separator, titles } = texts(language).template;
    const empty = { sheet, separator, titles: Object.values(titles) };
    return [
      { name: `autopilot-devices.${language}.xlsx`, write: (path) => writeXlsx(path, empty) },
      { name: `autopilot-devices.${language}.csv`, write: (path) => writeCsv(path, empty) },
    ];
  });
