import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeVerdictText } from '../../domain/reporting/report-lines.ts';
import { english } from '../../domain/texts/en.ts';
import type { RetryWorkbooks } from '../../ports.ts';
import { makeConfirmationWorkbook, makeRetryWorkbook } from './retry-workbook.ts';

/** Workbooks of rows somebody picked and corrected, or confirmed, written as those that come with a report. */
export const makeRetryWorkbooks = ({ tempDir }: { readonly tempDir: string }): RetryWorkbooks => ({
  render: async (of, rows, kind = 'retry') => {
    const folder = await mkdtemp(join(tempDir, 'retry-'));
    const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
    const path = join(folder, 'retry.xlsx');
    try {
      const output = await (kind === 'retry' ? makeRetryWorkbook : makeConfirmationWorkbook)(path, of, english);
      try {
        const lineOf = makeVerdictText((id) => id, english);
        for await (const { row, sheet } of rows)
          await output.row({ row, sheet, line: lineOf(row, sheet.titles.length), shownCells: [] });
        await output.finish({ reasons: [], toRetry: 0, withoutProfile: [] });
      } catch (error) {
        await output.abandon();
        throw error;
      }
    } catch (error) {
      await dispose();
      throw error;
    }
    return { path, dispose };
  },
});
