import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ComparisonHead, categoryOf } from '../../../domain/comparing/comparison.ts';
import { findingTexts } from '../../../domain/comparing/comparison-texts.ts';
import { redactCell } from '../../../domain/reporting/shown-text.ts';
import type { ComparisonRenderer } from '../../../ports.ts';
import { csvLine } from '../csv-report.ts';
import { sheetRows } from '../rows-sheets.ts';
import { makeTextFile } from '../text-file.ts';
import { comparisonColumns } from './comparison-columns.ts';
import type { ComparisonOutput } from './comparison-output.ts';
import { makeComparisonWorkbook } from './comparison-workbook.ts';

const contentTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
} as const;
const kinds = ['xlsx', 'csv', 'json'] as const;

async function makeCsv(path: string): Promise<ComparisonOutput> {
  const file = await makeTextFile(path);
  await file.write(`\ufeff${csvLine(comparisonColumns.map(({ title }) => title))}`);
  return {
    finding: (finding) => file.write(csvLine(comparisonColumns.map(({ value }) => value(finding)))),
    finish: file.finish,
    abandon: file.abandon,
  };
}

/** One finding a line, in the shape of `schemas/comparison.schema.json`. */
async function makeJson(path: string, head: ComparisonHead): Promise<ComparisonOutput> {
  const file = await makeTextFile(path);
  await file.write(`${JSON.stringify(head).slice(0, -1)},\n"findings":[`);
  let separator = '\n';
  const clean = (text: string | undefined): string | undefined => (text === undefined ? undefined : redactCell(text));
  return {
    finding(finding) {
      const { code, serial, manufacturer, model, pkid, groupTag, listedGroupTag, ...rest } = finding;
      const names = { serial, manufacturer, model, pkid, groupTag, listedGroupTag };
      const value = {
        category: categoryOf[code],
        code,
        ...rest,
        ...Object.fromEntries(Object.entries(names).map(([name, text]) => [name, clean(text)])),
        ...findingTexts[code],
      };
      const line = `${separator}${JSON.stringify(value)}`;
      separator = ',\n';
      return file.write(line);
    },
    async finish() {
      await file.write('\n]}\n');
      await file.finish();
    },
    abandon: file.abandon,
  };
}

/** Findings between two pauses, so that other invocations of the same process get their turn. */
const findingsPerTurn = 256;

/** Renders a comparison as workbook, CSV and JSON in one pass, in bounded memory. */
export const makeComparisonRenderer = (deps: {
  readonly tempDir?: string;
  /** Rows of a sheet before a further one begins; absent: what Excel holds. */
  readonly rowsPerSheet?: number;
}): ComparisonRenderer => ({
  async render(head, findings) {
    const folder = await mkdtemp(join(deps.tempDir ?? tmpdir(), 'comparison-'));
    const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
    const pathOf = (kind: string): string => join(folder, `comparison.${kind}`);
    const outputs: ComparisonOutput[] = [];
    try {
      outputs.push(
        await makeComparisonWorkbook(pathOf('xlsx'), head, deps.rowsPerSheet ?? sheetRows),
        await makeCsv(pathOf('csv')),
        await makeJson(pathOf('json'), head),
      );
      let count = 0;
      for await (const finding of findings()) {
        for (const output of outputs) {
          const room = output.finding(finding);
          if (room !== undefined) await room;
        }
        count += 1;
        if (count % findingsPerTurn === 0) await setImmediate();
      }
      for (const output of outputs) await output.finish();
      return { files: kinds.map((kind) => ({ kind, path: pathOf(kind), contentType: contentTypes[kind] })), dispose };
    } catch (error) {
      await Promise.allSettled(outputs.map((output) => output.abandon()));
      await dispose();
      throw error;
    }
  },
});
