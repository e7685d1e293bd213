import { type Answer, type Asked, sessionCookie } from '../../functions/api/answer.ts';
import { makeAnswerApi } from '../../functions/api/answer-api.ts';
import type { SignIn } from '../../functions/api/caller.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import type { Partner } from '../../shared/domain/settings/partner.ts';
import { runUntilQuiet } from '../fakes/run-host.ts';
import { goodFile, northwind, oemDirect, partnerCenter } from '../fakes/sample-settings.ts';
import { sheetOf } from '../fakes/sheets.ts';
import { makeHost, makeWorld } from '../fakes/world.ts';

const guid = (end: string): string => `00000000-0000-4000-8000-0000000000${end}`;

/** People as Entra knows them, by object id; `group` is a group the operators are in. */
export const people = {
  viewer: guid('01'),
  uploader: guid('02'),
  stranger: guid('03'),
  operator: guid('04'),
  group: guid('05'),
} as const;

export const tailspin: Partner = {
  ...northwind,
  partnerId: 'tailspin',
  name: 'Tailspin',
  customers: [],
  access: [{ principalId: people.stranger, role: 'viewer' }],
};

/** What App Service Authentication puts before a request of somebody who is signed in. */
export const principalHeader = (objectId: string, groups: readonly string[] = [], authType = 'aad'): string =>
  Buffer.from(
    JSON.stringify({
      auth_typ: authType,
      claims: [
        { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: objectId },
        { typ: 'name', val: `Person ${objectId.slice(-2)}` },
        ...groups.map((val) => ({ typ: 'groups', val })),
      ],
    }),
  ).toString('base64');

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The API over a world in memory: one upload of northwind with a good and a bad row, one that was only checked. */
export async function apiWorld(change: Partial<SignIn> = {}) {
  const world = makeWorld([], [partnerCenter, oemDirect]);
  const access = [
    { principalId: people.viewer, role: 'viewer' },
    { principalId: people.uploader, role: 'uploader' },
  ] as const;
  world.folder.partners.set('northwind', goodFile({ ...northwind, access }));
  world.folder.partners.set('tailspin', goodFile(tailspin));
  const app = makeHost(world);
  const drop = async (name: string): Promise<string> => {
    const text = sheetOf(['contoso.example', 'Sales', 'S-1'], ['nobody.example', 'Sales', 'S-2']);
    const { etag } = await world.drop(`northwind/${name}`, text);
    return uploadIdOf('uploads', `northwind/${name}`, etag);
  };
  const upload = await drop('May.csv');
  const check = await drop('check/June.csv');
  await runUntilQuiet(world, app);
  world.files.set('northwind/reconciliation/2026-01-05.csv', { text: 'x', sequence: 1, contentType: 'text/csv' });

  const signIn: SignIn = { platform: true, local: false, operators: [people.operator, people.group], ...change };
  const failures: unknown[] = [];
  const answerApi = makeAnswerApi({ app: () => app, signIn, now: () => world.clock.now() });
  const ask = (path: string, { method = 'GET', headers = {}, body }: Request = {}): Promise<Answer> => {
    const url = new URL(`https://app.example/api${path}`);
    const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const asked: Asked = {
      method,
      path: url.pathname.slice('/api'.length),
      url,
      header: (name) => given.get(name),
      text: async () => (typeof body === 'string' ? body : JSON.stringify(body ?? {})),
    };
    return answerApi(asked, (_operation, error) => void failures.push(error));
  };
  const link = async (days = 30) => {
    const by = { who: 'operator', by: 'Olga' } as const;
    const made = await app.serving.linking.make('northwind', { person: 'Kim', days }, by);
    if (made === undefined) throw new Error('No link was made.');
    return { ...made, cookie: `${sessionCookie}=link.${made.secret}` };
  };
  return { world, app, ask, upload, check, link, failures };
}

export const bodyOf = (answer: Answer): unknown =>
  typeof answer.body === 'string' ? JSON.parse(answer.body) : undefined;
