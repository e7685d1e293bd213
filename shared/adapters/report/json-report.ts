import type { Reason } from '../../domain/reason.ts';
import type { ReportHead } from '../../domain/reporting/report.ts';
import { explained } from '../../domain/reporting/report-lines.ts';
import { redact, redactCell } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeTextFile } from './text-file.ts';

const redactedWords = (words: PlatformWords): PlatformWords =>
  Object.fromEntries(Object.entries(words).map(([name, text]) => [name, redact(text)]));

/** One element of `rows`; properties that do not apply are absent. */
const rowValue = ({ row, line }: OutputRow): object => {
  const { verdict } = row;
  return {
    sheet: row.sheet,
    row: row.row,
    status: verdict.kind,
    code: verdict.reason?.code,
    params: verdict.reason?.params,
    happened: line.happened,
    advice: line.advice,
    who: line.who,
    duplicateOf: verdict.duplicateOf,
    platformSaid: verdict.platformSaid === undefined ? undefined : redactedWords(verdict.platformSaid),
    remarks: verdict.remarks?.map(({ code, params }, index) => ({ code, params, text: line.remarks[index] })),
    identity: row.identityKind,
    customerTenantId: row.customerTenantId,
    groupTag: row.groupTag,
    platform: row.platform,
    action: row.action,
    cells: row.cells.map(redactCell),
  };
};

const headValue = (head: ReportHead, texts: Texts): object => {
  const inWords = (reason: Reason): object => ({ ...reason, ...explained(reason, texts), repeat: undefined });
  return {
    version: head.version,
    kind: head.kind,
    sequence: head.sequence,
    partnerId: head.partnerId,
    partnerName: head.partnerName,
    uploadId: head.uploadId,
    fileName: head.fileName,
    receivedAt: head.receivedAt,
    writtenAt: head.writtenAt,
    timeZone: head.timeZone,
    language: head.language,
    refused: head.refused === undefined ? undefined : inWords(head.refused),
    notices: head.notices.map(inWords),
    sheets: head.sheets.map((sheet) => ({ ...sheet, titles: sheet.titles.map(redactCell) })),
    summary: {
      rows: head.rows,
      counts: head.counts,
      chunks: head.groups.reduce((sum, group) => sum + group.chunks, 0),
      calls: head.calls,
      groups: head.groups,
      notSent: head.notSent,
      holds: head.holds.map(inWords),
      followUpOf: head.followUpOf,
      forecast:
        head.forecast === undefined
          ? undefined
          : {
              ...head.forecast,
              customers: head.forecast.customers.map((reach) => ({
                ...reach,
                reason: reach.reason === undefined ? undefined : inWords(reach.reason),
              })),
            },
    },
  };
};

/** The report for programs, in the shape of `schemas/report.schema.json`: one row a line, so that it can also be read by line. */
export const makeJsonReport = async (path: string, head: ReportHead, texts: Texts): Promise<ReportOutput> => {
  const file = await makeTextFile(path);
  const start = JSON.stringify(headValue(head, texts));
  await file.write(`${start.slice(0, -1)},\n"rows":[`);
  let separator = '\n';
  return {
    row(output) {
      const text = `${separator}${JSON.stringify(rowValue(output))}`;
      separator = ',\n';
      return file.write(text);
    },
    async finish({ reasons, withoutProfile }) {
      const profiles = withoutProfile.map(({ because, ...fault }) => ({ ...fault, because: because?.code }));
      await file.write(
        `\n],\n"withoutProfile":${JSON.stringify(profiles)},\n"reasons":${JSON.stringify(reasons.map(({ kind, code, rows }) => ({ status: kind, code, rows })))}}\n`,
      );
      await file.finish();
    },
    abandon: file.abandon,
  };
};
