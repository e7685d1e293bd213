import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  type AuditRecord,
  chainEntry,
  chainStart,
  isIntact,
  linkFaults,
} from '../../../shared/domain/audit/audit-chain.ts';
import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts';

const received = (partnerId: string): AuditEntry => ({
  at: '2026-05-04T08:00:00.000Z',
  who: 'service',
  partnerId,
  what: 'uploadReceived',
  uploadId: 'a1',
});

/** The record of a partner with so many entries, and where it ends after each. */
function recordOf(partnerId: string, entries: number) {
  const ends = [chainStart(partnerId)];
  const records: AuditRecord[] = [];
  for (let at = 0; at < entries; at += 1) {
    const { line, end } = chainEntry(received(partnerId), ends[at] ?? chainStart(partnerId));
    expect(isIntact(line)).to.equal(true);
    records.push(JSON.parse(line));
    ends.push(end);
  }
  const faults = (before: number, next: number, of = partnerId) => {
    const [end, record] = [ends[before], records[next - 1]];
    if (end === undefined || record === undefined) throw new Error('There is no such entry.');
    return linkFaults(end, record, of);
  };
  return { ends, faults };
}

describe("a partner's record", () => {
  it('has every entry follow the one before', () => {
    const { faults } = recordOf('alpine', 3);
    for (const next of [1, 2, 3]) expect(faults(next - 1, next)).to.deep.equal([]);
  });

  it('names entries that are missing, stand twice or belong to another partner', () => {
    const { faults } = recordOf('alpine', 4);
    expect(faults(1, 3)).to.deep.equal(['entry 2 is missing']);
    expect(faults(0, 4)).to.deep.equal(['entries 1 to 3 are missing']);
    expect(faults(2, 2)).to.deep.equal(['entry 2 stands behind entry 2']);
    expect(faults(0, 1, 'tailwind')).to.deep.equal(["entry 1 is another partner's"]);
  });

  it('names an entry that was made to follow another one', () => {
    const [, end] = recordOf('tailwind', 1).ends;
    const { line } = chainEntry(received('alpine'), end ?? chainStart('alpine'));
    expect(linkFaults({ sequence: 1, hash: 'another' }, JSON.parse(line), 'alpine')).to.deep.equal([
      'entry 2 does not follow the entry 1 that stands before it',
    ]);
  });

  it('shows a changed line', () => {
    const { line } = chainEntry(received('alpine'), chainStart('alpine'));
    for (const changed of [line.replace('alpine', 'alpina'), line.replace(/,"hash.*/, '}'), '']) {
      expect(isIntact(changed)).to.equal(false);
    }
  });
});
