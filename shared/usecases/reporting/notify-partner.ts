import {
  channelsFor,
  type Delivery,
  type NamedChannel,
  type Notification,
} from '../../domain/reporting/notification.ts';
import { mailText, notificationText, teamsCard } from '../../domain/reporting/notification-text.ts';
import type { NotificationChannel } from '../../domain/settings/partner.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { texts } from '../../domain/texts/texts.ts';
import { maxNotificationAttempts, notificationDelay } from '../../domain/waits.ts';
import type { NotificationMessage } from '../../domain/work.ts';
import type { Clock, Deliveries, Mailer, NotificationSender, Secrets, Settings, WorkQueue } from '../../ports.ts';
import type { ReadProgress, UploadProgress } from '../upload-progress.ts';

type Delivered = Pick<Delivery, 'channel' | 'state' | 'last' | 'attempts'>;

export type NotificationResult =
  | { readonly kind: 'nothing'; readonly why: string }
  /** `kind` is the worst of what became of the channels. */
  | { readonly kind: Delivery['state']; readonly channels: readonly Delivered[] };

export type NotifyPartner = (message: NotificationMessage) => Promise<NotificationResult>;

/** Where people look further; absent: there is no such place. */
export interface Places {
  /** Address of the container with the reports. */
  readonly reports?: string;
  readonly page?: string;
}

/**
 * Notifies a partner of an event of an upload, on every channel it wants. Works from its own queue, so that a receiver that
 * hangs or fails delays no report; failures come back as one delayed message until they are given up. The first text
 * is kept: a repeated message never describes a later state.
 */
export function makeNotifyPartner(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly readProgress: ReadProgress;
  readonly sender: NotificationSender;
  readonly mailer: Mailer;
  readonly deliveries: Deliveries;
  readonly queue: WorkQueue;
  readonly places: Places;
}): NotifyPartner {
  const { clock, settings, secrets, readProgress, sender, mailer, deliveries, queue, places } = deps;

  const linksOf = ({ report }: UploadProgress): Notification['links'] => ({
    ...(report === undefined || places.reports === undefined
      ? {}
      : { report: `${places.reports}/${report.split('/').map(encodeURIComponent).join('/')}` }),
    ...(places.page === undefined ? {} : { page: places.page }),
  });

  const describe = ({ event, partnerId, uploadId }: NotificationMessage, progress: UploadProgress): Notification => ({
    version: 1,
    event,
    partnerId,
    uploadId,
    fileName: progress.fileName,
    state: progress.state,
    check: progress.check,
    rows: progress.rows,
    devices: progress.devices.total,
    counts: progress.counts,
    ...(progress.refused === undefined ? {} : { refused: progress.refused }),
    holds: progress.holds,
    withoutProfile: progress.withoutProfile,
    links: linksOf(progress),
    at: clock.now().toISOString(),
  });

  const send = async (channel: NotificationChannel, notification: Notification, words: Texts) => {
    const text = notificationText(notification, words);
    if (channel.kind === 'mail') {
      const { partnerId, uploadId, event } = notification;
      const mail = {
        id: `${partnerId}-${uploadId}-${event}`,
        to: channel.to,
        subject: text.title,
        text: mailText(text),
      };
      return mailer.send(mail);
    }
    const secret = (await secrets.read(channel.secret))?.value;
    if (secret === undefined) return { ok: false, answer: `the secret ${channel.secret} does not exist` };
    const at = clock.now();
    if (channel.kind === 'teams') return sender.send({ url: secret.trim(), body: teamsCard(text), at });
    const body =
      channel.body === 'teams'
        ? teamsCard(text)
        : JSON.stringify({ ...notification, ...text, links: notification.links });
    return sender.send({ url: channel.url, secret, body, at });
  };

  return async (message) => {
    const { partnerId, uploadId, event } = message;
    const found = await settings.ofPartner(partnerId);
    if (found.kind !== 'found') return { kind: 'nothing', why: 'the partner has asked for no notification' };
    const channels = channelsFor(found.partner, event);
    if (channels.length === 0) return { kind: 'nothing', why: 'the partner has asked for no notification' };
    const keyOf = ({ id }: NamedChannel) => ({
      partnerId,
      uploadId,
      event,
      ...(id === undefined ? {} : { channel: id }),
    });
    const known = await Promise.all(
      channels.map(async (each) => ({ ...each, before: await deliveries.read(keyOf(each)) })),
    );
    const open = known.filter(({ before }) => before === undefined || before.state === 'failed');
    if (open.length === 0) return { kind: 'nothing', why: 'it was notified already' };
    const progress = await readProgress({ partnerId, uploadId });
    if (progress === undefined) return { kind: 'nothing', why: 'there is no such upload' };
    const now = describe(message, progress);
    // Every channel gets the text that one of them got first.
    const first = known.find(({ before }) => before?.notification !== undefined)?.before?.notification ?? now;

    const deliver = async ({ before, ...each }: (typeof open)[number]): Promise<Delivered> => {
      const notification = before?.notification ?? first;
      const outcome = await send(each.channel, notification, texts(found.partner.language));
      const attempts = (before?.attempts ?? 0) + 1;
      const state = outcome.ok ? 'delivered' : attempts >= maxNotificationAttempts ? 'gaveUp' : 'failed';
      const delivered = { state, attempts, last: outcome.answer } as const;
      await deliveries.write({ ...keyOf(each), ...delivered, at: clock.now().toISOString(), notification });
      return { ...(each.id === undefined ? {} : { channel: each.id }), ...delivered };
    };
    const sent = await Promise.all(open.map(deliver));
    const failed = sent.filter(({ state }) => state === 'failed');
    if (failed.length > 0) {
      const fewest = Math.min(...failed.map(({ attempts }) => attempts));
      await queue.sendNotification(message, notificationDelay(fewest - 1));
    }
    const worst = (['gaveUp', 'failed'] as const).find((state) => sent.some((each) => each.state === state));
    return { kind: worst ?? 'delivered', channels: sent };
  };
}
