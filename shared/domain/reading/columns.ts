import { addedTitles } from '../texts/added-titles.ts';
import { distance } from './spelling.ts';
import { foldTitle } from './titles/fold-title.ts';
import { type TitleMeaning, titleEntries, titleMeanings } from './titles/title-meanings.ts';
import { type KnownColumn, knownColumns, orderColumns, titleLevels } from './titles/title-table.ts';

/** Tells what a title means: a partner's own names first, then the tables; null for an unknown title. */
export type ColumnFinder = (title: string) => TitleMeaning | null;

/** A title longer than this is a sentence. */
const longestTitle = 120;
/** The same few texts stand below each other in thousands of rows, and each row is asked whether it is a second header. */
const remembered = 1_000;

/** `own` is the partner's own list, title to known column; an entry that names no known column is left out. */
export function makeColumnFinder(own: Readonly<Record<string, string>> = {}): ColumnFinder {
  const ownMeanings = new Map<string, TitleMeaning>([
    ...foldedReferences.map((title): [string, TitleMeaning] => [title, { column: 'uploadReference', level: 'clear' }]),
    ...foldedConfirmations.map((title): [string, TitleMeaning] => [title, { column: 'confirmation', level: 'clear' }]),
  ]);
  for (const [title, meant] of Object.entries(own)) {
    const column = knownColumns.find((known) => known === meant);
    if (column) ownMeanings.set(foldTitle(title), { column, level: 'clear' });
  }
  const ownDigits = new Set([...ownMeanings.keys()].map(digitsOf));
  const look = (text: string): TitleMeaning | null => {
    const folded = foldTitle(text);
    return ownMeanings.get(folded) ?? titleMeanings.get(folded) ?? null;
  };
  const seen = new Map<string, TitleMeaning | null>();
  return (title) => {
    if (title === '' || title.length > longestTitle) return null;
    // Most cells differ from any title by their digits.
    if (!mayBeTitle(title, ownDigits)) return null;
    const known = seen.get(title);
    if (known !== undefined) return known;
    const meaning = meaningOf(title, look);
    if (seen.size >= remembered) seen.clear();
    seen.set(title, meaning);
    return meaning;
  };
}

const digitsOf = (title: string): string => title.replace(/\D/g, '');
const tableDigits = new Set([...titleMeanings.keys()].map(digitsOf));

/** Some tools number their titles (`1. Serial Number`), Configuration Manager adds a zero (`Model0`), a remark may count (`13 digits`). */
function mayBeTitle(title: string, ownDigits: ReadonlySet<string>): boolean {
  const digits = digitsOf(title);
  if (tableDigits.has(digits) || ownDigits.has(digits) || /^0+$/.test(digits)) return true;
  return /^\s*\(?\d{1,2}[.)]\s|[(/|\n]/.test(title);
}

type Look = (text: string) => TitleMeaning | null;

function meaningOf(title: string, look: Look): TitleMeaning | null {
  return variantOf(title, look) ?? agreed(title, look);
}

/** Words in front that say only that a device is meant. */
const deviceWord =
  /^(?:device|computer|system|machine|product|laptop|notebook|desktop|tablet|workstation|pc|unit|hardware|equipment|client|hw|asset|win(?:dows)?)[\s_.-]*(?=\S)/i;
/** Identities whose title may be varied so; a "Product ID" or "Asset Tag" is something else than an "ID" or a "Tag". */
const variable: readonly KnownColumn[] = ['serial', 'manufacturer', 'model'];

/** The title itself, numbered, in the plural, with a device's name in front of it or a zero behind it. */
function variantOf(text: string, look: Look): TitleMeaning | null {
  const title = text.replace(/^\s*\(?\d{1,2}[.)]\s+/, '');
  const whole = look(title);
  if (whole) return whole;
  const shorter = [title.replace(/(?<=\p{L})0+\s*$/u, ''), title.replace(/s\W*$/i, ''), title.replace(deviceWord, '')];
  for (const candidate of shorter) {
    const found = candidate === title || candidate === '' ? null : look(candidate);
    if (found && found.level === 'clear' && variable.includes(found.column)) return found;
  }
  return null;
}

/** What stands between the parts of a title in two languages, or before a remark. */
const between = [
  /[|\n\r()[\]{};:]|\s\/\s|\s[-–—]\s|\s(?:or|oder|ou|and|und)\s/i,
  /[|\n\r()[\]{};:/]|\s[-–—]\s/,
  // Two scripts beside each other: `序列号 Serial Number`.
  /(?<=[^\p{Script=Latin}\p{P}\s\d])\s+(?=\p{Script=Latin})|(?<=\p{Script=Latin})\s+(?=[^\p{Script=Latin}\p{P}\s\d])/u,
];

/** Remarks that change nothing about what a title means. */
const neutral =
  /^(?:\W*|required|mandatory|optional|if (?:applicable|known|available)|(?:taken )?(?:from|on|off|see|as on|as shown on|as per) (?:the )?(?:(?:device|shipping|product|box|bios|back|case|asset) ?)?(?:label|sticker|box|device|bios|smbios|case)|text|as text|text only|guid|uuid|must be text|unique|exact|please fill in|pflichtfeld|pflicht|erforderlich|optional|laut etikett|vom etikett|obligatoire|facultatif|requis|obligatorio|opcional|obbligatorio|facoltativo|obrigatório|必須|任意)\W*$/i;

/**
 * A title of several parts: `Serial Number / Service Tag`, `Seriennummer (Serial Number)`. All parts that say anything must
 * mean the same: `Model (family)` is not known, as what stands in brackets may change the meaning.
 */
function agreed(title: string, look: Look): TitleMeaning | null {
  for (const separator of between) {
    const parts = title
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => !neutral.test(part));
    if (parts.length === 0) continue;
    const found = parts.map((part) => variantOf(part, look));
    const [first] = found;
    if (first && found.every((part) => part?.column === first.column)) return surest(found, first);
    // A PKID or a hash proves itself by its shape: `PKID (13 digits)`.
    if (first && (first.column === 'pkid' || first.column === 'hardwareHash')) return first;
  }
  return null;
}

function surest(found: readonly (TitleMeaning | null)[], first: TitleMeaning): TitleMeaning {
  const level = titleLevels.find((wanted) => found.some((part) => part?.level === wanted)) ?? first.level;
  return { column: first.column, level };
}

/** Columns of which several may stand beside each other: their values are compared, or prove themselves. */
const besideEachOther: readonly KnownColumn[] = [
  'pkid',
  'hardwareHash',
  'possibleCustomer',
  'uploadReference',
  'report',
  'other',
];

/** The columns of a header row, and how sure each is. */
export interface FoundColumns {
  readonly columns: readonly (KnownColumn | null)[];
  /** Titles that can mean what they were taken for, and nothing better stood beside them. */
  readonly unclear: readonly boolean[];
  /** Titles of several possible meanings, to be decided by the values below them. */
  readonly byValue: readonly boolean[];
}

/** What the titles of a header row mean. Of several that mean the same the surest hold; a less sure customer may still be one. */
export function findColumns(titles: readonly string[], find: ColumnFinder): FoundColumns {
  const ours = isReport(titles);
  const found = titles.map((title) => (ours && isReportTitle(title) ? reportColumn : find(title)));
  const best = new Map<KnownColumn, number>();
  for (const meaning of found) {
    if (meaning === null) continue;
    const level = titleLevels.indexOf(meaning.level);
    best.set(meaning.column, Math.min(level, best.get(meaning.column) ?? level));
  }
  const holds = (meaning: TitleMeaning) =>
    besideEachOther.includes(meaning.column) || titleLevels.indexOf(meaning.level) === best.get(meaning.column);
  return {
    columns: found.map((meaning) => {
      if (meaning === null || holds(meaning)) return meaning?.column ?? null;
      return meaning.column === 'customer' ? 'possibleCustomer' : 'other';
    }),
    unclear: found.map(
      (meaning) => meaning?.level === 'unclear' && meaning.column !== 'possibleCustomer' && holds(meaning),
    ),
    byValue: found.map(
      (meaning) =>
        meaning?.level === 'likely' &&
        (meaning.column === 'pkid' || meaning.column === 'hardwareHash' || meaning.column === 'customer'),
    ),
  };
}

const reportColumn: TitleMeaning = { column: 'report', level: 'clear' };
const foldedMarks = addedTitles.marks.map(foldTitle);
/** A report or retry file can be dropped as it is: what we added is recognised and ignored. */
const foldedReportTitles = new Set([...addedTitles.report, ...addedTitles.dropped].map(foldTitle));
const foldedReferences = addedTitles.uploadReference.map(foldTitle);
const foldedConfirmations = addedTitles.confirmation.map(foldTitle);

/** Only where several of our own titles stand together: on its own "Status" or "Reason" is the uploader's. */
function isReport(titles: readonly string[]): boolean {
  let marks = 0;
  for (const title of titles) {
    if (title.length < 8 || title.length > 20) continue;
    const folded = foldTitle(title);
    if (foldedReferences.includes(folded)) return true;
    if (foldedMarks.includes(folded)) marks += 1;
  }
  return marks >= 2;
}

function isReportTitle(title: string): boolean {
  return title.length <= 20 && foldedReportTitles.has(foldTitle(title));
}

const suggestions = titleEntries
  .filter(({ column }) => column !== 'other' && column !== 'possibleCustomer' && !orderColumns.includes(column))
  .map(({ title }) => ({ title, folded: foldTitle(title) }))
  .filter(({ folded }) => folded.length >= 4);

/** The known title an unknown one is nearest to, if it is near at all: `Serail Number`. */
export function nearestTitle(title: string): string | undefined {
  const folded = foldTitle(title);
  const limit = folded.length < 4 ? 0 : folded.length < 8 ? 1 : 2;
  if (limit === 0 || folded.length > 40) return undefined;
  return suggestions.find((known) => distance(folded, known.folded, limit) <= limit)?.title;
}

/** The columns of a sheet that nothing was read from, by title; what may name a customer counts here until settings are known. */
export function columnsNotRead(sheet: {
  readonly titles: readonly string[];
  readonly columns: readonly (string | null)[];
}): readonly string[] {
  const used = (column: string | null | undefined) =>
    column !== null &&
    column !== undefined &&
    column !== 'other' &&
    column !== 'report' &&
    column !== 'possibleCustomer';
  return sheet.titles.filter((title, index) => title !== '' && !used(sheet.columns[index]));
}
