import { readFile } from 'node:fs/promises';
import { checkSettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import { typedPath, UsageError } from './command-line.ts';
import { askForMissing, type Fields, type FormHints, type SchemaNode, withSetting } from './schema-form.ts';
import { folderOf, type SettingsKind, type SettingsStore, withFile } from './settings-store.ts';
import { confirm, type Terminal } from './terminal.ts';

/** `partners` in a sentence. */
const oneOf: Readonly<Record<SettingsKind, string>> = { partners: 'partner', connections: 'connection' };

const textOf = (value: Fields): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A settings file that was copied and edited, as the start of a new one. */
export async function startFrom(file: string | undefined): Promise<Fields> {
  if (file === undefined) return {};
  const text = await readFile(typedPath(file), 'utf8').catch(() => {
    throw new UsageError(`${file}: no such file`);
  });
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Says the same as any other text that is no object.
  }
  throw new UsageError(`${file}: it is not a JSON object`);
}

/** `--set path=value`, each. */
export function withSettings(schema: SchemaNode, value: Fields, sets: readonly string[] = []): Fields {
  return sets.reduce((filled, set) => {
    const [, path, text] = /^([^=]+)=([\s\S]*)$/.exec(set) ?? [];
    if (path === undefined || text === undefined) throw new UsageError(`--set takes NAME=VALUE, not "${set}"`);
    return withSetting(schema, filled, path.split('.'), text);
  }, value);
}

/** What became of a settings file that was to be written. */
export interface WrittenSettings {
  readonly written: boolean;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly settings: Fields;
}

/** Only what this file brings: what was wrong before is not its fault. */
const newOnes = (before: readonly string[], after: readonly string[]): readonly string[] =>
  after.filter((line) => !before.includes(line));

/**
 * Asks for what is missing where somebody can be asked, checks everything as a whole, and writes the new file; nothing is
 * written where anything is wrong.
 */
export async function addSettings(
  store: SettingsStore,
  file: { readonly kind: SettingsKind; readonly id: string; readonly given: Fields },
  form: { readonly schema: SchemaNode; readonly hints: FormHints },
  terminal: Terminal | undefined,
): Promise<WrittenSettings> {
  const { kind, id, given } = file;
  const texts = await store.read();
  const taken = (): UsageError => new UsageError(`There is a ${oneOf[kind]} "${id}" already`);
  if (texts[kind].has(id)) throw taken();
  const settings = terminal === undefined ? given : await askForMissing(terminal, form.schema, given, form.hints);
  const text = textOf(settings);
  const before = checkSettingsFolder(folderOf(texts));
  const after = checkSettingsFolder(folderOf(withFile(texts, kind, id, text)));
  const problems = newOnes(before.problems, after.problems);
  const warnings = newOnes(before.warnings, after.warnings);
  const result = { written: false, problems, warnings, settings };
  if (problems.length > 0) return result;
  if (terminal !== undefined) {
    terminal.say(`\n${kind}/${id}.json\n${text}`);
    for (const warning of warnings) terminal.say(`Warning: ${warning}\n`);
    if (!(await confirm(terminal, 'Write this?', true))) return { ...result, warnings: [] };
  }
  if (!(await store.create(kind, id, text))) throw taken();
  return { ...result, written: true, warnings: terminal === undefined ? warnings : [] };
}

/** What was written or is wrong, for people; the exit code. */
export function printWritten(
  { written, problems, warnings, settings }: WrittenSettings,
  name: string,
  asJson: boolean,
  print: (text: string) => void,
): number {
  if (asJson) print(`${JSON.stringify({ ok: written, problems, warnings, settings })}\n`);
  else {
    for (const problem of problems) print(`${problem}\n`);
    for (const warning of warnings) print(`Warning: ${warning}\n`);
    print(written ? `${name} is written; the app sees it within ten seconds.\n` : 'Nothing was written.\n');
  }
  return written ? 0 : 1;
}
