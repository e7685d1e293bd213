import { holdsProductKey, isScientific, numberValue, saysNothing, unwrap } from './cell-text.ts';
import { bad, cellFault, type Field, good, none } from './field.ts';
import { withoutDecimals } from './serial-number.ts';
import type { Cell } from './sheet-event.ts';

/** Length of a Product Key ID, in decimal digits. */
const pkidDigits = 13;

/** Settings > About shows it; groups of 5, or the OEM form of older Windows. It is not unique to a device. */
const windowsProductId = /^\d{5}-(?:\d{5}|OEM)-\d{4,7}-[A-Z0-9]{5}$/i;

/**
 * Reads a PKID by the shape of the value, because every column title for it is also used for two other numbers.
 * A number cell holds 13 digits exactly, whatever its display format; shortened text has lost them for good.
 */
export function readPkid(cell: Cell): Field<string> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  switch (cell.kind) {
    case 'text':
      return pkidFromText(unwrap(cell.text));
    case 'number': {
      const value = numberValue(cell.text);
      if (value.kind === 'lost') return bad('pkid_scientific_notation');
      return value.kind === 'other' ? bad('pkid_not_integer') : pkidFromDigits(value.digits);
    }
    case 'date':
      return bad('cell_type', { detail: 'date' });
    default:
      return none;
  }
}

function pkidFromText(text: string): Field<string> {
  if (text === '' || saysNothing(text)) return none;
  if (/^\d+$/.test(text)) return pkidFromDigits(text);
  const exact = writtenAsDecimal(text);
  if (exact !== undefined) {
    const read = pkidFromDigits(exact);
    return read.kind === 'good' ? good(read.value, ...read.warnings, { code: 'pkid_decimals_removed' }) : read;
  }
  if (holdsProductKey(text)) return bad('pkid_is_product_key');
  if (windowsProductId.test(text)) return bad('pkid_is_windows_product_id');
  if (isScientific(text) || /^\d+(?:[.,]\d+)?E\d+$/i.test(text)) return bad('pkid_scientific_notation');
  return bad('pkid_not_integer');
}

/**
 * `3305990000017.0`, or `3.30599000002E12` as Java writes a number: every digit is there. Spreadsheets that shorten write
 * a plus sign and at most six digits.
 */
function writtenAsDecimal(text: string): string | undefined {
  if (/^\d+[.,]0+$/.test(text)) return withoutDecimals(text);
  if (!/^\d\.\d{9,12}E12$/.test(text)) return undefined;
  const value = numberValue(text);
  return value.kind === 'integer' ? value.digits : undefined;
}

function pkidFromDigits(digits: string): Field<string> {
  if (digits.length !== pkidDigits) return bad('pkid_bad_length', { digits: digits.length });
  if (/^(\d)\1*$/.test(digits) || digits === '1234567890123') return bad('pkid_placeholder');
  // What is left when "3.30516E+12" is opened as a number and saved again: six digits and zeros.
  if (/0{7}$/.test(digits)) return bad('pkid_scientific_notation', { detail: 'rounded' });
  return digits.startsWith('0') ? good(digits, { code: 'pkid_leading_zero' }) : good(digits);
}
