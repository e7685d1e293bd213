import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type CheckedFile, type CheckedRow, checkFile } from '../../cli/check-file.ts';

/** A row of `<file>.expected.json`, as the README beside the files describes it. */
interface ExpectedRow {
  readonly row: number;
  readonly sheet?: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly duplicateOf?: number;
  readonly identity?: unknown;
  readonly groupTag?: string;
  readonly customer?: string;
  readonly columnNamedSuffices?: boolean;
  readonly alsoAllowed?: readonly string[];
  readonly mustNotContain?: readonly string[];
}

interface Expected {
  readonly file: string;
  readonly fileOutcome: string;
  readonly fileReason?: string;
  readonly alsoAllowedFileOutcome?: string;
  readonly alsoAllowedFileReasons?: readonly string[];
  readonly mustNotContain?: readonly string[];
  readonly rows: readonly ExpectedRow[];
}

const folder = join(import.meta.dirname, '../fixtures/samples-2');

/** What an identity is, as text; a hash is told by its digest. */
function identityText(identity: unknown): string {
  const { kind, manufacturer, model, serial, pkid, base64Sha256 } = Object(identity);
  if (kind === 'tuple') return `tuple:${manufacturer}|${model}|${serial}`;
  return kind === 'pkid' ? `pkid:${pkid}` : `hash4k:${base64Sha256}`;
}

/** A row as one text that two sides can be compared by: `accept tuple:HP|…`, `reject serial_placeholder`. */
function outcomeText(row: Pick<ExpectedRow, 'outcome' | 'reason' | 'duplicateOf' | 'identity'>): string {
  if (row.outcome === 'accept') return `accept ${identityText(row.identity)}`;
  if (row.outcome === 'reject') return 'reject';
  return row.outcome === 'duplicate' ? `duplicate of ${row.duplicateOf}` : row.outcome;
}

/** Does a text such as `reject:customer_conflict` or `accept+warning:tuple` allow what was found? */
function allows(allowed: string, found: CheckedRow): boolean {
  const [outcome, ...rest] = allowed.split(':');
  const value = rest.join(':');
  switch (outcome) {
    case 'reject':
      return found.outcome === 'reject' && found.reason === value;
    case 'duplicate':
      return found.outcome === 'duplicate' && (value === '' || String(found.duplicateOf) === value);
    case 'accept':
    case 'accept+warning': {
      const warned = outcome === 'accept' || (found.warnings ?? []).length > 0;
      const known = found.identity?.kind === value || identityText(found.identity) === value;
      return found.outcome === 'accept' && warned && known;
    }
    default:
      return found.outcome === outcome;
  }
}

/** What is wrong with a row; undefined: nothing. */
function faultOf(wanted: ExpectedRow, found: CheckedRow | undefined, checked: CheckedFile): string | undefined {
  if (found === undefined)
    return wanted.outcome === 'ignore' ? undefined : `wanted ${outcomeText(wanted)}, found nothing`;
  const right =
    outcomeText(wanted) === outcomeText(found) || (wanted.alsoAllowed ?? []).some((allowed) => allows(allowed, found));
  if (!right)
    return `wanted ${outcomeText(wanted)} ${wanted.reason ?? ''}, found ${outcomeText(found)} ${found.reason ?? ''}`;
  if (found.outcome !== 'accept' || (found.warnings ?? []).length > 0) return undefined;
  if (wanted.groupTag !== undefined && wanted.groupTag !== found.groupTag) return `its group tag is ${found.groupTag}`;
  const named = wanted.columnNamedSuffices === true && checked.sheets.some((sheet) => sheet.columnsNotRead.length > 0);
  if (wanted.customer === undefined || wanted.customer === found.customer || named) return undefined;
  return `its customer is ${found.customer}`;
}

function faultsOf(expected: Expected, checked: CheckedFile): readonly string[] {
  const also = expected.alsoAllowedFileOutcome?.split(':')[0];
  if (checked.fileOutcome !== expected.fileOutcome && checked.fileOutcome !== also)
    return [`the file was ${checked.fileOutcome} (${checked.fileReason})`];
  if (checked.fileOutcome === 'rejected') {
    const reasons = [expected.fileReason, ...(expected.alsoAllowedFileReasons ?? [])];
    const right = expected.fileOutcome !== 'rejected' || reasons.includes(checked.fileReason);
    return right ? [] : [`the file was rejected for ${checked.fileReason}`];
  }
  return expected.rows.flatMap((wanted) => {
    const found = checked.rows.find(
      ({ row, sheet }) => row === wanted.row && (wanted.sheet === undefined || sheet === wanted.sheet),
    );
    const fault = faultOf(wanted, found, checked);
    return fault === undefined ? [] : [`row ${wanted.row}: ${fault}`];
  });
}

describe('partner files after public reports', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.expected.json'))) {
    const expected: Expected = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    it(`${expected.file}: every row is read as expected`, async () => {
      const checked = await checkFile(join(folder, expected.file));
      expect(faultsOf(expected, checked)).to.deep.equal([]);
      const secrets = [...(expected.mustNotContain ?? []), ...expected.rows.flatMap((row) => row.mustNotContain ?? [])];
      for (const secret of secrets) expect(JSON.stringify(checked)).not.to.contain(secret);
    });
  }
});
