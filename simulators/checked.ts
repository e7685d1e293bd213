import { Ajv2020, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Makes a check of untrusted JSON against a schema, which itself is trusted; all problems are listed. */
export function makeCheck<T>(schema: AnySchema): (value: unknown) => Checked<T> {
  const ajv = new Ajv2020({ allErrors: true, meta: false, validateSchema: false });
  const validate: ValidateFunction<T> = ajv.compile<T>(schema);
  return (value) => {
    if (validate(value)) return { ok: true, value };
    const errors: readonly ErrorObject[] = validate.errors ?? [];
    return {
      ok: false,
      problems: errors.map((error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`),
    };
  };
}
