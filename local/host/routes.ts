/** Matches a path (without leading slash) and takes its parameters out; `undefined`: not this route. */
export type Route = (path: string) => Readonly<Record<string, string>> | undefined;

/** Parses a route template: literal segments, `{name}`, `{name?}` and a last `{*rest}`. */
export function parseRoute(template: string): Route {
  const names: string[] = [];
  const segments = template.split('/').filter((segment) => segment !== '');
  const source = segments.map((segment) => {
    const match = /^\{(\*?)(\w+)(\??)\}$/.exec(segment);
    if (match === null) {
      if (/[{}]/.test(segment))
        throw new Error(`The route "${template}" has a part the local host does not know: ${segment}`);
      return `/${segment.replaceAll(/\W/g, '\\$&')}`;
    }
    const [, rest, name = '', optional] = match;
    names.push(name);
    if (rest) return '(?:/(.*))?';
    return optional ? '(?:/([^/]+))?' : '/([^/]+)';
  });
  const expression = new RegExp(`^${source.join('')}/?$`, 'i');
  return (path) => {
    const found = expression.exec(`/${path}`);
    if (found === null) return undefined;
    const values = names.map((name, index) => [name, found[index + 1]] as const);
    const params: Record<string, string> = {};
    for (const [name, value] of values) {
      if (value !== undefined) params[name] = decodeURIComponent(value);
    }
    return params;
  };
}
