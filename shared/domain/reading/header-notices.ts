import type { Reason } from '../reason.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import { nearestTitle } from './columns.ts';
import type { Header, NearHeader } from './find-header.ts';
import type { KnownColumn } from './titles/title-table.ts';

/** What a column may be taken for. */
const meanings: readonly (KnownColumn & ValueCode)[] = ['serial', 'manufacturer', 'model', 'groupTag'];

/** A search for near titles takes time; a sheet with more unknown titles than this has other troubles. */
const mostSuggestions = 30;

/** What a report says of a sheet's columns before its rows are read. */
export function headerNotices(header: Header, sheet: string | undefined): readonly Reason[] {
  const where = sheet === undefined ? {} : { sheet };
  const unclear = header.titles.flatMap((title, index): Reason[] => {
    const meaning =
      header.unclear[index] === true ? meanings.find((column) => column === header.columns[index]) : undefined;
    return meaning === undefined
      ? []
      : [{ code: 'column_taken_for', params: { column: `"${title}"`, ...where, meaning } }];
  });
  return [...unclear, ...notRead(header, where)];
}

/** Columns nothing is read from, whatever the partner's settings say. What may name a customer is judged with the settings. */
function notRead(header: Header, where: { readonly sheet?: string }): readonly Reason[] {
  const columnOf = (index: number) => header.columns[index] ?? null;
  const titled = header.titles.flatMap((title, index) => (title === '' ? [] : [{ title, column: columnOf(index) }]));
  const unread = titled.filter(({ column }) => column === null || column === 'other');
  if (unread.length === 0) return [];
  const unknown = unread.filter(({ column }) => column === null).map(({ title }) => title);
  const names = describeTitles(
    unread.map(({ title }) => title),
    unknown,
  );
  const params = { columns: names, ...where, ...(unknown.length === 0 ? { detail: 'known' } : {}) };
  return [{ code: 'columns_not_read', params }];
}

/** Titles as a list in quotes; unknown ones with the known title they are nearest to. */
function describeTitles(titles: readonly string[], unknown: readonly string[]): string {
  const searched = new Set(unknown.slice(0, mostSuggestions));
  return titles
    .map((title) => {
      const near = searched.has(title) ? nearestTitle(title) : undefined;
      return near === undefined ? `"${title}"` : `"${title}" (did you mean "${near}"?)`;
    })
    .join(', ');
}

const identityColumn: ValueCode = 'identityColumn';

/** More titles than this in one sentence do not help. */
const mostTitles = 20;

/** Why no header was found: the row that comes nearest, what it has and what it lacks. */
export function noHeaderReason(near: NearHeader | undefined, inOneColumn: boolean, rows: number): Reason {
  if (inOneColumn) return { code: 'no_header', params: { detail: 'oneColumn', rows } };
  if (near === undefined) return { code: 'no_header', params: { rows } };
  const { rowNumber, titles, recognised, missing } = near;
  const unknown = titles.filter((title) => !recognised.includes(title));
  const quoted = (list: readonly string[]) => list.map((title) => `"${title}"`).join(', ');
  const params = {
    detail: recognised.length === 0 ? 'unknown' : 'titles',
    rows,
    row: rowNumber,
    found: describeTitles(titles.slice(0, mostTitles), unknown),
    recognised: quoted(recognised.slice(0, mostTitles)),
    missing: missing.length === 0 ? identityColumn : quoted(missing),
  };
  return { code: 'no_header', params };
}
