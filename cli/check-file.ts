import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { makeSheetReader } from '../shared/adapters/spreadsheet/sheet-reader.ts';
import type { Identity } from '../shared/domain/identity.ts';
import { columnsNotRead } from '../shared/domain/reading/columns.ts';
import {
  defaultLimits,
  type ReadingOptions,
  type ReadRow,
  type ReadSheet,
} from '../shared/domain/reading/read-event.ts';
import { readUpload } from '../shared/domain/reading/read-upload.ts';
import type { Reason } from '../shared/domain/reason.ts';
import { explain } from '../shared/domain/reporting/explain.ts';
import { explained } from '../shared/domain/reporting/report-lines.ts';
import { english } from '../shared/domain/texts/en.ts';

/** An identity as the check prints it. A hash shows as the SHA-256 of its text, never as itself. */
type CheckedIdentity =
  | { readonly kind: 'tuple'; readonly manufacturer: string; readonly model: string; readonly serial: string }
  | { readonly kind: 'pkid'; readonly pkid: string }
  | {
      readonly kind: 'hash4k';
      readonly base64Length: number;
      readonly base64Sha256: string;
      readonly embedded: {
        readonly manufacturer: string;
        readonly model: string;
        readonly serial: string;
        readonly pkid: string | null;
      };
    };

export interface CheckedRow {
  readonly row: number;
  readonly sheet?: string;
  readonly outcome: 'accept' | 'reject' | 'duplicate' | 'ignore';
  readonly reason?: string;
  readonly duplicateOf?: number;
  readonly duplicateOfSheet?: string;
  readonly identity?: CheckedIdentity;
  readonly groupTag?: string;
  /** As the row's customer column spells it; which of the partner's customers that is only the settings can tell. */
  readonly customer?: string;
  readonly assignedUser?: string;
  readonly warnings?: readonly string[];
}

/** A sheet as the check prints it. */
interface CheckedSheet extends ReadSheet {
  /** Titles of the columns nothing is read from; some of them may still name a customer of the partner's. */
  readonly columnsNotRead: readonly string[];
}

/** What our reader says of a file, as plain JSON. */
export interface CheckedFile {
  readonly file: string;
  readonly fileOutcome: 'processed' | 'rejected';
  readonly fileReason?: string;
  readonly message?: string;
  readonly sheets: readonly CheckedSheet[];
  readonly notices: readonly Reason[];
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly CheckedRow[];
}

/** Reads a file as an upload would be read, without a partner, a platform or anything being sent. */
export async function checkFile(
  path: string,
  options: Partial<ReadingOptions> = {},
  onRow: (row: ReadRow) => void = () => {},
): Promise<CheckedFile> {
  const reading: ReadingOptions = { limits: defaultLimits, ...options };
  const reader = makeSheetReader({ tempFolder: tmpdir() });
  const rows: CheckedRow[] = [];
  const sheets: CheckedSheet[] = [];
  const notices: Reason[] = [];
  let refused: Reason | undefined;
  for await (const event of readUpload(reader.read(createReadStream(path), reading.limits), reading)) {
    switch (event.kind) {
      case 'sheet':
        sheets.push({ ...event.sheet, columnsNotRead: columnsNotRead(event.sheet) });
        break;
      case 'row':
        onRow(event.row);
        rows.push(checkedRow(event.row));
        break;
      case 'notice':
        notices.push(event.notice);
        break;
      case 'refused':
        refused = event.reason;
        break;
      case 'end':
        break;
      default:
        event satisfies never;
    }
  }
  const file = basename(path);
  if (refused) {
    const message = inWords(refused);
    return {
      file,
      fileOutcome: 'rejected',
      fileReason: refused.code,
      message,
      sheets: [],
      notices,
      counts: {},
      rows: [],
    };
  }
  return { file, fileOutcome: 'processed', sheets, notices, counts: count(rows), rows };
}

function count(rows: readonly CheckedRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function checkedRow({ row, sheet, reading }: ReadRow): CheckedRow {
  const place = sheet === undefined ? { row } : { row, sheet };
  switch (reading.kind) {
    case 'device': {
      const { identities, groupTag, customer, assignedUser } = reading.device;
      return {
        ...place,
        outcome: 'accept',
        identity: checkedIdentity(identities[0]),
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(customer === undefined ? {} : { customer }),
        ...(assignedUser === undefined ? {} : { assignedUser }),
        ...warnings(reading.warnings),
      };
    }
    case 'rejected':
      return { ...place, outcome: 'reject', reason: reading.reason.code, ...warnings(reading.warnings) };
    case 'duplicate': {
      const { of } = reading;
      const first =
        of.sheet === undefined ? { duplicateOf: of.row } : { duplicateOf: of.row, duplicateOfSheet: of.sheet };
      return { ...place, outcome: 'duplicate', ...first, ...warnings(reading.warnings) };
    }
    case 'ignored':
      return { ...place, outcome: 'ignore', reason: reading.reason.code };
    default:
      return reading satisfies never;
  }
}

function warnings(found: readonly Reason[]): { warnings?: string[] } {
  return found.length === 0 ? {} : { warnings: found.map(({ code }) => code) };
}

function checkedIdentity(identity: Identity): CheckedIdentity {
  switch (identity.kind) {
    case 'tuple': {
      const { manufacturer, model, serial } = identity;
      return { kind: 'tuple', manufacturer, model, serial };
    }
    case 'pkid':
      return { kind: 'pkid', pkid: identity.pkid };
    case 'hardwareHash': {
      const { manufacturer, model, serial, pkid } = identity.embedded;
      const embedded = { manufacturer, model, serial, pkid: pkid ?? null };
      return { kind: 'hash4k', base64Length: identity.hash.length, base64Sha256: identity.sha256, embedded };
    }
    default:
      return identity satisfies never;
  }
}

function inWords(reason: Reason): string {
  const { happened, advice } = explained(reason, explain, english);
  return `${happened} ${advice}`;
}

/** The check in words: first what matters, then every row that is not simply fine. */
export function summarize(checked: CheckedFile, problems: readonly ReadRow[]): string {
  if (checked.fileOutcome === 'rejected') return `${checked.file}: not read. ${checked.message}\n`;
  const total = Object.entries(checked.counts).map(
    ([outcome, number]) => `${number} ${outcomeWords[outcome] ?? outcome}`,
  );
  const lines = [
    `${checked.file}: ${checked.rows.length} ${checked.rows.length === 1 ? 'row' : 'rows'}: ${total.join(', ')}`,
  ];
  for (const { sheet, headerRow } of checked.sheets) {
    lines.push(`  Read ${sheet === undefined ? 'with its' : `sheet "${sheet}" with the`} header in row ${headerRow}.`);
  }
  for (const sheet of checked.sheets) {
    const possible = sheet.titles.filter((_, index) => sheet.columns[index] === 'possibleCustomer');
    if (possible.length > 0)
      lines.push(`  May name a customer, which only a partner's settings can tell: "${possible.join('", "')}".`);
  }
  for (const notice of checked.notices) lines.push(`  Note: ${inWords(notice)}`);
  for (const row of problems) lines.push(...describe(row));
  return `${lines.join('\n')}\n`;
}

const outcomeWords: Readonly<Record<string, string>> = {
  accept: 'can be registered',
  reject: 'rejected',
  duplicate: 'named before',
  ignore: 'no device',
};

function describe({ row, sheet, reading }: ReadRow): string[] {
  const where = `  Row ${row}${sheet === undefined ? '' : ` of "${sheet}"`}:`;
  switch (reading.kind) {
    case 'device':
      return reading.warnings.map((warning) => `${where} fine, but: ${inWords(warning)}`);
    case 'rejected':
    case 'ignored':
      return [`${where} ${inWords(reading.reason)} (${reading.reason.code})`];
    case 'duplicate':
      return [
        `${where} names the same device as row ${reading.of.row}${reading.of.sheet === undefined ? '' : ` of "${reading.of.sheet}"`}.`,
      ];
    default:
      return reading satisfies never;
  }
}
