import type { Tuple } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import { isScientific, readsLikeDate } from './cell-text.ts';
import { bad, type Field, good, none } from './field.ts';
import { isPlaceholder } from './placeholders.ts';

/** What a spreadsheet in another language makes of TRUE and FALSE. */
const booleanWord =
  /^(?:true|false|wahr|falsch|vrai|faux|verdadero|falso|verdadeiro|vero|waar|onwaar|sant|sann|sand|falskt|usann|falsk|tosi|epätosi|prawda|fałsz|pravda|nepravda|igaz|hamis|doğru|yanlış)$/i;

/** No public rule; the longest real serial seen has 54 characters. */
const maxCharacters = 128;

/** Letters and digits, both of them: the form of nearly every serial, of which only the made-up ones have to be found. */
const usual = /^(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[0-9A-Z]{7,18}$/;

/**
 * What may stand as a serial number, by its text alone: letters, digits, and hyphens, full stops or underscores between
 * them. Everything else in the cell (a label, a second number, a remark, a word for "not yet") was written for people,
 * and which part of it is the number is not ours to choose.
 */
export function judgeSerial(text: string): Field<string> {
  if (text === '') return none;
  if (usual.test(text)) return isBarcode(text) ? bad('serial_bad_characters', { detail: 'barcode' }) : judgeUsual(text);
  const whole = withoutDecimals(text);
  if (whole !== text) {
    const read = judgeSerial(whole);
    return read.kind === 'good' ? good(read.value, ...read.warnings, { code: 'serial_decimals_removed' }) : read;
  }
  return faultOf(text) ?? good(text, ...remarksOn(text));
}

function judgeUsual(text: string): Field<string> {
  return isPlaceholder(text) ? bad('serial_placeholder') : good(text);
}

/**
 * `12345678.0` is how programs write a whole number that they kept as a decimal one: all its digits are there. More than
 * 15 would not be, and none of them may be a separator of thousands.
 */
export function withoutDecimals(text: string): string {
  return /^\d{4,15}[.,]0{1,2}$/.test(text) ? text.replace(/[.,]0+$/, '') : text;
}

type Fault = Extract<Field<string>, { kind: 'bad' }>;

/** What a device is called or reached by in a network: the name Windows makes up, or an address. */
const networkName = /^(?:(?:desktop|laptop)-[0-9a-z]{7}|\d{1,3}(?:\.\d{1,3}){3})$/i;

function faultOf(text: string): Fault | undefined {
  if (isPlaceholder(text)) return bad('serial_placeholder');
  if (isScientific(text)) return bad('serial_scientific_notation');
  if (readsLikeDate(text)) return bad('serial_date_mangled');
  if (booleanWord.test(text)) return bad('cell_type', { detail: 'boolean' });
  if (isRounded(text)) return bad('serial_precision_lost');
  if (isCorporateSuffix(text)) return bad('column_count_mismatch', { detail: 'comma' });
  if (/^[=@+]/.test(text)) return bad('serial_bad_characters', { detail: 'formula' });
  if (/^\d{1,3}(?:[ .]\d{3})+$/.test(text)) return bad('serial_bad_characters', { detail: 'grouped' });
  if (/^\d+\.\d+$/.test(text)) return bad('cell_type', { detail: 'number' });
  if (networkName.test(text)) return bad('serial_placeholder', { detail: 'words' });
  if (!/\p{Nd}/u.test(text)) {
    return couldLackDigits.test(text) ? undefined : bad('serial_placeholder', { detail: 'words' });
  }
  return badCharacters(text) ?? badWords(text) ?? tooLong(text);
}

function tooLong(text: string): Fault | undefined {
  if (text.length <= maxCharacters) return undefined;
  return bad('serial_too_long', { characters: text.length, value: maxCharacters });
}

/**
 * Makers' forms are of letters and digits (Dell: 7, Lenovo: 8), and nearly every one has a digit; a word of capitals that
 * long passes with a remark if it is no known one. Anything else without a digit is a word, in whatever language.
 */
const couldLackDigits = /^[A-Z]{6,10}$/;

/**
 * Digits that have gone through a spreadsheet's number: everything after the 15th is zero, or only the six digits of
 * `1.23457E+11` are left. Sixteen digits ending in one zero are too common to be held against a serial.
 */
export function isRounded(text: string): boolean {
  return /^\d{1,6}0{6,}$/.test(text) ? text.length >= 12 : /^[1-9]\d{14}0{2,}$/.test(text);
}

const corporateSuffix = /^(?:inc|ltd|llc|co|corp|corporation|gmbh|limited|k\.?k|s\.?a|ag|b\.?v)\.?,?$/i;

/** What stays of a maker's name when a comma in it was taken for a column separator: `VMware, Inc.` */
export function isCorporateSuffix(text: string): boolean {
  return text.length <= 12 && corporateSuffix.test(text);
}

/** `S/N`, `Serial No.`, `Service Tag` and their like in front of the number, or the `(S)` of a barcode. */
const label =
  /^(?:[([]?(?:s\/?n|ser(?:ial)?(?:[ ._-]?n(?:o|r|um|umber)?)?|snr|nr|no|st|(?:service)?[ ._-]?tag|serien(?:nummer|nr)|matricola)(?:[)\].:#= ]|$)|[([]1?s[)\]]|1?s[:=])/i;

function badCharacters(text: string): Fault | undefined {
  if (/[\r\n\u2028\u2029]/.test(text)) return bad('serial_bad_characters', { detail: 'several' });
  if (!/^[\x20-\x7e]+$/.test(text)) return bad('serial_bad_characters');
  if (/^[0-9A-Za-z](?:[0-9A-Za-z ._-]*[0-9A-Za-z])?$/.test(text) && !/[._-]{2}| [._-]|[._-] /.test(text))
    return undefined;
  if (/:\/\/|^www\.|[?&]\w+=/i.test(text)) return bad('serial_bad_characters', { detail: 'url' });
  if (label.test(text)) return bad('serial_bad_characters', { detail: 'label' });
  if (/[,;|/\\]|\.\.| - /.test(text)) return bad('serial_bad_characters', { detail: 'several' });
  return bad('serial_bad_characters', /[([{]/.test(text) ? { detail: 'words' } : undefined);
}

/** Virtual machines number themselves in pairs of digits with blanks between them. */
const virtualMachine = /^(?:VMware|Parallels)-[0-9A-Fa-f -]+$/;

/** Long enough and with a digit: could be a serial number by itself. */
const serialLike = /^(?=.*\d)[0-9A-Za-z._-]{6,}$/;

function badWords(text: string): Fault | undefined {
  if (virtualMachine.test(text)) return undefined;
  if (isBarcode(text)) return bad('serial_bad_characters', { detail: 'barcode' });
  if (isNumberedWord(text)) return bad('serial_placeholder', { detail: 'words' });
  if (isRange(text)) return bad('serial_bad_characters', { detail: 'several' });
  if (/^(?:sn|serial|servicetag|seriennummer)[._-](?=[0-9]*[A-Z])[0-9A-Z]{7,}$/i.test(text))
    return bad('serial_bad_characters', { detail: 'label' });
  if (!text.includes(' ')) return undefined;
  const tokens = text.split(/ +/);
  const numbers = tokens.filter((token) => serialLike.test(token));
  if (numbers.some((one, index) => numbers[index + 1]?.length === one.length))
    return bad('serial_bad_characters', { detail: 'several' });
  if (label.test(text)) return bad('serial_bad_characters', { detail: 'label' });
  if (!tokens.some((token) => /^[A-Za-z]{3,}[.]?$/.test(token))) return undefined;
  return numbers.length > 0
    ? bad('serial_bad_characters', { detail: 'words' })
    : bad('serial_placeholder', { detail: 'words' });
}

/** `1S` + machine type and model + serial: what a scanner reads from a Lenovo label. */
function isBarcode(text: string): boolean {
  return text.startsWith('1S') && /^1S[0-9A-Z]{10}[0-9A-Z]{7,8}$/.test(text);
}

/** `pending 2`, `TBC-1`, `unknown01`: a word for "no number yet" with a number of its own. */
function isNumberedWord(text: string): boolean {
  const word = /^(\D{3,})\d{1,3}$/.exec(text)?.[1];
  return word !== undefined && isPlaceholder(word);
}

/** `CZC0021001-CZC0021005`: two whole numbers with the same beginning. */
function isRange(text: string): boolean {
  const [, from = '', to = ''] = /^([0-9A-Za-z]{5,})-([0-9A-Za-z]{5,})$/.exec(text) ?? [];
  return from !== '' && from.length === to.length && from.slice(0, 3) === to.slice(0, 3) && /\d/.test(from + to);
}

function remarksOn(text: string): Reason[] {
  const remarks: Reason[] = [];
  if (!/\d/.test(text)) remarks.push({ code: 'serial_without_digits' });
  if (text.includes(' ') && !virtualMachine.test(text)) remarks.push({ code: 'serial_with_blank' });
  if (text.length < 3) remarks.push({ code: 'serial_short' });
  if (couldBeRange(text)) remarks.push({ code: 'serial_may_be_range' });
  return remarks;
}

/** `CZC0021001-05`: the last digits of a first and of a last number, or a hyphen that belongs to the serial. */
function couldBeRange(text: string): boolean {
  const [, from = '', to = ''] = /^[0-9A-Za-z]*?(\d{1,4})-(\d{1,4})$/.exec(text) ?? [];
  return text.length >= 9 && from.length >= to.length && to !== '' && from.slice(-to.length) < to;
}

/** Forms that the makers document for the computers that can be registered. */
const forms: readonly { readonly maker: RegExp; readonly form: RegExp; readonly words: ValueCode }[] = [
  { maker: /^dell\b/i, form: /^[0-9A-Z]{5,7}$/i, words: 'dellServiceTag' },
  {
    maker: /^(?:hp|hp inc\.?|hewlett-packard)$/i,
    form: /^[0-9A-Z]{10}$/i,
    words: 'tenLettersAndDigits',
  },
  { maker: /^lenovo$/i, form: /^[0-9A-Z]{7,8}$/i, words: 'eightLettersAndDigits' },
];

/** What only shows beside maker and model: a serial number that is neither's, and whether it has the maker's form. */
export function judgeBesideMaker({
  manufacturer,
  model,
  serial,
}: Tuple): Field<never> | { readonly remarks: readonly Reason[] } {
  const upper = serial.toUpperCase();
  const name = model.toUpperCase();
  if (upper.replace(/\s/g, '') === name.replace(/\s/g, '') || upper === manufacturer.toUpperCase())
    return bad('serial_placeholder', { detail: 'model' });
  if (upper.length >= 4 && / /.test(name) && ` ${name} `.includes(` ${upper} `))
    return bad('serial_placeholder', { detail: 'model' });
  if (name.length >= 7 && /\d/.test(name) && upper.includes(name))
    return bad('serial_bad_characters', { detail: 'barcode' });
  const known = forms.find(({ maker }) => maker.test(manufacturer));
  if (!known || known.form.test(serial)) return { remarks: [] };
  if (known.maker.test('Dell Inc.')) {
    const tag = serviceTag(serial);
    if (tag !== undefined) return bad('serial_bad_characters', { detail: 'expressServiceCode', tag });
  }
  if (known.maker.test('LENOVO') && /^\d{2}[0-9A-Z]{8}$/.test(upper))
    return bad('serial_placeholder', { detail: 'model' });
  return { remarks: [{ code: 'serial_form_unusual', params: { maker: manufacturer, form: known.words } }] };
}

/** Dell's express service code is the service tag read as a number to the base of 36, for telephone keypads. */
function serviceTag(serial: string): string | undefined {
  if (!/^\d{10,11}$/.test(serial)) return undefined;
  const code = Number(serial);
  return code >= 36 ** 6 && code < 36 ** 7 ? code.toString(36).toUpperCase() : undefined;
}
