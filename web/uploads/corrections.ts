import type { CellEdit, Corrections, Row, Verdict } from '../api-types.ts';

/** What a column that may be corrected means. */
export type Meaning = Extract<CellEdit, { readonly meaning: unknown }>['meaning'];

/** New cells of one row: by the cell's column (`at 3`) or by what a column means that the sheet lacks (`groupTag`). */
type RowEdits = Readonly<Record<string, string>>;

/** The same new value for all rows with this verdict and reason. */
export interface SameEdit {
  readonly verdict: Verdict;
  readonly code: string;
  readonly meaning: Meaning;
  readonly value: string;
}

/** Corrections that were typed and not yet sent. */
export interface Draft {
  readonly rows: Readonly<Record<string, { readonly sheet?: string; readonly row: number; readonly cells: RowEdits }>>;
  readonly same: readonly SameEdit[];
}

export const emptyDraft: Draft = { rows: {}, same: [] };

export const isEmpty = ({ rows, same }: Draft): boolean => Object.keys(rows).length === 0 && same.length === 0;

export const rowKey = ({ sheet, row }: Pick<Row, 'sheet' | 'row'>): string => `${row} ${sheet ?? ''}`;

/** Which column a reason speaks of, by its code: its cell is the one to correct. */
export function meaningOf(code: string | undefined): Meaning | undefined {
  if (code === undefined) return undefined;
  const [first = ''] = code.split('_');
  if (code.startsWith('group_tag')) return 'groupTag';
  if (code.startsWith('customer')) return 'customer';
  if (code.startsWith('assigned_user')) return 'assignedUser';
  if (first === 'hash') return 'hardwareHash';
  if (first === 'serial' || first === 'pkid' || first === 'manufacturer' || first === 'model') return first;
  return undefined;
}

/** The new value of a cell, if it has one: its own correction before one for many rows. */
export function editOf(
  draft: Draft,
  row: Row,
  cell: { readonly key: string; readonly meaning?: string },
): string | undefined {
  const own = draft.rows[rowKey(row)]?.cells[cell.key];
  return (
    own ??
    draft.same.findLast((one) => one.verdict === row.verdict && one.code === row.code && one.meaning === cell.meaning)
      ?.value
  );
}

/** The draft with a new value; what was there before takes the correction back. */
export function withEdit(draft: Draft, row: Row, key: string, value: string, before: string): Draft {
  const { [rowKey(row)]: known, ...others } = draft.rows;
  const { [key]: _old, ...rest } = known?.cells ?? {};
  const cells = value === before ? rest : { ...rest, [key]: value };
  if (Object.keys(cells).length === 0) return { ...draft, rows: others };
  const { sheet } = row;
  return {
    ...draft,
    rows: { ...others, [rowKey(row)]: { ...(sheet === undefined ? {} : { sheet }), row: row.row, cells } },
  };
}

/** The draft with one more correction for many rows; it takes the place of an earlier one of the same column. */
export const withSame = (draft: Draft, edit: SameEdit): Draft => ({
  ...draft,
  same: [
    ...draft.same.filter(
      ({ verdict, code, meaning }) => verdict !== edit.verdict || code !== edit.code || meaning !== edit.meaning,
    ),
    edit,
  ],
});

const isMeaning = (key: string): key is Meaning => !key.startsWith('at ');

const cellEdit = ([key, value]: readonly [string, string]): CellEdit =>
  isMeaning(key) ? { meaning: key, value } : { at: Number(key.slice(3)), value };

/** What is sent to have the corrections checked. */
export const correctionsOf = ({ rows, same }: Draft): Corrections => ({
  check: true,
  ...(Object.keys(rows).length === 0
    ? {}
    : {
        rows: Object.values(rows).map(({ cells, ...place }) => ({
          ...place,
          cells: Object.entries(cells).map(cellEdit),
        })),
      }),
  ...(same.length === 0
    ? {}
    : {
        same: same.map(({ verdict, code, meaning, value }) => ({
          where: { verdict, code },
          cells: [{ meaning, value }],
        })),
      }),
});
