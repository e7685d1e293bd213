import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Plan, PlannedRow } from '../../../shared/domain/planning/plan.ts';
import type { UploadState } from '../../../shared/domain/planning/upload-state.ts';
import type { ChunkState } from '../../../shared/domain/registering/chunk-state.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { countingGate } from '../../fakes/gate.ts';
import { newUploadId, sampleChunk, samplePlan, samplePlannedChunk, sampleUpload } from '../../fakes/sample-states.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const partnerId = 'northwind';
const hour = 3_600_000;

/** What is asked for, how often storage was called meanwhile, and by what; a page of the ledger is a call for each upload. */
function counted() {
  const world = makeWorld();
  const gate = countingGate();
  let pages = 0;
  const { page } = world.ports.ledger;
  const ports = {
    ...world.ports,
    ledger: {
      ...world.ports.ledger,
      page: async (...asked: Parameters<typeof page>) => {
        const found = await page(...asked);
        pages += found.uploads.length;
        return found;
      },
    },
  };
  const { serving } = makeHost({ ...world, ports }, gate);
  const calls = async <T>(ask: () => Promise<T>): Promise<{ readonly answer: T; readonly calls: number }> => {
    const before = gate.effects.length + pages;
    const answer = await ask();
    return { answer, calls: gate.effects.length + pages - before };
  };
  return { world, serving, calls };
}

type World = ReturnType<typeof counted>['world'];

const receivedAt = (number: number): string => new Date(Date.UTC(2026, 0, 1) - number * 60_000).toISOString();

async function putUpload(world: World, state: UploadState): Promise<void> {
  await world.ports.ledger.write(state, undefined);
}

const outcome = { check: false, rows: 3, devices: 3, counts: { registered: 3 }, findings: [] };

/** Uploads that are over, newest first, and a few open ones among them. */
async function manyUploads(world: World, over: number, open: number): Promise<void> {
  for (let number = 0; number < over; number += 1) {
    const at = receivedAt(number);
    await putUpload(world, sampleUpload({ state: 'reported', receivedAt: at, reportedAt: at, outcome }));
  }
  for (let number = 0; number < open; number += 1) {
    const uploadId = newUploadId();
    const at = receivedAt(number * 7 + 3);
    const state = sampleUpload({ state: 'planned', uploadId, receivedAt: at });
    await putUpload(world, state);
    const plan = samplePlan({ uploadId, receivedAt: at, chunks: [samplePlannedChunk()] });
    await world.ports.plans.seal(plan);
    const held = number % 2 === 0 ? { state: 'held', hold: { code: 'consent_missing' } } : { state: 'sent' };
    await world.ports.chunks.add([sampleChunk({ uploadId, ...held } as Partial<ChunkState>)]);
    await world.ports.open.put({ partnerId, uploadId, blobName: state.blobName, dueAt: at });
  }
}

const contoso = '11111111-1111-4111-8111-111111111111';
const fabrikam = '22222222-2222-4222-8222-222222222222';

/** An upload of 100 chunks with 1,000 devices each, all of them done; the last chunk is another customer's, and has the only refusal. */
async function largeUpload(world: World): Promise<{ readonly partnerId: string; readonly uploadId: string }> {
  const { plans, chunks, verdicts } = world.ports;
  const uploadId = newUploadId();
  const key = { partnerId, uploadId };
  const rows = 100_000;
  const segments: Plan['segments'][number][] = [];
  for (let from = 0; from < rows; from += 2_000) {
    const some = Array.from({ length: 2_000 }, (_, at): PlannedRow => {
      const index = from + at;
      const outcome = { kind: 'device', chunk: Math.floor(index / 1_000), position: index % 1_000 } as const;
      return { row: index + 2, cells: [`SYN${index}`], identityKind: 'tuple', outcome };
    });
    segments.push({ rows: some.length, ...(await plans.writeSegment(key, 1, segments.length, some)) });
  }
  const states: ChunkState[] = [];
  const planned: Plan['chunks'][number][] = [];
  for (let chunk = 0; chunk < 100; chunk += 1) {
    const isLast = chunk === 99;
    const all = Array.from(
      { length: 1_000 },
      (_, at): Verdict =>
        isLast && at === 999 ? { kind: 'refused', reason: { code: 'profile_not_found' } } : { kind: 'registered' },
    );
    const customer = isLast
      ? { customerTenantId: fabrikam, customerName: 'Fabrikam' }
      : { customerTenantId: contoso, customerName: 'Contoso' };
    planned.push({ ...samplePlannedChunk(chunk), ...customer, devices: 1_000 });
    states.push(
      sampleChunk({
        ...{ uploadId, chunk, ...customer, devices: 1_000, state: 'settled' },
        verdictsName: await verdicts.write(key, chunk, all),
        counts: isLast ? { registered: 999, refused: 1 } : { registered: 1_000 },
      }),
    );
  }
  const sheets = [{ headerRow: 1, titles: ['Serial Number'], columns: ['serial'] as const }];
  await plans.seal(samplePlan({ uploadId, rows, sheets, segments, chunks: planned }));
  await chunks.add(states);
  await putUpload(world, sampleUpload({ state: 'planned', uploadId }));
  return key;
}

describe('with 10,000 uploads of one partner', () => {
  const { world, serving, calls } = counted();
  before(() => manyUploads(world, 10_000, 30));
  const list = (show?: Parameters<typeof serving.listUploads>[1]['show'], limit = 50) =>
    calls(() => serving.listUploads(partnerId, { limit, ...(show === undefined ? {} : { show }) }));
  const shown = (page: Awaited<ReturnType<typeof serving.listUploads>>) =>
    page === 'badCursor' ? -1 : page.uploads.length;

  it('the first page reads its own uploads, and of open ones also what was planned', async () => {
    const { answer, calls: made } = await list();
    expect(shown(answer)).to.equal(50);
    expect(made).to.be.at.most(1 + 50 + 2 * 30);
  });

  it('a page of open ones reads the rows of open uploads, and no others', async () => {
    const { answer, calls: made } = await list('open', 10);
    expect(shown(answer)).to.equal(10);
    expect(made).to.be.at.most(1 + 30 + 2 * 11);
  });

  for (const show of ['held', 'late'] as const) {
    it(`${show} ones are looked for among the open uploads only`, async () => {
      world.clock.move(hour);
      const { answer, calls: made } = await list(show);
      expect(shown(answer)).to.equal(15);
      expect(made).to.be.at.most(1 + 30 + 2 * 30);
    });
  }

  it('a filter that nothing passes ends after some hundred uploads, and says where to go on', async () => {
    const { answer, calls: made } = await list('refused');
    expect(answer).to.have.property('next');
    expect(shown(answer)).to.equal(0);
    expect(made).to.be.at.most(4 + 200 + 2 * 30);
  });

  it('what operators see reads each open upload once', async () => {
    expect((await calls(() => serving.overseeing.overview())).calls).to.be.at.most(1 + 3 * 30 + 4);
    expect((await calls(() => serving.overseeing.partners())).calls).to.be.at.most(1 + 3 * 30 + 5);
  });

  it('a device is looked for in 1,000 of them at a time', async () => {
    const { answer, calls: made } = await calls(() => serving.findDevice(partnerId, { device: 'SYN-1' }));
    expect(answer).to.include({ uploadsLooked: 1_000, complete: false }).and.to.have.property('next');
    expect(made).to.be.at.most(2 * 1_100 + 20);
  });
});

describe('an upload of 100,000 rows', () => {
  const { world, serving, calls } = counted();
  let key = { partnerId, uploadId: '' };
  before(async () => {
    key = await largeUpload(world);
  });
  const rows = async (filter: Parameters<typeof serving.listRows>[1]['filter'], cursor?: string) => {
    const asked = await calls(() => serving.listRows(key, { filter, limit: 50, ...(cursor ? { cursor } : {}) }));
    const { answer } = asked;
    if (typeof answer !== 'object') throw new Error('There is no such page.');
    return { ...answer, calls: asked.calls };
  };

  it('is shown without reading any of its rows', async () => {
    const { answer, calls: made } = await calls(() => serving.readUpload(key));
    expect(answer?.summary).to.include({ rows: 100_000, stage: 'writing' });
    expect(made).to.be.at.most(5);
  });

  it('shows a page by one segment and the verdicts of one chunk, wherever it begins', async () => {
    for (const cursor of [undefined, '25.100', '49.1900']) {
      const page = await rows({}, cursor);
      expect(page.rows, cursor).to.have.lengthOf(50);
      expect(page.calls, cursor).to.be.at.most(5);
    }
  });

  it('filters 20,000 rows at a time, and reads no verdicts of chunks that can’t pass', async () => {
    const refused = await rows({ verdict: 'refused' });
    expect(refused).to.include({ looked: 20_000, next: '10.0' });
    expect(refused.calls).to.be.at.most(2 + 11);
    expect((await rows({ customer: 'fabrikam' })).calls).to.be.at.most(2 + 11);
    expect((await rows({ code: 'profile_not_found' })).calls).to.be.at.most(2 + 11 + 20);
    const end = await rows({ verdict: 'refused' }, '49.0');
    expect(end.rows.map(({ row }) => row)).to.deep.equal([100_001]);
    expect(end.calls).to.be.at.most(4);
  });

  it('of a verdict that no row has, reads none of them', async () => {
    const none = await rows({ verdict: 'duplicate' });
    expect(none).to.deep.include({ rows: [], looked: 0 });
    expect(none.calls).to.equal(2);
  });
});
