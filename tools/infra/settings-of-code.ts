import { readConfig } from '../../shared/config.ts';
import { ConfigError } from '../../shared/errors.ts';

/** Every setting the code asks the environment for; `required`: it can't start without. */
export function settingsOfCode(functions: string): ReadonlyMap<string, { readonly required: boolean }> {
  const asked = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>({}, { get: (_, name) => void asked.add(String(name)) });
  let problems: readonly string[] = [];
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems = error.problems;
  }
  const inTriggers = [...functions.matchAll(/%(\w+)%/g)].map(([, name = '']) => name);
  return new Map(
    [...asked, ...inTriggers].map((name) => [
      name,
      { required: inTriggers.includes(name) || problems.some((problem) => problem.startsWith(`${name} `)) },
    ]),
  );
}
