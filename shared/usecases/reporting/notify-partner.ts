import { type Delivery, notificationBody, wantsNotification } from '../../domain/reporting/notification.ts';
import { maxNotificationAttempts, notificationDelay } from '../../domain/waits.ts';
import type { NotificationMessage } from '../../domain/work.ts';
import type { Clock, Deliveries, NotificationSender, Secrets, Settings, WorkQueue } from '../../ports.ts';
import type { ReadProgress } from '../upload-progress.ts';

export type NotificationResult =
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: Delivery['state']; readonly last: string; readonly attempts: number };

export type NotifyPartner = (message: NotificationMessage) => Promise<NotificationResult>;

/**
 * Tells a partner what happened to an upload, if it wants to know. Works from its own queue, so that a receiver that
 * hangs or fails delays no report; a failure comes back as a delayed message until it is given up.
 */
export function makeNotifyPartner(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly readProgress: ReadProgress;
  readonly sender: NotificationSender;
  readonly deliveries: Deliveries;
  readonly queue: WorkQueue;
}): NotifyPartner {
  const { clock, settings, secrets, readProgress, sender, deliveries, queue } = deps;

  return async (message) => {
    const { partnerId, uploadId, event } = message;
    const found = await settings.ofPartner(partnerId);
    const webhook = found.kind === 'found' ? found.partner.webhook : undefined;
    if (!wantsNotification(webhook, event)) return { kind: 'nothing', why: 'the partner does not want to be told' };
    const before = await deliveries.read(message);
    if (before?.state === 'delivered') return { kind: 'nothing', why: 'it was told already' };
    const progress = await readProgress({ partnerId, uploadId });
    if (progress === undefined) return { kind: 'nothing', why: 'there is no such upload' };

    const at = clock.now();
    const { fileName, rows, counts } = progress;
    const notification = {
      version: 1,
      event,
      partnerId,
      uploadId,
      fileName,
      state: progress.state,
      rows,
      counts,
      ...(progress.refused === undefined ? {} : { refused: progress.refused }),
      holds: progress.holds,
      at: at.toISOString(),
    } as const;
    const secret = (await secrets.read(webhook.secret))?.value;
    const outcome =
      secret === undefined
        ? { ok: false, said: 'the secret it is to be signed with does not exist' }
        : await sender.send({ url: webhook.url, secret, body: notificationBody(notification, webhook.body), at });

    const attempts = (before?.attempts ?? 0) + 1;
    const state = outcome.ok ? 'delivered' : attempts >= maxNotificationAttempts ? 'gaveUp' : 'failed';
    await deliveries.write({
      partnerId,
      uploadId,
      event,
      state,
      attempts,
      last: outcome.said,
      at: at.toISOString(),
    });
    if (state === 'failed') await queue.sendNotification(message, notificationDelay(attempts - 1));
    return { kind: state, last: outcome.said, attempts };
  };
}
