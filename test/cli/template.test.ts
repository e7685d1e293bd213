import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { checkFile } from '../../cli/check-file.ts';
import { template } from '../../cli/template.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { emulatedStorage } from '../fakes/emulated-storage.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { putBlob } from '../local/host/fixture-host.ts';
import { runCommandHere } from './run-command.ts';

const samples = fileURLToPath(new URL('../../local/settings', import.meta.url));

describe('npm run cli -- template', () => {
  const storage = emulatedStorage();
  let folder = '';
  let settings = '';
  let out = '';
  before(async () => {
    for (const name of ['partners/alpine.json', 'connections/alpine.json']) {
      await putBlob(storage.connectionString, containers.settings, name, await readFile(join(samples, name), 'utf8'));
    }
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'template-'));
    settings = join(folder, 'settings');
    out = join(folder, 'devices.xlsx');
    await cp(samples, settings, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]) => runCommandHere(template, ...args);
  const fromFolder = (...args: readonly string[]) => run(...args, '--settings', settings, '--out', out);

  it('writes a workbook without a device, from a settings folder or from the settings in storage', async () => {
    expect(await fromFolder('alpine')).to.deep.equal({
      code: 0,
      text: `${out}: fill in one row for each device and drop it as it is.\n`,
    });
    expect(await checkFile(out)).to.include({ fileReason: 'no_data_rows' });
    await rm(out);
    await run('alpine', '--storage', storage.connectionString, '--out', out, '--language', 'de');
    expect(await checkFile(out)).to.include({ fileReason: 'no_data_rows' });
  });

  it('never replaces a file: it may have been filled in', async () => {
    await writeFile(out, 'filled in');
    expect(String(await thrownBy(fromFolder('alpine')))).to.match(/exists already; name another file with --out/);
    expect(await readFile(out, 'utf8')).to.equal('filled in');
  });

  it('leaves no template behind that our reader would take for a device list', async () => {
    const path = join(settings, 'partners/alpine.json');
    const partner = JSON.parse(await readFile(path, 'utf8'));
    partner.columns = { Example: 'pkid' };
    await writeFile(path, JSON.stringify(partner));
    expect(await thrownBy(fromFolder('alpine')))
      .to.have.property('message')
      .that.matches(/reads like a column title/);
    expect(await readdir(folder)).to.deep.equal(['settings']);
  });

  it('refuses wrong calls in one line', async () => {
    const wrong: readonly (readonly [args: readonly string[], says: RegExp])[] = [
      [[], /Which partner/],
      [['nobody', '--settings', settings], /no partner "nobody"/],
      [['alpine', '--settings', join(folder, 'nowhere')], /no such folder/],
      [['alpine', '--settings', settings, '--storage', 'x'], /not both/],
      [['alpine', '--settings', settings, '--language', 'fr'], /takes en or de/],
      [['alpine', '--settings', settings, '--out', 'devices.csv'], /\.xlsx/],
      [['alpine', '--settings', settings, '--out', join(folder, 'nowhere/a.xlsx')], /no such folder/],
    ];
    for (const [args, says] of wrong) {
      const error = await thrownBy(run(...args));
      expect(error).to.have.property('name', 'UsageError');
      expect(String(error)).to.match(says);
    }
  });
});
