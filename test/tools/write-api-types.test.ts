import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { apiTypes } from '../../tools/write-api-types.ts';

/** Without what only a formatter cares for. */
const packed = (text: string): string => text.replace(/[\s|();]+/g, '');

describe('the types of the page', () => {
  it('are those of the API’s description', async () => {
    const written = await readFile('web/api-types.ts', 'utf8');
    const made = apiTypes(JSON.parse(await readFile('schemas/openapi.json', 'utf8')));
    const same = packed(written) === packed(made);
    expect(same, 'is web/api-types.ts new? Run tools/write-api-types.ts, then npm run format').to.equal(true);
  });
});
