import type { Row } from '../api-types.ts';
import { useAround } from '../surroundings.ts';
import { type Draft, editOf, type Meaning, meaningOf, withEdit } from './corrections.ts';

/** A column of the table: of the file, or one a correction adds. */
export interface ShownColumn {
  readonly key: string;
  readonly title: string;
  readonly meaning?: string;
}

/** Read, but nothing to show or correct. */
const hidden: readonly string[] = ['uploadReference'];

/**
 * The columns these rows need: those something was read from (all of them where nothing was), and those a reason asks
 * for that the sheet does not have.
 */
export function shownColumns(rows: readonly Row[]): readonly ShownColumn[] {
  const own = new Map<string, ShownColumn>();
  for (const { cells } of rows) {
    for (const { at, column, meaning } of cells) {
      if (meaning === undefined || hidden.includes(meaning)) continue;
      own.set(`at ${at}`, { key: `at ${at}`, title: column, meaning });
    }
  }
  if (own.size === 0) {
    for (const { at, column } of rows.flatMap(({ cells }) => cells))
      own.set(`at ${at}`, { key: `at ${at}`, title: column });
  }
  const there = new Set([...own.values()].map(({ meaning }) => meaning));
  const wanted = new Set(rows.flatMap(({ code, canCorrect }) => (canCorrect ? [meaningOf(code)] : [])));
  const added = [...wanted].flatMap((meaning) =>
    meaning === undefined || there.has(meaning) ? [] : [{ key: meaning, title: meaning, meaning }],
  );
  const sorted = [...own.values()].toSorted((a, b) => Number(a.key.slice(3)) - Number(b.key.slice(3)));
  return [...sorted, ...added];
}

/** A column's title: as the uploader wrote it, or in words where a correction adds it. */
export function useColumnTitle(): (column: ShownColumn) => string {
  const { t } = useAround();
  const words: Readonly<Record<string, string>> = t.meanings;
  return ({ key, title }) => (key.startsWith('at ') ? title : (words[key] ?? key));
}

/** The cells of a row, to read or to correct. */
export function RowCells(props: {
  readonly row: Row;
  readonly columns: readonly ShownColumn[];
  readonly draft: Draft;
  readonly editable: boolean;
  readonly onDraft: (change: (draft: Draft) => Draft) => void;
}) {
  const { t, format } = useAround();
  const { row, columns, draft, editable, onDraft } = props;
  const titleOf = useColumnTitle();
  const wrong: Meaning | undefined = meaningOf(row.code);
  return (
    <>
      {columns.map((column) => {
        const cell = row.cells.find(({ at }) => `at ${at}` === column.key);
        const value = cell?.value ?? '';
        const whole = cell?.whole ?? true;
        const edit = editOf(draft, row, column);
        if (!editable) {
          return (
            <td key={column.key} data-title={titleOf(column)} class={value === '' ? 'cell empty' : 'cell'}>
              {value}
            </td>
          );
        }
        const label = t.table.cellLabel(titleOf(column), format.number(row.row));
        return (
          <td key={column.key} data-title={titleOf(column)} class="cell">
            <input
              type="text"
              aria-label={label}
              aria-invalid={wrong !== undefined && wrong === column.meaning && edit === undefined ? true : undefined}
              class={edit === undefined ? '' : 'edited'}
              value={edit ?? (whole ? value : '')}
              placeholder={whole ? (cell === undefined ? t.table.newCell : '') : value}
              title={whole ? undefined : t.table.hidden}
              size={Math.min(Math.max((edit ?? value).length + 1, 8), 24)}
              spellcheck={false}
              autocomplete="off"
              onInput={({ currentTarget: { value: typed } }) =>
                onDraft((now) => withEdit(now, row, column.key, typed, whole ? value : ''))
              }
            />
          </td>
        );
      })}
    </>
  );
}
