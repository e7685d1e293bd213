import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { checkBoundaries, fewestModules } from '../../tools/check-boundaries.ts';

describe('The boundary check', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'boundaries-'));
    await write('tsconfig.json', '{}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }

  it('finds a domain file that imports an adapter', async () => {
    await write('shared/adapters/storage/a.ts', 'export const a = 1;\n');
    await write('shared/domain/b.ts', "import { a } from '../adapters/storage/a.ts';\nexport const b = a;\n");
    const { breaches } = await checkBoundaries(folder);
    expect(breaches.join('\n')).to.contain('shared/domain/b.ts -> shared/adapters/storage/a.ts');
  });

  it('finds an adapter that imports another adapter, and a cycle', async () => {
    await write(
      'shared/adapters/intune/a.ts',
      "import { b } from '../partner-center/b.ts';\nexport const a = () => b;\n",
    );
    await write(
      'shared/adapters/partner-center/b.ts',
      "import { a } from '../intune/a.ts';\nexport const b = () => a;\n",
    );
    const { breaches } = await checkBoundaries(folder);
    expect(breaches.some((breach) => breach.startsWith('adapters-imports'))).to.equal(true);
    expect(breaches.some((breach) => breach.startsWith('no-cycles'))).to.equal(true);
  });

  it('finds a domain folder that imports one above it, and one that the order does not name', async () => {
    await write('shared/domain/reporting/a.ts', 'export const a = 1;\n');
    await write('shared/domain/planning/b.ts', "import { a } from '../reporting/a.ts';\nexport const b = a;\n");
    await write('shared/domain/verdict.ts', "import { b } from './planning/b.ts';\nexport const c = b;\n");
    await write('shared/domain/reasons/f.ts', "import { c } from '../verdict.ts';\nexport const f = c;\n");
    await write('shared/domain/attic/d.ts', 'export const d = 1;\n');
    await write('shared/usecases/e.ts', "import { d } from '../domain/attic/d.ts';\nexport const e = d;\n");
    const { breaches } = await checkBoundaries(folder);
    expect(breaches).to.include.members([
      'domain-order-planning: shared/domain/planning/b.ts -> shared/domain/reporting/a.ts',
      'domain-order-reasons: shared/domain/reasons/f.ts -> shared/domain/verdict.ts',
      'domain-order-top: shared/domain/verdict.ts -> shared/domain/planning/b.ts',
      'domain-order-names-every-folder: shared/usecases/e.ts -> shared/domain/attic/d.ts',
    ]);
  });

  it('finds exceljs outside the template, and where it is loaded with everything else', async () => {
    const template = 'shared/adapters/report/partner-template';
    await write(
      'node_modules/exceljs/package.json',
      '{ "name": "exceljs", "main": "index.js", "types": "index.d.ts" }',
    );
    await write('node_modules/exceljs/index.js', 'module.exports = {};\n');
    await write('node_modules/exceljs/index.d.ts', 'export type Cell = string;\n');
    await write(
      'shared/adapters/report/a.ts',
      "import { b } from './b.ts';\nexport const a = () => [b, import('exceljs')];\n",
    );
    await write('shared/adapters/report/b.ts', 'export const b = 1;\n');
    await write(`${template}/c.ts`, "import ExcelJS from 'exceljs';\nexport const c = ExcelJS;\n");
    await write(
      `${template}/d.ts`,
      "import type { Cell } from 'exceljs';\nexport const d = async (cell: Cell) => [cell, await import('exceljs')];\n",
    );
    const { breaches } = await checkBoundaries(folder);
    expect(breaches.filter((breach) => breach.startsWith('exceljs'))).to.have.members([
      'exceljs-only-in-the-template: shared/adapters/report/a.ts -> node_modules/exceljs/index.js',
      `exceljs-is-loaded-when-needed: ${template}/c.ts -> node_modules/exceljs/index.js`,
    ]);
  });

  it('finds a use case that imports a package', async () => {
    await write('shared/usecases/a.ts', "import { readFile } from 'node:fs/promises';\nexport const a = readFile;\n");
    const { breaches } = await checkBoundaries(folder);
    expect(breaches.join('\n')).to.contain('usecases-have-no-packages');
  });

  it('sees too few modules in an empty folder to be believed', async () => {
    await mkdir(join(folder, 'shared'));
    expect((await checkBoundaries(folder)).modules).to.be.below(fewestModules);
  });
});
