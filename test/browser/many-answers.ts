import type { Row, RowPage, Upload, UploadPage, UploadSummary } from '../../web/api-types.ts';
import { now } from './recorded-answers.ts';

export const manyUploads = 10_000;
export const manyRows = 100_000;

/** Rows one answer looks through at most, as the API does. */
const mostLookedAt = 20_000;

const idOf = (number: number): string => String(number).padStart(24, '0');
const large = idOf(0);

const summary = (number: number): UploadSummary => ({
  ...{ partnerId: 'tailwind', uploadId: idOf(number), fileName: `contoso/order ${number}.xlsx`, check: false },
  ...{ stage: 'done', late: false, holds: [], failures: 0 },
  ...{ receivedAt: new Date(now - number * 600_000).toISOString(), reportedAt: new Date(now).toISOString() },
  ...{ rows: manyRows, counts: { registered: (manyRows / 10) * 9, rejected: manyRows / 10 } },
  devices: { total: manyRows, sent: manyRows, settled: manyRows, held: 0 },
});

const rejected = {
  verdict: 'rejected',
  code: 'group_tag_missing',
  happened: 'The row has no group tag, and its customer has no default.',
  advice: 'Fill in the column "Group Tag".',
  who: 'uploader',
  canCorrect: true,
} as const;
const registered = {
  verdict: 'registered',
  happened: 'The device is registered.',
  advice: 'Nothing to do.',
  who: 'nobody',
  canCorrect: false,
} as const;

const columns = [
  ...[['Serial Number', 'serial'] as const, ['Manufacturer', 'manufacturer'] as const, ['Model', 'model'] as const],
  ...[['Group Tag', 'groupTag'] as const, ['Customer', 'customer'] as const, ['User', 'assignedUser'] as const],
];
const rowOf = (number: number): Row => ({
  row: number + 2,
  ...(number % 10 === 9 ? rejected : registered),
  cells: columns.map(([column, meaning], at) => ({
    ...{ at, column, meaning, whole: true },
    value: [`SYN${number}`, 'LENOVO', '20XW', number % 10 === 9 ? '' : 'Standard', 'contoso', ''][at] ?? '',
  })),
  remarks:
    number % 3 === 0 ? [{ code: 'serial_form_unusual', text: 'Serial numbers of LENOVO have another form.' }] : [],
});

function rowsFrom(query: URLSearchParams): RowPage {
  const [verdict, correctable, text] = ['verdict', 'correctable', 'text'].map((name) => query.get(name));
  const limit = Number(query.get('limit') ?? 50);
  const rows: Row[] = [];
  let at = Number(query.get('cursor') ?? 0);
  const end = Math.min(manyRows, at + mostLookedAt);
  const from = at;
  for (; at < end && rows.length < limit; at += 1) {
    const isRejected = at % 10 === 9;
    if (verdict !== null && verdict !== (isRejected ? 'rejected' : 'registered')) continue;
    if (correctable !== null && !isRejected) continue;
    if (text !== null && !`syn${at}`.includes(text?.toLowerCase() ?? '')) continue;
    rows.push(rowOf(at));
  }
  return { rows, looked: at - from, ...(at < manyRows ? { next: String(at) } : {}) };
}

const upload: Upload = {
  ...{ summary: summary(0), notices: [], files: [], follows: [], followedBy: [] },
  findings: [{ ...rejected, rows: manyRows / 10 }],
  sheets: [{ headerRow: 1, columns: columns.map(([title, meaning]) => ({ title, meaning })) }],
  can: { correct: true, cancel: false, release: false, sendForReal: false, confirm: false },
};

/** The address of the upload with very many rows. */
export const largeUpload = `#/p/tailwind/uploads/${large}`;

/** What the API answers for a partner with very many uploads, one of them with very many rows. */
export function many(call: string, query: URLSearchParams): unknown {
  if (call === '/partners/tailwind/uploads') {
    const at = Number(query.get('cursor') ?? 0);
    const end = Math.min(manyUploads, at + Number(query.get('limit') ?? 25));
    return {
      uploads: Array.from({ length: end - at }, (_, index) => summary(at + index)),
      ...(end < manyUploads ? { next: String(end) } : {}),
    } satisfies UploadPage;
  }
  if (call === `/partners/tailwind/uploads/${large}`) return upload;
  return call === `/partners/tailwind/uploads/${large}/rows` ? rowsFrom(query) : undefined;
}
