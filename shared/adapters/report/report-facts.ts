import type { ReportHead } from '../../domain/reporting/report.ts';
import { shown } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { localTime } from './local-time.ts';

/** What stands at the top of a report: which file, whose, when. */
export const reportFacts = (
  head: ReportHead,
  texts: Texts,
): readonly { readonly label: string; readonly value: string }[] => [
  { label: texts.summary.file, value: shown(head.fileName) },
  { label: texts.summary.partner, value: shown(head.partnerName) },
  { label: texts.summary.received, value: localTime(head.receivedAt, head.timeZone, texts.timeFormat) },
  { label: texts.summary.written, value: localTime(head.writtenAt, head.timeZone, texts.timeFormat) },
  { label: texts.summary.upload, value: shown(head.uploadId) },
];
