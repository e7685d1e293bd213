import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { PlannedRow } from '../../../shared/domain/planning/plan.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import {
  type ChunkProgress,
  holdsOf,
  reportBaseName,
  reportGroups,
  reportRow,
  sumCalls,
} from '../../../shared/domain/reporting/report-rows.ts';
import { addCounts } from '../../../shared/domain/verdict.ts';
import { sampleChunk, samplePlannedChunk } from '../../fakes/sample-states.ts';

const { sha256: _sealed, ...planned } = samplePlannedChunk();
const row: PlannedRow = {
  sheet: 'Sheet 1',
  row: 2,
  cells: ['a'],
  identityKind: 'tuple',
  remarks: [{ code: 'manufacturer_unusual' }],
  outcome: { kind: 'device', chunk: 0, position: 1 },
};
const progress = (change: Partial<ChunkProgress> = {}): ChunkProgress => ({ planned, ...change });
const kindOf = (chunk: ChunkProgress, check = false) => reportRow(row, chunk, check).verdict;

describe('a row of the report', () => {
  it('says where its device went and what became of it, remarks of the reader first', () => {
    const verdicts = [null, { kind: 'registered', remarks: [{ code: 'confirmed_by_resend' }] }] as const;
    expect(reportRow(row, progress({ verdicts }), false)).to.deep.equal({
      sheet: 'Sheet 1',
      row: 2,
      cells: ['a'],
      identityKind: 'tuple',
      customerTenantId: planned.customerTenantId,
      groupTag: 'Sales',
      platform: 'partnerCenter',
      verdict: { kind: 'registered', remarks: [{ code: 'manufacturer_unusual' }, { code: 'confirmed_by_resend' }] },
    });
  });

  it('judged while planning keeps that verdict and names no platform', () => {
    const verdict = { kind: 'rejected', reason: { code: 'customer_unknown' } } as const;
    const judged = reportRow({ row: 3, cells: [], outcome: { kind: 'verdict', verdict } }, undefined, false);
    expect(judged).to.deep.equal({ row: 3, cells: [], verdict });
  });

  it('without an answer yet is in progress, with what stands in the way', () => {
    const trouble: Reason = { code: 'platform_throttled' };
    expect(kindOf(progress())).to.have.property('kind', 'inProgress');
    expect(kindOf(progress({ state: sampleChunk({ trouble }) }))).to.deep.include({
      kind: 'inProgress',
      reason: trouble,
    });
  });

  it('of a held chunk is held, with what is missing', () => {
    const hold: Reason = { code: 'relationship_missing' };
    expect(kindOf(progress({ state: sampleChunk({ state: 'held', hold }) }))).to.deep.include({
      kind: 'held',
      reason: hold,
    });
  });

  it('of a check would be registered', () =>
    expect(kindOf(progress(), true)).to.have.property('kind', 'wouldRegister'));

  it('that names a chunk the plan does not have is a broken plan', () =>
    expect(() => reportRow(row, undefined, false)).to.throw('chunk 0'));
});

describe('the numbers of a report', () => {
  it('are the settled counts, or what is known of a chunk under way', () => {
    const settled = progress({ state: sampleChunk({ counts: { registered: 2 } }) });
    const underWay = progress({ verdicts: [{ kind: 'refused' }, null] });
    const { groupTag: _tag, ...untagged } = planned;
    const groups = reportGroups([settled, underWay, { planned: untagged }], false);
    expect(groups.map(({ groupTag, chunks, counts }) => ({ groupTag, chunks, counts }))).to.deep.equal([
      { groupTag: 'Sales', chunks: 2, counts: { registered: 2, refused: 1, inProgress: 1 } },
      { groupTag: undefined, chunks: 1, counts: { inProgress: 2 } },
    ]);
  });

  it('add up', () => {
    expect(addCounts({ registered: 1 }, {}, { registered: 2, held: 1 })).to.deep.equal({ registered: 3, held: 1 });
    const calls = sumCalls([
      progress({ state: sampleChunk({ calls: { submit: 1, poll: 2 } }) }),
      progress(),
      progress({ state: sampleChunk({ calls: { poll: 3 } }) }),
    ]);
    expect(calls).to.deep.equal({ submit: 1, poll: 5 });
  });

  it('name each thing that holds chunks back once, and by customer', () => {
    const held = progress({ state: sampleChunk({ state: 'held', hold: { code: 'relationship_missing' } }) });
    expect(holdsOf([held, held, progress()])).to.deep.equal([
      { code: 'relationship_missing', params: { customer: 'Contoso' } },
    ]);
  });
});

describe('the name of a report', () => {
  const nameOf = (fileName: string): string =>
    reportBaseName({
      partnerId: 'northwind',
      uploadId: 'abcdef0123',
      fileName,
      receivedAt: '2026-01-05T08:09:10.123Z',
    });

  it('repeats the folders and the file, with the time it came and its upload', () =>
    expect(nameOf('check/contoso/May.xlsx')).to.equal('northwind/check/contoso/May.xlsx.20260105-080910-abcdef'));

  it('holds nothing an address could trip over', () =>
    expect(nameOf('..//a%2f?b#\u0000c\\d')).to.equal('northwind/_/_/a_2f_b__c_d.20260105-080910-abcdef'));
});
