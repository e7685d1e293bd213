import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Identity } from '../../../shared/domain/identity.ts';
import { type ClosedChunk, makeChunker } from '../../../shared/domain/planning/chunk.ts';
import type { ChunkKey } from '../../../shared/domain/planning/plan.ts';

interface Arrival {
  readonly key: ChunkKey;
  readonly row: number;
  readonly bytes: number;
}

const keys: readonly ChunkKey[] = ['Sales', 'sales', undefined].flatMap((groupTag) =>
  ['1', '2'].map((digit) => ({
    connectionId: `pc-${digit}`,
    platform: 'partnerCenter' as const,
    customerTenantId: digit.repeat(8),
    customerName: 'Contoso',
    ...(groupTag === undefined ? {} : { groupTag }),
  })),
);

const arrivals: fc.Arbitrary<readonly Arrival[]> = fc
  .array(fc.record({ key: fc.constantFrom(...keys), bytes: fc.integer({ min: 0, max: 4_000 }) }), { maxLength: 120 })
  .map((all) => all.map((arrival, index) => ({ ...arrival, row: index + 2 })));

const identityOf = ({ row, bytes }: Arrival): Identity => ({
  kind: 'hardwareHash',
  hash: 'A'.repeat(bytes),
  sha256: String(row),
  embedded: { manufacturer: 'M', model: 'P', serial: `S-${row}` },
});

const cut = (all: readonly Arrival[], limit: number, openBytes?: number) => {
  const chunker = makeChunker(openBytes);
  const places = new Map<number, string>();
  const closed: ClosedChunk[] = [];
  for (const arrival of all) {
    const placed = chunker.place(arrival.key, { identity: identityOf(arrival), row: arrival.row }, limit);
    places.set(arrival.row, `${placed.chunk}:${placed.position}`);
    closed.push(...placed.closed);
  }
  closed.push(...chunker.rest());
  expect(chunker.rest()).to.deep.equal([]);
  return { places, closed };
};

describe('cutting devices into chunks', () => {
  it('every device is in exactly one chunk, at the place it was told', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20_000 }), (all, limit, open) => {
        const { places, closed } = cut(all, limit, open);
        const found = closed.flatMap(({ chunk, content }) =>
          content.map(({ row }, position) => [row, `${chunk}:${position}`] as const),
        );
        expect(new Map(found)).to.deep.equal(places);
        expect(found).to.have.length(all.length);
      }),
    );
  });

  it('no chunk is empty or larger than what one call takes, and none mixes customers, connections or tags', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), (all, limit) => {
        const keyOfRow = new Map(all.map(({ key, row }) => [row, key]));
        for (const { content, devices, chunk: _chunk, ...key } of cut(all, limit).closed) {
          expect(content.length).to.be.within(1, limit);
          expect(devices).to.equal(content.length);
          for (const { row } of content) expect(keyOfRow.get(row)).to.deep.equal(key);
        }
      }),
    );
  });

  it('a second run over the same rows cuts alike', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20_000 }), (all, limit, open) => {
        expect(cut(all, limit, open)).to.deep.equal(cut(all, limit, open));
      }),
    );
  });

  it('chunks are numbered from 0 without a gap', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 9 }), (all, limit) => {
        const numbers = cut(all, limit, 5_000).closed.map(({ chunk }) => chunk);
        expect(numbers.toSorted((a, b) => a - b)).to.deep.equal([...numbers.keys()]);
      }),
    );
  });

  it('open chunks together never hold more than the limit', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 500, max: 20_000 }), (all, openBytes) => {
        const chunker = makeChunker(openBytes);
        let open = 0;
        for (const arrival of all) {
          open += arrival.bytes;
          const { closed } = chunker.place(arrival.key, { identity: identityOf(arrival), row: arrival.row }, 50);
          for (const { content } of closed) {
            for (const { identity } of content) open -= identity.kind === 'hardwareHash' ? identity.hash.length : 0;
          }
          expect(open).to.be.at.most(openBytes);
        }
      }),
    );
  });

  it('the largest open chunk gives way first', () => {
    const chunker = makeChunker(10_000);
    const [small, large] = keys;
    if (small === undefined || large === undefined) throw new Error('too few');
    const arrive = (key: ChunkKey, row: number, bytes: number) =>
      chunker.place(key, { identity: identityOf({ key, row, bytes }), row }, 50).closed.map(({ chunk }) => chunk);
    expect(arrive(small, 2, 1_000)).to.deep.equal([]);
    expect(arrive(large, 3, 7_000)).to.deep.equal([]);
    expect(arrive(small, 4, 1_000)).to.deep.equal([1]);
    expect(chunker.rest().map(({ chunk, devices }) => [chunk, devices])).to.deep.equal([[0, 2]]);
  });
});
