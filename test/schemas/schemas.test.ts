import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';

describe('The schemas', () => {
  const [now, before] = [new Ajv2020({ allErrors: true }), new Ajv({ allErrors: true })];
  const paths = globSync(['schemas/*.schema.json', 'simulators/**/*.schema.json']);

  it('are found', () => expect(paths).to.have.length.above(20));

  it('are JSON Schema, as 2020-12 or draft 7 has it: at run time they are taken as they are', async () => {
    for (const path of paths) {
      const schema = JSON.parse(await readFile(path, 'utf8'));
      const ajv = schema.$schema?.includes('draft-07') === true ? before : now;
      expect(ajv.validateSchema(schema), `${path}: ${ajv.errorsText()}`).to.equal(true);
    }
  });
});
