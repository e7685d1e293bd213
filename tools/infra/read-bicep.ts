/** What the structural check needs to know of one Bicep file; a compiler knows more, but is not everywhere. */
export interface BicepFile {
  readonly path: string;
  /** Without comments. */
  readonly text: string;
  /** Declared parameters, and whether they must be given. */
  readonly params: ReadonlyMap<string, { readonly required: boolean }>;
  readonly modules: readonly { readonly path: string; readonly given: readonly string[] }[];
  readonly outputs: readonly string[];
  /** JSON files read at compile time. */
  readonly loads: readonly string[];
}

/** Comments go; addresses in strings, which look like one, stay. */
function withoutComments(text: string): string {
  return text.replace(
    /('(?:[^'\\\n]|\\.)*')|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, string: string | undefined) => string ?? '',
  );
}

/** The text between the brace at `open` and the one that closes it. */
function block(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** Keys of an object's own properties, one to a line, not those of objects inside it. */
function keysOf(body: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const line of body.split('\n')) {
    const key = /^\s*(\w+):/.exec(line)?.[1];
    if (depth === 0 && key !== undefined) keys.push(key);
    depth += (line.match(/[{[(]/g) ?? []).length - (line.match(/[}\])]/g) ?? []).length;
  }
  return keys;
}

const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, one = '']) => one);

/** Reads what the check needs out of a Bicep file's text. */
export function readBicep(path: string, source: string): BicepFile {
  const text = withoutComments(source);
  const params = [...text.matchAll(/^param (\w+) [^\n=]+(=)?/gm)].map(
    ([, name = '', standard]) => [name, { required: standard === undefined }] as const,
  );
  const modules = [...text.matchAll(/^module \w+ '([^']+)'/gm)].map(({ 1: module = '', index }) => {
    const given = text.indexOf('params: {', index);
    return { path: module, given: keysOf(block(text, given + 'params: '.length)) };
  });
  return {
    path,
    text,
    params: new Map(params),
    modules,
    outputs: found(text, /^output (\w+)/gm),
    loads: found(text, /load(?:Json|Text)Content\('([^']+)'\)/g),
  };
}

/** The text of each resource of a type, its declaration's first line included. */
export function resourcesOf({ text }: BicepFile, type: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^resource \\w+ '${type.replaceAll('.', '\\.')}@[^']+' = `, 'gm'))].map(
    ({ 0: head, index }) => `${head}${block(text, text.indexOf('{', index))}`,
  );
}
