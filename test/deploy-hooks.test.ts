import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readBicep } from '../tools/infra/read-bicep.ts';

/** What azd gives the hook: outputs of main.bicep. */
const outputs = {
  AUDIT_LOCKED: 'true',
  AZURE_RESOURCE_GROUP: 'rg-trial',
  EVENT_TOPIC_NAME: 'evgt-1',
  FUNCTION_APP_NAME: 'func-1',
};

/** What azd gives it besides; the CLI's own default may be another subscription. */
const ofAzd = { AZURE_SUBSCRIPTION_ID: 'subscription-1' };

/** Each stand-in writes down how it was called; `az` fails as often as it is told to. */
const standIns = {
  az: 'echo "az $*" >> "$CALLS"\n[ "$(grep -c "^az " "$CALLS")" -gt "$AZ_FAILS" ]',
  curl: 'echo "wakes $*" >> "$CALLS"\nexit 28',
  sleep: 'echo "waits $*" >> "$CALLS"',
};

/** The same for PowerShell, where functions go before programs and commands. */
const powerShell = `
function az { Add-Content $env:CALLS "az $args"; $tries = @(Select-String '^az ' $env:CALLS).Count; $global:LASTEXITCODE = [int]($tries -le [int]$env:AZ_FAILS) }
function Invoke-WebRequest { Add-Content $env:CALLS "wakes $args"; throw 'no answer' }
function Start-Sleep { Add-Content $env:CALLS "waits $args" }
& ./scripts/post-deploy.ps1
exit $LASTEXITCODE`;

const shells = [
  { shell: 'sh', script: 'scripts/post-deploy.sh', args: ['scripts/post-deploy.sh'] },
  { shell: 'pwsh', script: 'scripts/post-deploy.ps1', args: ['-NoProfile', '-Command', powerShell] },
] as const;

/** azd uses sh everywhere but on Windows, and pwsh there: where it is missing, its script is not tested. */
const isThere = (shell: 'sh' | 'pwsh'): boolean =>
  shell === 'sh' ? process.platform !== 'win32' : spawnSync(shell, ['-Version']).status === 0;

describe('After a deployment', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hooks-'));
    for (const [name, body] of Object.entries(standIns)) {
      await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('azd runs these scripts, by their shells, with outputs the templates have', async () => {
    const azure = await readFile('azure.yaml', 'utf8');
    const main = readBicep('infra/main.bicep', await readFile('infra/main.bicep', 'utf8'));
    for (const { shell, script } of shells) {
      expect(azure).to.match(new RegExp(`shell: ${shell}\\n\\s+run: ${script}`));
      const named = [...(await readFile(script, 'utf8')).matchAll(/(?:env:|\$\{?)(?!LAST)([A-Z_]{3,})/g)];
      expect(new Set(named.map(([, name]) => name))).to.deep.equal(new Set(Object.keys({ ...outputs, ...ofAzd })));
    }
    expect(main.outputs).to.include.members(Object.keys(outputs));
  });

  for (const { shell, script, args } of shells) {
    if (!isThere(shell)) continue;
    describe(`${script} in ${shell}`, () => {
      /** Runs it with `az` failing so many times. */
      async function run(fails: number, changed: Partial<typeof outputs> = {}) {
        const calls = join(folder, 'calls');
        await writeFile(calls, '');
        const child = spawn(shell, args, {
          env: {
            ...process.env,
            ...outputs,
            ...changed,
            ...ofAzd,
            CALLS: calls,
            AZ_FAILS: String(fails),
            PATH: `${folder}${delimiter}${process.env['PATH']}`,
          },
        });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
        const [code] = await once(child, 'close');
        const lines = (await readFile(calls, 'utf8')).trim().split(/\r?\n/);
        const of = (start: string): readonly string[] => lines.filter((line) => line.startsWith(start));
        return { code, said, az: of('az '), wakes: of('wakes '), waits: of('waits ') };
      }

      it('wakes the app and deploys the subscription into its group, with all the template asks for', async () => {
        const { code, az, wakes, waits } = await run(0);
        expect(code).to.equal(0);
        expect(wakes.join()).to.contain('https://func-1.azurewebsites.net/');
        const [call = '', ...more] = az;
        expect(more).to.deep.equal([]);
        expect(waits).to.deep.equal([]);
        expect(call).to.match(/^az deployment group create /);
        expect(call).to.contain('--subscription subscription-1 --resource-group rg-trial --name upload-events');
        const [, template = ''] = / --template-file (\S+)/.exec(call) ?? [];
        const [, given = ''] = / --parameters (.*)/.exec(call) ?? [];
        const asked = readBicep(template, await readFile(template, 'utf8')).params;
        expect(given).to.equal('topicName=evgt-1 functionAppName=func-1');
        expect(given.split(' ').map((one) => one.split('=')[0])).to.have.members([...asked.keys()]);
      });

      it('does the same the second time: Azure finds nothing to change', async () => {
        const [first, second] = [await run(0), await run(0)];
        expect(second.az).to.deep.equal(first.az);
        expect(second.code).to.equal(0);
        // Complete would delete what the template does not name.
        expect(second.az.join()).not.to.contain('--mode');
      });

      it('tries again while the app does not answer', async () => {
        const { code, az, wakes, waits } = await run(2);
        expect([code, az.length, wakes.length, waits.length]).to.deep.equal([0, 3, 3, 2]);
      });

      it('warns each time until the policies of the record are locked', async () => {
        const [open, locked] = [await run(0, { AUDIT_LOCKED: 'false' }), await run(0)];
        expect([open.code, locked.code]).to.deep.equal([0, 0]);
        expect(open.said).to.contain('lock its policies');
        expect(locked.said).not.to.contain('polic');
      });

      it('gives up after five tries, fails the deployment and says what that means', async () => {
        const { code, az, said } = await run(9);
        expect([code, az.length]).to.deep.equal([1, 5]);
        expect(said).to.contain('the sweep finds the files within minutes').and.contain('azd hooks run postdeploy');
      });
    });
  }
});
