import type { Route } from './call.ts';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const have = decoded(given[index] ?? '');
    if (have === undefined) return undefined;
    if (want.startsWith(':')) params[want.slice(1)] = have;
    else if (want.toLowerCase() !== have.toLowerCase()) return undefined;
  }
  return params;
}

/**
 * The route for a call: fixed segments are compared without regard to case and `//` counts as `/`,
 * since real clients of Partner Center rely on both (partner-center reference §2, §5.1).
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}
