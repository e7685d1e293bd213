import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { IntuneConnection, PartnerCenterConnection } from '../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../shared/domain/settings/partner.ts';
import type { PlatformClient } from '../../shared/ports.ts';
import { compareBench } from '../fakes/compare-bench.ts';
import { countingContext, devicesOf, memoryBatches, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { app, contoso, northwind, partner as tenant } from '../simulators/a-world.ts';
import type { Simulated } from '../simulators/simulated.ts';
import { carryThrough } from './carry-through.ts';

const hour = 3_600_000;
const day = 24 * hour;

export const acme: Customer = { customerTenantId: contoso, name: 'Contoso', domains: ['contoso.example'] };
export const second: Customer = { customerTenantId: northwind, name: 'Northwind' };

/** Comparisons of one partner with the simulated platforms; `shared`: on connections that are not its own. */
export function comparedWorld(
  sim: Simulated,
  tempDir: string,
  customers: readonly Customer[],
  how: { readonly shared?: boolean } = {},
) {
  const entra = {
    authority: sim.entraUrl,
    clientId: app,
    credential: { kind: 'secret', secret: 'client' },
    ...(how.shared === true ? {} : { exclusiveTo: 'northwind' }),
  } as const;
  const pcConnection: PartnerCenterConnection = {
    ...entra,
    connectionId: 'pc',
    platform: 'partnerCenter',
    name: 'Partner Center',
    baseUrl: sim.partnerCenterUrl,
    partnerTenantId: tenant,
    signIn: { kind: 'appUser', refreshToken: 'refresh' },
  };
  const intuneConnection: IntuneConnection = {
    ...entra,
    connectionId: 'intune',
    platform: 'intune',
    name: 'Intune',
    baseUrl: sim.graphUrl,
  };
  const clock = { now: () => new Date(sim.clock.now), move: (ms: number) => sim.pass(ms) };
  let pageLost = false;
  /** A gateway on the way that knows nothing of a batch for once. */
  const passingBy: typeof fetch = async (input, init) => {
    const lost = pageLost && String(input).endsWith('/devices');
    if (lost) pageLost = false;
    return lost ? new Response('{}', { status: 404 }) : fetch(input, init);
  };
  const deps = {
    clock,
    secrets: memorySecrets({ client: 'test-client-secret', refresh: 'test-refresh-token' }),
    fetch: passingBy,
    random: () => 0.5,
    timing: quickTiming,
  };
  const pc = makePartnerCenter({ ...deps, batches: memoryBatches(), connection: pcConnection });
  const intune = makeIntune({ ...deps, connection: intuneConnection });
  const partner: Partner = { partnerId: 'northwind', name: 'Northwind', connections: ['pc'], customers };
  const bench = compareBench({
    partners: [partner],
    connections: [pcConnection, intuneConnection],
    clientOf: ({ connectionId }): PlatformClient => (connectionId === 'pc' ? pc : intune),
    runMs: hour,
    tempDir,
    clock,
  });
  let chunks = 0;
  /** Somebody registers devices there, without our ledger knowing. */
  const registerThere = async (
    where: 'pc' | 'intune',
    { customerTenantId }: Customer,
    tag: string,
    devices: readonly Identity[],
  ) => {
    chunks += 1;
    const submission = {
      chunkId: `chunk-${chunks}`,
      requestId: crypto.randomUUID(),
      customer: { tenantId: customerTenantId },
      groupTag: tag,
      devices: devicesOf(...devices),
    };
    await carryThrough({ ...(where === 'pc' ? pc : intune), pass: () => sim.pass(60_000) }, submission);
  };
  const register = async (where: 'pc' | 'intune', customer: Customer, tag: string, devices: readonly Identity[]) => {
    await registerThere(where, customer, tag, devices);
    bench.know(where, customer, devices, { groupTag: tag, at: clock.now().toISOString() });
  };
  const callsSeen = async (): Promise<Readonly<Record<string, number>>> => (await sim.truth('/calls')).json.counts;
  /** Compares a day later, with the calls the simulators saw meanwhile. */
  const compareLater = async () => {
    sim.pass(day);
    const before = await callsSeen();
    const [result] = await bench.compare();
    const after = await callsSeen();
    const seen = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
    if (result?.kind !== 'compared') throw new Error(JSON.stringify(result));
    const calls: Record<string, number> = Object.fromEntries(seen.filter(([, count]) => count > 0));
    return { ...result, seen: calls };
  };
  /** Somebody deletes devices there. */
  const removeThere = async (
    where: 'pc' | 'intune',
    { customerTenantId }: Customer,
    groupTag: string,
    ...serials: readonly string[]
  ) => {
    const { deviceActions } = where === 'pc' ? pc : intune;
    if (deviceActions === undefined) throw new Error(`Nothing can be removed from ${where}.`);
    const customer = { tenantId: customerTenantId };
    const wanted = serials.map((serial, position) => ({ position, serial, groupTag }));
    for (const located of await deviceActions.locate(customer, wanted, countingContext())) {
      if (located.kind !== 'one') throw new Error(JSON.stringify(located));
      await deviceActions.remove(customer, located.device, countingContext());
    }
    sim.pass(day / 24);
  };
  const loseNextPage = (): void => {
    pageLost = true;
  };
  return { ...bench, loseNextPage, register, registerThere, removeThere, compareLater };
}
