import type { Reason } from '../reason.ts';
import { isScientific, numberValue, readsLikeDate, unwrap } from './cell-text.ts';
import { bad, cellFault, type Field, good, none } from './field.ts';
import { isManufacturer, spellManufacturer } from './manufacturers.ts';
import { isPlaceholder } from './placeholders.ts';
import { isCorporateSuffix, isRounded, judgeSerial } from './serial-number.ts';
import type { Cell } from './sheet-event.ts';
import { shownNumber } from './shown-number.ts';

/** No public rule; the longest real name seen has 42 characters. */
const maxCharacters = 128;

/** Number formats that show every digit, or say openly that they do not. */
const scientificFormat = /^(?:0(?:\.0+)?E\+0+|##0\.0E\+0)$/i;

/** A serial number exactly as the maker wrote it, or the reason to believe that a spreadsheet or a person has changed it. */
export function readSerial(cell: Cell): Field<string> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  switch (cell.kind) {
    case 'text':
      return judgeSerial(unwrap(cell.text));
    case 'number':
      return serialFromNumber(cell.text, cell.format);
    case 'date':
      return bad('serial_date_mangled');
    default:
      return none;
  }
}

function serialFromNumber(text: string, format = 'General'): Field<string> {
  const value = numberValue(text);
  if (value.kind === 'lost') return bad('serial_precision_lost');
  if (value.kind === 'other') return bad('cell_type', { detail: 'number' });
  if (value.digits.length > 15 || isRounded(value.digits)) return bad('serial_precision_lost');
  if (!showsAsStored(value.digits, format)) return bad('serial_numeric_format');
  return isPlaceholder(value.digits) ? bad('serial_placeholder') : good(value.digits, { code: 'serial_from_number' });
}

/** Other formats may show zeros or signs the value lacks; `0000000000` does so for numbers with fewer digits. */
function showsAsStored(digits: string, format: string): boolean {
  return scientificFormat.test(format) || shownNumber(digits, format) === digits;
}

/** A maker's name; letter case of four makers is set right with a warning, unusual spellings are passed on with one. */
export function readManufacturer(cell: Cell): Field<string> {
  const read = readName(cell, 'manufacturer');
  if (read.kind !== 'good') return read;
  const spelling = spellManufacturer(read.value);
  switch (spelling.kind) {
    case 'known':
      return read;
    case 'repaired':
      return good(spelling.name, ...read.warnings, {
        code: 'manufacturer_spelling_repaired',
        params: { name: spelling.name },
      });
    case 'unusual': {
      const params = spelling.suggestion === undefined ? {} : { detail: 'suggestion', suggestion: spelling.suggestion };
      return good(spelling.name, ...read.warnings, { code: 'manufacturer_unusual', params });
    }
  }
}

/** A model as SMBIOS has it. */
export function readModel(cell: Cell): Field<string> {
  const read = readName(cell, 'model');
  return read.kind === 'good' && isManufacturer(read.value) ? bad('model_is_manufacturer') : read;
}

function readName(cell: Cell, field: 'manufacturer' | 'model'): Field<string> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  if (cell.kind === 'empty') return none;
  if (cell.kind === 'number') return field === 'model' ? modelFromNumber(cell) : bad('cell_type', { detail: 'number' });
  if (cell.kind !== 'text') return bad('cell_type', { detail: 'date' });
  const text = unwrap(cell.text);
  if (text === '') return none;
  if (isPlaceholder(text)) return bad(`${field}_placeholder`);
  if (isScientific(text)) return bad('cell_type', { detail: 'number' });
  if (readsLikeDate(text)) return bad('cell_type', { detail: 'date' });
  if (isCorporateSuffix(text)) return bad('column_count_mismatch', { detail: 'comma' });
  if (/[\p{C}\p{Zl}\p{Zp}\uff00-\uffef\ufffd\u3000]|^[=@+]/u.test(text)) return bad(`${field}_bad_characters`);
  // A semicolon before more words is a person's (`840 G11; 14 inch`); without a space it is what an export left behind.
  if (/^[;,|]|[|\\]|;(?!\s+\S)|,$/.test(text)) return bad('text_bad_characters', { detail: 'separators' });
  if (text.length > maxCharacters) return bad(`${field}_too_long`, { characters: text.length, value: maxCharacters });
  return /^[\x20-\x7e]+$/.test(text) ? good(text) : good(text, { code: 'unusual_characters' });
}

/** A model that is a number is what its format shows of it, or nothing certain. */
function modelFromNumber(cell: Extract<Cell, { kind: 'number' }>): Field<string> {
  const value = numberValue(cell.text);
  const shown = value.kind === 'integer' ? shownNumber(value.digits, cell.format) : undefined;
  if (value.kind !== 'integer' || shown === undefined) return bad('cell_type', { detail: 'number' });
  return good(shown, { code: 'model_from_number' }, ...(shown === value.digits ? [] : [asShown(shown)]));
}

/** The remark that a number was sent as its format shows it. */
export function asShown(value: string): Reason {
  return { code: 'value_as_shown', params: { value } };
}
