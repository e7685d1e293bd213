import { makePartnerCenter } from '../../../shared/adapters/partner-center/partner-center.ts';
import type { Submission, SubmissionDevice } from '../../../shared/domain/registering/submission.ts';
import type { PartnerCenterConnection } from '../../../shared/domain/settings/connection.ts';
import { type LyingServer, startLyingServer } from '../../fakes/lying-server.ts';
import {
  countingContext,
  memoryBatches,
  memorySecrets,
  movableClock,
  quickTiming,
} from '../../fakes/platform-ports.ts';

export const customer = { tenantId: '22222222-2222-4222-8222-222222222222', domain: 'customer.example' };
export const jobId = '33333333-3333-4333-8333-333333333333';
const location = `/customers/${customer.tenantId}/batchJobStatus/${jobId}`;
export const accepted = { status: 202, headers: { location } };
export const none = { status: 200, json: { totalCount: 0, items: [], attributes: { objectType: 'Collection' } } };

/** Batches as the customer's list shows them. */
export function batchList(...names: readonly string[]) {
  return { status: 200, json: { items: names.map((id) => ({ id, devicesCount: 1 })) } };
}

/** A job as the status call shows it. */
export function job(status: string | number, ...lines: readonly object[]) {
  return { status: 200, json: { batchTrackingId: jobId, status, devicesStatus: lines } };
}

export const routes = {
  token: 'POST /tenant/oauth2/v2.0/token',
  customer: 'GET /v1/customers/*',
  batches: 'GET /v1/customers/*/deviceBatches',
  create: 'POST /v1/customers/*/deviceBatches',
  append: 'POST /v1/customers/*/deviceBatches/*/devices',
  devices: 'GET /v1/customers/*/deviceBatches/*/devices',
  job: 'GET /v1/customers/*/batchJobStatus/*',
} as const;

/** A connection to a server that signs in and knows no batch, with everything a test wants to look at. */
export async function startBench(settings: Partial<PartnerCenterConnection> = {}) {
  const server = await startLyingServer();
  server.always(routes.token, () => ({ status: 200, json: { access_token: 'at-1', expires_in: 3600 } }));
  server.always(routes.batches, () => none);
  const connection: PartnerCenterConnection = {
    connectionId: 'pc',
    platform: 'partnerCenter',
    name: 'Partner Center',
    baseUrl: server.url,
    authority: server.url,
    partnerTenantId: 'tenant',
    clientId: 'client',
    credential: { kind: 'secret', secret: 'pc-secret' },
    signIn: { kind: 'appUser', refreshToken: 'pc-refresh' },
    ...settings,
  };
  const secrets = memorySecrets({ 'pc-secret': 's3cret', 'pc-refresh': 'rt-1' });
  const batches = memoryBatches();
  const clock = movableClock();
  const context = countingContext();
  const deps = { connection, secrets, batches, clock, fetch, random: () => 0.5, timing: quickTiming };
  return { server, connection, secrets, batches, clock, context, deps, pc: makePartnerCenter(deps) };
}

export type Bench = Awaited<ReturnType<typeof startBench>>;

/** A chunk for the test customer. */
export function chunk(devices: readonly SubmissionDevice[], chunkId = 'chunk-1', groupTag = 'PO-4711'): Submission {
  return { chunkId, requestId: '44444444-4444-4444-8444-444444444444', customer, groupTag, devices };
}

/** What the last call to a route sent. */
export function lastBody(server: LyingServer, route: string): unknown {
  return JSON.parse(server.calls(route).at(-1)?.body ?? 'null');
}
