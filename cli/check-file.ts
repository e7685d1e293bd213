import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { makeSheetReader } from '../shared/adapters/spreadsheet/sheet-reader.ts';
import { cutVisibly } from '../shared/domain/cut-text.ts';
import type { DeviceAction } from '../shared/domain/device-action.ts';
import type { Identity } from '../shared/domain/identity.ts';
import { isDeviceLinkFile } from '../shared/domain/planning/program-file.ts';
import { columnsNotRead } from '../shared/domain/reading/columns.ts';
import {
  defaultLimits,
  type ReadingOptions,
  type ReadRow,
  type ReadSheet,
} from '../shared/domain/reading/read-event.ts';
import { readUpload } from '../shared/domain/reading/read-upload.ts';
import type { Reason } from '../shared/domain/reason.ts';
import { explained } from '../shared/domain/reporting/report-lines.ts';
import { batchNameFault } from '../shared/domain/settings/group-tag.ts';
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
  /** What would be done with the device. */
  readonly action?: DeviceAction;
  /** The customer it asks to move the device to, as written. */
  readonly moveTo?: string;
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

/** The same without its rows, which may be a million. */
export type CheckedHead = Omit<CheckedFile, 'rows'>;

/** Reads a file as an upload would be read, without a partner, a platform or anything being sent; its rows are kept. */
export async function checkFile(
  path: string,
  options: Partial<ReadingOptions> = {},
  onRow: (row: ReadRow) => void = () => {},
): Promise<CheckedFile> {
  const rows: CheckedRow[] = [];
  const head = await checkRows(path, options, (row) => {
    onRow(row);
    rows.push(checkedRow(row));
  });
  return { ...head, rows: head.fileOutcome === 'processed' ? rows : [] };
}

/** The same, keeping no row. What it gives for the rows of a file that is refused in the end is void. */
export async function checkRows(
  path: string,
  options: Partial<ReadingOptions>,
  onRow: (row: ReadRow) => void | Promise<void>,
): Promise<CheckedHead> {
  const reading: ReadingOptions = { limits: defaultLimits, ...options };
  const reader = makeSheetReader({ tempFolder: tmpdir() });
  const sheets: CheckedSheet[] = [];
  const notices: Reason[] = [];
  const counts: Record<string, number> = {};
  const file = basename(path);
  if (isDeviceLinkFile(file)) {
    const reason: Reason = { code: 'device_link_file' };
    const refused = { fileOutcome: 'rejected', fileReason: reason.code, message: inWords(reason) } as const;
    return { file, ...refused, sheets: [], notices, counts };
  }
  for await (const event of readUpload(reader.read(createReadStream(path), reading.limits), reading)) {
    switch (event.kind) {
      case 'sheet':
        sheets.push({ ...event.sheet, columnsNotRead: columnsNotRead(event.sheet) });
        break;
      case 'row': {
        const outcome = outcomes[event.row.reading.kind];
        counts[outcome] = (counts[outcome] ?? 0) + 1;
        await onRow(event.row);
        break;
      }
      case 'notice':
        notices.push(event.notice);
        break;
      case 'refused': {
        const { reason } = event;
        const refused = { fileOutcome: 'rejected', fileReason: reason.code, message: inWords(reason) } as const;
        return { file, ...refused, sheets: [], notices, counts: {} };
      }
      case 'end':
        break;
      default:
        event satisfies never;
    }
  }
  return { file, fileOutcome: 'processed', sheets, notices, counts };
}

const outcomes = { device: 'accept', rejected: 'reject', duplicate: 'duplicate', ignored: 'ignore' } as const;

/** A row as the check prints it. */
export function checkedRow({ row, sheet, reading }: ReadRow): CheckedRow {
  const place = sheet === undefined ? { row } : { row, sheet };
  switch (reading.kind) {
    case 'device': {
      const { identities, groupTag, customer, assignedUser, action, moveTo } = reading.device;
      return {
        ...place,
        outcome: 'accept',
        identity: checkedIdentity(identities[0]),
        ...(groupTag === undefined ? {} : { groupTag }),
        ...(customer === undefined ? {} : { customer }),
        ...(assignedUser === undefined ? {} : { assignedUser }),
        action: action ?? 'register',
        ...(moveTo === undefined ? {} : { moveTo }),
        ...warnings([...reading.warnings, ...tagWarnings(groupTag)]),
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

/** The connection that a row goes to decides; without settings the check can only name the platforms that would refuse it. */
function tagWarnings(groupTag: string | undefined): readonly Reason[] {
  if (groupTag === undefined || batchNameFault(groupTag) === undefined) return [];
  return [{ code: 'group_tag_platform_limited', params: { groupTag: cutVisibly(groupTag, 128) } }];
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
  const { happened, advice } = explained(reason, english);
  return `${happened} ${advice}`;
}

/** The check in words, before its rows. */
export function summarize(checked: CheckedHead): string {
  if (checked.fileOutcome === 'rejected') return `${checked.file}: not read. ${checked.message}\n`;
  const rows = Object.values(checked.counts).reduce((sum, number) => sum + number, 0);
  const total = Object.entries(checked.counts).map(
    ([outcome, number]) => `${number} ${outcomeWords[outcome] ?? outcome}`,
  );
  const lines = [`${checked.file}: ${rows} ${rows === 1 ? 'row' : 'rows'}: ${total.join(', ')}`];
  for (const { sheet, headerRow } of checked.sheets) {
    lines.push(`  Read ${sheet === undefined ? 'with its' : `sheet "${sheet}" with the`} header in row ${headerRow}.`);
  }
  for (const sheet of checked.sheets) {
    const possible = sheet.titles.filter((_, index) => sheet.columns[index] === 'possibleCustomer');
    if (possible.length > 0)
      lines.push(`  May name a customer, which only a partner's settings can tell: "${possible.join('", "')}".`);
  }
  for (const notice of checked.notices) lines.push(`  Note: ${inWords(notice)}`);
  return `${lines.join('\n')}\n`;
}

const outcomeWords: Readonly<Record<string, string>> = {
  accept: 'can be sent',
  reject: 'rejected',
  duplicate: 'named before',
  ignore: 'no device',
};

/** What there is to say of a row, in lines; none where nothing is wrong. */
export function describeRow({ row, sheet, reading }: ReadRow): readonly string[] {
  const where = `  Row ${row}${sheet === undefined ? '' : ` of "${sheet}"`}:`;
  switch (reading.kind) {
    case 'device':
      return [...reading.warnings, ...tagWarnings(reading.device.groupTag)].map(
        (warning) => `${where} fine, but: ${inWords(warning)}`,
      );
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
