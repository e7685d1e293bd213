import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import contract from '../../schemas/openapi.json' with { type: 'json' };
import { problemsOf, trusted } from '../../shared/schema-check.ts';

/** Who may ask for something: see `x-access` in the contract. */
export type Access = 'anyone' | 'signedIn' | 'viewer' | 'uploader' | 'operator';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: object;
}

/** One operation of the contract, with its address taken apart. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access;
  /** The parts of the path; undefined: it is another path. */
  match(path: string): Readonly<Record<string, string>> | undefined;
  /** Parameters by name, typed; or what is wrong with them. */
  parameters(given: Readonly<Record<string, string>>): { readonly values: Values } | { readonly faults: Faults };
  /** What is wrong with a body. Undefined: the operation takes none. */
  readonly bodyFaults?: (body: unknown) => Faults;
}

export type Values = Readonly<Record<string, string | number | boolean>>;
export type Faults = readonly string[];

const makeAjv = (coerceTypes: boolean): Ajv2020 => {
  const ajv = new Ajv2020({ ...trusted, allErrors: true, strict: true, coerceTypes });
  addFormats.default(ajv);
  // What stands around the schemas is not their business.
  ajv.addVocabulary(Object.keys(contract));
  ajv.addSchema(contract, 'openapi.json');
  return ajv;
};

/** A `$ref` within the contract, as it is seen from outside of it. */
const absolute = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === '$ref' ? `openapi.json${part}` : absolute(part)]),
  );
};

/** Compiled when it is first asked for: a new instance does not compile what it is never asked for. */
const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

type Described = {
  readonly operationId: string;
  readonly 'x-access': string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
};

function operationOf(path: string, method: string, described: Described, ajvs: Ajvs): Operation {
  const segments = path.split('/');
  const { parameters = [], requestBody } = described;
  const compiled = lazily(
    (): ValidateFunction =>
      ajvs.coercing().compile({
        type: 'object',
        properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, absolute(schema)])),
        required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
      }),
  );
  const body = requestBody?.content['application/json'].schema;
  const compiledBody = lazily((): ValidateFunction => ajvs.strict().compile(absolute(body) as object));
  return {
    operationId: described.operationId,
    method: method.toUpperCase(),
    path,
    access: described['x-access'] as Access,
    match: (asked) => {
      const parts = asked.split('/');
      if (parts.length !== segments.length) return undefined;
      const values: Record<string, string> = {};
      for (const [at, segment] of segments.entries()) {
        const part = parts[at] ?? '';
        const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
        if (name === undefined && segment !== part) return undefined;
        if (name !== undefined) values[name] = decoded(part);
      }
      return values;
    },
    parameters: (given) => {
      const known = parameters.flatMap(({ name }) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
      const values: Record<string, string | number | boolean> = Object.fromEntries(known);
      const validate = compiled();
      return validate(values) ? { values } : { faults: problemsOf(validate.errors) };
    },
    ...(body === undefined
      ? {}
      : {
          bodyFaults: (value: unknown) => {
            const validate = compiledBody();
            return validate(value) ? [] : problemsOf(validate.errors);
          },
        }),
  };
}

/** A broken percent code stands for nothing there is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

interface Ajvs {
  coercing(): Ajv2020;
  strict(): Ajv2020;
}

/** Every operation of `schemas/openapi.json`. */
export function readOperations(): readonly Operation[] {
  const ajvs: Ajvs = { coercing: lazily(() => makeAjv(true)), strict: lazily(() => makeAjv(false)) };
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(path, method, described as Described, ajvs)),
  );
}

/** The contract itself, as it is served. */
export const contractText = JSON.stringify(contract);
