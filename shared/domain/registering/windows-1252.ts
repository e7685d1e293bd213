/** What Windows-1252 has at 0x80 to 0x9F, where it differs from Latin-1; a blank stands where it has nothing. */
const special = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** A text as Windows calls it "ANSI"; undefined: it holds a character that encoding does not have. */
export function toWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (const [index, character] of text.split('').entries()) {
    const code = character.charCodeAt(0);
    const at = code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : special.indexOf(character) + 0x80;
    if (at < 0x80 && code >= 0x80) return undefined;
    bytes[index] = at;
  }
  return bytes;
}
