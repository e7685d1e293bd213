import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makeOemDirect } from '../../shared/adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { ReportRow } from '../../shared/domain/reporting/report.ts';
import type { Connection } from '../../shared/domain/settings/connection.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import type { PlatformClient } from '../../shared/ports.ts';
import type { FaultPlan } from '../../simulators/faults.ts';
import type { World as Simulation } from '../../simulators/world.ts';
import {
  hashOf,
  intuneConnection,
  oemConnection,
  partnerCenterConnection,
  platformSecrets,
} from '../contracts/simulated-platforms.ts';
import { memoryBatches, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { onlyReport, runUntilQuiet } from '../fakes/run-host.ts';
import { makeHost, makeWorld } from '../fakes/world.ts';
import { app, aWorld, contoso, northwind, stranger } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';

const devices = 120;
const devicesInCall = 4;
const seeds = [1, 2, 3, 4, 5];

/** What a row asks for and what the directory knows of its device beforehand. */
interface Row {
  readonly number: number;
  readonly customer: { readonly tenantId: string; readonly domain: string };
  readonly groupTag: string;
  readonly is: 'new' | 'ours' | 'elsewhere' | 'notFound';
}

/** Two customers, two group tags; each tenth device is ours already, each tenth another organization's. */
const rows: readonly Row[] = Array.from({ length: devices }, (_, number) => ({
  number,
  customer:
    number % 2 === 0
      ? { tenantId: contoso, domain: 'contoso.example' }
      : { tenantId: northwind, domain: 'northwind.example' },
  groupTag: number % 3 === 0 ? 'Sales' : 'Lab',
  is: ({ 3: 'ours', 6: 'elsewhere', 8: 'notFound' } as const)[number % 10] ?? 'new',
}));

type By = 'tuple' | 'pkid' | 'hash';

const serialOf = ({ number }: Row): string => `SN-${number}`;
const pkidOf = ({ number }: Row): string => String(1_000_000 + number).padStart(13, '0');
/** Nobody reported this model to the directory. */
const modelOf = (row: Row): string => (row.is === 'notFound' ? 'UNKNOWN 1' : 'Book 1');

/** The row's identity as the sheet carries it: serial number, PKID, hash, maker, model. */
function cellsOf(row: Row, by: By): readonly string[] {
  if (by === 'pkid') return ['', pkidOf(row), '', '', ''];
  if (by === 'hash') return [serialOf(row), '', hashOf(serialOf(row)).hash, '', ''];
  return [serialOf(row), '', '', 'Contoso', modelOf(row)];
}

const header =
  'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Customer Tenant ID,Group Tag';
const sheetOf = (byOf: (row: Row) => By): string =>
  [header, ...rows.map((row) => [...cellsOf(row, byOf(row)), row.customer.domain, row.groupTag].join(','))].join(
    '\r\n',
  );

/** The same names, for devices somebody registered before. */
const knownAs = (row: Row, by: By) =>
  by === 'pkid'
    ? { productKey: pkidOf(row) }
    : { serialNumber: serialOf(row), manufacturer: 'Contoso', model: modelOf(row) };

/** The row's fate if nothing went wrong; a PKID or a hash needs no maker's report. */
const fateOf = (row: Row, by: By): Row['is'] => (row.is === 'notFound' && by !== 'tuple' ? 'new' : row.is);

interface Subject {
  readonly name: string;
  readonly platform: 'partnerCenter' | 'oemDirect' | 'intune';
  readonly byOf: (row: Row) => By;
  readonly behaviour?: FaultPlan['behaviour'];
}

const subjects: readonly Subject[] = [
  { name: 'Partner Center, by tuple', platform: 'partnerCenter', byOf: () => 'tuple' },
  { name: 'Partner Center, by PKID', platform: 'partnerCenter', byOf: () => 'pkid' },
  { name: 'Partner Center, by hash', platform: 'partnerCenter', byOf: () => 'hash' },
  {
    name: 'an OEM gateway that answers at once',
    platform: 'oemDirect',
    byOf: ({ number }) => (number % 4 < 2 ? 'tuple' : 'pkid'),
  },
  {
    name: 'an OEM gateway that answers later',
    platform: 'oemDirect',
    byOf: ({ number }) => (number % 4 < 2 ? 'tuple' : 'pkid'),
    behaviour: { oemAnswer: 'async' },
  },
  { name: 'Intune', platform: 'intune', byOf: () => 'hash' },
];

/** 10 % 429, 5 % 5xx (a fifth of them after the work was done), 3 % resets, 2 % lost answers; on every call, tokens included. */
const rules: FaultPlan['rules'] = [
  { kind: 'throttle', operation: '*', rate: 0.05, retryAfterSeconds: 30 },
  { kind: 'throttle', operation: '*', rate: 0.05, shape: 'platform' },
  { kind: 'error', operation: '*', rate: 0.02, status: 500 },
  { kind: 'error', operation: '*', rate: 0.02, status: 503, body: 'html' },
  { kind: 'error', operation: '*', rate: 0.01, status: 504, body: 'empty', after: true },
  { kind: 'resetBefore', operation: '*', rate: 0.03 },
  { kind: 'resetAfter', operation: '*', rate: 0.02 },
];

interface Told {
  readonly held: readonly {
    readonly customerTenantId: string;
    readonly groupTag?: string;
    readonly serialNumber?: string;
    readonly productKey?: string;
  }[];
  readonly calls: readonly {
    readonly operation: string;
    readonly status: number;
    readonly faults?: readonly string[];
  }[];
  readonly submissions: readonly { readonly kind: string; readonly outcomes: Readonly<Record<string, number>> }[];
}

const submitting = ['partnerCenter.createBatch', 'partnerCenter.appendDevices', 'oemDirect.register', 'intune.import'];

/** Drops one sheet into the whole product, on the real client and its simulator, and lets it come to its end. */
async function run(subject: Subject, plan: FaultPlan) {
  const registered = rows.flatMap((row) => {
    const by = subject.byOf(row);
    if (row.is !== 'ours' && row.is !== 'elsewhere') return [];
    const holder = row.is === 'ours' ? row.customer.tenantId : stranger;
    return [{ customerTenantId: holder, groupTag: 'Earlier', ...knownAs(row, by) }];
  });
  const granted = aWorld.customers.map((customer) => ({ ...customer, graph: { [app]: 'readWrite' } as const }));
  const simulation: Simulation = {
    ...aWorld,
    customers: granted,
    oem: { name: 'Contoso Devices', auth: 'apiKey' },
    registered,
  };
  // Both sides live by the same clock, which the run moves on.
  const time = { now: () => Date.UTC(2026, 0, 5, 8) };
  const sim = await simulated({
    world: simulation,
    now: () => time.now(),
    faults: { ...plan, behaviour: { ...subject.behaviour, ...plan.behaviour } },
  });
  try {
    const connection: Connection = { ...connectionTo(sim, subject.platform), maxDevices: devicesInCall };
    const partner: Partner = {
      partnerId: 'northwind',
      name: 'Northwind',
      connections: [connection.connectionId],
      customers: [contoso, northwind].map((customerTenantId) => ({
        customerTenantId,
        name: customerTenantId,
        domains: rows
          .flatMap(({ customer }) => (customer.tenantId === customerTenantId ? [customer.domain] : []))
          .slice(0, 1),
      })),
    };
    const world = makeWorld([partner], [connection]);
    time.now = () => world.clock.now().getTime();
    const client = clientTo(connection, world.clock);
    const whole = { ...world, clientOf: () => client };
    await whole.drop('northwind/May.csv', sheetOf(subject.byOf));
    await runUntilQuiet(whole, makeHost(whole));
    const [held, calls, submissions] = await Promise.all(['/devices', '/calls', '/submissions'].map(sim.truth));
    const told: Told = {
      held: held?.json.devices,
      calls: calls?.json.calls,
      submissions: submissions?.json.submissions,
    };
    return { report: onlyReport(whole), told };
  } finally {
    await sim.stop();
  }
}

function connectionTo(sim: Simulated, platform: Subject['platform']) {
  switch (platform) {
    case 'partnerCenter':
      return partnerCenterConnection(sim);
    case 'oemDirect':
      return oemConnection(sim);
    case 'intune':
      return intuneConnection(sim);
  }
}

function clientTo(
  connection: ReturnType<typeof connectionTo>,
  clock: ReturnType<typeof makeWorld>['clock'],
): PlatformClient {
  const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
  switch (connection.platform) {
    case 'partnerCenter':
      return makePartnerCenter({ ...deps, batches: memoryBatches(), connection });
    case 'oemDirect':
      return makeOemDirect({ ...deps, connection });
    case 'intune':
      return makeIntune({ ...deps, connection });
  }
}

/** What is wrong with a row's verdict, given what the simulator holds; nothing, if it is true. */
function untrue({ byOf }: Subject, { held }: Told, row: Row, { verdict }: ReportRow): readonly string[] {
  const by = byOf(row);
  const holders = held.filter(({ serialNumber, productKey }) =>
    by === 'pkid' ? productKey === pkidOf(row) : serialNumber === serialOf(row),
  );
  const holder = holders[0];
  const isOurs = holder?.customerTenantId === row.customer.tenantId;
  const fate = fateOf(row, by);
  // After a lost answer nobody can tell a device that was ours before from one that became so by that very call.
  const allowed = {
    new: ['registered'],
    ours: ['alreadyRegistered', 'registered'],
    elsewhere: ['refused'],
    notFound: ['refused'],
  }[fate];
  const faults = [
    ...(allowed.includes(verdict.kind) ? [] : [`is ${fate}, and the report says ${verdict.kind}`]),
    ...(isOurs === (verdict.kind !== 'refused')
      ? []
      : [`the report says ${verdict.kind}, and it is held by ${holder?.customerTenantId}`]),
    ...(holders.length > 1 ? ['is held twice'] : []),
    ...(fate !== 'new' || holder?.groupTag === row.groupTag ? [] : [`carries the tag ${holder?.groupTag}`]),
  ];
  return faults.map((fault) => `row ${row.number + 2}: ${fault}`);
}

/** Figures of a run: calls, what hit them, and how often more was sent than once per chunk. */
function figuresOf({ calls, submissions }: Told, chunks: number) {
  const hits: Record<string, number> = {};
  for (const { faults = [] } of calls) for (const fault of faults) hits[fault] = (hits[fault] ?? 0) + 1;
  // Taken, and the caller was not told so.
  const lost = calls.filter(
    ({ operation, status, faults = [] }) =>
      submitting.includes(operation) && (status === 504 || faults.includes('resetAfter')),
  );
  const stumbled = submissions.filter(({ outcomes }) => outcomes['StorageError'] !== undefined);
  return {
    calls: calls.length,
    hits,
    chunks,
    submissions: submissions.length,
    resubmissions: submissions.length - chunks,
    lost: lost.length,
    stumbled: stumbled.length,
  };
}

describe('the report says of every device what the platform holds', () => {
  for (const subject of subjects) {
    it(`${subject.name}, calm: one submission for each chunk`, async () => {
      const figures = await truthfulRun(subject, 'calm', {});
      expect(figures).to.include({ resubmissions: 0, lost: 0 });
    });

    it(`${subject.name}, under 10 % 429, 5 % 5xx, 3 % resets, 2 % lost answers, with ${seeds.length} seeds`, async () => {
      const all = await Promise.all(
        seeds.map((seed) =>
          truthfulRun(subject, `seed ${seed}`, { seed, rules, behaviour: { storageErrorRate: 0.02 } }),
        ),
      );
      const hits = new Set(all.flatMap((figures) => Object.keys(figures.hits)));
      expect([...hits]).to.have.members(['throttle', 'error', 'resetBefore', 'resetAfter']);
      expect(all.some(({ lost }) => lost > 0)).to.equal(true);
      for (const { resubmissions, lost, stumbled } of all) expect(resubmissions).to.be.within(0, lost + stumbled);
    });
  }
});

/** Runs, compares every row with the platform, and tells the figures. */
async function truthfulRun(subject: Subject, how: string, plan: FaultPlan) {
  const { report, told } = await run(subject, plan);
  expect(report.head.kind).to.equal('final');
  expect(report.rows.map(({ row }) => row)).to.deep.equal(rows.map(({ number }) => number + 2));
  const wrong = rows.flatMap((row, at) => {
    const reported = report.rows[at];
    return reported === undefined ? ['no row'] : untrue(subject, told, row, reported);
  });
  expect(wrong.join('\n')).to.equal('');
  const figures = figuresOf(
    told,
    report.head.groups.reduce((sum, group) => sum + group.chunks, 0),
  );
  console.log(`      ${subject.name}, ${how}: ${JSON.stringify(figures)}`);
  return figures;
}
