import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onShutdown, runScript } from '../cli/command-line.ts';
import { lockData } from '../local/data-lock.ts';
import { type Checked, makeCheck } from './checked.ts';
import { checkFaultPlan, type FaultPlan } from './faults.ts';
import { generateSecrets } from './generate-secrets.ts';
import { type CommandOptions, help, readOptions } from './options.ts';
import sampleWorld from './sample-world.json' with { type: 'json' };
import secretsSchema from './secrets.schema.json' with { type: 'json' };
import { startSimulators } from './start-simulators.ts';
import { type AcceptedSecrets, checkWorld, type World } from './world.ts';

const checkSecrets = makeCheck<AcceptedSecrets>(secretsSchema);

/** Says in one line what is wrong and ends. */
function stopWith(problem: string): never {
  process.stderr.write(`simulators: ${problem.replaceAll('\n', ' ')}\n`);
  process.exit(2);
}

function readFile<T>(file: string, check: (value: unknown) => Checked<T>): T {
  try {
    const read = check(JSON.parse(readFileSync(file, 'utf8')));
    if (read.ok) return read.value;
    return stopWith(`${file}: ${read.problems.join('; ')}`);
  } catch (error) {
    return stopWith(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Secrets of a file; where there is none yet, new ones are made and kept for the next start. */
function secretsOf(file: string, world: World): AcceptedSecrets {
  if (existsSync(file)) return readFile(file, checkSecrets);
  const secrets = generateSecrets(world);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

async function main(options: CommandOptions): Promise<void> {
  const { worldFile, faultsFile, dataDir } = options;
  const unlock = await lockData(dataDir);
  const world = worldFile === undefined ? sampleWorldChecked() : readFile(worldFile, checkWorld);
  const faults: FaultPlan | undefined = faultsFile === undefined ? undefined : readFile(faultsFile, checkFaultPlan);
  const secretsFile = options.secretsFile ?? join(dataDir, 'secrets.json');
  const secrets = secretsOf(secretsFile, world);
  const { tlsFile } = options;
  const tls = tlsFile === undefined ? {} : { tlsPem: readFileSync(tlsFile, 'utf8') };
  const simulators = await startSimulators({ ...options, world, secrets, ...tls, ...(faults ? { faults } : {}) });
  onShutdown(
    () =>
      void simulators
        .stop()
        .then(unlock)
        .then(() => process.exit(0)),
  );
  const { stop: _stop, ...urls } = simulators;
  process.stdout.write(`${JSON.stringify({ ready: true, ...urls, secretsFile })}\n`);
}

function sampleWorldChecked(): World {
  const read = checkWorld(sampleWorld);
  return read.ok ? read.value : stopWith(read.problems.join('; '));
}

runScript(help, async (args) => {
  const read = readOptions(args);
  if (!read.ok) stopWith(read.problem);
  await main(read.options).catch((error: unknown) => {
    stopWith(error instanceof Error ? error.message : String(error));
  });
});
