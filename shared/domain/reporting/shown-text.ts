import { createHash } from 'node:crypto';

/** Excel's own limit for one cell; a longer one makes Excel «repair» the whole file. */
export const cellLimit = 32_767;

/** Spaces, zero-width characters and quotes people and tools leave around or inside a hash. */
const aroundBase64 = /[\s\u200b-\u200d\u2060\ufeff"'=]+/g;
const base64Run = /[A-Za-z0-9+/_-]{80,}={0,2}/g;
const productKey = /(?<![A-Za-z0-9])[A-Za-z0-9]{5}(?:[-\u2010-\u2015][A-Za-z0-9]{5}){4}(?![A-Za-z0-9])/g;
const productKeyLength = 29;
const hashLength = 200;

/** The only form in which a hardware hash may be seen: the first 12 hex digits of the SHA-256 of its cleaned base64 text. */
export const shortHash = (base64: string): string => {
  const body = base64.replace(aroundBase64, '');
  // The padding belongs to the cleaned text: it is put back to a multiple of four.
  const cleaned = body.padEnd(Math.ceil(body.length / 4) * 4, '=');
  return `hash ${createHash('sha256').update(cleaned).digest('hex').slice(0, 12)}`;
};

/**
 * A long cell that is nearly all base64. A damaged hash is still a hash: one changed character, wrapped lines or a plus
 * that became a space must not let it through; prose is recognised by its short words.
 */
const looksLikeHash = (text: string): boolean => {
  if (text.length <= hashLength) return false;
  const cleaned = text.replace(aroundBase64, '');
  if (cleaned.length <= hashLength) return false;
  const foreign = cleaned.replace(/[A-Za-z0-9+/_-]+/g, '').length;
  return foreign <= cleaned.length * 0.05 && /\S{50}/.test(text);
};

/** A sentence without hardware hashes and product keys, whoever wrote it. */
export const redact = (text: string): string => {
  if (text.length < productKeyLength) return text;
  return text.replace(base64Run, shortHash).replace(productKey, '(product key removed)');
};

/** An uploader's cell without them: as a whole where it is a hash, so that no piece of a damaged one stays. */
export const redactCell = (text: string): string => (looksLikeHash(text) ? shortHash(text) : redact(text));

const unseen = /[\p{Cc}\p{Cs}\p{Bidi_Control}\ufffe\uffff]/gu;

/** Makes what cannot be seen (control characters, direction marks, halves of characters) visible as its code point. */
export const legible = (text: string): string => {
  if (!/[^ -~]/.test(text)) return text;
  return text.replace(/\r\n|\r|\n/g, ' ⏎ ').replace(unseen, (character) => {
    if (character === '\t') return character;
    return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
};

/** At most `limit` UTF-16 units (what Excel counts), without cutting a character in two. */
export const cut = (text: string, limit: number = cellLimit): string => {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
};

/** What people read of a sentence that came from outside. */
export const shown = (text: string): string => cut(legible(redact(text)));

/** What people read of an uploader's cell. */
export const shownCell = (text: string): string => cut(legible(redactCell(text)));
