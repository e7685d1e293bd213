import { expect } from 'chai';
import { describe, it } from 'mocha';
import { referenceTo } from '../../../shared/domain/planning/follow-up.ts';
import type { Explanation } from '../../../shared/domain/reasons/explanation.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import type { VerdictText } from '../../../shared/domain/reporting/report-lines.ts';
import { canRetry, makeRetrySheet } from '../../../shared/domain/reporting/retry-row.ts';
import { german } from '../../../shared/domain/texts/de.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import type { VerdictKind } from '../../../shared/domain/verdict.ts';
import { foreignReason } from '../../fakes/foreign-reason.ts';

const explanations: Readonly<Record<string, Explanation>> = {
  fixable: { happened: '', advice: '', who: 'uploader' },
  nobody: { happened: '', advice: '', who: 'nobody' },
  retired: { happened: '', advice: '', who: 'operator', repeat: false },
  again: { happened: '', advice: '', who: 'nobody', repeat: true },
};
const words = { ...english, explain: ({ code }: { readonly code: string }) => explanations[code] };
const retry = (kind: VerdictKind, code?: string): boolean =>
  canRetry({ kind, ...(code === undefined ? {} : { reason: foreignReason(code) }) }, words);
const line: VerdictText = {
  status: '',
  code: '',
  happened: 'Too short.',
  advice: 'Again.',
  who: 'uploader',
  remarks: [],
  route: '',
};
const rowOf = (cells: readonly string[]): ReportRow => ({ sheet: 'S', row: 9, cells, verdict: { kind: 'rejected' } });

describe('what a retry workbook holds', () => {
  it('rejected and refused rows that somebody can correct, and rows that never got an answer', () => {
    expect(retry('rejected', 'fixable')).to.equal(true);
    expect(retry('refused', 'fixable')).to.equal(true);
    expect(retry('unknown')).to.equal(true);
  });

  it('in doubt the uploader gets the row', () => {
    expect(retry('rejected')).to.equal(true);
    expect(retry('refused', 'nobody_described_this')).to.equal(true);
  });

  it('no row that dropping again cannot help', () => {
    expect(retry('rejected', 'nobody')).to.equal(false);
    expect(retry('rejected', 'retired')).to.equal(false);
    expect(retry('refused', 'again')).to.equal(true);
  });

  it('nothing that is done, on its way, held or no device', () => {
    const others = [
      'registered',
      'alreadyRegistered',
      'duplicate',
      'ignored',
      'handedOff',
      'held',
      'inProgress',
    ] as const;
    for (const kind of others) expect(retry(kind, 'fixable')).to.equal(false);
  });

  it('names a row by upload, sheet and row; a CSV has no sheet', () => {
    expect(referenceTo('u1', rowOf([]))).to.equal('u1#S#9');
    expect(referenceTo('u1', { row: 9 })).to.equal('u1##9');
  });

  it("keeps the uploader's columns and cells as they are and adds two", () => {
    const sheet = makeRetrySheet(
      { sheet: 'S', headerRow: 1, titles: ['B ', 'a'], columns: [null, null] },
      'u1',
      english,
    );
    expect(sheet.titles).to.deep.equal(['B ', 'a', 'Reason', 'Upload reference']);
    expect(sheet.cells(rowOf([' 007 ']), line)).to.deep.equal([' 007 ', '', 'Too short. Again.', 'u1#S#9']);
  });

  it('cells without a title stay visible behind ours', () => {
    const sheet = makeRetrySheet({ sheet: 'S', headerRow: 1, titles: ['a'], columns: [null] }, 'u1', english);
    expect(sheet.cells(rowOf(['VMware', 'Inc.']), line).slice(3)).to.deep.equal(['Inc.']);
  });

  it('a retry of a retry has our columns once, with the new reason', () => {
    const titles = ['a', 'Reason', 'upload reference '];
    const sheet = makeRetrySheet({ sheet: 'S', headerRow: 1, titles, columns: [null, null, null] }, 'u2', english);
    expect(sheet.titles).to.deep.equal(['a', 'Reason', 'Upload reference']);
    expect(sheet.cells(rowOf(['x', 'old', 'u1#S#2']), line)).to.deep.equal(['x', 'Too short. Again.', 'u2#S#9']);
  });

  it('a German retry of an English one has our columns once, in German', () => {
    const titles = ['a', 'Reason', 'Upload reference'];
    const sheet = makeRetrySheet({ headerRow: 1, titles, columns: [null, null, null] }, 'u2', german);
    expect(sheet.titles).to.deep.equal(['a', 'Grund', 'Upload-Referenz']);
  });

  it('no two columns we add have the same title', () => {
    for (const { columns, retry: own } of [english, german]) {
      const added = [...Object.values(columns), own.reason, own.uploadReference];
      expect(new Set(added).size).to.equal(added.length);
    }
  });
});
