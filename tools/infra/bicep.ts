import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const version = '0.49.2';
/** Not in `node_modules`, which every `npm ci` empties. */
const cache = resolve('.cache/bicep');
const restoreMilliseconds = 90_000;
const fetched = join(cache, `packages/azure.bicep.commandline.linux-x64/${version}/tools/bicep`);

/** The compiler comes as a NuGet package too, which a machine with .NET can restore where GitHub is out of reach. */
const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <RestorePackagesPath>packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Azure.Bicep.CommandLine.linux-x64" Version="[${version}]" />
  </ItemGroup>
</Project>
`;

const answers = (command: string): boolean => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** The path of a Bicep compiler on this machine; undefined: there is none. */
export function findBicep(): string | undefined {
  return ['bicep', join(homedir(), '.azure/bin/bicep'), fetched].find(answers);
}

/** Restores the compiler from NuGet; undefined where that can't be done. */
export function fetchBicep(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !answers('dotnet')) return undefined;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'bicep.csproj'), project);
  spawnSync('dotnet', ['restore', 'bicep.csproj'], { cwd: cache, stdio: 'ignore', timeout: restoreMilliseconds });
  if (!existsSync(fetched)) return undefined;
  chmodSync(fetched, 0o755);
  return findBicep();
}

const run = (bicep: string, cwd: string, ...args: readonly string[]) =>
  spawnSync(bicep, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });

/** Types of Microsoft Graph come from a registry that cannot be reached everywhere. */
const signIn = 'infra/modules/sign-in.bicep';

/** The templates of the folder `root` as they can be compiled here, in a folder of their own. */
export interface Compilable {
  readonly root: string;
  /** False: the module with the sign-in is replaced by one that has its parameters and outputs only. */
  readonly whole: boolean;
  readonly remove: () => void;
}

/** Copies the templates, without the types of Graph where those can't be had. */
export function compilable(bicep: string, root: string): Compilable {
  const copy = mkdtempSync(join(tmpdir(), 'bicep-'));
  const names = 'shared/adapters/storage/names.json';
  mkdirSync(join(copy, 'shared/adapters/storage'), { recursive: true });
  cpSync(join(root, 'infra'), join(copy, 'infra'), { recursive: true });
  cpSync(join(root, names), join(copy, names));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  if (run(bicep, copy, 'build', signIn, '--stdout').status === 0) return { root: copy, whole: true, remove };
  const params = readFileSync(join(copy, signIn), 'utf8').match(/^param (\w+) string$/gm) ?? [];
  const used = params.map((param) => `\${${param.split(' ')[1]}}`).join('');
  writeFileSync(join(copy, signIn), `${params.join('\n')}\noutput clientId string = '${used}'\n`);
  const { extensions: _, ...config } = JSON.parse(readFileSync(join(copy, 'infra/bicepconfig.json'), 'utf8'));
  writeFileSync(join(copy, 'infra/bicepconfig.json'), JSON.stringify(config));
  return { root: copy, whole: false, remove };
}

/** The template Azure is sent for a file, as JSON. */
export function templateOf(bicep: string, root: string, file: string): unknown {
  return JSON.parse(run(bicep, root, 'build', file, '--stdout').stdout);
}

/** Everything the compiler and its linter have to say of a file; a warning is a fault too. */
export function compile(bicep: string, root: string, file: string): readonly string[] {
  return ['build', 'lint'].flatMap((verb) => {
    const { stdout, stderr, status } = run(bicep, root, verb, file, ...(verb === 'build' ? ['--stdout'] : []));
    const lines = `${stderr}${verb === 'lint' ? stdout : ''}`.split('\n').filter((line) => line.trim() !== '');
    return status === 0 || lines.length > 0 ? lines : [`${file}: bicep ${verb} ended with ${status}`];
  });
}
