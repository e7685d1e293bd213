import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportContent } from '../../shared/domain/reporting/rendered-file.ts';
import type { ReportHead, ReportRow } from '../../shared/domain/reporting/report.ts';
import type { ReportFiles, ReportRenderer, Reports } from '../../shared/ports.ts';

export interface StoredFile {
  readonly text: string;
  readonly sequence: number;
  readonly contentType: string;
}

const textOf = async (content: ReportContent): Promise<string> => {
  if ('path' in content) return readFile(content.path, 'utf8');
  return 'text' in content ? content.text : new TextDecoder('windows-1252').decode(content.bytes);
};

/** The reports container. */
export function memoryReports() {
  const files = new Map<string, StoredFile>();
  const reports: Reports = {
    put: async (name, content, sequence) => {
      const text = await textOf(content);
      if ((files.get(name)?.sequence ?? 0) >= sequence) return false;
      files.set(name, { text, sequence, contentType: content.contentType });
      return true;
    },
  };
  const reportFiles: ReportFiles = {
    list: async function* (prefix) {
      for (const [name, { text }] of [...files].toSorted())
        if (name.startsWith(prefix)) yield { name, bytes: text.length, writtenAt: '2026-01-05T08:00:00.000Z' };
    },
  };
  return { reports, files, reportFiles };
}

/** A report as the plain renderer writes it. */
export interface PlainReport {
  readonly head: ReportHead;
  readonly rows: readonly ReportRow[];
}

/** Renders a report as what it was given, so that tests can read it. */
export const plainRenderer: ReportRenderer = {
  render: async (head, rows) => {
    const all: ReportRow[] = [];
    for await (const row of rows()) all.push(row);
    const path = join(tmpdir(), `report-${randomUUID()}.json`);
    await writeFile(path, JSON.stringify({ head, rows: all } satisfies PlainReport));
    return {
      files: [{ kind: 'json', path, contentType: 'application/json' }],
      dispose: () => rm(path),
    };
  },
};
