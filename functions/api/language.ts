import type { App } from '../../shared/wire.ts';

/** Names of languages in an `Accept-Language` header, the most wanted first: `de-AT, en;q=0.7` -> de, en. */
function wantedIn(header: string): readonly string[] {
  const wanted = header.split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { language: tag.split('-')[0] ?? '', weight };
  });
  return wanted
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ language }) => language);
}

/** The use cases in the language that is wanted most; where none of ours is wanted, in each partner's own. */
export function inLanguage(app: App, header: string | undefined): App {
  const ours = Object.entries(app.servingIn);
  for (const language of wantedIn(header ?? '')) {
    const [, serving] = ours.find(([name]) => name === language) ?? [];
    if (serving !== undefined) return { ...app, serving };
  }
  return app;
}
