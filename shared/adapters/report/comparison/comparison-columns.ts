import { type ComparisonFinding, categoryOf } from '../../../domain/comparing/comparison.ts';
import { categoryTexts, findingTexts } from '../../../domain/comparing/comparison-texts.ts';
import { shown, shownCell } from '../../../domain/reporting/shown-text.ts';
import { english } from '../../../domain/texts/en.ts';
import type { SheetColumn } from '../workbook/sheet-xml.ts';

interface Column {
  readonly title: string;
  readonly column: SheetColumn;
  readonly value: (finding: ComparisonFinding) => string;
}

/** Begins the rows the last comparison did not have. */
const changedMark = '● new';

const text = (width: number): SheetColumn => ({ width, style: 'text' });

const elsewhereText = ({ elsewhere }: ComparisonFinding): string =>
  elsewhere === undefined ? '' : `${shown(elsewhere.customerName)}, ${elsewhere.connectionId}`;

/** The columns of a comparison, the same in the workbook and the CSV; every value is fit to be shown. */
export const comparisonColumns: readonly Column[] = [
  { title: 'Change', column: text(9), value: ({ changed }) => (changed ? changedMark : '') },
  { title: 'Result', column: text(24), value: ({ code }) => categoryTexts[categoryOf[code]].title },
  { title: 'Customer', column: text(24), value: ({ customerName }) => shown(customerName) },
  { title: 'Connection', column: text(16), value: ({ connectionId }) => connectionId },
  { title: 'Manufacturer', column: text(18), value: ({ manufacturer }) => shownCell(manufacturer ?? '') },
  { title: 'Model', column: text(18), value: ({ model }) => shownCell(model ?? '') },
  {
    title: 'Serial number',
    column: text(20),
    value: ({ serial }) => shownCell(serial ?? ''),
  },
  { title: 'PKID', column: text(16), value: ({ pkid }) => shownCell(pkid ?? '') },
  { title: 'Group tag as sent', column: text(20), value: ({ groupTag }) => shownCell(groupTag ?? '') },
  {
    title: 'Group tag on the platform',
    column: text(20),
    value: ({ listedGroupTag }) => shownCell(listedGroupTag ?? ''),
  },
  { title: 'From file', column: text(28), value: ({ from }) => shown(from?.file ?? '') },
  { title: 'Sheet', column: text(12), value: ({ from }) => shown(from?.sheet ?? '') },
  { title: 'Row', column: text(8), value: ({ from }) => (from === undefined ? '' : `${from.row}`) },
  {
    title: 'Registered (UTC)',
    column: text(18),
    value: ({ from }) => from?.registeredAt.slice(0, 16).replace('T', ' ') ?? '',
  },
  { title: 'Elsewhere', column: text(28), value: elsewhereText },
  { title: 'What it means', column: { width: 60, style: 'wrapped' }, value: ({ code }) => findingTexts[code].meaning },
  { title: 'Who acts', column: text(12), value: ({ code }) => english.actors[findingTexts[code].who] },
  { title: 'What to do', column: { width: 60, style: 'wrapped' }, value: ({ code }) => findingTexts[code].advice },
];
