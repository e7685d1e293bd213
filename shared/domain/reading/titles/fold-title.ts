/** Letters that no decomposition takes apart, as people type them on another keyboard. */
const plainLetters: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
  ё: 'е',
};
const specialLetters = /[ıłøđßæœςё]/g;
const plainTitle = /^[A-Za-z0-9 _]*$/;

/** A title with everything removed that people vary: case, white space, punctuation, accents, width, invisible characters. */
export function foldTitle(title: string): string {
  if (plainTitle.test(title)) return title.toLowerCase().replace(/[ _]+/g, '');
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\s\p{M}\p{Cf}\p{P}\p{S}\u0640]+/gu, '')
    .replace(specialLetters, (letter) => plainLetters[letter] ?? letter);
}
