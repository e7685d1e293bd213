import { Refusal } from './refusal.ts';

/** Joins the runs of a text (`t` elements), leaving out phonetic ones (`rPh`); the same for shared and inline texts. */
export interface RichText {
  start(): void;
  open(name: string): void;
  text(text: string): void;
  close(name: string): void;
  /** The text so far, with Excel's escapes undone. */
  take(): string;
}

export function makeRichText(maxCharacters: number): RichText {
  let joined = '';
  let inRun = false;
  let inPhonetic = false;
  return {
    start() {
      joined = '';
      inRun = false;
      inPhonetic = false;
    },
    open(name) {
      if (name === 'rPh') inPhonetic = true;
      if (name === 't') inRun = true;
    },
    text(text) {
      if (!inRun || inPhonetic) return;
      joined += text;
      refuseLong(joined, maxCharacters);
    },
    close(name) {
      if (name === 'rPh') inPhonetic = false;
      if (name === 't') inRun = false;
    },
    take: () => unescapeText(joined),
  };
}

/** An escape stands for one character, so the escaped text may be seven times as long. */
export function refuseLong(text: string, maxCharacters: number, row?: number): void {
  if (text.length <= maxCharacters || unescapeText(text).length <= maxCharacters) return;
  throw new Refusal('limit_cell_characters', { limit: 'cellCharacters', value: maxCharacters, row: row ?? '?' });
}

/** `_x000D_` is how a workbook writes characters that XML does not allow. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
