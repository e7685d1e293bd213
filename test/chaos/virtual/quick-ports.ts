import type { Cell } from '../../../shared/domain/reading/sheet-event.ts';
import type { ReportRenderer, Reports, SheetReader } from '../../../shared/ports.ts';
import type { PlainReport } from '../../fakes/memory-reports.ts';

/** Reads commas and lines, at once: the real reader gives way to others by the clock on the wall. */
export const plainSheets: SheetReader = {
  read: async function* (content) {
    let text = '';
    for await (const bytes of content) text += Buffer.from(bytes).toString();
    yield { kind: 'sheet', delimited: true };
    for (const [index, line] of text.split('\r\n').entries()) {
      const cells = line
        .split(',')
        .map((cell): Cell => (cell === '' ? { kind: 'empty' } : { kind: 'text', text: cell }));
      yield { kind: 'row', rowNumber: index + 1, cells };
    }
    yield { kind: 'end' };
  },
};

/** Reports in memory, without the files between: nothing here may wait for a disk. */
export function reportsInMemory() {
  const rendered = new Map<string, string>();
  const stored = new Map<string, { readonly text: string; readonly sequence: number }>();
  let count = 0;
  const renderer: ReportRenderer = {
    render: async (head, rows) => {
      const all: unknown[] = [];
      for await (const row of rows()) all.push(row);
      count += 1;
      const path = `memory-${count}`;
      rendered.set(path, JSON.stringify({ head, rows: all }));
      return {
        files: [{ kind: 'json', path, contentType: 'application/json' }],
        dispose: async () => void rendered.delete(path),
      };
    },
  };
  const reports: Reports = {
    put: async (name, content, sequence) => {
      const short = 'text' in content ? content.text : '';
      const text = 'path' in content ? (rendered.get(content.path) ?? '') : short;
      if ((stored.get(name)?.sequence ?? 0) >= sequence) return false;
      stored.set(name, { text, sequence });
      return true;
    },
  };
  const all = (): readonly PlainReport[] =>
    [...stored].flatMap(([name, { text }]) => (name.endsWith('.report.json') ? [JSON.parse(text) as PlainReport] : []));
  return { renderer, reports, all };
}
