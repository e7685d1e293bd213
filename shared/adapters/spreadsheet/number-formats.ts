import { sections } from '../../domain/reading/shown-number.ts';
import { attribute, parseWhole } from './parse-xml.ts';
import { damaged } from './refusal.ts';
import type { Breathe } from './slices.ts';
import type { WorkCount } from './work-count.ts';
import type { ZipParts } from './zip-parts.ts';

/** Formats that files name by number only (ECMA-376 part 1, 18.8.30); the dates among them differ by country, but not in being dates. */
const builtIn: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  11: '0.00E+00',
  48: '##0.0E+0',
  49: '@',
};

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** How a cell's number is shown. */
export interface NumberFormat {
  readonly code: string;
  readonly isDate: boolean;
  /** Shows something else than the text of a text cell: `"TAG-"@`, `;;;`. */
  readonly changesText: boolean;
}

const general: NumberFormat = { code: 'General', isDate: false, changesText: false };
const maxFormats = 100_000;

/** The number format of every cell style, by its index; a workbook without styles shows every number as it is. */
export async function readNumberFormats(
  zip: ZipParts,
  path: string | undefined,
  work: WorkCount,
  breathe: Breathe,
): Promise<(style: number) => NumberFormat> {
  if (path === undefined || !zip.has(path)) return () => general;
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  await parseWhole(
    zip.open(path),
    {
      open(name, attributes) {
        if (name === 'cellXfs') inCellFormats = true;
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        if (name === 'numFmt') codes.set(id, attribute(attributes, 'formatCode') ?? '');
        if (name === 'xf' && inCellFormats) formats.push(formatOf(id, codes));
        if (formats.length > maxFormats || codes.size > maxFormats) throw damaged('tooManyStyles');
      },
      text() {},
      close(name) {
        if (name === 'cellXfs') inCellFormats = false;
      },
    },
    work,
    breathe,
  );
  return (style) => formats[style] ?? general;
}

function formatOf(id: number, codes: ReadonlyMap<number, string>): NumberFormat {
  const own = codes.get(id);
  if (own !== undefined) return { code: own, isDate: showsDate(own), changesText: changesText(own) };
  return { code: builtIn[id] ?? `built-in ${id}`, isDate: isBuiltInDate(id), changesText: false };
}

/** The section for text is the fourth, or the last one with an `@`; spaces for alignment, colours and fillers show nothing. */
function changesText(code: string): boolean {
  const parts = sections(code);
  const section = parts[3] ?? parts.findLast((part) => part.includes('@'));
  if (section === undefined) return false;
  return !/^(?:@|General)$/i.test(section.replace(/\[[^\]]*\]|[_*]./g, '').trim());
}

/** Does a format code show days, months, years, hours or seconds, apart from quoted text, colours and conditions? */
function showsDate(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return !/^General$/i.test(bare) && /[ymdhs]/i.test(bare);
}

const dayMs = 24 * 60 * 60 * 1000;
const lastDay = 2_958_466;

/** A day number as ISO text; undefined where it lies outside of Excel's calendar (a PKID in a date format does). */
export function dateText(number: string, from1904: boolean): string | undefined {
  const days = Number(number) + (from1904 ? 1462 : 0);
  if (!(days >= 0 && days < lastDay)) return undefined;
  const iso = new Date(Date.UTC(1899, 11, 30) + Math.round(days * dayMs)).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}
