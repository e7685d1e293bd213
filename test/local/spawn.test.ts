import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { spawnPart } from '../../local/spawn.ts';

const part = `
import { parseArgs } from 'node:util';
const text = { type: 'string' };
const { values } = parseArgs({ options: { key: text, port: text } });
process.stdout.write(JSON.stringify(values) + '\\n');
`;

describe('A part of the stack in a process of its own', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spawn-'));
    await writeFile(join(folder, 'part.mjs'), part);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is given its options as they are, also a key that starts with a dash', async () => {
    const options = { key: '-Xy=z', port: '0' };
    const { ready, exited } = await spawnPart(pathToFileURL(join(folder, 'part.mjs')), { options });
    expect(ready).to.deep.equal(options);
    await exited;
  });
});
