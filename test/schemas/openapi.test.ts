import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import contract from '../../schemas/openapi.json' with { type: 'json' };
import { verdictKinds } from '../../shared/domain/verdict.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly 'x-access': string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, unknown>>;
}
type Document = Readonly<Record<string, unknown>>;

const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
);
const accesses = ['anyone', 'signedIn', 'viewer', 'uploader', 'operator'];

/** Every `$ref` below a value. */
const refsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : refsIn(part)));
};
const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Document | undefined)?.[key], contract);

const ajv = new Ajv2020({ allErrors: true, strict: true });
addFormats.default(ajv);
// What stands around the schemas is not their business.
ajv.addVocabulary(Object.keys(contract));
ajv.addSchema(contract, 'openapi.json');

describe('the contract of the API', () => {
  it('is OpenAPI 3.1, and its schemas are JSON Schema 2020-12', () => {
    expect(contract.openapi).to.match(/^3\.1\./);
    expect(contract.jsonSchemaDialect).to.equal('https://json-schema.org/draft/2020-12/schema');
    expect(Object.keys(contract)).to.include.members(['info', 'servers', 'paths', 'components']);
  });

  it('names nothing that is not there, and nothing that nobody uses', () => {
    const refs = refsIn(contract);
    expect(refs.filter((ref) => !ref.startsWith('#/') || resolve(ref) === undefined)).to.deep.equal([]);
    for (const kind of ['schemas', 'responses'] as const) {
      const names = Object.keys(contract.components[kind]).map((name) => `#/components/${kind}/${name}`);
      expect(names.filter((name) => !refs.includes(name))).to.deep.equal([]);
    }
  });

  for (const name of Object.keys(contract.components.schemas)) {
    it(`the schema ${name} compiles, strictly`, () => {
      expect(() => ajv.compile({ $ref: `openapi.json#/components/schemas/${name}` })).not.to.throw();
    });
  }

  it('each operation has a name of its own, a sentence, and who may ask for it', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { operation } of operations) {
      expect(operation.summary, operation.operationId).not.to.equal('');
      expect(accesses, operation.operationId).to.include(operation['x-access']);
    }
  });

  it('each operation declares exactly the parts of its path, and an answer for each way to fail', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort(), path).to.deep.equal(inPath.sort());
      expect(declared.every(({ required }) => required)).to.equal(true);
      const access = operation['x-access'];
      const expected = [
        '429',
        ...(access === 'anyone' ? [] : ['401']),
        ...(access === 'anyone' || access === 'signedIn' ? [] : ['403']),
        ...(inPath.length > 0 ? ['400', '404'] : []),
      ];
      expect(Object.keys(operation.responses), operation.operationId).to.include.members(expected);
    }
  });

  it('verdicts are those a row can have', () => {
    expect(contract.components.schemas.Verdict.enum).to.deep.equal(verdictKinds);
  });
});
