const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of a page that is HTML already. */
export interface Markup {
  readonly html: string;
}

const markup = (part: string | number | Markup | readonly Markup[]): string => {
  if (typeof part === 'number') return `${part}`;
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => entities[character] ?? character);
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
};

/** A template whose values are escaped unless they are markup themselves: nothing from outside becomes HTML by mistake. */
export const html = (
  texts: TemplateStringsArray,
  ...parts: readonly (string | number | Markup | readonly Markup[])[]
): Markup => ({
  html: texts.map((text, index) => text + (index < parts.length ? markup(parts[index] ?? '') : '')).join(''),
});
