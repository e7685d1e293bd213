import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';

/** Does an answer fit its schema? */
export interface Fits<T> {
  (value: unknown): value is T;
  /** What the last value lacked. */
  errors?: readonly ErrorObject[] | null | undefined;
}

/**
 * Validators of a schema and its definitions. Compiled at the first answer: compiling all of them takes longer than
 * everything else a new instance does before it can serve.
 */
export function makeFits<Name extends string>(
  schema: { readonly $id: string; readonly $defs?: Readonly<Record<Name, unknown>> },
  options: Options = {},
): <T>(name?: Name) => Fits<T> {
  let ajv: Ajv2020 | undefined;
  return <T>(name?: Name) => {
    let compiled: ValidateFunction<T> | undefined;
    const test = (value: unknown): value is T => {
      ajv ??= new Ajv2020({ strict: true, ...options }).addSchema(schema);
      compiled ??= ajv.compile<T>({ $ref: name === undefined ? schema.$id : `${schema.$id}#/$defs/${name}` });
      const fitting = compiled(value);
      fits.errors = compiled.errors;
      return fitting;
    };
    const fits: Fits<T> = test;
    return fits;
  };
}
