import type { UploadState } from '../planning/upload-state.ts';
import type { Actor } from '../reasons/explanation.ts';
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
  /** Why the whole file was refused. */
  readonly refused?: StateReason;
  /** What holds rows back. */
  readonly holds: readonly StateReason[];
  readonly at: string;
}

/** A reason as every place that shows a state shows it: in words, with who must act and how. */
export interface StateReason {
  readonly code: string;
  readonly happened: string;
  readonly advice: string;
  readonly who: Actor;
  readonly customer?: string;
  readonly link?: string;
  /** Rows it is about. */
  readonly rows?: number;
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
  const refused = notice.refused !== undefined && notice.event === 'finished';
  const text = `${escaped(notice.fileName)} ${refused ? 'was refused as a whole' : headlines[notice.event]}`;
  const reasons = [...(notice.refused === undefined ? [] : [notice.refused]), ...notice.holds].map(
    ({ happened, advice, customer, link }) =>
      [customer, happened, advice, link]
        .filter((part) => part !== undefined)
        .map(escaped)
        .join(' '),
  );
  const card = {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true, text },
      ...reasons.map((reason) => ({ type: 'TextBlock', wrap: true, text: reason })),
      { type: 'FactSet', facts },
    ],
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  });
}
