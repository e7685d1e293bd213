import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ContractViolation } from './errors.ts';

/**
 * Our schemas are taken as they are: compiling what a schema itself must be takes longer than all of ours, at every start.
 * A test checks them once instead.
 */
export const trusted = { meta: false, validateSchema: false } as const;

// `verbose`: an error brings the part of the schema it comes from, so that it can be put into plain words.
const ajv = new Ajv2020({
  ...trusted,
  allErrors: true,
  verbose: true,
  strict: true,
  allowUnionTypes: true,
  discriminator: true,
});
addFormats.default(ajv);

/** One line for each thing a schema objects to, e.g. `/customers/0/name must be string`. Values are not repeated. */
export const problemsOf = (errors: readonly ErrorObject[] | null | undefined): readonly string[] =>
  (errors ?? []).map(({ instancePath, message, params }) => {
    const extra = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
    return `${instancePath === '' ? 'it' : instancePath} ${message ?? 'is wrong'}${extra}`;
  });

/** Puts what a schema objects to into words. */
type Describe = (errors: readonly ErrorObject[] | null | undefined) => readonly string[];

/** The problems a value has by a schema; empty: none. Compiled once, at the first value: a start does not wait for it. */
export function problemFinder(schema: object, describe: Describe = problemsOf): (value: unknown) => readonly string[] {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    compiled ??= ajv.compile(schema);
    return compiled(value) ? [] : describe(compiled.errors);
  };
}

/** Reads JSON text; throws `ContractViolation` naming what was read when it is none. The text is not repeated. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ContractViolation(`${what}: it is not JSON.`);
  }
}

/** A guard that returns the value typed, or throws `ContractViolation` naming what was checked. */
export function checked<T>(schema: object): (value: unknown, what: string) => T {
  const find = problemFinder(schema);
  return (value, what) => {
    const problems = find(value);
    if (problems.length > 0) throw new ContractViolation(`${what}: ${problems.slice(0, 5).join('; ')}.`);
    return value as T;
  };
}

/** Is a value what its schema says? */
export interface Validator<T> {
  (value: unknown): value is T;
  /** What the last value lacked. */
  errors?: readonly ErrorObject[] | null | undefined;
}

/**
 * Validators of a schema and its definitions. Compiled at the first answer: compiling all of them takes longer than
 * everything else a new instance does before it can serve.
 */
export function schemaValidators<Name extends string>(
  schema: { readonly $id: string; readonly $defs?: Readonly<Record<Name, unknown>> },
  options: Options = {},
): <T>(name?: Name) => Validator<T> {
  let ajv: Ajv2020 | undefined;
  return <T>(name?: Name) => {
    let compiled: ValidateFunction<T> | undefined;
    const test = (value: unknown): value is T => {
      ajv ??= new Ajv2020({ ...trusted, strict: true, ...options }).addSchema(schema);
      compiled ??= ajv.compile<T>({ $ref: name === undefined ? schema.$id : `${schema.$id}#/$defs/${name}` });
      const valid = compiled(value);
      isValid.errors = compiled.errors;
      return valid;
    };
    const isValid: Validator<T> = test;
    return isValid;
  };
}
