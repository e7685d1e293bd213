import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
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

const run = (bicep: string, ...args: readonly string[]) =>
  spawnSync(bicep, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });

/** The template Azure is sent for a file, as JSON. */
export function templateOf(bicep: string, file: string): unknown {
  return JSON.parse(run(bicep, 'build', file, '--stdout').stdout);
}

/** Everything the compiler and its linter have to say of a file; a warning is a fault too. */
export function compile(bicep: string, file: string): readonly string[] {
  return ['build', 'lint'].flatMap((verb) => {
    const { stdout, stderr, status } = run(bicep, verb, file, ...(verb === 'build' ? ['--stdout'] : []));
    const lines = `${stderr}${verb === 'lint' ? stdout : ''}`.split('\n').filter((line) => line.trim() !== '');
    return status === 0 || lines.length > 0 ? lines : [`${file}: bicep ${verb} ended with ${status}`];
  });
}
