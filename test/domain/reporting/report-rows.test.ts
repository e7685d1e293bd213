import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PlannedRow } from '../../../shared/domain/planning/plan.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import {
  type ChunkProgress,
  holdsOf,
  notSentOf,
  reportBaseName,
  reportGroups,
  reportRow,
  reportSuffixes,
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

  it('count rows that were not sent by customer; an older plan does not know whose they are', () => {
    const notSent = [{ customerTenantId: 't', counts: { rejected: 1 } }];
    expect(notSentOf({ rows: 1, counts: { rejected: 1 }, notSent })).to.equal(notSent);
    expect(notSentOf({ rows: 3, counts: { rejected: 1 } })).to.deep.equal([{ counts: { rejected: 1 } }]);
    expect(notSentOf({ rows: 0, counts: {} })).to.deep.equal([]);
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
      { code: 'relationship_missing', params: { customer: 'Contoso' }, rows: 4 },
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

  it('is never longer than a blob’s name may be, whatever the file is called', () => {
    const endings = [...Object.values(reportSuffixes), 'progress.json', 'handoff-1234.csv'];
    const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 });
    const names = fc.oneof(
      fc.array(segment, { minLength: 1, maxLength: 300 }).map((parts) => parts.join('/')),
      fc.constantFrom('a/'.repeat(511), 'ü'.repeat(1_014), '😀'.repeat(507), `${'日本/'.repeat(300)}x.csv`),
    );
    fc.assert(
      fc.property(names, (fileName) => {
        for (const ending of endings) {
          const name = `${nameOf(fileName.slice(0, 1_014)).replace('northwind', 'n'.repeat(63))}.${ending}`;
          expect(name.length).to.be.at.most(1_024);
          expect(name.split('/').length).to.be.at.most(254);
          expect(name.isWellFormed()).to.equal(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('that had to be cut says so, begins as the file does, and is its own', () => {
    const folders = Array.from({ length: 5 }, (_, n) => `${n}${'x'.repeat(190)}`).join('/');
    const [one, other] = [nameOf(`${folders}/May.xlsx`), nameOf(`${folders}/June.xlsx`)];
    expect(one).to.match(/^northwind\/0x+\/.*… \(cut [0-9a-f]{12}\)\.20260105-080910-abcdef$/);
    expect(one).not.to.equal(other);
    expect(nameOf(`${folders}/May.xlsx`)).to.equal(one);
  });

  it('holds nothing an address could trip over', () =>
    expect(nameOf('..//a%2f?b#\u0000c\\d')).to.equal('northwind/_/_/a_2f_b__c_d.20260105-080910-abcdef'));
});
