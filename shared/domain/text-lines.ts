/** The lines of a text that comes in pieces. Unlike readline it leaves U+2028 alone, which may stand within a JSON text. */
export async function* textLines(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
