import { platformRefused } from '../../domain/registering/device-result.ts';
import type { PlatformWords, Verdict } from '../../domain/verdict.ts';

const longestText = 1024;

/**
 * A platform's own words, fit for a report: some services quote the whole hardware hash they could not read
 * ("Cannot convert the literal … to Edm.Binary"), so long runs of base64 are blanked.
 */
export function platformWords(
  code: string | number | null | undefined,
  name: string | null | undefined,
  text: string | null | undefined,
): PlatformWords {
  return { ...cleaned('code', code), ...cleaned('name', name), ...cleaned('text', text) };
}

/** The same verdict for every device of a call that was turned down as a whole. */
export function refusedWith(words: PlatformWords): Verdict {
  return { kind: 'refused', reason: platformRefused(words), platformSaid: words };
}

function cleaned(key: keyof PlatformWords, word: string | number | null | undefined): PlatformWords {
  const clean = String(word ?? '')
    .replace(/[A-Za-z0-9+/=_-]{60,}/g, '(blanked)')
    .trim()
    .slice(0, longestText);
  return clean === '' ? {} : { [key]: clean };
}
