import { actionTitles } from './action-titles.ts';
import { asian } from './asian.ts';
import { english, unneeded } from './english.ts';
import { european } from './european.ts';
import { foldTitle } from './fold-title.ts';
import { orderTitles } from './order-titles.ts';
import {
  type KnownColumn,
  knownColumns,
  type LanguageTitles,
  type TitleLevel,
  titleLevels,
  titlesIn,
} from './title-table.ts';

/** What a title means, and how sure that is. */
export interface TitleMeaning {
  readonly column: KnownColumn;
  readonly level: TitleLevel;
}

/** Every language with the titles it adds; earlier ones win where two languages use one word for different things. */
export const titleLanguages: Readonly<Record<string, LanguageTitles>> = { en: english, ...european, ...asian };

/** An entry of the tables: the title as it is spelled there, and what it means. */
export interface TitleEntry extends TitleMeaning {
  readonly language: string;
  readonly title: string;
}

function entriesOf(language: string, titles: LanguageTitles, level: TitleLevel): readonly TitleEntry[] {
  return knownColumns.flatMap((column) =>
    titlesIn(titles[level]?.[column] ?? '').map((title) => ({
      language,
      title,
      column: column === 'customer' && level === 'unclear' ? 'possibleCustomer' : column,
      level,
    })),
  );
}

/** All titles, the surest first; titles of no use come last. */
export const titleEntries: readonly TitleEntry[] = [
  ...titleLevels.flatMap((level) =>
    [...Object.entries(titleLanguages), ...Object.entries(actionTitles), ...Object.entries(orderTitles)].flatMap(
      ([language, titles]) => entriesOf(language, titles, level).filter(({ column }) => column !== 'other'),
    ),
  ),
  ...Object.entries({ ...titleLanguages, en: unneeded }).flatMap(([language, titles]) =>
    entriesOf(language, titles, 'clear').filter(({ column }) => column === 'other'),
  ),
];

function meanings(): ReadonlyMap<string, TitleMeaning> {
  const known = new Map<string, TitleMeaning>();
  for (const { title, column, level } of titleEntries) {
    const folded = foldTitle(title);
    if (!known.has(folded)) known.set(folded, { column, level });
  }
  return known;
}

/** What each title means, by its folded text. */
export const titleMeanings: ReadonlyMap<string, TitleMeaning> = meanings();
