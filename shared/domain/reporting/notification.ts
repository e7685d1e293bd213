import type { UploadState } from '../planning/upload-state.ts';
import type { Webhook } from '../settings/partner.ts';
import type { VerdictCounts } from '../verdict.ts';
import { type NotificationEvent, notificationEvents } from '../work.ts';

/** What is told: names and numbers, no devices. */
export interface Notification {
  readonly version: 1;
  readonly event: NotificationEvent;
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
  readonly event: NotificationEvent;
  readonly state: 'delivered' | 'failed' | 'gaveUp';
  readonly attempts: number;
  /** Status of the answer, or what went wrong. */
  readonly last: string;
  readonly at: string;
}

/** After this many failures a notice is given up; the report is there in any case. */
export const maxNotificationAttempts = 8;

/** Milliseconds before a failed notice is tried again: half a minute, doubled each time. */
export const notificationDelay = (attempts: number): number => 30_000 * 2 ** Math.min(attempts, 7);

export const wantsNotification = (webhook: Webhook | undefined, event: NotificationEvent): webhook is Webhook =>
  webhook !== undefined && (webhook.events ?? notificationEvents).includes(event);

const headlines: Readonly<Record<NotificationEvent, string>> = {
  received: 'was read and is being registered',
  held: 'waits for a grant',
  finished: 'is done: the report is ready',
};

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');

/** The body of a notice: our own JSON, or a card for a Teams workflow (Adaptive Card 1.4). */
export function notificationBody(notice: Notification, kind: Webhook['body'] = 'json'): string {
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
