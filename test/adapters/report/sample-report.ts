import type { Language } from '../../../shared/domain/language.ts';
import type { ReadSheet } from '../../../shared/domain/reading/read-event.ts';
import type { StoredReason } from '../../../shared/domain/reason.ts';
import type { Explanation } from '../../../shared/domain/reasons/explanation.ts';
import type { ReportGroup, ReportHead, ReportRow } from '../../../shared/domain/reporting/report.ts';
import { notSentOf } from '../../../shared/domain/reporting/report-rows.ts';
import type { Texts } from '../../../shared/domain/texts/en.ts';
import { texts } from '../../../shared/domain/texts/texts.ts';
import type { VerdictCounts, VerdictKind } from '../../../shared/domain/verdict.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

/** A made-up hash: long, base64, and of no machine. */
export const sampleHash = `T0GkAwEAHAAAAAoA${'Q1nP7bTz0aWm'.repeat(60)}${'A'.repeat(3264)}`;

const explanations: Readonly<Record<string, Explanation>> = {
  pkid_scientific_notation: {
    happened: 'The PKID reads {found}: the spreadsheet has shortened it, and its last digits are lost.',
    advice: 'Format the column as text and enter all 13 digits again.',
    who: 'uploader',
  },
  hash_truncated: {
    happened: 'The hardware hash is cut off after {length} characters.',
    advice: 'Collect the hash again; some databases cut long texts.',
    who: 'uploader',
  },
  '808': {
    happened: 'The device belongs to another organisation.',
    advice: 'Ask the former owner to remove the device, then drop the row again.',
    who: 'customer',
  },
  footer: { happened: 'The line reads like a total.', advice: 'Nothing to do.', who: 'nobody' },
  relationship_missing: {
    happened: 'The customer has not accepted the reseller relationship.',
    advice: 'Send the customer the invitation link: {link}',
    who: 'customer',
  },
  other_sheets: { happened: 'The sheet "{sheet}" has no device columns and was not read.', advice: '', who: 'nobody' },
  maker_spelling: {
    happened: 'The manufacturer was written "{found}" and sent as "{sent}".',
    advice: '',
    who: 'nobody',
  },
  no_header: {
    happened: 'No row with column titles was found.',
    advice: 'Start from one of the templates.',
    who: 'uploader',
  },
  retired: { happened: 'The store is closed.', advice: 'Choose another platform.', who: 'operator', repeat: false },
};

/** Codes come from platforms, too: `__proto__` is one nobody described. */
const explain = ({ code }: StoredReason): Explanation | undefined =>
  Object.hasOwn(explanations, code) ? explanations[code] : undefined;

/** The texts of a language with made-up reasons in place of our own. */
export const sampleTexts = (language?: Language): Texts => ({ ...texts(language), explain });

export const deviceSheet: ReadSheet = {
  sheet: 'Devices',
  headerRow: 1,
  titles: ['Device Serial Number', 'Windows Product ID', 'Hardware Hash', 'PO'],
  columns: ['serial', 'pkid', 'hardwareHash', null],
};

export const csvSheet: ReadSheet = {
  headerRow: 1,
  titles: deviceSheet.titles,
  columns: deviceSheet.columns,
};

export const countKinds = (rows: readonly ReportRow[]): VerdictCounts => {
  const counts: Partial<Record<VerdictKind, number>> = {};
  for (const { verdict } of rows) counts[verdict.kind] = (counts[verdict.kind] ?? 0) + 1;
  return counts;
};

const group: ReportGroup = {
  customerTenantId: '6f1e2d3c-0000-4000-8000-000000000001',
  customerName: 'Fabrikam GmbH',
  groupTag: 'KIOSK-2026',
  platform: 'partnerCenter',
  connectionId: 'distributor',
  chunks: 1,
  counts: {},
};

/** The head that fits these rows. */
export const headOf = (rows: readonly ReportRow[], changes: Partial<ReportHead> = {}): ReportHead => ({
  version: 1,
  kind: 'final',
  sequence: 3,
  partnerId: 'northwind',
  partnerName: 'Northwind Traders',
  uploadId: 'u7f3a9c21',
  fileName: 'orders/PO-4711.xlsx',
  receivedAt: '2026-07-14T08:12:30.000Z',
  writtenAt: '2026-07-14T08:20:02.000Z',
  timeZone: 'Europe/Berlin',
  notices: [],
  sheets: [deviceSheet],
  rows: rows.length,
  counts: countKinds(rows),
  groups: [{ ...group, counts: countKinds(rows.filter((row) => row.platform !== undefined)) }],
  notSent: notSentOf({ rows: rows.length, counts: countKinds(rows.filter((row) => row.platform === undefined)) }),
  calls: {},
  holds: [],
  ...changes,
});

export async function* each(rows: readonly ReportRow[]): AsyncGenerator<ReportRow> {
  yield* rows;
}

/** One row of every kind of verdict, as a reseller would meet them. */
export const everyKind: readonly ReportRow[] = [
  {
    sheet: 'Devices',
    row: 2,
    cells: ['0012345', '3305160010066', '', 'PO-4711'],
    identityKind: 'pkid',
    customerTenantId: group.customerTenantId,
    groupTag: 'KIOSK-2026',
    platform: 'partnerCenter',
    verdict: { kind: 'registered' },
  },
  {
    sheet: 'Devices',
    row: 3,
    cells: ['PF2ABCDE', '', sampleHash, 'PO-4711'],
    identityKind: 'hardwareHash',
    customerTenantId: group.customerTenantId,
    groupTag: 'KIOSK-2026',
    platform: 'partnerCenter',
    verdict: {
      kind: 'alreadyRegistered',
      remarks: [foreignReason('maker_spelling', { found: 'Hp', sent: 'HP' })],
    },
  },
  {
    sheet: 'Devices',
    row: 4,
    cells: ['PF2ABCDF', '3305160010088', '', ''],
    identityKind: 'pkid',
    customerTenantId: group.customerTenantId,
    groupTag: 'KIOSK-2026',
    platform: 'partnerCenter',
    verdict: {
      kind: 'refused',
      reason: foreignReason('808'),
      platformSaid: { code: '808', name: 'DeviceAssignedToOtherTenant', text: 'Assigned to another tenant' },
    },
  },
  {
    sheet: 'Devices',
    row: 6,
    cells: ['PF2ABCDG', '3.30512E+12', '', ''],
    verdict: { kind: 'rejected', reason: { code: 'pkid_scientific_notation', params: { found: '3.30512E+12' } } },
  },
  {
    sheet: 'Devices',
    row: 7,
    cells: ['0012345', '3305160010066', '', ''],
    verdict: { kind: 'duplicate', duplicateOf: { sheet: 'Devices', row: 2 } },
  },
  { sheet: 'Devices', row: 8, cells: ['Total: 6'], verdict: { kind: 'ignored', reason: foreignReason('footer') } },
  {
    sheet: 'Devices',
    row: 9,
    cells: ['PF2ABCDH', '', sampleHash, ''],
    platform: 'm365AdminCenter',
    verdict: { kind: 'handedOff' },
  },
  {
    sheet: 'Devices',
    row: 10,
    cells: ['PF2ABCDI', '3305160010099', '', ''],
    platform: 'partnerCenter',
    verdict: { kind: 'held' },
  },
  {
    sheet: 'Devices',
    row: 11,
    cells: ['PF2ABCDJ', '3305160010100', '', ''],
    platform: 'partnerCenter',
    verdict: { kind: 'unknown' },
  },
  {
    sheet: 'Devices',
    row: 12,
    cells: ['PF2ABCDK', '3305160010101', '', ''],
    platform: 'partnerCenter',
    verdict: { kind: 'inProgress' },
  },
  {
    sheet: 'Devices',
    row: 13,
    cells: ['PF2ABCDL', '3305160010102', '', ''],
    platform: 'partnerCenter',
    verdict: { kind: 'wouldRegister' },
  },
];
