import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const frame = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/** The place in our own file behind a place in a built one; as it was where there is no map. */
function placeInSource(whole: string, url: string, line: string, column: string): string {
  const file = fileURLToPath(url);
  if (!existsSync(`${file}.map`)) return whole;
  const found = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).findOrigin(Number(line), Number(column));
  if (!('fileName' in found)) return whole;
  // Named from the top of the project, wherever it was built.
  const [name = found.fileName] = /(?:functions|shared|node_modules)\/.*/.exec(found.fileName) ?? [];
  return `${name}:${found.lineNumber}:${found.columnNumber}`;
}

/**
 * Lets an error's stack name our files instead of those they were bundled into. The maps are read only then: Node's own
 * option (`--enable-source-maps`) reads all of them at each cold start, which takes longer than the start itself.
 */
export function nameOurFiles(error: unknown): void {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.stack !== undefined) one.stack = one.stack.replace(frame, placeInSource);
    if (one instanceof AggregateError) one.errors.forEach(nameOurFiles);
  }
}
