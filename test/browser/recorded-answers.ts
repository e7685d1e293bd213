import type {
  ComparisonList,
  ConnectionList,
  DeliveryList,
  FailureList,
  Finding,
  FoundDevices,
  LocalChoices,
  MadePersonalLink,
  Me,
  MyPartner,
  Overview,
  PartnerOverviews,
  PersonalLink,
  PersonalLinkList,
  ReadSheet,
  ReportFile,
  Row,
  RowPage,
  Upload,
  UploadPage,
  UploadSummary,
  Ways,
} from '../../web/api-types.ts';

/** When the answers were recorded. */
export const now = Date.parse('2026-11-27T10:00:00Z');
const before = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const idOf = (number: number): string => String(number).padStart(24, '0');

/** Text that would do something if it were not shown as text. */
export const hostile = '<img src=x onerror="document.title=1"> =1+1';

const customers = [
  { name: 'Contoso', folder: 'contoso', defaultGroupTag: 'Contoso-Standard' },
  { name: 'Adatum', folder: 'adatum', defaultGroupTag: 'Adatum-Kiosk' },
];

const partner = (partnerId: string, name: string, role: MyPartner['role']): MyPartner => ({
  ...{
    partnerId,
    name,
    role,
    customers,
    language: 'en',
    timeZone: 'Europe/Berlin',
    suspended: false,
    anyCustomer: true,
  },
});

const reseller: Me = {
  ...{ name: 'Rita Reseller', signedInBy: 'link', operator: false, language: 'en', signOut: '/api/sign-out' },
  until: before(-57_600),
  partners: [partner('tailwind', 'Tailwind IT, reseller', 'uploader')],
};

const operator: Me = {
  ...{ name: 'Olivia Operator', signedInBy: 'local', operator: true, language: 'en', signOut: '/api/sign-out' },
  partners: [
    partner('tailwind', 'Tailwind IT, reseller', 'operator'),
    partner('proseware', 'Proseware Devices, OEM', 'operator'),
  ],
};

const common = { partnerId: 'tailwind', check: false, late: false, holds: [], failures: 0 } as const;
const sentDevices = (total: number) => ({ total, sent: total, settled: total, held: 0 });

const consent = {
  code: 'customer_grant_missing',
  happened: 'Tailspin Toys has not accepted Fabrikam as its partner yet.',
  advice: 'Send Tailspin Toys this link and ask its administrator to accept.',
  who: 'customer',
  customer: 'Tailspin Toys',
  link: 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship',
} as const;

const suspended = (customer: string) =>
  ({
    code: 'sending_suspended',
    happened: 'The operator has suspended sending for this partner.',
    advice: 'The rows go on by themselves once the operator resumes it.',
    who: 'operator',
    customer,
  }) as const;

/** Uploads by what they show. */
const summaries = {
  sending: {
    ...{
      ...common,
      uploadId: idOf(1),
      fileName: 'contoso/May order 4711.xlsx',
      stage: 'sending',
      receivedAt: before(2),
    },
    ...{ rows: 1240, counts: { registered: 420, alreadyRegistered: 30, inProgress: 760, rejected: 30 } },
    devices: { total: 1210, sent: 1000, settled: 450, held: 0 },
  },
  check: {
    ...{ ...common, uploadId: idOf(2), fileName: 'laptops-week-22.csv', check: true, stage: 'done' },
    ...{ receivedAt: before(9), reportedAt: before(8), rows: 212 },
    counts: { wouldRegister: 164, rejected: 40, duplicate: 6, ignored: 2 },
    devices: { total: 164, sent: 0, settled: 164, held: 0 },
  },
  held: {
    ...{ ...common, uploadId: idOf(3), fileName: 'tailspin/order-4711.csv', stage: 'held', receivedAt: before(300) },
    ...{ reportedAt: before(240), rows: 40, counts: { alreadyRegistered: 36, held: 4 }, holds: [consent] },
    devices: { total: 40, sent: 36, settled: 36, held: 4 },
  },
  done: {
    ...{ ...common, uploadId: idOf(4), fileName: 'contoso/10-mixed-identities.xlsx', stage: 'done' },
    ...{ receivedAt: before(1560), reportedAt: before(1550), rows: 820, devices: sentDevices(769) },
    counts: { registered: 702, alreadyRegistered: 55, refused: 12, rejected: 41, duplicate: 8, ignored: 2 },
  },
  refused: {
    ...{ ...common, uploadId: idOf(5), fileName: `${hostile}.xlsx`, stage: 'refused', rows: 0, counts: {} },
    ...{ receivedAt: before(3000), reportedAt: before(2999), devices: sentDevices(0) },
    refused: {
      code: 'no_header',
      happened: 'No row of the file has titles we know.',
      advice: 'Put a row of titles above the devices, or use a template.',
      who: 'uploader',
    },
  },
  good: {
    ...{
      ...common,
      uploadId: idOf(6),
      fileName: 'contoso/10-mixed-identities.xlsx.20261126-100000-00000a.retry.xlsx',
      stage: 'done',
      receivedAt: before(4800),
    },
    ...{ reportedAt: before(4790), rows: 18, counts: { registered: 18 }, devices: sentDevices(18) },
  },
  suspended: {
    ...{ ...common, uploadId: idOf(8), fileName: 'contoso/stopped.csv', stage: 'held', receivedAt: before(30) },
    ...{ rows: 2, counts: {}, holds: [suspended('Contoso'), suspended('Adatum')] },
    devices: { total: 2, sent: 0, settled: 0, held: 2 },
  },
  failing: {
    ...{ ...common, uploadId: idOf(7), fileName: 'slow.csv', stage: 'sending', late: true, failures: 3 },
    ...{ receivedAt: before(900), rows: 10, counts: { inProgress: 10 } },
    devices: { total: 10, sent: 10, settled: 0, held: 0 },
  },
} as const satisfies Readonly<Record<string, UploadSummary>>;

export type Shown = keyof typeof summaries;

const uploads: readonly UploadSummary[] = Object.values(summaries);

/** The address of an upload's view. */
export const viewOf = (shown: Shown): string => `#/p/tailwind/uploads/${summaries[shown].uploadId}`;

const finding = (
  verdict: Finding['verdict'],
  code: string,
  rows: number,
  canCorrect: boolean,
  [happened, advice, who]: readonly [string, string, Finding['who']],
): Finding => ({ verdict, code, rows, canCorrect, happened, advice, who });

const findings: Readonly<Record<string, readonly Finding[]>> = {
  [idOf(2)]: [
    finding('wouldRegister', 'none', 164, false, ['The row is good.', 'Nothing to do.', 'nobody']),
    finding('rejected', 'group_tag_missing', 32, true, [
      'The row has no group tag, and its customer has no default.',
      'Fill in the column "Group Tag".',
      'uploader',
    ]),
    finding('rejected', 'pkid_bad_length', 8, true, [
      'This is not a PKID. A PKID is exactly 13 digits; this one has 12.',
      'Copy the PKID from the label or the delivery note.',
      'uploader',
    ]),
    finding('duplicate', 'none', 6, false, ['The same device stands in another row.', 'Nothing to do.', 'nobody']),
  ],
  [idOf(4)]: [
    finding('registered', 'none', 702, false, ['The device is registered.', 'Nothing to do.', 'nobody']),
    finding('rejected', 'serial_scientific_notation', 41, true, [
      'Excel has turned the serial number into a number and lost digits.',
      'Format the column as text and enter the serial number again.',
      'uploader',
    ]),
    finding('refused', 'device_not_found', 12, false, [
      'The platform does not know the device.',
      'Ask the maker whether it has reported the device to Microsoft.',
      'maker',
    ]),
  ],
};

const file = (kind: ReportFile['kind'], name: string, bytes: number): ReportFile => ({
  ...{ kind, name, bytes, writtenAt: before(8) },
  href: `/api/partners/tailwind/uploads/${idOf(4)}/files/${name}`,
});

const files = [
  file('report', 'report.xlsx', 23_144),
  file('page', 'report.html', 31_222),
  file('retry', 'retry.xlsx', 9_120),
  file('move', 'move-1.csv', 320),
  file('csv', 'report.csv', 20_111),
  file('json', 'report.json', 51_233),
  file('progress', 'progress.json', 812),
];

const sheet: ReadSheet = {
  sheet: 'Devices',
  headerRow: 3,
  columns: [
    { title: 'S/N', meaning: 'serial' },
    { title: 'Maker', meaning: 'manufacturer' },
    { title: 'Type', meaning: 'model' },
    { title: 'PKID', meaning: 'pkid' },
    { title: 'Hash', meaning: 'hardwareHash' },
    { title: 'Qty' },
    { title: 'Remarks of the warehouse' },
  ],
};

/** What many rows share, and what one row alone has. */
const remarksOf = (verdict: Row['verdict'], row: number): Row['remarks'] => [
  ...(verdict === 'rejected'
    ? [{ code: 'from_hidden_column', text: 'A value of this row stands in a hidden column.' }]
    : []),
  ...(verdict === 'refused' && row % 5 === 0
    ? [{ code: 'move_file', text: 'A file that moves the device lies beside this report: a.move-1.csv.' }]
    : []),
];

const rowsOf = (uploadId: string): readonly Row[] => {
  const all = (findings[uploadId] ?? []).flatMap((one) => Array.from({ length: one.rows }, () => one));
  return all.map(({ verdict, code, happened, advice, who, canCorrect }, at): Row => {
    const row = at + 4;
    const cell = (index: number, value: string, whole = true) => {
      const { title, meaning } = sheet.columns[index] ?? { title: '' };
      return { at: index, column: title, value, whole, ...(meaning === undefined ? {} : { meaning }) };
    };
    return {
      ...{ sheet: 'Devices', row, verdict, happened, advice, who, canCorrect, remarks: remarksOf(verdict, row) },
      ...(code === 'none' ? {} : { code }),
      cells: [
        cell(0, code.startsWith('serial') ? '1.23E+11' : `SYN${100_000 + row}`),
        cell(1, 'LENOVO'),
        cell(2, row % 7 === 0 ? hostile : '20XW'),
        cell(3, code.startsWith('pkid') ? '330516001006' : ''),
        row % 3 === 0 ? cell(4, '9f2c1e00aa41', false) : cell(4, ''),
        cell(5, '1'),
        cell(6, ''),
      ],
    };
  });
};

const uploadOf = (summary: UploadSummary, forOperator: boolean): Upload => {
  const { stage, counts, check, uploadId } = summary;
  return {
    ...{ summary, findings: findings[uploadId] ?? [], follows: uploadId === idOf(6) ? [idOf(4)] : [] },
    followedBy: uploadId === idOf(4) ? [{ what: 'corrected', uploadId: idOf(6), rows: 41, at: before(1500) }] : [],
    ...(stage === 'sending' ? { estimate: { seconds: 540, basis: 'usual' } as const } : {}),
    notices: check
      ? [
          {
            code: 'columns_not_read',
            happened: '2 columns were not read: "Qty", "Remarks of the warehouse".',
            advice: 'Nothing to do if they say nothing of the device.',
            who: 'nobody',
          },
        ]
      : [],
    sheets: stage === 'refused' ? [] : [sheet],
    files: summary.reportedAt === undefined ? [] : files,
    can: {
      correct: stage === 'done' && (counts['rejected'] ?? 0) > 0,
      cancel: stage === 'sending' || stage === 'held',
      release: stage === 'held' && uploadId !== idOf(8),
      sendForReal: check,
      confirm: false,
    },
    ...(forOperator
      ? {
          chunks: [
            {
              ...{ chunk: 0, connectionId: 'fabrikam', platform: 'partnerCenter', customer: 'Contoso', devices: 1000 },
              ...{ groupTag: 'Contoso-Standard', state: 'sent', changedAt: before(1), dueAt: before(0), tries: 0 },
              calls: { submit: 1, poll: 3 },
            },
          ],
        }
      : {}),
  };
};

const overview: Overview = {
  ...{ at: before(0), open: 3, held: 1, late: 1, failing: 1, waitingDevices: 764, oldestOpen: summaries.held },
  ...{ partners: 3, brokenPartners: 1, suspended: 1, blockedConnections: 1, complete: false },
};

const partners: PartnerOverviews = {
  partners: [
    {
      ...{ partnerId: 'tailwind', name: 'Tailwind IT, reseller', state: 'active', connections: ['fabrikam'] },
      ...{ customers: 2, open: 2, held: 1, late: 1, waitingDevices: 764, faults: [], links: 2 },
      ...{ lastUploadAt: before(2), comparedAt: before(480) },
    },
    {
      ...{ partnerId: 'alpine', name: 'Alpine Cloud', state: 'active', connections: ['alpine'] },
      ...{ customers: 14, open: 0, held: 0, late: 0, waitingDevices: 0, faults: [], links: 0 },
      suspension: { reason: 'Their last file names the wrong customer', by: 'Olivia Operator', at: before(70) },
    },
    {
      ...{ partnerId: 'litware', name: 'Litware Services', state: 'broken', connections: [] },
      ...{ customers: 0, open: 0, held: 0, late: 0, waitingDevices: 0, links: 0 },
      faults: ['partners/litware.json: timezone is not known. Did you mean timeZone?'],
    },
  ],
};

const connections: ConnectionList = {
  connections: [
    {
      ...{ connectionId: 'fabrikam', name: 'Fabrikam Distribution, Partner Center', platform: 'partnerCenter' },
      ...{ state: 'throttled', signIn: 'user', signedInAt: before(8640), credentialEndsAt: before(-115_200) },
      ...{ partners: ['tailwind'], width: 2, fullWidth: 4, waiting: 3, held: 1, holds: [consent] },
    },
    {
      ...{ connectionId: 'alpine', name: 'Alpine Cloud, Partner Center', platform: 'partnerCenter', state: 'blocked' },
      ...{ signIn: 'user', partners: ['alpine'], width: 4, fullWidth: 4, waiting: 0, held: 0, holds: [] },
      lastFailure: {
        ...{ at: before(10), partnerId: 'tailwind', uploadId: idOf(4) },
        reason: { code: 'x', happened: 'The sign-in has ended.', advice: 'Sign in again.', who: 'operator' },
      },
    },
    {
      ...{ connectionId: 'litware-intune', name: 'Litware Services, Microsoft Intune', platform: 'intune' },
      ...{ state: 'suspended', signIn: 'managedIdentity', partners: ['litware'], width: 4, fullWidth: 4 },
      ...{ waiting: 0, held: 0, holds: [] },
      suspension: { reason: 'Move to another tenant', by: 'Olivia Operator', at: before(70) },
    },
  ],
};

const link: PersonalLink = {
  ...{
    linkId: '0123456789abcdef',
    partnerId: 'tailwind',
    person: 'rita@tailwind.example',
    createdBy: 'Olivia Operator',
  },
  ...{ createdAt: before(12_960), until: before(-57_600), lastUsedAt: before(3), uses: 7, state: 'valid' },
};

const ways: Ways = { local: true, links: true };
const choices: LocalChoices = {
  choices: [
    { id: 'operator', name: 'The operator', roles: ['operator of everything'] },
    { id: 'tailwind', name: 'Tailwind IT, reseller', roles: ['uploader'] },
    { id: 'litware', name: 'Litware Services, managed service provider for banks', roles: ['uploader'] },
  ],
};
const found: FoundDevices = {
  devices: [
    { where: 'ledger', at: before(1560), customer: 'Contoso', groupTag: 'Contoso-Standard', platform: 'partnerCenter' },
    {
      ...{
        where: 'upload',
        uploadId: idOf(4),
        fileName: 'contoso/10-mixed-identities.xlsx',
        sheet: 'Devices',
        row: 17,
      },
      ...{ verdict: 'registered', happened: 'The device is registered.', at: before(1560), customer: 'Contoso' },
      serial: 'SYN100017',
    },
  ],
  uploadsLooked: 6,
  complete: false,
  next: 'older',
};
const foundInOlder: FoundDevices = { devices: [], uploadsLooked: 4, complete: true };
const comparisons: ComparisonList = {
  comparisons: [{ name: '2026-11-27', writtenAt: before(480), files: files.slice(0, 2) }],
};
const deliveries: DeliveryList = {
  deliveries: [
    {
      ...{ partnerId: 'tailwind', uploadId: idOf(4), fileName: 'contoso/10-mixed-identities.xlsx', event: 'finished' },
      ...{ state: 'gaveUp', attempts: 8, last: '500', at: before(1500), channel: 'webhook' },
    },
  ],
};
const failures: FailureList = {
  failures: [{ partnerId: 'tailwind', uploadId: idOf(7), fileName: 'slow.csv', failures: 3, at: before(4), chunk: 2 }],
};
const links: PersonalLinkList = { links: [link, { ...link, linkId: 'fedcba9876543210', state: 'revoked' }] };
const made: MadePersonalLink = { link, url: 'https://app.example/#link=c2VjcmV0' };

/** A recorded answer; undefined: there is no such thing. */
export function recorded(path: string, query: URLSearchParams, looking: 'reseller' | 'operator'): unknown {
  const isOperator = looking === 'operator';
  const fixed: Readonly<Record<string, unknown>> = {
    '/me': isOperator ? operator : reseller,
    '/partners/tailwind/uploads': { uploads, next: 'more' } satisfies UploadPage,
    '/partners/tailwind/devices': query.has('cursor') ? foundInOlder : found,
    '/partners/tailwind/comparisons': comparisons,
    '/partners/tailwind/deliveries': deliveries,
    ...(isOperator
      ? {
          '/operator/overview': overview,
          '/operator/uploads': { uploads: [summaries.held, summaries.failing] } satisfies UploadPage,
          '/operator/failures': failures,
          '/operator/partners': partners,
          '/operator/connections': connections,
          '/operator/partners/tailwind/links': links,
        }
      : {}),
  };
  if (fixed[path] !== undefined) return fixed[path];
  const [, uploadId, rows] = /^\/partners\/tailwind\/uploads\/(\d{24})(\/rows)?$/.exec(path) ?? [];
  const summary = uploads.find((one) => one.uploadId === uploadId);
  if (summary === undefined) return undefined;
  if (rows === undefined) return uploadOf(summary, isOperator);
  const wanted = (name: string, value: string | undefined) => query.get(name) === null || query.get(name) === value;
  const all = rowsOf(summary.uploadId).filter(
    (row) =>
      wanted('verdict', row.verdict) && wanted('code', row.code) && wanted('correctable', String(row.canCorrect)),
  );
  const at = Number(query.get('cursor') ?? 0);
  const end = at + Number(query.get('limit') ?? 50);
  const page: RowPage = {
    rows: all.slice(at, end),
    looked: all.length,
    ...(end < all.length ? { next: String(end) } : {}),
  };
  return page;
}

/** Answers that need nobody to be signed in, and answers to writes. */
export const open = { '/sign-in': ways, '/sign-in/local': choices } as const;
export const written = { '/operator/partners/tailwind/links': made } as const;
