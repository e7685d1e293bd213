import type { Cell } from './sheet-event.ts';

/** What stands where a 25-character product key stood: keys are secrets and are shown nowhere. */
export const productKeyRemoved = '(product key removed)';

const hyphen = /[-‐-―_]/;
const keyWithHyphens = /(?<![A-Za-z0-9])[A-Za-z0-9]{5}(?:\s?[-‐-―_]\s?[A-Za-z0-9]{5}){4}(?![A-Za-z0-9])/g;
const keyAlone = /^\W*(?:(?:[A-Za-z0-9]{5}\s+){4}[A-Za-z0-9]{5}|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{25})\W*$/;

/** Is a 25-character product key in the text: five groups of five anywhere, or nothing but the 25 characters? */
export function holdsProductKey(text: string): boolean {
  if (text.length < 25) return false;
  return text.length < 64
    ? text.search(keyWithHyphens) >= 0 || keyAlone.test(text)
    : hyphen.test(text) && text.search(keyWithHyphens) >= 0;
}

/** The text with every product key blanked; any other text comes back as it was. */
export function withoutProductKeys(text: string): string {
  if (!holdsProductKey(text)) return text;
  const blanked = text.replace(keyWithHyphens, productKeyRemoved);
  return keyAlone.test(blanked) ? productKeyRemoved : blanked;
}

const outside = /[\s\p{Cf}]/u;

/** White space and invisible characters removed at both ends, never inside: inner spaces of serial numbers are real. */
export function trimOutside(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && outside.test(text.charAt(start))) start++;
  while (end > start && outside.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The value behind Excel's text protection: `="0012"` and a leading apostrophe are not part of it. */
export function unwrap(text: string): string {
  const trimmed = trimOutside(text);
  const formula = /^="([^"]*)"$/.exec(trimmed);
  return trimOutside((formula?.[1] ?? trimmed).replace(/^'/, ''));
}

/** A number cell's value: every digit of an integer, `lost` where the digits do not suffice, `other` for anything else. */
export type NumberValue =
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'other' };

/**
 * Reads a number by its digits, without a detour over floating point.
 * Programs write a number's shortest form: `3.305160010088E+12` and `3.30599000002E12` hold all their digits. Whether digits
 * were lost *before* the number was stored shows in its zeros, which is for the reader of the field to judge.
 */
export function numberValue(text: string): NumberValue {
  const match = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!match) return { kind: 'other' };
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (shift < 0) return { kind: 'other' };
  // A double has 15 certain digits and programs write as few of them as they can: zeros at the end may be left out.
  if (whole.length + shift > 15 && shift > fraction.length) return { kind: 'lost' };
  if (/[1-9]/.test(fraction.slice(shift))) return { kind: 'other' };
  return { kind: 'integer', digits: (whole + fraction.slice(0, shift).padEnd(shift, '0')).replace(/^0+(?=\d)/, '') };
}

/** A cell as reports show it: numbers with all their digits, no product keys. */
export function shownText(cell: Cell): string {
  switch (cell.kind) {
    case 'empty':
    case 'formulaWithoutValue':
      return '';
    case 'number': {
      const value = numberValue(cell.text);
      return value.kind === 'integer' ? value.digits : cell.text;
    }
    case 'text':
      return withoutProductKeys(cell.text);
    case 'date':
    case 'boolean':
    case 'error':
      return cell.text;
  }
}

/** Has the cell nothing in it? White space, invisible characters and an unwrapped `=""` count as nothing. */
export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell.kind === 'empty' || (cell.kind === 'text' && unwrap(cell.text) === '');
}

/**
 * Error values in the words of Excel, Google Sheets and LibreOffice: a number sign and capitals in any language, ended by
 * a mark (`#REF!`, `#WERT!`, `#ССЫЛКА!`, `#¿NOMBRE?`); the few without a mark by name; LibreOffice's by number.
 */
const markedError = /^#[¡¿]?[\p{Lu}\p{Lo}/0_ ]{2,24}[!?]$/u;
const namedError =
  /^#(?:N\/A|N\/D|N\/B|I\/T|NV|N\/V|YOK|Н\/Д|HIÁNYZIK|NENÍ_K_DISPOZICI|NIE_JE_K_DISPOZÍCII|SAKNAS|PUUTTUU|GETTING_DATA|[\p{Lu}_]+_DATA|#+)$/iu;
const numberedError =
  /^(?:err|error|erreur|errore|fehler|fel|feil|fejl|fout|virhe|hiba|chyba|błąd|hata|ошибка)\s*[:.]?\s*5\d{2}$/iu;
const nothingWords = /^(?:[-–—./]+|n\/?a|n\.a\.?|none|null|nil|k\.? ?a\.?)$/i;
const scientific = /^\d+(?:[.,]\d+)?\s?E[+-]\s?\d{1,3}$|^\d+[.,]\d+E\d{1,3}$/i;

/** An error value that a spreadsheet wrote out as text (`#N/A`, `#REF!`, `#####`). */
export function isErrorText(text: string): boolean {
  if (text.length > 32) return false;
  return text.startsWith('#')
    ? namedError.test(text) || markedError.test(text.toUpperCase())
    : text.endsWith('5') || /5\d\d$/.test(text)
      ? numberedError.test(text)
      : false;
}

/** Words people put into a cell to say that there is nothing: `-`, `N/A`, `none`. */
export function saysNothing(text: string): boolean {
  return nothingWords.test(text);
}

/** A number that a spreadsheet has shortened: `3.30516E+12`, `1,23457E+11`. Its digits are lost. */
export function isScientific(text: string): boolean {
  return scientific.test(text);
}

const month =
  '(?:jan|feb|m[aä]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|janv|f[eé]v|avr|juin|juil|ao[uû]|ene|abr|dic|set|gen|mag|giu|lug|ago|ott)';
const dateShapes = [
  new RegExp(`^\\d{1,2}[-./ ]{1,2}${month}[a-z]*\\.?(?:[-./ ]{1,2}\\d{2,4})?$`, 'i'),
  new RegExp(`^${month}[a-z]*\\.?[-./ ]{1,2}\\d{2,4}$`, 'i'),
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}.*)?$/,
  /^\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?$/,
  /^(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|[12]\d|3[01])-(?:19|20)\d{2}$/,
];

/** A value a spreadsheet has turned into a date: `05-Jan-23`, `2023-01-05`. `5JAN23` is not one. */
export function readsLikeDate(text: string): boolean {
  return dateShapes.some((shape) => shape.test(text));
}
