import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { runScript, UsageError } from '../cli/command-line.ts';

/** The changelog's dated section for a tag; throws where tag, package and changelog do not name one version. */
export function releaseNotes(tag: string, packageVersion: string, changelog: string): string {
  const [, version] = /^v(\d+\.\d+\.\d+)$/.exec(tag) ?? [];
  if (version === undefined) throw new UsageError(`"${tag}" is not a release tag (v1.2.3)`);
  if (version !== packageVersion) throw new Error(`The tag says ${version}, package.json says ${packageVersion}`);
  const section = changelog
    .split(/^(?=## )/m)
    .find((text) => new RegExp(`^## ${version.replaceAll('.', '\\.')} – \\d{4}-\\d{2}-\\d{2}\\n`).test(text));
  if (section === undefined) throw new Error(`CHANGELOG.md has no dated section "## ${version} – YYYY-MM-DD"`);
  return `${section.slice(section.indexOf('\n')).trim()}\n`;
}

const usage = `node tools/release-notes.ts TAG    prints the changelog of the release TAG (v1.2.3)

  -h, --help       this text
  --version        name and version`;

async function main([tag = '']: readonly string[]): Promise<void> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  process.stdout.write(releaseNotes(tag, version, await readFile('CHANGELOG.md', 'utf8')));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runScript(usage, main);
