import { createHash } from 'node:crypto';
import type { UploadState } from '../planning/upload-state.ts';
import type { Actor } from '../reasons/explanation.ts';
import type { NotificationChannel, Partner } from '../settings/partner.ts';
import type { VerdictCounts } from '../verdict.ts';
import { type NotificationEvent, notificationEvents } from '../work.ts';

/** What a notification says: names and numbers, no devices. */
export interface Notification {
  readonly version: 1;
  readonly event: NotificationEvent;
  readonly partnerId: string;
  readonly uploadId: string;
  readonly fileName: string;
  readonly state: UploadState['state'];
  /** Only checked: nothing is sent. */
  readonly check: boolean;
  readonly rows: number;
  /** Rows that are sent to platforms, or would be. */
  readonly devices: number;
  readonly counts: VerdictCounts;
  /** Why the whole file was refused. */
  readonly refused?: StateReason;
  /** What holds rows back. */
  readonly holds: readonly StateReason[];
  /** Registered devices without their deployment profile. */
  readonly withoutProfile: readonly StateReason[];
  /** Where to look: the report, and the page of the service where it has one. */
  readonly links: { readonly report?: string; readonly page?: string };
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

/** The last that is known of telling a partner one thing by one channel. */
export interface Delivery {
  readonly partnerId: string;
  readonly uploadId: string;
  readonly event: NotificationEvent;
  /** Absent: the partner's `webhook`. */
  readonly channel?: string;
  readonly state: 'delivered' | 'failed' | 'gaveUp';
  readonly attempts: number;
  /** Status of the answer, or what went wrong. */
  readonly last: string;
  readonly at: string;
  /** The first text: a repeated message repeats it, whatever has happened since. */
  readonly notification?: Notification;
}

/** A channel, and the name its deliveries are kept under; undefined: the partner's `webhook`. */
export interface NamedChannel {
  readonly id: string | undefined;
  readonly channel: NotificationChannel;
}

const idOf = (channel: NotificationChannel): string => {
  const { events: _events, ...address } = channel;
  return `${channel.kind}-${createHash('sha256').update(JSON.stringify(address)).digest('hex').slice(0, 12)}`;
};

/** Every channel on which a partner wants an event. */
export function channelsFor(
  { webhook, notifications = [] }: Partner,
  event: NotificationEvent,
): readonly NamedChannel[] {
  const own = webhook === undefined ? [] : [{ id: undefined, channel: { kind: 'webhook', ...webhook } as const }];
  const all = [...own, ...notifications.map((channel) => ({ id: idOf(channel), channel }))];
  return all.filter(({ channel }) => (channel.events ?? notificationEvents).includes(event));
}
