/** What the `npm run` in a text start, the scripts these start included. */
export function scriptsIn(text: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  const named = [...text.matchAll(/npm (?:run )?([a-z:]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => scripts[name] !== undefined);
  return named.flatMap((name) => [name, ...scriptsIn(scripts[name] ?? '', scripts)]);
}
