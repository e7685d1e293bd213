import { expect } from 'chai';
import { afterEach, before, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makeOemDirect } from '../../shared/adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import { type GrantCode, grantReasons } from '../../shared/domain/reasons/grants.ts';
import type { Connection, OemDirectConnection } from '../../shared/domain/settings/connection.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import type { World as SimulatedWorld } from '../../simulators/world.ts';
import {
  intuneConnection,
  oemConnection,
  partnerCenterConnection,
  platformSecrets,
} from '../contracts/simulated-platforms.ts';
import { app, aWorld, contoso, partner, someSecrets } from '../simulators/a-world.ts';
import { buildHash } from '../simulators/build-hash.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { memoryBatches, memorySecrets, quickTiming } from './platform-ports.ts';
import { handleVisible, reportsOf, runUntilQuiet } from './run-host.ts';
import { selfSigned } from './self-signed.ts';
import { makeHost, makeWorld } from './world.ts';

const minute = 60_000;
/** Longer than an access token lives, and than a grant is remembered. */
const muchLater = 61 * minute;
/** A held chunk is tried again after this at the latest. */
const quarterOfAnHour = 15 * minute;

type Pair = ReturnType<typeof selfSigned>;
let certificates: readonly [old: Pair, renewed: Pair, server: Pair];

const graph = 'https://graph.microsoft.com';
const certificate = { credential: { kind: 'certificate', certificate: 'certificate' } } as const;
const delegated = { signIn: { kind: 'delegated', refreshToken: 'refresh' } } as const;
const oauth = (sim: Simulated): OemDirectConnection['auth'] => ({
  kind: 'oauth2ClientCredentials',
  tokenUrl: `${sim.entraUrl}/${partner}/oauth2/v2.0/token`,
  clientId: app,
  scope: `${graph}/.default`,
  secret: 'client',
});

/** Every way to sign in to a platform. */
const kinds = {
  'Partner Center, by a sign-in and a secret': (sim) => partnerCenterConnection(sim),
  'Partner Center, by a sign-in and a certificate': (sim) => ({ ...partnerCenterConnection(sim), ...certificate }),
  'Partner Center, by the app and a secret': (sim) => ({
    ...partnerCenterConnection(sim),
    signIn: { kind: 'appOnly' },
  }),
  'Intune, by the app and a secret': (sim) => intuneConnection(sim),
  'Intune, by the app and a certificate': (sim) => ({ ...intuneConnection(sim), ...certificate }),
  'Intune, by a sign-in and a secret': (sim) => ({ ...intuneConnection(sim), ...delegated }),
  'Intune, by a sign-in and a certificate': (sim) => ({ ...intuneConnection(sim), ...delegated, ...certificate }),
  'OEM Direct, by a key': (sim) => oemConnection(sim),
  'OEM Direct, by a token': (sim) => ({ ...oemConnection(sim), auth: oauth(sim) }),
  'OEM Direct, by a certificate': (sim) => ({
    ...oemConnection(sim),
    baseUrl: `${sim.tlsUrl}/oem`,
    auth: { kind: 'clientCertificate', certificate: 'certificate', trust: 'trust' },
  }),
} as const satisfies Readonly<Record<string, (sim: Simulated) => Connection>>;

type Kind = keyof typeof kinds;
const kindsNamed = (words: RegExp): readonly Kind[] =>
  (Object.keys(kinds) as readonly Kind[]).filter((kind) => words.test(kind));

/** What a fault is done to, and undone. */
interface Surroundings {
  readonly setWorld: (change: (world: SimulatedWorld) => SimulatedWorld) => Promise<void>;
  /** What the platforms accept. */
  readonly accepted: {
    clientSecrets: Record<string, string>;
    clientCertificates: Record<string, string[]>;
    oemClientCertificates: string[];
    oemApiKey: string;
  };
  /** What our side keeps under a name. */
  readonly store: (name: string, value: string | undefined) => void;
}

interface Fault {
  readonly kinds: readonly Kind[];
  readonly code: GrantCode;
  readonly who: 'operator' | 'customer';
  readonly happens: (at: Surroundings) => void | Promise<void>;
  readonly mended: (at: Surroundings) => void | Promise<void>;
}

/** The world changes, and is as it was. */
const worldFault = (change: (world: SimulatedWorld) => SimulatedWorld): Pick<Fault, 'happens' | 'mended'> => ({
  happens: ({ setWorld }) => setWorld(change),
  mended: ({ setWorld }) => setWorld((world) => world),
});
const signInRefused = (number: number) =>
  worldFault((world) => ({
    ...world,
    partners: world.partners.map((one) => (one.tenantId === partner ? { ...one, signInRefused: number } : one)),
  }));
const contosoIs = (change: Partial<SimulatedWorld['customers'][number]>) =>
  worldFault((world) => ({
    ...world,
    customers: world.customers.map((one) => (one.tenantId === contoso ? { ...one, ...change } : one)),
  }));

const bySignIn = kindsNamed(/sign-in/);
const partnerSignIn = kindsNamed(/Partner Center, by a sign-in/);

const faults: Readonly<Record<string, Fault>> = {
  'a certificate that was replaced': {
    kinds: kindsNamed(/(Partner Center|Intune).*certificate/),
    code: 'certificate_unknown',
    who: 'operator',
    happens: ({ accepted }) => {
      accepted.clientCertificates = { [app]: [certificates[1].certificate.toString()] };
    },
    mended: ({ store }) => store('certificate', certificates[1].pem),
  },
  'a certificate that was replaced at the gateway': {
    kinds: kindsNamed(/OEM Direct, by a certificate/),
    code: 'credential_rejected',
    who: 'operator',
    happens: ({ accepted }) => {
      accepted.oemClientCertificates = [certificates[1].certificate.toString()];
    },
    mended: ({ store }) => store('certificate', certificates[1].pem),
  },
  'a dead secret': {
    kinds: [...kindsNamed(/secret/), 'OEM Direct, by a token'],
    code: 'credential_rejected',
    who: 'operator',
    happens: ({ accepted }) => {
      accepted.clientSecrets = { [app]: 'the-next-client-secret' };
    },
    mended: ({ store }) => store('client', 'the-next-client-secret'),
  },
  'a dead key': {
    kinds: ['OEM Direct, by a key'],
    code: 'credential_rejected',
    who: 'operator',
    happens: ({ accepted }) => {
      accepted.oemApiKey = 'the-next-key';
    },
    mended: ({ store }) => store('key', 'the-next-key'),
  },
  'a secret that is not there': {
    kinds: kindsNamed(/secret|token/),
    code: 'credential_missing',
    who: 'operator',
    happens: ({ store }) => store('client', undefined),
    mended: ({ store }) => store('client', platformSecrets.client),
  },
  'a sign-in without second factor, as Entra sees it': {
    kinds: bySignIn,
    code: 'reconsent_needed',
    who: 'operator',
    ...signInRefused(50076),
  },
  'a sign-in without second factor, as Partner Center sees it': {
    kinds: partnerSignIn,
    code: 'reconsent_needed',
    who: 'operator',
    happens: ({ store }) => store('refresh', 'test-refresh-token-without-mfa'),
    mended: ({ store }) => store('refresh', platformSecrets.refresh),
  },
  'a sign-in that Conditional Access blocks': {
    kinds: bySignIn,
    code: 'sign_in_blocked',
    who: 'operator',
    ...signInRefused(53003),
  },
  'a sign-in that was revoked': { kinds: bySignIn, code: 'consent_expired', who: 'operator', ...signInRefused(50173) },
  'a disabled account': { kinds: bySignIn, code: 'account_not_usable', who: 'operator', ...signInRefused(50057) },
  'a disabled app': {
    kinds: kindsNamed(/Partner Center|Intune/),
    code: 'app_disabled',
    who: 'operator',
    ...worldFault((world) => ({ ...world, apps: world.apps.map((one) => ({ ...one, disabled: true })) })),
  },
  'a withdrawn relationship': {
    kinds: kindsNamed(/Partner Center/),
    code: 'relationship_missing',
    who: 'customer',
    ...contosoIs({ resellers: [] }),
  },
  'a withdrawn delegation': {
    kinds: kindsNamed(/Intune, by a sign-in/),
    code: 'delegation_missing',
    who: 'customer',
    ...contosoIs({ delegatedAdmins: {} }),
  },
  'a delegation whose role may only read': {
    kinds: ['Intune, by a sign-in and a secret'],
    code: 'delegation_missing',
    who: 'customer',
    ...contosoIs({ delegatedAdmins: { [partner]: 'read' } }),
  },
  'a consent that was withdrawn': {
    kinds: kindsNamed(/Intune/),
    code: 'graph_consent_missing',
    who: 'customer',
    ...contosoIs({ graph: {} }),
  },
  'a consent without the permission': {
    kinds: kindsNamed(/Intune, by the app/),
    code: 'graph_consent_missing',
    who: 'customer',
    ...contosoIs({ graph: { [app]: 'read' } }),
  },
  'a consent the device maker lacks': {
    kinds: kindsNamed(/OEM Direct/),
    code: 'oem_consent_missing',
    who: 'customer',
    ...contosoIs({ oemConsent: false }),
  },
  'a consent the partner withdrew': {
    kinds: partnerSignIn,
    code: 'consent_missing',
    who: 'operator',
    ...signInRefused(65001),
  },
  'a stored sign-in that is gone': {
    kinds: bySignIn,
    code: 'consent_missing',
    who: 'operator',
    happens: ({ store }) => store('refresh', undefined),
    mended: ({ store }) => store('refresh', platformSecrets.refresh),
  },
};

/** The whole product in memory, on a connection of this kind to the simulated platforms; one clock for both. */
async function scene(kind: Kind) {
  const accepted = {
    ...someSecrets,
    clientSecrets: { [app]: platformSecrets.client },
    clientCertificates: { [app]: [certificates[0].certificate.toString()] },
    oemClientCertificates: [certificates[0].certificate.toString()],
    oemApiKey: platformSecrets.key,
  };
  const platforms: SimulatedWorld = {
    ...aWorld,
    customers: aWorld.customers.map((one) =>
      one.tenantId === contoso ? { ...one, delegatedAdmins: { [partner]: 'readWrite' } } : one,
    ),
    oem: {
      name: 'Contoso Devices',
      auth: kind.endsWith('a key') ? 'apiKey' : kind.endsWith('a token') ? 'oauth' : 'clientCertificate',
      audience: graph,
    },
  };
  const settings: Partner = {
    partnerId: 'northwind',
    name: 'Northwind',
    connections: ['pc', 'intune', 'oem'],
    customers: [{ customerTenantId: contoso, name: 'Contoso', domains: ['contoso.example'] }],
  };
  const world = makeWorld([settings], []);
  const sim = await simulated({
    world: platforms,
    secrets: accepted,
    now: () => world.clock.now().getTime(),
    tlsPem: certificates[2].pem,
    jobMilliseconds: 10 * minute,
    faults: { behaviour: { oemAnswer: 'async', appOnlyCreate: 'accept' } },
  });
  const connection = kinds[kind](sim);
  const { connectionId } = connection;
  world.folder.partners.set('northwind', {
    value: { ...settings, connections: [connectionId] },
    version: '1',
    faults: [],
  });
  world.folder.connections.set(connectionId, { value: connection, version: '1', faults: [] });
  const secrets = memorySecrets({
    ...platformSecrets,
    certificate: certificates[0].pem,
    trust: certificates[2].certificate.toString(),
  });
  const deps = { secrets, clock: world.clock, fetch, random: () => 0.5, timing: quickTiming, batches: memoryBatches() };
  world.clientOf = (to) => {
    switch (to.platform) {
      case 'partnerCenter':
        return makePartnerCenter({ ...deps, connection: to });
      case 'intune':
        return makeIntune({ ...deps, connection: to });
      case 'oemDirect':
        return makeOemDirect({ ...deps, connection: to });
      default:
        throw new Error(`${to.platform} has no client`);
    }
  };
  const mails: string[] = [];
  const mailer = {
    send: async ({ subject }: { readonly subject: string }) => {
      mails.push(subject);
      return { ok: true, answer: '' };
    },
  };
  const host = makeHost({ ...world, ports: { ...world.ports, mailer, operator: { mail: ['olga@example.org'] } } });
  const store = (name: string, value: string | undefined): void => {
    if (value === undefined) secrets.stored.delete(name);
    else secrets.stored.set(name, { value, etag: crypto.randomUUID() });
  };
  const surroundings: Surroundings = { accepted, store, setWorld: (change) => sim.world(change(platforms)) };
  /** One row; by hash where the platform takes hashes only. */
  const drop = async (serial: string) => {
    const hash = buildHash({ serialNumber: serial, manufacturer: 'Contoso', model: 'Book 1' });
    const sheet = kind.startsWith('OEM')
      ? `Customer,Manufacturer,Model,Serial Number\r\ncontoso.example,Contoso,Book 1,${serial}`
      : `Customer,Group Tag,Serial Number,Hardware Hash\r\ncontoso.example,Sales,${serial},${hash}`;
    const blob = await world.drop(`northwind/${serial}.csv`, sheet);
    const chunk = async () => {
      const there = await world.ports.chunks.read(uploadIdOf('uploads', blob.name, blob.etag), 0);
      if (there === undefined) throw new Error('There is no chunk.');
      return there.value;
    };
    const report = () => [...reportsOf(world)].filter(([name]) => name.includes(`/${serial}.`)).at(-1)?.[1];
    return { chunk, report };
  };
  /** So much of the product's life goes by. */
  const live = async (milliseconds: number): Promise<void> => {
    const until = world.clock.now().getTime() + milliseconds;
    while (world.clock.now().getTime() < until) {
      world.clock.move(5 * minute);
      await host.repair();
      await host.tellOperator();
      await handleVisible(world, host);
    }
  };
  return {
    sim,
    /** What was sent to the operator. */
    mails,
    surroundings,
    drop,
    live,
    clock: world.clock,
    work: () => handleVisible(world, host),
    untilQuiet: () => runUntilQuiet(world, host),
    /** Serial numbers the platforms hold. */
    held: async () =>
      (await sim.truth('/devices')).json.devices.map(({ serialNumber }: { serialNumber: string }) => serialNumber),
    submissions: async () => (await sim.truth('/submissions')).json.submissions.length,
  };
}

/** Runs, for these of a fault's kinds of connection: what waits is held in the right words, nothing is sent, and mended it goes on. */
export function lostAccess(choose: (kinds: readonly Kind[]) => readonly Kind[]): void {
  describe('access that is lost', () => {
    let at: Awaited<ReturnType<typeof scene>>;
    before(() => {
      certificates = [selfSigned(), selfSigned(), selfSigned()];
    });
    afterEach(() => at.sim.stop());

    for (const [name, fault] of Object.entries(faults)) {
      for (const kind of choose(fault.kinds)) {
        it(`holds what waits, says who acts, once, sends nothing, and goes on by itself: ${name}; ${kind}`, async () => {
          at = await scene(kind);
          const underWay = await at.drop('SN-1');
          await at.work();
          expect(await underWay.chunk()).to.include({ state: 'sent' });

          await fault.happens(at.surroundings);
          at.clock.move(muchLater);
          const waiting = await at.drop('SN-2');
          await at.live(2 * quarterOfAnHour);
          expect(await waiting.chunk()).to.deep.include({ state: 'held', hold: { code: fault.code } });
          expect(waiting.report()?.rows[0]?.verdict).to.deep.include({ kind: 'held', reason: { code: fault.code } });
          expect(grantReasons[fault.code].who).to.equal(fault.who);
          expect([await at.submissions(), await at.held()]).to.deep.equal([1, ['SN-1']]);

          const heard = fault.who === 'operator' ? 1 : 0;
          expect(at.mails).to.have.length(heard);

          await fault.mended(at.surroundings);
          await at.live(quarterOfAnHour);
          await at.untilQuiet();
          await at.live(5 * minute);
          expect(at.mails).to.have.length(2 * heard);
          for (const { report } of [underWay, waiting]) expect(report()?.head.counts).to.deep.equal({ registered: 1 });
          expect([await at.submissions(), await at.held()]).to.deep.equal([2, ['SN-1', 'SN-2']]);
        });
      }
    }
  });
}
