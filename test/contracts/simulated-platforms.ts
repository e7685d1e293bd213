import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makeOemDirect } from '../../shared/adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { HardwareHashIdentity, Identity } from '../../shared/domain/identity.ts';
import type {
  IntuneConnection,
  OemDirectConnection,
  PartnerCenterConnection,
} from '../../shared/domain/settings/connection.ts';
import type { Behaviour } from '../../simulators/behaviour.ts';
import type { FaultRule } from '../../simulators/faults.ts';
import type { Simulators } from '../../simulators/start-simulators.ts';
import { memoryBatches, memorySecrets, pkid, quickTiming, tuple } from '../fakes/platform-ports.ts';
import { app, aWorld, contoso, partner } from '../simulators/a-world.ts';
import { buildHash } from '../simulators/build-hash.ts';
import { simulated } from '../simulators/simulated.ts';
import type { RegistrarBench } from './registrar.contract.ts';

const customer = { tenantId: contoso, domain: 'contoso.example' };
const world = { ...aWorld, oem: { name: 'Contoso Devices', auth: 'apiKey' } } as const;
const elsewhere = '00000000-0000-4000-8000-00000000c00f';

/** What the simulators accept, under the names the connections below use. */
export const platformSecrets = { client: 'test-client-secret', refresh: 'test-refresh-token', key: 'test-api-key' };

/** A hash as a device of this serial number would give it. */
export function hashOf(serialNumber: string): HardwareHashIdentity {
  const embedded = { manufacturer: 'Contoso', model: 'Book 1', serial: serialNumber };
  const hash = buildHash({ serialNumber, manufacturer: 'Contoso', model: 'Book 1' });
  return { kind: 'hardwareHash', hash, sha256: '', embedded };
}

/** Tokens and keys from headers, secrets from forms, and a stretch of each hash. */
function secretsIn(init: RequestInit | undefined): readonly string[] {
  const headers = new Headers(init?.headers);
  const body = typeof init?.body === 'string' ? init.body : '';
  const form = new URLSearchParams(body.startsWith('{') || body.startsWith('[') ? '' : body);
  const hashes = [...body.matchAll(/"(?:hardwareHash|hardwareIdentifier)":"(.{40})/g)].map(([, hash]) => hash);
  return [
    headers.get('authorization')?.replace('Bearer ', ''),
    headers.get('x-api-key'),
    form.get('client_secret'),
    form.get('refresh_token'),
    ...hashes,
  ].filter((secret) => typeof secret === 'string');
}

/** 10 % 429, 5 % 5xx, 3 % resets, 2 % lost answers, on every call of a platform and on the token endpoint. */
function faultsOf(platform: string): readonly FaultRule[] {
  return [`${platform}.*`, 'entra.*'].flatMap((operation): readonly FaultRule[] => [
    { kind: 'throttle', operation, rate: 0.05, retryAfterSeconds: 0 },
    { kind: 'throttle', operation, rate: 0.05, shape: 'gateway', retryAfterSeconds: 30 },
    { kind: 'error', operation, rate: 0.03, status: 500 },
    { kind: 'error', operation, rate: 0.02, status: 503, after: true, body: 'html' },
    { kind: 'resetBefore', operation, rate: 0.03 },
    { kind: 'resetAfter', operation, rate: 0.02 },
    { kind: 'contentType', operation, rate: 0.02 },
    { kind: 'cutBody', operation, rate: 0.02 },
    { kind: 'bom', operation, rate: 0.1 },
  ]);
}

type Platform = 'partnerCenter' | 'oemDirect' | 'intune';

async function bench(
  platform: Platform,
  identity: (number: number) => Identity,
  submissionOperation: string,
  behaviour: Partial<Behaviour>,
  jobFaults: readonly FaultRule[] = [],
) {
  const simulators = await simulated({ world, faults: { behaviour } });
  const secretsSent = new Set<string>();
  const listening: typeof fetch = (input, init) => {
    for (const secret of secretsIn(init)) secretsSent.add(secret);
    return fetch(input, init);
  };
  const deps = {
    clock: { now: () => new Date(simulators.clock.now) },
    secrets: memorySecrets(platformSecrets),
    fetch: listening,
    random: () => 0.5,
    timing: quickTiming,
  };
  const truth = async () => {
    const { devices } = (await simulators.truth(`/devices?customer=${contoso}`)).json;
    const { submissions } = (await simulators.truth('/submissions')).json;
    return { held: devices.length, submissions: submissions.length };
  };
  const names = async () => {
    const told = (await simulators.truth(`/devices?customer=${contoso}`)).json;
    const { identifiers } = (await simulators.truth('/identifiers')).json;
    const nameOf = (held: { serialNumber?: string; productKey?: string }) => held.serialNumber ?? held.productKey ?? '';
    return {
      held: told.devices.map(nameOf).sort(),
      removed: told.removed.map(nameOf).sort(),
      identifiers: identifiers.map(({ identifier }: { identifier: string }) => identifier).sort(),
    };
  };
  const registered = (number: number) => {
    const known = identity(number);
    if (known.kind === 'pkid') return { productKey: known.pkid };
    const { manufacturer, model, serial } = known.kind === 'tuple' ? known : known.embedded;
    return { manufacturer, model, serialNumber: serial };
  };
  const shared = {
    customer,
    identity,
    truth,
    names,
    pass: () => simulators.pass(700_000),
    breakCalls: () => simulators.faults({ behaviour, rules: [...faultsOf(platform), ...jobFaults] }),
    fault: (rule: FaultRule) => simulators.faults({ behaviour, rules: [rule] }),
    loseNextAnswer: () =>
      simulators.faults({ behaviour, rules: [{ kind: 'resetAfter', operation: submissionOperation, times: 1 }] }),
    registerElsewhere: (...numbers: readonly number[]) => {
      const devices = numbers.map((number) => ({ customerTenantId: elsewhere, ...registered(number) }));
      return simulators.world({ ...world, registered: devices });
    },
    secretsSent: () => [...secretsSent],
    close: () => simulators.stop(),
  };
  return { simulators, deps, shared };
}

const entra = (entraUrl: string) =>
  ({ authority: entraUrl, clientId: app, credential: { kind: 'secret', secret: 'client' } }) as const;

/** Settings that lead to the simulated Partner Center. */
export const partnerCenterConnection = (to: Simulators): PartnerCenterConnection => ({
  connectionId: 'pc',
  platform: 'partnerCenter',
  name: 'Partner Center',
  baseUrl: to.partnerCenterUrl,
  partnerTenantId: partner,
  ...entra(to.entraUrl),
  signIn: { kind: 'appUser', refreshToken: 'refresh' },
});

/** Settings that lead to the simulated OEM gateway. */
export const oemConnection = (to: Simulators): OemDirectConnection => ({
  connectionId: 'oem',
  platform: 'oemDirect',
  name: 'Contoso Devices',
  oemName: 'Contoso Devices',
  baseUrl: to.oemUrl,
  paths: {
    validate: '/v1/ValidateDeviceSubmissionData',
    register: '/v1/AutopilotDeviceRegistration',
    status: '/v1/operations/{operationId}',
  },
  validateBeforeRegister: true,
  deregister: { blankTenant: 'emptyString' },
  auth: { kind: 'apiKeyHeader', header: 'x-api-key', secret: 'key' },
});

/** Settings that lead to the simulated Graph. */
export const intuneConnection = (to: Simulators): IntuneConnection => ({
  connectionId: 'intune',
  platform: 'intune',
  name: 'Intune',
  baseUrl: to.graphUrl,
  ...entra(to.entraUrl),
});

/** Partner Center, simulated, with job faults as well. */
export function partnerCenter(identity: (number: number) => Identity, reading: Partial<Behaviour> = {}) {
  return async (): Promise<RegistrarBench> => {
    const operation = 'partnerCenter.createBatch';
    const jobFaults: readonly FaultRule[] = [
      { kind: 'dropResults', operation: 'partnerCenter.appendDevices', rate: 0.2, share: 0.3 },
      { kind: 'reorderResults', operation: 'partnerCenter.*', rate: 0.5 },
      { kind: 'emptyResults', operation: 'partnerCenter.appendDevices', rate: 0.1 },
      { kind: 'finishedWithFailures', operation: 'partnerCenter.*', rate: 0.5 },
      { kind: 'notFoundFirst', operation: 'partnerCenter.*', rate: 0.2 },
      { kind: 'expiredToken', operation: 'partnerCenter.*', rate: 0.02 },
    ];
    const { simulators, deps, shared } = await bench('partnerCenter', identity, operation, reading, jobFaults);
    const { registrar, finder, deviceActions } = makePartnerCenter({
      ...deps,
      batches: memoryBatches(),
      connection: partnerCenterConnection(simulators),
    });
    const ours = {
      groupTag: 'PO-4711',
      maxDevices: 1000,
      findable: identity(1).kind !== 'pkid',
    };
    return { ...shared, ...ours, registrar, finder, deviceActions, removalOperation: 'partnerCenter.deleteDevice' };
  };
}

/** An OEM gateway, simulated; every other device is known by PKID. */
export function oemDirect(reading: Partial<Behaviour>) {
  const identity = (number: number) => (number % 2 === 0 ? tuple(`SN-${number}`) : pkid(1_000_000 + number));
  return async (): Promise<RegistrarBench> => {
    const { simulators, deps, shared } = await bench('oemDirect', identity, 'oemDirect.register', reading);
    const { registrar, finder, deviceActions } = makeOemDirect({
      ...deps,
      connection: oemConnection(simulators),
    });
    if (deviceActions === undefined) throw new Error('the connection lets nothing be deregistered');
    return {
      ...shared,
      registrar,
      finder,
      deviceActions,
      removalOperation: 'oemDirect.register',
      maxDevices: 1000,
      findable: false,
    };
  };
}

/** Microsoft Graph, simulated. */
export function intune(reading: Partial<Behaviour> = {}) {
  return async (): Promise<RegistrarBench> => {
    const { simulators, deps, shared } = await bench(
      'intune',
      (number) => hashOf(`SN-${number}`),
      'intune.import',
      reading,
    );
    const { registrar, finder, deviceActions } = makeIntune({
      ...deps,
      connection: intuneConnection(simulators),
    });
    const ours = { groupTag: 'PO-4711', maxDevices: 500, findable: true };
    return { ...shared, ...ours, registrar, finder, deviceActions, removalOperation: 'intune.deleteDevice' };
  };
}
