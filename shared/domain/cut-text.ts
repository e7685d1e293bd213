const mark = '… (cut)';

/** The beginning of a text, at most so many UTF-16 units, without half a character at its end. */
export function startOf(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** At most `limit` UTF-16 units (what Azure's tables and blob names count); who reads it sees that something is missing. */
export const cutVisibly = (text: string, limit: number): string =>
  text.length <= limit ? text : `${startOf(text, limit - mark.length)}${mark}`;
