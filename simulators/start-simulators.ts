import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeAdmin } from './admin.ts';
import type { Platform } from './call.ts';
import type { DeviceNames } from './device-names.ts';
import { holdChanges } from './directory.ts';
import { makeEntra } from './entra/entra.ts';
import { makeIdentityEndpoint } from './entra/managed-identity.ts';
import { seedRefreshTokens } from './entra/tokens.ts';
import { type FaultInjector, type FaultPlan, makeFaultInjector } from './faults.ts';
import { makeGraph } from './graph/graph.ts';
import { makeOemDirect } from './oem-direct/oem-direct.ts';
import { makePartnerCenter } from './partner-center/partner-center.ts';
import { makeServer } from './server.ts';
import type { Simulation } from './simulation.ts';
import { openStore, type Store } from './store.ts';
import type { AcceptedSecrets, World } from './world.ts';

export interface SimulatorOptions {
  readonly world: World;
  /** Secrets that are accepted; whoever starts the simulators makes them. */
  readonly secrets?: AcceptedSecrets;
  /** Where state is kept; without it, it ends with the process. */
  readonly dataDir?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Key and certificate (PEM): listen with TLS as well, on a port of its own. */
  readonly tlsPem?: string;
  /** Give each platform a port of its own as well (with TLS, where a certificate is given): some libraries replace the path. */
  readonly ownPorts?: boolean;
  /** Seed of the faults, where the plan names none. */
  readonly seed?: number;
  readonly faults?: FaultPlan;
  /** From acceptance to the end of a job; a third of it is spent queued. Default 2000. */
  readonly jobMilliseconds?: number;
  /** Default 3600. */
  readonly accessTokenSeconds?: number;
  /** How long a redeemed refresh token may be redeemed again; absent: as long as it lives, since Entra does not revoke it. */
  readonly refreshTokenGraceSeconds?: number;
  readonly now?: () => number;
}

export interface Simulators {
  readonly port: number;
  /** Base URLs as connection settings name them. */
  readonly entraUrl: string;
  readonly partnerCenterUrl: string;
  readonly oemUrl: string;
  readonly graphUrl: string;
  /** What the app host gives its app as IDENTITY_ENDPOINT. */
  readonly identityUrl: string;
  /** The owner's address: `${adminUrl}/devices` and so on. */
  readonly adminUrl: string;
  /** The same platforms with TLS, where a certificate was given: below it their prefixes. */
  readonly tlsUrl?: string;
  /** The same platforms on ports of their own, without prefixes, where that was asked for. */
  readonly ownUrls?: Readonly<Record<'entra' | 'partnerCenter' | 'oem' | 'graph', string>>;
  stop(): Promise<void>;
}

/** What was given at start holds until it is changed while running; a change outlives a restart with the same start. */
function settle<T>(kept: { readonly given: T; readonly current: T } | undefined, given: T): { given: T; current: T } {
  const unchanged = kept !== undefined && JSON.stringify(kept.given) === JSON.stringify(given);
  return { given, current: unchanged ? kept.current : given };
}

/** Puts the world's policies and registered devices where the platforms look; what was there before stays. */
function plantWorld(store: Store, world: World, now: number): void {
  for (const { id, name, partnerTenantId, customerTenantId } of world.policies ?? []) {
    if (store.get('policies', id)) continue;
    const times = { createdAt: now, modifiedAt: now };
    const owner = partnerTenantId.toLowerCase();
    const value = { id, name, owner, customerTenantId, category: 'o_o_b_e', policySettings: ['none'], ...times };
    store.commit([{ in: 'policies', key: id, value }]);
  }
  for (const { customerTenantId, groupTag, ...names } of world.registered ?? []) {
    const sent: DeviceNames = names;
    const id = createHash('sha256')
      .update(JSON.stringify([customerTenantId, sent]))
      .digest('hex')
      .slice(0, 32);
    if (store.get('devices', id)) continue;
    const base = { platform: 'elsewhere', owner: 'elsewhere', submissionId: 'world' } as const;
    store.commit(holdChanges({ ...sent, ...base, id, customerTenantId, groupTag, sent, registeredAt: now }));
  }
}

interface Ruled {
  readonly simulation: Simulation;
  readonly controls: Parameters<typeof makeAdmin>[1];
}

function makeSimulation(store: Store, options: SimulatorOptions, now: () => number): Ruled {
  const seed = options.seed ?? 1;
  const put = {
    world: (value: { given: World; current: World }) => {
      store.commit([{ in: 'world', key: 'world', value }]);
      plantWorld(store, value.current, now());
    },
    faults: (value: { given: FaultPlan; current: FaultPlan }) => store.commit([{ in: 'faults', key: 'faults', value }]),
  };
  put.world(settle(store.get('world', 'world'), options.world));
  put.faults(settle(store.get('faults', 'faults'), options.faults ?? {}));
  const world = (): World => store.get('world', 'world')?.current ?? options.world;
  const faultPlan = (): FaultPlan => store.get('faults', 'faults')?.current ?? {};
  let injector: FaultInjector = makeFaultInjector(faultPlan(), seed);
  const simulation: Simulation = {
    store,
    world,
    faults: () => injector,
    behaviour: () => injector.behaviour,
    secrets: options.secrets ?? {},
    seed,
    jobMilliseconds: options.jobMilliseconds ?? 2000,
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    refreshTokenGraceSeconds: options.refreshTokenGraceSeconds,
  };
  const setFaults = (current: FaultPlan): void => {
    put.faults({ given: options.faults ?? {}, current });
    injector = makeFaultInjector(current, seed);
  };
  const reset = (): void => {
    store.clear(['devices', 'identities', 'leaving', 'storageErrors', 'jobs', 'batches', 'policies']);
    store.clear(['imports', 'identifiers', 'approvals', 'syncs', 'calls']);
    put.world({ given: options.world, current: options.world });
    setFaults(options.faults ?? {});
  };
  const setWorld = (current: World): void => put.world({ given: options.world, current });
  return { simulation, controls: { setWorld, setFaults, faultPlan, reset } };
}

/** Listens on loopback and tells the port. */
async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulators listen on no port.');
  return address.port;
}

/** Starts Entra, Partner Center, an OEM gateway and Graph on one loopback port. */
export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const now = options.now ?? Date.now;
  const store = openStore(options.dataDir);
  const { simulation, controls } = makeSimulation(store, options, now);
  seedRefreshTokens(simulation, now());
  const own = {
    entra: makeEntra(simulation),
    partnerCenter: makePartnerCenter(simulation),
    oem: makeOemDirect(simulation),
    graph: makeGraph(simulation),
  };
  const platforms = [...Object.values(own), makeIdentityEndpoint(simulation), makeAdmin(simulation, controls)];
  const server = makeServer(simulation, platforms, now);
  const port = await listen(server, options.port ?? 0);
  const base = `http://127.0.0.1:${port}`;
  const secure = options.tlsPem === undefined ? undefined : makeServer(simulation, platforms, now, options.tlsPem);
  const securePort = secure === undefined ? undefined : await listen(secure, 0);
  const alone: Server[] = [];
  const listenAlone = async (platform: Platform): Promise<string> => {
    const single = makeServer(simulation, platform, now, options.tlsPem);
    alone.push(single);
    return `${options.tlsPem === undefined ? 'http' : 'https'}://127.0.0.1:${await listen(single, 0)}`;
  };
  const ownUrls = options.ownPorts && {
    entra: await listenAlone(own.entra),
    partnerCenter: await listenAlone(own.partnerCenter),
    oem: await listenAlone(own.oem),
    graph: await listenAlone(own.graph),
  };
  return {
    port,
    ...(ownUrls ? { ownUrls } : {}),
    ...(securePort === undefined ? {} : { tlsUrl: `https://127.0.0.1:${securePort}` }),
    entraUrl: `${base}/entra`,
    partnerCenterUrl: `${base}/partner-center`,
    oemUrl: `${base}/oem`,
    graphUrl: `${base}/graph`,
    identityUrl: `${base}/identity/token`,
    adminUrl: `${base}/_sim`,
    stop: async () => {
      for (const one of [server, secure, ...alone]) {
        if (one === undefined) continue;
        one.closeAllConnections();
        one.close();
        await once(one, 'close');
      }
    },
  };
}
