import type { Behaviour } from '../../simulators/behaviour.ts';
import type { FaultPlan, FaultRule } from '../../simulators/faults.ts';
import { type SimulatorOptions, type Simulators, startSimulators } from '../../simulators/start-simulators.ts';
import type { World } from '../../simulators/world.ts';
import { app, aWorld, contoso, partner, someSecrets } from './a-world.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes and asserts what it finds there
  readonly json: any;
}

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One HTTP call; the connection is not reused, since tests cut connections. */
export async function ask(url: string, asked: Asked = {}): Promise<Answer> {
  const body = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  const response = await fetch(url, {
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
      ...asked.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text.replace(/^\uFEFF/, '')) : undefined,
  };
}

export interface Simulated extends Simulators {
  readonly clock: { now: number };
  /** Lets all jobs run out. */
  pass(milliseconds?: number): void;
  form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** A token of a user of the partner, or of the app in a tenant. */
  userToken(refreshToken?: string, tenant?: string): Promise<string>;
  appToken(scope: string, tenant: string): Promise<string>;
  faults(plan: FaultPlan): Promise<void>;
  rules(...rules: readonly FaultRule[]): Promise<void>;
  behave(behaviour: Partial<Behaviour>): Promise<void>;
  world(world: World): Promise<void>;
  /** Partner Center, for Contoso, as the first partner's user. */
  partnerCenter(path: string, asked?: Asked): Promise<Answer>;
  truth(path: string): Promise<Answer>;
}

export const userScope = 'https://api.partnercenter.microsoft.com/user_impersonation';
export const appScope = 'https://api.partnercenter.microsoft.com/.default';
export const graphScope = 'https://graph.microsoft.com/.default';

/** Starts simulators with a clock that stands still until it is moved. */
export async function simulated(options: Partial<SimulatorOptions> = {}): Promise<Simulated> {
  const clock = { now: Date.UTC(2026, 0, 5, 8) };
  const simulators = await startSimulators({
    world: aWorld,
    secrets: someSecrets,
    jobMilliseconds: 3000,
    now: () => clock.now,
    ...options,
  });
  const { entraUrl, adminUrl, partnerCenterUrl } = simulators;
  const form: Simulated['form'] = (path, fields) =>
    ask(`${entraUrl}${path}`, {
      raw: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const client = { client_id: app, client_secret: 'test-client-secret' };
  const tokenOf = (answer: Answer): string => {
    if (answer.status !== 200) throw new Error(`no token: ${answer.text}`);
    return String(answer.json.access_token);
  };
  const userToken: Simulated['userToken'] = async (refreshToken = 'test-refresh-token', tenant = partner) =>
    tokenOf(
      await form(`/${tenant}/oauth2/v2.0/token`, {
        ...client,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        scope: userScope,
      }),
    );
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await ask(`${adminUrl}${path}`, { method: 'PUT', body });
    if (answer.status !== 204) throw new Error(answer.text);
  };
  const faults: Simulated['faults'] = (plan) => put('/faults', plan);
  let token: string | undefined;
  return {
    ...simulators,
    clock,
    pass: (milliseconds = 3000) => {
      clock.now += milliseconds;
    },
    form,
    userToken,
    appToken: async (scope, tenant) =>
      tokenOf(await form(`/${tenant}/oauth2/v2.0/token`, { ...client, grant_type: 'client_credentials', scope })),
    faults,
    rules: (...rules) => faults({ rules }),
    behave: (behaviour) => faults({ behaviour }),
    world: (world) => put('/world', world),
    partnerCenter: async (path, asked = {}) => {
      token ??= await userToken();
      return ask(`${partnerCenterUrl}/v1/customers/${contoso}${path}`, { token, ...asked });
    },
    truth: (path) => ask(`${adminUrl}${path}`),
  };
}
