import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** As much of JSON Schema as the API's description uses. */
interface Schema {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

const plain: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
};

function typeOf(schema: Schema): string {
  const { $ref, items, properties, required = [], additionalProperties } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? '';
  if (schema.enum !== undefined) return schema.enum.map((word) => `'${word}'`).join(' | ');
  if (schema.oneOf !== undefined) return schema.oneOf.map(typeOf).join(' | ');
  if (items !== undefined) return `readonly (${typeOf(items)})[]`;
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([name, field]) => {
      const comment = field.description === undefined ? '' : `/** ${field.description} */\n`;
      return `${comment}readonly ${name}${required.includes(name) ? '' : '?'}: ${typeOf(field)};`;
    });
    return `{\n${fields.join('\n')}\n}`;
  }
  if (typeof additionalProperties === 'object') return `Readonly<Record<string, ${typeOf(additionalProperties)}>>`;
  return plain[schema.type ?? ''] ?? 'unknown';
}

/** The shapes of the API, from its description, as TypeScript. Not yet formatted. */
export function apiTypes(description: {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}): string {
  const types = Object.entries(description.components.schemas).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
    return `${comment}export type ${name} = ${typeOf(schema)};`;
  });
  return `// Written by tools/write-api-types.ts from schemas/openapi.json.\n\n${types.join('\n\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile('web/api-types.ts', apiTypes(JSON.parse(await readFile('schemas/openapi.json', 'utf8'))));
}
