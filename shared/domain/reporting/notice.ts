import type { UploadState } from '../planning/upload-state.ts';
import type { VerdictCounts } from './report.ts';

/** What a partner can be told about an upload as it happens. */
export const noticeEvents = ['received', 'held', 'finished'] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

/** Where and how a partner wants to be told; a part of the partner's settings. Off unless it is there. */
export interface Webhook {
  readonly url: string;
  /** Name of the secret the notices are signed with. */
  readonly secret: string;
  readonly body?: 'json' | 'teams';
  readonly events?: readonly NoticeEvent[];
}

/** What is told: names and numbers, no devices. */
export interface Notice {
  readonly version: 1;
  readonly event: NoticeEvent;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly fileName: string;
  readonly state: UploadState['state'];
  readonly rows: number;
  readonly counts: VerdictCounts;
  readonly at: string;
}

/** The last that is known of telling a partner one thing. */
export interface Delivery {
  readonly partnerId: string;
  readonly uploadId: string;
  readonly event: NoticeEvent;
  readonly state: 'delivered' | 'failed' | 'gaveUp';
  readonly attempts: number;
  /** Status of the answer, or what went wrong. */
  readonly last: string;
  readonly at: string;
}

/** After this many failures a notice is given up; the report is there in any case. */
export const maxNoticeAttempts = 8;

/** Milliseconds before a failed notice is tried again: half a minute, doubled each time. */
export const noticeDelay = (attempts: number): number => 30_000 * 2 ** Math.min(attempts, 7);

export const wantsNotice = (webhook: Webhook | undefined, event: NoticeEvent): webhook is Webhook =>
  webhook !== undefined && (webhook.events ?? noticeEvents).includes(event);

const headlines: Readonly<Record<NoticeEvent, string>> = {
  received: 'was read and is being registered',
  held: 'waits for a grant',
  finished: 'is done: the report is ready',
};

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');

/** The body of a notice: our own JSON, or a card for a Teams workflow (Adaptive Card 1.4). */
export function noticeBody(notice: Notice, kind: Webhook['body'] = 'json'): string {
  if (kind === 'json') return JSON.stringify(notice);
  const facts = [
    { title: 'Rows', value: String(notice.rows) },
    ...Object.entries(notice.counts).map(([title, count]) => ({ title, value: String(count) })),
  ];
  const text = `${escaped(notice.fileName)} ${headlines[notice.event]}`;
  const card = {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true, text },
      { type: 'FactSet', facts },
    ],
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  });
}
