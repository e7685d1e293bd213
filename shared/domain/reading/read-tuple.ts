import { isScientific, numberValue, readsLikeDate, shownText, unwrap } from './cell-text.ts';
import { bad, cellFault, type Field, good, none } from './field.ts';
import { isManufacturer, spellManufacturer } from './manufacturers.ts';
import { isPlaceholder } from './placeholders.ts';
import type { Cell } from './sheet-event.ts';

/** No public rule; the longest real serial seen has 54 characters. */
const maxCharacters = 128;

/** Number formats that show an integer as it is stored. */
const plainFormat = /^(?:General|Standard|@|#|0|0(?:\.0+)?E\+0+|##0\.0E\+0)$/i;

/** What stays of a maker's name when a comma in it was taken for a column separator: `VMware, Inc.` */
const corporateSuffix = /^(?:inc|ltd|llc|co|corp|corporation|gmbh|limited|k\.?k|s\.?a|ag|b\.?v)\.?,?$/i;

/** A serial number exactly as the maker wrote it, or the reason to believe that a spreadsheet or a person has changed it. */
export function readSerial(cell: Cell): Field<string> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  switch (cell.kind) {
    case 'text':
      return serialFromText(unwrap(cell.text));
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
  return plainFormat.test(format) || (/^0+$/.test(format) && digits.length >= format.length);
}

function serialFromText(text: string): Field<string> {
  if (text === '') return none;
  if (isPlaceholder(text)) return bad('serial_placeholder');
  if (isScientific(text)) return bad('serial_scientific_notation');
  if (readsLikeDate(text)) return bad('serial_date_mangled');
  if (/^(?:true|false|wahr|falsch|vrai|faux)$/i.test(text)) return bad('cell_type', { detail: 'boolean' });
  if (isRounded(text)) return bad('serial_precision_lost');
  if (corporateSuffix.test(text)) return bad('column_count_mismatch', { detail: 'comma' });
  if (!/^[\x20-\x7e]+$/.test(text) || /^=|["'`]/.test(text)) return bad('serial_bad_characters');
  if (text.length > maxCharacters) return bad('serial_too_long', { characters: text.length, value: maxCharacters });
  return good(text);
}

/**
 * Digits that have gone through a spreadsheet's number: everything after the 15th is zero, or only the six digits of
 * `1.23457E+11` are left. Sixteen digits ending in one zero are too common to be held against a serial.
 */
function isRounded(text: string): boolean {
  return /^\d{1,6}0{6,}$/.test(text) ? text.length >= 12 : /^[1-9]\d{14}0{2,}$/.test(text);
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
  if (cell.kind === 'number') {
    const whole =
      field === 'model' && numberValue(cell.text).kind === 'integer' && plainFormat.test(cell.format ?? 'General');
    return whole ? good(shownText(cell), { code: 'model_from_number' }) : bad('cell_type', { detail: 'number' });
  }
  if (cell.kind !== 'text') return bad('cell_type', { detail: 'date' });
  const text = unwrap(cell.text);
  if (text === '') return none;
  if (isPlaceholder(text)) return bad(`${field}_placeholder`);
  if (isScientific(text)) return bad('cell_type', { detail: 'number' });
  if (readsLikeDate(text)) return bad('cell_type', { detail: 'date' });
  if (corporateSuffix.test(text)) return bad('column_count_mismatch', { detail: 'comma' });
  if (/[\p{C}\p{Zl}\p{Zp}\uff00-\uffef\ufffd\u3000]|^=/u.test(text)) return bad(`${field}_bad_characters`);
  if (text.length > maxCharacters) return bad(`${field}_too_long`, { characters: text.length, value: maxCharacters });
  return /^[\x20-\x7e]+$/.test(text) ? good(text) : good(text, { code: 'unusual_characters' });
}
