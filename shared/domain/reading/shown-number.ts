/** Formats that show a whole number as it is stored. */
const plain = /^(?:General|Standard|@|#|0)$/i;

/**
 * A whole number as its display format shows it; undefined where that is not certain. 815 in `0000` is `0815`, 12 in
 * `"TAG-"0` is `TAG-12`. Anything that rounds, scales, groups or depends on country and conditions is left alone.
 */
export function shownNumber(digits: string, format = 'General'): string | undefined {
  if (plain.test(format)) return digits;
  const [positive, ...others] = sections(format);
  if (positive === undefined || (digits === '0' && others.length > 1)) return undefined;
  if (plain.test(positive)) return digits;
  if (positive === '#,##0') return digits.length <= 3 ? digits : undefined;
  const parts = tokens(positive);
  return parts && fill(parts, digits);
}

/** Formats may have one section each for positive numbers, negative ones, zero and text. */
export function sections(format: string): string[] {
  return format.match(/(?:"[^"]*"|\\.|[^;"\\])+|(?<=^|;)(?=;|$)/g) ?? [];
}

type Part = { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'digit' };

/** The section as literal texts and places for digits; undefined where it holds anything else. */
function tokens(section: string): Part[] | undefined {
  const found = section.match(/"[^"]*"|\\.|[-+ ()/]|0|./gs) ?? [];
  const parts = found.map((token): Part | undefined => {
    if (token === '0') return { kind: 'digit' };
    if (token.startsWith('"') && token.length > 1) return { kind: 'literal', text: token.slice(1, -1) };
    if (token.startsWith('\\')) return { kind: 'literal', text: token.slice(1) };
    return /^[-+ ()/]$/.test(token) ? { kind: 'literal', text: token } : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Digits fill their places from the right; what is left over stands in the first place. */
function fill(parts: readonly Part[], digits: string): string | undefined {
  const places = parts.filter(({ kind }) => kind === 'digit').length;
  if (places === 0) return undefined;
  const padded = digits.padStart(places, '0');
  const first = padded.length - places + 1;
  let at = 0;
  return parts
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      const end = at === 0 ? first : at + 1;
      const text = padded.slice(at, end);
      at = end;
      return text;
    })
    .join('');
}
