import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Setting {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The reader goes away before anything is printed. */
  readonly unread?: boolean;
}

async function run(file: string, args: readonly string[], { cwd, env, unread }: Setting = {}): Promise<Ended> {
  const { AzureWebJobsStorage: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [resolve(file), ...args], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (unread === true) child.stdout.destroy();
  const [[code], out, err] = await Promise.all([
    once(child, 'close'),
    unread === true ? '' : text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, err };
}

const cli = (...args: readonly string[]): Promise<Ended> => run('cli/main.ts', args);

const version = async (): Promise<string> => {
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8'));
  return `${name} ${version}\n`;
};

// Processes start slowly on a busy machine.
const patience = 120_000;

describe('the command line', function () {
  this.timeout(patience);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'help-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('lists every command for -h, --help and help', async () => {
    const [short, long, word] = await Promise.all([cli('-h'), cli('--help'), cli('help')]);
    expect([long, word]).to.deep.equal([short, short]);
    expect(short).to.include({ code: 0, err: '' });
    expect(short.out).to.contain('npm run cli -- reconcile ').and.contain('npm run cli -- audit show ');
  });

  it('lists the commands of one group', async () => {
    const short = await cli('audit', '-h');
    expect(short).to.include({ code: 0, err: '' });
    expect(short.out).to.contain('cli -- audit verify ').and.contain('cli -- audit show ').and.not.contain('reconcile');
  });

  it('explains one command, whichever way it is asked', async () => {
    const [option, word] = await Promise.all([cli('settings', 'check', '-h'), cli('help', 'settings', 'check')]);
    expect(option).to.deep.equal(word).and.include({ code: 0, err: '' });
    expect(option.out).to.match(/^npm run cli -- settings check \[DIR\]/);
  });

  it('says which version it is', async () => {
    const expected = await version();
    expect(await cli('audit', '--version')).to.deep.equal({ code: 0, out: expected, err: '' });
  });

  it('names the command that was probably meant', async () => {
    const [one, two, option] = await Promise.all([
      cli('recncile', 'alpine'),
      cli('audit', 'verfy'),
      cli('check', 'devices.xlsx', '--jsn'),
    ]);
    expect(one).to.deep.equal({ code: 2, out: '', err: 'There is no command "recncile"; did you mean reconcile?\n' });
    expect(two.err).to.equal('There is no command "audit verfy"; did you mean audit verify?\n');
    expect(option.err).to.equal('There is no option "--jsn"; did you mean --json?\n');
  });

  it('points to the list where nothing is near, and to the members of a group', async () => {
    const [unknown, group, ...others] = await Promise.all([cli('deploy'), cli('audit'), cli('toString'), cli()]);
    expect(unknown).to.deep.equal({
      code: 2,
      out: '',
      err: 'There is no command "deploy"; npm run cli -- --help lists them\n',
    });
    expect(group).to.include({ code: 2, err: '"audit" needs one of: verify, show\n' });
    for (const { code, out, err } of others) {
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/^.+; npm run cli -- --help lists them\n$/);
    }
  });

  it('takes a relative path from the folder it was called in, by npm or without', async () => {
    await writeFile(join(folder, 'devices.csv'), 'Manufacturer,Model,Serial\nDell Inc.,Latitude 5440,SYN0001\n');
    const moved = { INIT_CWD: folder, npm_package_json: resolve('package.json') };
    const [byNpm, direct] = await Promise.all([
      run('cli/main.ts', ['check', 'devices.csv'], { cwd: resolve('.'), env: moved }),
      run('cli/main.ts', ['check', 'devices.csv'], { cwd: folder }),
    ]);
    for (const { code, out } of [byNpm, direct]) {
      expect(out).to.contain('1 can be sent');
      expect(code).to.equal(0);
    }
  });

  it('ends without a word when nobody reads any more', async () => {
    await writeFile(join(folder, 'few.csv'), 'Manufacturer,Model,Serial\nDell Inc.,Latitude 5440,SYN0001\n');
    const { code, err } = await run('cli/main.ts', ['check', join(folder, 'few.csv')], { unread: true });
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
  });
});

describe('each script', function () {
  this.timeout(patience);
  const scripts = {
    start: 'local/start.ts',
    storage: 'local/storage.ts',
    simulators: 'simulators/main.ts',
    host: 'local/host/main.ts',
    chaos: 'test/chaos/main.ts',
    bench: 'bench/main.ts',
    build: 'tools/build.ts',
    'infra:check': 'tools/check-infra.ts',
    boundaries: 'tools/check-boundaries.ts',
  };

  const asked = ['-h', '--help', 'help'] as const;
  for (const [at, [name, file]] of Object.entries(scripts).entries()) {
    const option = asked[at % 3] ?? '-h';
    it(`explains itself and does nothing else: ${name} ${option}`, async () => {
      const { code, out, err } = await run(file, [option]);
      expect({ code, err }).to.deep.equal({ code: 0, err: '' });
      expect(out)
        .to.match(new RegExp(`^npm (?:run )?${name}\\b`))
        .and.contain('--version');
    });
  }

  it('says which version it is, and names the option that was probably meant', async () => {
    const [storage, start, build] = await Promise.all([
      run('local/storage.ts', ['--version']),
      run('local/start.ts', ['--partnr', 'alpine']),
      run('tools/build.ts', ['--help-me']),
    ]);
    expect(storage.out).to.equal(await version());
    expect(start).to.deep.equal({ code: 2, out: '', err: 'There is no option "--partnr"; did you mean --partner?\n' });
    expect(build).to.deep.equal({ code: 2, out: '', err: 'There is no option "--help-me". None is known\n' });
  });
});
