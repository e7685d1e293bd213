import { csvField } from './csv-report.ts';
import { makeTextFile } from './text-file.ts';
import { makeWorkbookFile } from './workbook/workbook-file.ts';

/** A template: its file name, and how it is written. */
interface Template {
  readonly name: string;
  write(path: string): Promise<void>;
}

interface TemplateWords {
  readonly sheet: string;
  readonly separator: string;
  readonly titles: readonly string[];
}

/** English titles as Microsoft's collection script spells them, German ones as its Partner Center article does. */
const languages: Readonly<Record<string, TemplateWords>> = {
  en: {
    sheet: 'Devices',
    separator: ',',
    titles: [
      'Device Serial Number',
      'Windows Product ID',
      'Hardware Hash',
      'Manufacturer name',
      'Device model',
      'Group Tag',
      'Assigned User',
      'Customer Tenant ID',
    ],
  },
  de: {
    sheet: 'Geräte',
    // German Excel opens a CSV with semicolons in columns, and one with commas in a single one.
    separator: ';',
    titles: [
      'Geräteseriennummer',
      'Windows-Produkt-ID',
      'Hardwarehash',
      'Herstellername',
      'Gerätemodell',
      'Gruppentag',
      'Zugewiesener Benutzer',
      'Kundenmandanten-ID',
    ],
  },
};

const writeXlsx = async (path: string, { sheet, titles }: TemplateWords): Promise<void> => {
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

const writeCsv = async (path: string, { separator, titles }: TemplateWords): Promise<void> => {
  const file = await makeTextFile(path);
  await file.write(`\ufeff${titles.map(csvField).join(separator)}\r\n`);
  await file.finish();
};

/** Empty files for uploaders, as Excel and CSV, with English and German titles. */
export const makeTemplates = (): readonly Template[] =>
  Object.entries(languages).flatMap(([language, words]) => [
    { name: `autopilot-devices.${language}.xlsx`, write: (path) => writeXlsx(path, words) },
    { name: `autopilot-devices.${language}.csv`, write: (path) => writeCsv(path, words) },
  ]);
