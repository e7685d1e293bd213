import { nearest } from '../../../domain/reading/spelling.ts';

/** What ajv says of one mistake (with `verbose`), as far as it is used here. */
interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}

/** A place in a settings file as people write it: `/customers/0/name` is `customers[0].name`. */
const placeOf = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((place, part) => (/^\d+$/.test(part) ? `${place}[${part}]` : `${place}${place && '.'}${part}`), '');

const within = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list, in [ ]',
  object: 'an object, in { }',
};

/** Only says that one of several shapes must fit; the error that counts stands beside it. */
const silent = new Set(['oneOf', 'if']);

function textOf(root: RootSchema, { keyword, instancePath, message, params, parentSchema = {} }: SchemaError): string {
  const place = placeOf(instancePath);
  const what = place === '' ? 'it' : place;
  const { description } = parentSchema;
  const meaning = typeof description === 'string' ? `: ${description}` : '';
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const known = Object.keys((parentSchema['properties'] as object | undefined) ?? {});
      const lower = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      const meant = lower ?? nearest(name, known);
      const hint = meant === undefined ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`;
      return `there is no setting ${within(place, name)}; ${hint}`;
    }
    case 'required': {
      const name = String(params['missingProperty']);
      const properties = (parentSchema['properties'] ?? {}) as Readonly<Record<string, { description?: unknown }>>;
      const about = properties[name]?.description;
      return `${within(place, name)} is missing${typeof about === 'string' ? `: ${about}` : ''}`;
    }
    case 'type': {
      const wanted = [params['type']].flat().map(String);
      return `${what} must be ${wanted.map((type) => types[type] ?? type).join(' or ')}`;
    }
    case 'enum':
      return `${what} must be one of ${[params['allowedValues']].flat().map(String).join(', ')}`;
    case 'discriminator': {
      const shapes = [parentSchema['oneOf']].flat() as readonly SchemaShape[];
      const values = shapes.flatMap((shape) => valuesOf(root, shape, String(params['tag'])));
      const named = values.length === 0 ? 'is not known' : `must be one of ${values.join(', ')}`;
      return `${within(place, String(params['tag']))} ${named}`;
    }
    case 'format':
      return params['format'] === 'uuid'
        ? `${what} must be an id such as 11111111-1111-4111-8111-111111111111`
        : `${what} must be an address such as https://example.com`;
    case 'pattern':
      return `${what} is not written as it must be${meaning}`;
    case 'minLength':
      return `${what} must not be empty`;
    case 'maxLength':
      return `${what} must not be longer than ${String(params['limit'])} characters`;
    case 'minItems':
      return `${what} must name at least ${String(params['limit'])}`;
    case 'uniqueItems':
      return `${what} names something twice`;
    case 'not':
      return `${what} is a word of this service; use another one`;
    case 'propertyNames':
      return `${what}: there is no ${String(params['propertyName'])}`;
    default:
      return `${what} ${message ?? 'is wrong'}`;
  }
}

interface SchemaShape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, { readonly const?: unknown; readonly enum?: readonly unknown[] }>>;
}

interface RootSchema {
  readonly $defs?: Readonly<Record<string, object>>;
}

function valuesOf(root: RootSchema, shape: SchemaShape | undefined, tag: string): readonly string[] {
  const [, name = ''] = /^#\/\$defs\/(.+)$/.exec(shape?.$ref ?? '') ?? [];
  const { properties } = (root.$defs?.[name] ?? shape ?? {}) as SchemaShape;
  const property = properties?.[tag];
  return (property?.enum ?? (property?.const === undefined ? [] : [property.const])).map(String);
}

/**
 * What a settings schema objects to, for whoever wrote the file: one line each, with what was probably meant. Values are
 * not repeated: a secret may stand there by mistake.
 */
export const plainWordsOf =
  (schema: RootSchema) =>
  (errors: readonly SchemaError[] | null | undefined): readonly string[] => [
    ...new Set((errors ?? []).filter(({ keyword }) => !silent.has(keyword)).map((error) => textOf(schema, error))),
  ];
