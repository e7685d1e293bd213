import { plainWordsOf } from '../shared/adapters/storage/settings/schema-words.ts';
import { problemFinder } from '../shared/schema-check.ts';
import { confirm, type Terminal } from './terminal.ts';

/** A part of a settings schema, as far as questions are made of it. */
export interface SchemaNode {
  readonly description?: string;
  readonly title?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly SchemaNode[];
  readonly discriminator?: { readonly propertyName: string };
  readonly items?: SchemaNode;
  readonly minItems?: number;
}

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a `$ref` leads, with what stands beside it. */
function resolved(root: SchemaNode, node: SchemaNode): SchemaNode {
  const [, name] = /^#\/\$defs\/(.+)$/.exec(node.$ref ?? '') ?? [];
  const target = name === undefined ? undefined : root.$defs?.[name];
  if (target === undefined) return node;
  const { $ref: _followed, ...beside } = node;
  return { ...resolved(root, target), ...beside };
}

/** The values by which a shape of several is chosen. */
function tagsOf(shape: SchemaNode, tag: string): readonly string[] {
  const property = shape.properties?.[tag];
  return (property?.enum ?? (property?.const === undefined ? [] : [property.const])).map(String);
}

/** The shape of several that this value chose. */
function shapeOf(root: SchemaNode, node: SchemaNode, value: unknown): SchemaNode | undefined {
  const tag = node.discriminator?.propertyName;
  if (tag === undefined) return node;
  const chosen = isFields(value) ? String(value[tag]) : '';
  return (node.oneOf ?? []).map((shape) => resolved(root, shape)).find((shape) => tagsOf(shape, tag).includes(chosen));
}

/** The part of the schema at a dotted path, with the shapes a value has chosen on the way. */
function nodeAt(root: SchemaNode, value: unknown, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let at: unknown = value;
  for (const name of path) {
    const property: SchemaNode | undefined = node && shapeOf(root, resolved(root, node), at)?.properties?.[name];
    node = property;
    at = isFields(at) ? at[name] : undefined;
  }
  return node && resolved(root, node);
}

/** A text as the value its schema wants; what does not fit stays a text, for the schema to object to. */
function typedValue(root: SchemaNode, node: SchemaNode | undefined, text: string): unknown {
  switch (node?.type) {
    case 'boolean':
      return /^(?:true|yes|y)$/i.test(text) ? true : /^(?:false|no|n)$/i.test(text) ? false : text;
    case 'integer':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'array': {
      const items = node.items === undefined ? undefined : resolved(root, node.items);
      if (text === '') return [];
      if (items?.type !== 'object') return text.split(/\s*,\s*/).filter((one) => one !== '');
      return text;
    }
    default:
      return text;
  }
}

/** Sets what `path=text` names (`credential.kind=secret`); values take the type their schema wants. */
export function withSetting(root: SchemaNode, value: Fields, path: readonly string[], text: string): Fields {
  const wanted = typedValue(root, nodeAt(root, value, path), text);
  const put = (at: Fields, [name = '', ...rest]: readonly string[]): Fields => {
    const inner = at[name];
    return { ...at, [name]: rest.length === 0 ? wanted : put(isFields(inner) ? inner : {}, rest) };
  };
  return put(value, path);
}

/** What is asked beside what the schema requires, and what is offered as the answer; by dotted path without list positions. */
export interface FormHints {
  readonly alsoAsk: readonly string[];
  readonly offer: (path: string, soFar: Fields) => string | undefined;
}

/** Asks for everything that is missing, in the schema's own words and order; each answer is checked at once. */
export async function askForMissing(
  terminal: Terminal,
  root: SchemaNode,
  given: Fields,
  hints: FormHints,
): Promise<Fields> {
  const askLeaf = async (node: SchemaNode, path: string, optional: boolean, soFar: Fields): Promise<unknown> => {
    const alone = { ...node, ...(root.$defs === undefined ? {} : { $defs: root.$defs }) };
    const find = problemFinder(alone, plainWordsOf(alone));
    const offered = hints.offer(path, soFar);
    const enter = offered === undefined ? (optional ? ' (Enter: none)' : '') : ` [${offered}]`;
    terminal.say(`\n${node.description ?? path}\n`);
    for (;;) {
      const answer = (await terminal.ask(`${path}${enter}: `)) || (offered ?? '');
      if (answer === '' && optional) return undefined;
      const value = typedValue(root, node, answer);
      const [problem] = answer === '' ? ['an answer is needed'] : find(value);
      if (problem === undefined) return value;
      terminal.say(`That does not fit: ${problem}\n`);
    }
  };

  const askTag = async (node: SchemaNode, tag: string, path: string): Promise<string> => {
    const shapes = (node.oneOf ?? []).map((shape) => resolved(root, shape));
    const choices = shapes.flatMap((shape) =>
      tagsOf(shape, tag).map((value) => ({ value, about: shape.properties?.[tag]?.description ?? shape.title })),
    );
    terminal.say(`\n${node.description ?? path}\n`);
    for (const [at, { value, about }] of choices.entries()) terminal.say(`  ${at + 1}  ${value}: ${about ?? ''}\n`);
    for (;;) {
      const answer = await terminal.ask(`${path} (1 to ${choices.length}): `);
      const chosen = choices[Number(answer) - 1] ?? choices.find(({ value }) => value === answer);
      if (chosen !== undefined) return chosen.value;
    }
  };

  const askObject = async (node: SchemaNode, value: Fields, path: string, soFar: Fields): Promise<Fields> => {
    const tag = node.discriminator?.propertyName;
    const named = tag === undefined ? '' : `${path}${path && '.'}${tag}`;
    const tagged =
      tag === undefined || value[tag] !== undefined ? value : { [tag]: await askTag(node, tag, named), ...value };
    const shape = shapeOf(root, node, tagged);
    let filled = tagged;
    for (const [name, property] of Object.entries(shape?.properties ?? {})) {
      const place = `${path}${path && '.'}${name}`;
      const required = shape?.required?.includes(name) === true;
      if (filled[name] !== undefined || !(required || hints.alsoAsk.includes(place))) continue;
      const answer = await askNode(resolved(root, property), place, !required, path === '' ? filled : soFar);
      if (answer !== undefined) filled = { ...filled, [name]: answer };
    }
    return filled;
  };

  const askList = async (items: SchemaNode, path: string, atLeast: number, soFar: Fields) => {
    const list: Fields[] = [];
    while (list.length < atLeast || (await confirm(terminal, `\nAdd one to ${path}?`, list.length === 0))) {
      list.push(await askObject(items, {}, path, soFar));
    }
    return list;
  };

  async function askNode(node: SchemaNode, path: string, optional: boolean, soFar: Fields): Promise<unknown> {
    if (node.const !== undefined) return node.const;
    if (node.type === 'object') return askObject(node, {}, path, soFar);
    const items = node.items === undefined ? undefined : resolved(root, node.items);
    if (items?.type === 'object') return askList(items, path, node.minItems ?? 0, soFar);
    return askLeaf(node, path, optional, soFar);
  }

  return askObject(root, given, '', given);
}
