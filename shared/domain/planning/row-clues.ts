import { findColumnName } from '../reading/column-name.ts';
import type { ReadRow, ReadSheet } from '../reading/read-event.ts';
import { orderColumns } from '../reading/titles/title-table.ts';
import type { Reason } from '../reason.ts';
import type { Partner } from '../settings/partner.ts';
import type { CustomerClue, CustomersNamed } from './customer.ts';

const isOrderColumn = (column: string): boolean => orderColumns.some((order) => order === column);

/** How often a column that may name a customer did. */
interface CustomerColumn {
  readonly index: number;
  readonly title: string;
  readonly sheet?: string;
  silent: number;
  telling: number;
}

interface SheetColumns {
  readonly titles: readonly string[];
  /** Titles of the customer columns, as a reason names them. */
  readonly customerColumn: string | undefined;
  readonly possible: readonly CustomerColumn[];
  readonly unread: readonly number[];
}

/** What the cells of a row say that its device does not carry. */
export interface RowClues {
  readonly customerColumn: string | undefined;
  readonly customers: readonly CustomerClue[];
  /** Cells nothing is read from. */
  readonly unread: readonly { readonly column: string; readonly text: string }[];
}

const nothing: RowClues = { customerColumn: undefined, customers: [], unread: [] };

/** Keeps the columns of the sheet being planned, and looks at the cells nothing was read from. */
export function makeRowClues(customersNamed: CustomersNamed) {
  let current: SheetColumns | undefined;
  const possible: CustomerColumn[] = [];

  const open = (sheet: ReadSheet): void => {
    const { titles, columns } = sheet;
    const where = sheet.sheet === undefined ? {} : { sheet: sheet.sheet };
    const indices = (wanted: (column: string | null) => boolean) =>
      columns.flatMap((column, index) => (wanted(column) ? [index] : []));
    const named = indices((column) => column === 'customer').map((index) => findColumnName(titles, index));
    const mayName = indices((column) => column === 'possibleCustomer').map((index) => ({
      index,
      title: findColumnName(titles, index),
      ...where,
      silent: 0,
      telling: 0,
    }));
    possible.push(...mayName);
    current = {
      titles,
      customerColumn: named.length === 0 ? undefined : named.join(', '),
      possible: mayName,
      unread: indices((column) => column === null || column === 'other' || isOrderColumn(column)),
    };
  };

  const look = (row: ReadRow, count: (column: CustomerColumn, what: 'silent' | 'telling') => void): RowClues => {
    if (current === undefined) return nothing;
    const { titles, customerColumn } = current;
    const customers: CustomerClue[] = [];
    for (const column of current.possible) {
      const text = row.cells[column.index] ?? '';
      if (text.trim() === '') continue;
      if (customersNamed(text).length === 0) count(column, 'silent');
      else {
        count(column, 'telling');
        customers.push({ column: column.title, text, mayDecide: true });
      }
    }
    const cells = current.unread.map((index) => ({
      column: findColumnName(titles, index),
      text: row.cells[index] ?? '',
    }));
    const beyond = (row.beyond ?? []).map((text) => ({ column: 'without a title', text }));
    const unread = [...cells, ...beyond].filter(({ text }) => text !== '');
    for (const { column, text } of unread) {
      if (customersNamed(text).length > 0) customers.push({ column, text, mayDecide: false });
    }
    return { customerColumn, customers, unread };
  };

  /** Columns that may name a customer and did not in some row: for these rows they were not read. */
  const notices = (): readonly Reason[] =>
    possible.flatMap(({ title, sheet, silent, telling }) =>
      silent === 0 && telling > 0
        ? []
        : [
            {
              code: 'customer_column_not_used',
              params: { column: title, ...(sheet === undefined ? {} : { sheet }), rows: silent },
            },
          ],
    );

  return {
    open,
    /** Of a row whose device is to be sent. */
    of: (row: ReadRow): RowClues =>
      look(row, (column, what) => {
        column[what] += 1;
      }),
    /** Of a row that is not sent: the notices say nothing of it. */
    ofUnsent: (row: ReadRow): RowClues => look(row, () => undefined),
    notices,
  };
}

/** Group tags this partner's settings know. */
export const knownGroupTags = (partner: Partner): ReadonlySet<string> =>
  new Set(
    partner.customers.flatMap(({ defaultGroupTag }) =>
      defaultGroupTag === undefined ? [] : [defaultGroupTag.toLowerCase()],
    ),
  );
