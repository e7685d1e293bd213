import type { Reason } from '../reason.ts';
import { type PlatformResult, platformResults } from '../reasons/platform-results.ts';
import { type PlatformWords, wordsInOneLine } from '../verdict.ts';

/** What a platform's words about one device come to. */
export interface Judgement {
  readonly kind: PlatformResult['kind'];
  readonly reason: Reason<keyof typeof platformResults>;
}

type KnownResult = PlatformResult & { readonly code: keyof typeof platformResults };

const knownResults: readonly KnownResult[] = (Object.keys(platformResults) as KnownResult['code'][]).map((code) => ({
  code,
  ...platformResults[code],
}));

/** Judges a platform's words about a device: by name first, by number second (numbers were seen beside the wrong name). */
export function judge(message: PlatformWords): Judgement {
  const known = byName(message.name) ?? byName(message.text) ?? byNumber(message);
  if (known !== undefined) return { kind: known.kind, reason: { code: known.code } };
  return { kind: 'refused', reason: platformRefused(message) };
}

function byName(name: string | undefined): KnownResult | undefined {
  const wanted = name?.trim().toLowerCase().replace('anothertenant', 'othertenant');
  return knownResults.find(({ names }) => names.some((known) => known.toLowerCase() === wanted));
}

/** Beside an unknown name a number never counts as success: 806 was seen beside the name of 808. */
function byNumber({ code, name, text }: PlatformWords): KnownResult | undefined {
  const known = knownResults.find(({ number }) => number !== undefined && number === code?.trim());
  if (known?.kind === 'alreadyRegistered' && !isBlank(name)) return undefined;
  if (known?.kind === 'registered' && !(isBlank(name) && isBlank(text))) return undefined;
  return known;
}

function isBlank(word: string | undefined): boolean {
  return word === undefined || word.trim() === '';
}

/** The reason that passes a platform's own words on. */
export function platformRefused(words: PlatformWords): Judgement['reason'] {
  return { code: 'platform_refused', params: { said: wordsInOneLine(words) || '–' } };
}
