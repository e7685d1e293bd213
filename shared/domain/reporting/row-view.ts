import type { IdentityKind, RowPlace } from '../identity.ts';
import type { Plan } from '../planning/plan.ts';
import type { Platform } from '../platforms.ts';
import { findColumnName } from '../reading/column-name.ts';
import type { ReadSheet } from '../reading/read-event.ts';
import type { Actor } from '../reasons/explanation.ts';
import type { Texts } from '../texts/en.ts';
import type { VerdictKind } from '../verdict.ts';
import type { ReportRow } from './report.ts';
import { makeVerdictText } from './report-lines.ts';
import type { ChunkProgress } from './report-rows.ts';
import { canRetry } from './retry-row.ts';
import { cut, shownCell } from './shown-text.ts';

/** A cell as a page shows it. */
export interface CellView {
  readonly at: number;
  readonly column: string;
  readonly value: string;
  readonly meaning?: string;
  /** The value is shown as it is; else it is shortened or replaced by what may be seen of it. */
  readonly whole: boolean;
}

/** A row as a page shows it: what was written, what became of it, and what to do. */
export interface RowView extends RowPlace {
  readonly verdict: VerdictKind;
  readonly code?: string;
  readonly happened: string;
  readonly advice: string;
  readonly who: Actor;
  readonly canCorrect: boolean;
  readonly identity?: IdentityKind;
  readonly customer?: string;
  readonly customerTenantId?: string;
  readonly groupTag?: string;
  readonly platform?: Platform;
  readonly cells: readonly CellView[];
  readonly remarks: readonly { readonly code: string; readonly text: string }[];
}

/** Which rows; all that is given must hold. */
export interface RowFilter {
  readonly verdict?: VerdictKind;
  readonly code?: string;
  /** Name or tenant id. */
  readonly customer?: string;
  /** Some cell holds it, whatever the case. */
  readonly text?: string;
  readonly correctable?: boolean;
}

/** Longer cells are cut on a page; the report has them whole. */
const longestCell = 1_000;

const plain = (title: string): string => title.replace(/^"|"$/g, '');

/** Columns nothing is read from have no meaning to show. */
const meaningOf = (sheet: ReadSheet, at: number): string | undefined => {
  const column = sheet.columns[at] ?? undefined;
  return column === 'report' || column === 'other' ? undefined : column;
};

function cellView(sheet: ReadSheet, cell: string, at: number): CellView {
  const value = cut(shownCell(cell), longestCell);
  const meaning = meaningOf(sheet, at);
  return {
    at,
    column: plain(findColumnName(sheet.titles, at)),
    value,
    ...(meaning === undefined ? {} : { meaning }),
    whole: value === cell,
  };
}

const noSheet: ReadSheet = { headerRow: 0, titles: [], columns: [] };

/** The sheets of a plan by name. */
export function makeSheetOf({ sheets }: Pick<Plan, 'sheets'>): (name: string | undefined) => ReadSheet {
  const known = new Map(sheets.map((sheet) => [sheet.sheet, sheet]));
  return (name) => known.get(name) ?? noSheet;
}

/** Turns rows of an upload into what a page shows of them. */
export function makeRowView(plan: Plan, texts: Texts): (row: ReportRow) => RowView {
  const sheetOf = makeSheetOf(plan);
  const names = new Map(plan.chunks.map(({ customerTenantId, customerName }) => [customerTenantId, customerName]));
  const textOf = makeVerdictText((id) => names.get(id) ?? id, texts);
  return (row) => {
    const sheet = sheetOf(row.sheet);
    const { verdict, customerTenantId, groupTag, platform, identityKind } = row;
    const text = textOf(row, sheet.titles.length);
    const cells = Array.from({ length: Math.max(sheet.titles.length, row.cells.length) }, (_, at) =>
      cellView(sheet, row.cells[at] ?? '', at),
    );
    return {
      ...(row.sheet === undefined ? {} : { sheet: row.sheet }),
      row: row.row,
      verdict: verdict.kind,
      ...(verdict.reason === undefined ? {} : { code: verdict.reason.code }),
      happened: text.happened,
      advice: text.advice,
      who: text.who,
      canCorrect: canRetry(verdict, texts),
      ...(identityKind === undefined ? {} : { identity: identityKind }),
      ...(customerTenantId === undefined
        ? {}
        : { customerTenantId, customer: names.get(customerTenantId) ?? customerTenantId }),
      ...(groupTag === undefined ? {} : { groupTag }),
      ...(platform === undefined ? {} : { platform }),
      cells,
      remarks: text.remarks.map((remark, at) => ({
        code: verdict.remarks?.[at]?.code ?? 'cells_beyond',
        text: remark,
      })),
    };
  };
}

/** Could rows of a chunk pass? It is known before their verdicts are read. */
export function mayPass({ verdict, customer }: RowFilter, { planned, state }: ChunkProgress): boolean {
  const { customerTenantId, customerName } = planned;
  if (customer !== undefined) {
    const wanted = customer.toLowerCase();
    if (customerName.toLowerCase() !== wanted && customerTenantId.toLowerCase() !== wanted) return false;
  }
  if (verdict === undefined || state?.state !== 'settled' || state.counts === undefined) return true;
  return (state.counts[verdict] ?? 0) > 0;
}

/** Does a row pass the filter? */
export function passes(filter: RowFilter, row: RowView): boolean {
  const { verdict, code, customer, text, correctable } = filter;
  if (verdict !== undefined && row.verdict !== verdict) return false;
  if (code !== undefined && row.code !== code) return false;
  if (correctable !== undefined && row.canCorrect !== correctable) return false;
  if (customer !== undefined) {
    const wanted = customer.toLowerCase();
    if (row.customer?.toLowerCase() !== wanted && row.customerTenantId?.toLowerCase() !== wanted) return false;
  }
  const part = text?.toLowerCase();
  return part === undefined || row.cells.some(({ value }) => value.toLowerCase().includes(part));
}
