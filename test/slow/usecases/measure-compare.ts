import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeComparisonRenderer } from '../../../shared/adapters/report/comparison/comparison-renderer.ts';
import { makeScratch } from '../../../shared/adapters/scratch/scratch.ts';
import type { ListedDevice } from '../../../shared/domain/comparing/listed-device.ts';
import { listedKeys } from '../../../shared/domain/device-key.ts';
import { settingsOfPartner } from '../../../shared/domain/settings/settings-folder.ts';
import type { Lister } from '../../../shared/ports.ts';
import { makeReconcile } from '../../../shared/usecases/comparing/reconcile.ts';
import { memoryPlans } from '../../fakes/memory-documents.ts';
import { memorySuspensions, memoryUploadLedger } from '../../fakes/memory-ledger.ts';
import { memoryListings } from '../../fakes/memory-listings.ts';
import { contoso, northwind, partnerCenter, settingsFolder } from '../../fakes/sample-settings.ts';

/**
 * Run as a process of its own, so that memory is this work's alone: `measure-compare.ts DEVICES` compares so many listed
 * devices with as many of ours; one in fifty is missing, unknown, or under another group tag. Prints figures.
 */
const count = Number(process.argv[2] ?? 100_000);
const named = (index: number) => ({ manufacturer: 'LENOVO', model: '20XWSYN101', serial: `SYN${index}` });
const isMissing = (index: number): boolean => index % 50 === 1;
const isUnknown = (index: number): boolean => index % 50 === 2;
const isMoved = (index: number): boolean => index % 50 === 3;

const partner = { ...northwind, connections: ['pc'], customers: [contoso] };
const folder = settingsFolder([partner], [{ ...partnerCenter, exclusiveTo: partner.partnerId }]);
const pageSize = 100;
const batch = 'A';
const lister: Lister = {
  parts: async () => [{ name: batch }],
  pages: async function* () {
    let items: ListedDevice[] = [];
    for (let index = 0; index < count; index += 1) {
      if (isMissing(index)) continue;
      items.push({ ...named(index), platformDeviceId: `id-${index}`, groupTag: isMoved(index) ? 'B' : batch });
      if (items.length < pageSize) continue;
      yield { items, cursor: `${index}` };
      items = [];
    }
    yield { items };
  },
};
const devices = {
  places: async function* () {},
  list: async function* (partnerId: string, connectionId: string, customerTenantId: string) {
    for (let index = 0; index < count; index += 1) {
      const [key = ''] = listedKeys(named(index));
      if (isUnknown(index)) continue;
      const origin = { uploadId: `${index % 40}`, chunk: 0, row: index, registeredAt: '2026-01-01T00:00:00.000Z' };
      const row = { partnerId, connectionId, customerTenantId, key, groupTag: 'A', seenAt: origin.registeredAt };
      yield { ...row, identity: 'tuple' as const, origin };
    }
  },
};

const tempDir = await mkdtemp(join(tmpdir(), 'measure-compare-'));
const kept: number[] = [];
const compare = makeReconcile({
  clock: { now: () => new Date('2026-02-01T00:00:00.000Z') },
  settings: { ids: async () => [partner.partnerId], ofPartner: async (id) => settingsOfPartner(folder, id) },
  suspensions: memorySuspensions(),
  devices,
  ledger: memoryUploadLedger(),
  plans: memoryPlans(),
  comparisons: {
    partners: async () => [],
    last: async () => undefined,
    keep: async (_partnerId, comparison) => {
      kept.push(JSON.stringify(comparison).length);
    },
  },
  // What is kept goes to storage: here only its length matters.
  listings: { ...memoryListings(), writeSegment: async (_place, listed) => `${JSON.stringify(listed).length}` },
  scratch: makeScratch(tempDir),
  renderer: makeComparisonRenderer({ tempDir }),
  reports: { put: async () => true },
  clientOf: () => {
    const never = () => Promise.reject(new Error('a comparison only lists'));
    return { registrar: { permit: never, submit: never, poll: never }, finder: { find: never }, lister };
  },
  times: { usualJob: 1_200_000, reconcile: 3_600_000 },
});

const before = process.memoryUsage.rss();
let peak = before;
/** What the digest tables take, garbage aside. */
let tables = 0;
const watch = setInterval(() => {
  const { rss, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, rss);
  tables = Math.max(tables, arrayBuffers);
}, 20);
const start = performance.now();
const [result] = await compare();
clearInterval(watch);
const left = await readdir(tempDir);
await rm(tempDir, { recursive: true, force: true });
const milliseconds = Math.round(performance.now() - start);
process.stdout.write(JSON.stringify({ milliseconds, before, peak, tables, left, kept, result }));
