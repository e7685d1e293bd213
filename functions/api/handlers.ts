import type { App } from '../../shared/wire.ts';
import { type Answer, type Asked, json, nothing, redirect } from './answer.ts';
import { type Caller, localChoices, roleFor, type SignIn } from './caller.ts';
import { contractText, type Values } from './contract.ts';
import { badRequest, conflict, notFound, problem, tooLarge } from './problem.ts';

/** What a handler is given: the parameters and body fit the contract, and the caller may ask. */
export interface Call {
  readonly app: App;
  readonly signIn: SignIn;
  readonly now: () => Date;
  readonly asked: Asked;
  readonly values: Values;
  readonly body: unknown;
  /** Absent only where anybody may ask. */
  readonly caller: Caller | undefined;
}

export type Handler = (call: Call) => Promise<Answer>;

type Body = Readonly<Record<string, unknown>>;
type Corrections = Parameters<App['serving']['correctRows']>[1];
type NewUpload = Parameters<App['serving']['beginUpload']>[1];
type Filter = Parameters<App['serving']['listRows']>[1]['filter'];
type Shown = NonNullable<Parameters<App['serving']['listUploads']>[1]['show']>;

const text = (values: Values, name: string): string => String(values[name] ?? '');
const keyOf = (values: Values) => ({ partnerId: text(values, 'partner'), uploadId: text(values, 'upload') });
const address = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join('/')}`;

/** Only what is there: absent stays absent. */
const given = <T extends object>(values: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };

const personOf = ({ caller, values }: Call) => {
  const partnerId = text(values, 'partner');
  const isOperator = caller?.operator === true && !caller.roles.has(partnerId);
  return { who: isOperator ? 'operator' : 'partner', by: caller?.by ?? '' } as const;
};

const operatorOf = ({ caller }: Call) => ({ who: 'operator', by: caller?.by ?? '' }) as const;

const unlessMissing = (value: object | undefined, status = 200): Answer =>
  value === undefined ? notFound : json(value, status);

const badCursor = badRequest(['cursor is not one that was answered before']);

const linkEnded = problem({
  title: 'This link opens nothing any more.',
  status: 401,
  code: 'link_not_valid',
  advice: 'Ask whoever gave it to you for a new one.',
});

const readMe: Handler = async ({ app, caller }) => {
  if (caller === undefined) return notFound;
  const all = await app.serving.partners();
  const own = [...all].filter(([partnerId]) => roleFor(caller, partnerId) !== undefined);
  const partners = await Promise.all(
    own.map(async ([partnerId, found]) => {
      const partner = found.kind === 'found' ? found.partner : undefined;
      return {
        partnerId,
        name: partner?.name ?? partnerId,
        role: roleFor(caller, partnerId),
        language: languageOf(partner),
        timeZone: partner?.timeZone ?? 'UTC',
        suspended: await app.serving.isSuspended(partnerId),
        customers: (partner?.customers ?? []).map(({ name, alias, domains, customerTenantId, defaultGroupTag }) => ({
          name,
          folder: alias ?? domains?.[0] ?? customerTenantId,
          ...given({ defaultGroupTag }),
        })),
        anyCustomer: partner?.anyCustomer === true,
      };
    }),
  );
  const signOut = caller.signedInBy === 'entra' ? '/.auth/logout?post_logout_redirect_uri=/' : '/api/sign-out';
  return json({
    name: caller.name,
    signedInBy: caller.signedInBy,
    operator: caller.operator,
    language: partners[0]?.language ?? 'en',
    partners,
    ...given({ until: caller.until }),
    signOut,
  });
};

/** The language of a partner's texts, where its settings say one. */
const languageOf = (partner: object | undefined): 'en' | 'de' =>
  partner !== undefined && 'language' in partner && partner.language === 'de' ? 'de' : 'en';

const readUpload: Handler = async ({ app, values, caller }) => {
  const key = keyOf(values);
  const view = await app.serving.readUpload(key);
  if (view === undefined) return notFound;
  const { chunks, files, ...rest } = view;
  const may = caller === undefined ? undefined : roleFor(caller, key.partnerId);
  const can =
    may === 'viewer' ? { correct: false, cancel: false, release: false, sendForReal: false, confirm: false } : view.can;
  return json({
    ...rest,
    can,
    files: files.map((file) => ({
      ...file,
      href: address('partners', key.partnerId, 'uploads', key.uploadId, 'files', file.name),
    })),
    ...(may === 'operator' ? { chunks } : {}),
  });
};

const listUploads: Handler = async ({ app, values }) => {
  const { show, cursor, limit } = values;
  const page = await app.serving.listUploads(text(values, 'partner'), {
    ...given({ show: show as Shown | undefined, cursor: cursor as string | undefined }),
    limit: Number(limit ?? 50),
  });
  return page === 'badCursor' ? badCursor : json(page);
};

const listRows: Handler = async ({ app, values }) => {
  const { verdict, code, customer, text: part, correctable, cursor, limit } = values;
  const filter = given({ verdict, code, customer, text: part, correctable }) as Filter;
  const page = await app.serving.listRows(keyOf(values), {
    filter,
    ...given({ cursor: cursor as string | undefined }),
    limit: Number(limit ?? 50),
  });
  return page === 'badCursor' ? badCursor : unlessMissing(page);
};

const beginUpload: Handler = async (call) => {
  const partnerId = text(call.values, 'partner');
  const begun = await call.app.serving.beginUpload(partnerId, call.body as NewUpload, personOf(call));
  switch (begun.kind) {
    case 'begun': {
      const follow = `${address('partners', partnerId, 'dropped')}?file=${encodeURIComponent(begun.drop.fileName)}`;
      return json({ ...begun.drop, follow }, 201);
    }
    case 'unknownPartner':
      return notFound;
    case 'refused': {
      const { code, happened, advice } = begun.reason;
      return problem({ title: happened, status: 400, code, advice });
    }
    case 'nameTaken':
      return conflict(
        'name_taken',
        'A file of this name was dropped before, and the group tag comes from the name.',
        'Give the file another name.',
      );
    case 'tooLarge':
      return tooLarge(`The file is larger than ${Math.floor(begun.most / 1024 / 1024)} MB.`);
  }
};

const correctRows: Handler = async (call) => {
  const made = await call.app.serving.correctRows(keyOf(call.values), call.body as Corrections, personOf(call));
  return made === 'nothing'
    ? conflict('nothing_to_correct', 'None of these rows can be sent again now.', 'Wait for the final report.')
    : unlessMissing(made, 201);
};

const confirmRemovals: Handler = async (call) => {
  const rows = Number((call.body as Body)['rows']);
  const made = await call.app.serving.confirmRemovals(keyOf(call.values), rows, personOf(call));
  switch (made) {
    case 'nothing':
      return conflict('nothing_to_confirm', 'No row awaits a confirmation now.', 'Wait for the final report.');
    case 'expired':
      return conflict('confirmation_expired', 'The plan is too old to be confirmed.', 'Drop the first file again.');
    case 'countDiffers':
      return conflict('count_differs', 'Another number of rows awaits a confirmation.', 'Look at the rows again.');
    default:
      return unlessMissing(made, 201);
  }
};

const sendChecked: Handler = async (call) => {
  const made = await call.app.serving.sendChecked(keyOf(call.values), personOf(call));
  return made === 'notACheck'
    ? conflict('not_a_check', 'This was not a check, or its file is gone.', 'Drop the file again.')
    : unlessMissing(made, 201);
};

const linkTo = async (link: Promise<string | undefined>): Promise<Answer> => {
  const location = await link;
  return location === undefined ? notFound : redirect(location);
};

const suspend =
  (of: 'partner' | 'connection', on: boolean): Handler =>
  async (call) => {
    const id = text(call.values, of);
    const all = await call.app.serving.partners();
    const isKnown =
      of === 'partner'
        ? all.has(id)
        : [...all.values()].some((found) => found.kind === 'found' && found.connections.has(id));
    if (!isKnown) return notFound;
    const { suspending } = call.app.serving;
    if (on) await suspending.suspend({ of, id }, String((call.body as Body)['reason']), operatorOf(call));
    else await suspending.resume({ of, id }, operatorOf(call));
    return nothing;
  };

const template: Handler = async ({ app, values }) => {
  const partnerId = text(values, 'partner');
  const language = values['language'] === 'de' ? 'de' : 'en';
  const workbook = await app.serving.template(partnerId, language);
  if (workbook === undefined) return notFound;
  return {
    status: 200,
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${partnerId}-devices.${language}.xlsx"`,
    },
    body: workbook,
  };
};

const listAllUploads: Handler = async ({ app, values }) => {
  const show = values['show'] ?? 'open';
  const { uploads, complete } = await app.serving.readOpenUploads(undefined);
  const passes = ({ summary }: (typeof uploads)[number]): boolean =>
    show === 'open' ||
    (show === 'late' && summary.late) ||
    (show === 'failing' && summary.failures > 0) ||
    (show === 'held' && (summary.devices.held > 0 || summary.stage === 'waiting'));
  const shown = uploads
    .filter(passes)
    .map(({ summary }) => summary)
    .sort((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
  const limit = Number(values['limit'] ?? 50);
  const isWhole = complete && shown.length <= limit;
  return json({ uploads: shown.slice(0, limit), ...(isWhole ? {} : { incomplete: true }) });
};

const makeLink: Handler = async (call) => {
  const { person, days } = call.body as { readonly person: string; readonly days: number };
  const made = await call.app.serving.linking.make(text(call.values, 'partner'), { person, days }, operatorOf(call));
  if (made === undefined) return notFound;
  const url = call.app.serving.linking.addressOf(call.asked.url.origin, made.secret);
  return json({ link: made.link, url }, 201);
};

const cookieSeconds = 12 * 3600;

const openLink: Handler = async ({ app, body, now }) => {
  const { secret } = body as { readonly secret: string };
  const link = await app.serving.linking.open(secret);
  if (link === undefined) return linkEnded;
  const left = Math.floor((Date.parse(link.until) - now().getTime()) / 1000);
  return { ...nothing, cookie: { value: `link.${secret}`, maxAge: Math.min(left, cookieSeconds) } };
};

const chooseLocally: Handler = async ({ app, signIn, body }) => {
  if (!signIn.local) return notFound;
  const { as } = body as { readonly as: string };
  const known = (await localChoices(app)).some(({ id }) => id === as);
  return known ? { ...nothing, cookie: { value: `local.${as}`, maxAge: cookieSeconds } } : notFound;
};

const listLocalChoices: Handler = async ({ app, signIn }) => {
  if (!signIn.local) return notFound;
  const choices = (await localChoices(app)).map((choice) => ({
    id: choice.id,
    name: choice.name,
    roles: ['role' in choice ? choice.role : 'operator'],
  }));
  return json({ choices });
};

/** What answers each operation of the contract. A test says which have none. */
export const handlers: Readonly<Record<string, Handler>> = {
  readContract: async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: contractText }),
  readSignInWays: async ({ signIn }) =>
    json({
      ...(signIn.platform ? { entra: '/.auth/login/aad?post_login_redirect_uri=/' } : {}),
      local: signIn.local,
      links: true,
    }),
  listLocalChoices,
  chooseLocally,
  openLink,
  signOut: async () => ({ ...nothing, cookie: { value: '', maxAge: 0 } }),
  readMe,
  listUploads,
  beginUpload,
  findDropped: async ({ app, values }) =>
    unlessMissing(await app.serving.findDropped(text(values, 'partner'), text(values, 'file'))),
  readUpload,
  listRows,
  correctRows,
  confirmRemovals,
  fetchFile: (call) =>
    linkTo(call.app.serving.reportFiles.fetch(keyOf(call.values), text(call.values, 'file'), personOf(call))),
  releaseUpload: async (call) =>
    unlessMissing(await call.app.serving.releaseUpload(keyOf(call.values), personOf(call))),
  cancelUpload: async (call) =>
    unlessMissing(
      await call.app.serving.cancelUpload(keyOf(call.values), { ...personOf(call), name: call.caller?.name ?? '' }),
    ),
  sendChecked,
  fetchTemplate: template,
  listComparisons: async ({ app, values }) => {
    const partnerId = text(values, 'partner');
    const comparisons = (await app.serving.reportFiles.comparisons(partnerId)).map(({ files, name, ...rest }) => ({
      name,
      ...rest,
      files: files.map((file) => ({
        ...file,
        href: address('partners', partnerId, 'comparisons', name, 'files', file.name),
      })),
    }));
    return json({ comparisons });
  },
  fetchComparison: (call) => {
    const { values } = call;
    const [partnerId, comparison, file] = ['partner', 'comparison', 'file'].map((name) => text(values, name));
    return linkTo(
      call.app.serving.reportFiles.fetchComparison(partnerId ?? '', comparison ?? '', file ?? '', personOf(call)),
    );
  },
  findDevice: async ({ app, values }) => {
    const [device, order] = [text(values, 'serial'), text(values, 'order')];
    if ((device === '') === (order === '')) return badRequest(['give either serial or order']);
    const ask = values['ask'] === true;
    if (ask && device === '') return badRequest(['ask goes with serial, not with order']);
    const partnerId = text(values, 'partner');
    const cursor = values['cursor'] as string | undefined;
    const found = await app.serving.findDevice(partnerId, order === '' ? { device } : { order }, cursor);
    if (found === 'badCursor') return badCursor;
    if (!ask) return json(found);
    const asked = { device, ...given({ customer: values['customer'] as string | undefined }) };
    const said = await app.serving.askPlatforms(partnerId, asked);
    return said === undefined
      ? badRequest(['customer is none of this partner’s, or its settings can’t be used'])
      : json({ ...found, platforms: said.answers, platformsNotAsked: said.notAsked });
  },
  listDeliveries: async ({ app, values }) =>
    json({ deliveries: await app.serving.deliveries(text(values, 'partner')) }),
  readOverview: async ({ app }) => json(await app.serving.overseeing.overview()),
  listAllUploads,
  listFailures: async ({ app }) => json({ failures: await app.serving.overseeing.failures() }),
  listPartners: async ({ app }) => json({ partners: await app.serving.overseeing.partners() }),
  suspendPartner: suspend('partner', true),
  resumePartner: suspend('partner', false),
  listConnections: async ({ app }) => json({ connections: await app.serving.overseeing.connections() }),
  suspendConnection: suspend('connection', true),
  resumeConnection: suspend('connection', false),
  listLinks: async ({ app, values }) => json({ links: await app.serving.linking.list(text(values, 'partner')) }),
  makeLink,
  revokeLink: async (call) => {
    const { values } = call;
    const revoked = await call.app.serving.linking.revoke(
      text(values, 'partner'),
      text(values, 'link'),
      operatorOf(call),
    );
    return revoked ? nothing : notFound;
  },
};
