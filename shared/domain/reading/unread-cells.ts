import type { Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import { isBlank, numberValue, unwrap } from './cell-text.ts';
import { findColumnName } from './column-name.ts';
import type { Header } from './find-header.ts';
import { readHardwareHash } from './hardware-hash.ts';
import type { Cell } from './sheet-event.ts';
import { orderColumns } from './titles/title-table.ts';

/** Numbers of 13 digits that are no PKID stand under these words. */
const otherCodes = /ean|gtin|upc|bar\s?code|strichcode|codebarr|imei|tracking|phone|tel/i;

/** Every PKID seen so far begins like this; a bare 13 digits may be any article, phone or time. */
const pkidShape = /^33\d{11}$/;

/**
 * A PKID or hardware hash in a column that nothing is read from, unless the device is known by it already: a device must not
 * go out by less than its row says.
 */
export function unreadIdentity(
  cells: readonly Cell[],
  header: Header,
  identities: readonly Identity[],
): Reason | undefined {
  for (const [index, cell] of cells.entries()) {
    if (!isUnread(header, index)) continue;
    const found = identityIn(cell, header.titles[index] ?? '');
    if (found === undefined || isKnown(found, identities)) continue;
    return {
      code: 'identity_in_unread_column',
      params: { detail: found.kind, column: findColumnName(header.titles, index) },
    };
  }
  return undefined;
}

/** Is nothing read from the column? One without a title is not read either. */
function isUnread({ columns }: Header, index: number): boolean {
  const column = columns[index] ?? null;
  return column === null || column === 'other' || column === 'possibleCustomer' || orderColumns.includes(column);
}

interface FoundIdentity {
  readonly kind: 'pkid' | 'hash';
  readonly text: string;
}

function identityIn(cell: Cell, title: string): FoundIdentity | undefined {
  if (cell.kind === 'number') {
    const value = cell.text.length >= 13 ? numberValue(cell.text) : undefined;
    return value?.kind === 'integer' ? pkidIn(value.digits, title) : undefined;
  }
  if (cell.kind !== 'text' || cell.text.length < 13) return undefined;
  if (cell.text.length < 200) return pkidIn(unwrap(cell.text), title);
  return /^["'=\s]*T0[E-H]/.test(cell.text.slice(0, 200)) ? { kind: 'hash', text: cell.text } : undefined;
}

function pkidIn(text: string, title: string): FoundIdentity | undefined {
  return pkidShape.test(text) && !otherCodes.test(title) ? { kind: 'pkid', text } : undefined;
}

function isKnown({ kind, text }: FoundIdentity, identities: readonly Identity[]): boolean {
  if (kind === 'pkid')
    return identities.some((known) => {
      if (known.kind === 'hardwareHash') return known.embedded.pkid === text;
      return known.kind === 'pkid' && known.pkid === text;
    });
  const reading = readHardwareHash(text);
  if (reading.kind === 'bad') return false;
  return identities.some((known) => known.kind === 'hardwareHash' && known.sha256 === reading.identity.sha256);
}

/** Places of the cells that have no title above them. */
export function untitledCells(cells: readonly Cell[], header: Header): readonly number[] {
  return cells.flatMap((cell, index) => ((header.titles[index] ?? '') === '' && !isBlank(cell) ? [index] : []));
}
