import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { AlarmNews, WaitingBehind } from '../../domain/reporting/alarm.ts';
import { alarmText } from '../../domain/reporting/alarm-text.ts';
import { mailText, type NotificationText, teamsCard } from '../../domain/reporting/notification-text.ts';
import { maxNotificationAttempts } from '../../domain/waits.ts';
import type { Alarms, Clock, Mailer, NotificationSender, Secrets } from '../../ports.ts';
import { devicesOf } from '../upload-progress.ts';
import type { SignInAlarms } from './sign-in-alarms.ts';

/** How the operator is reached. */
export interface OperatorChannels {
  readonly mail: readonly string[];
  /** Name of the secret with the address of a Teams workflow. */
  readonly teams?: string;
}

/** Tells the operator of alarms that are new, or over; returns those it told, for the log. */
export type TellOperator = () => Promise<readonly AlarmNews[]>;

const waitingBehind = (chunks: readonly ChunkState[]): WaitingBehind => ({
  uploads: new Set(chunks.map(({ uploadId }) => uploadId)).size,
  chunks: chunks.length,
  devices: devicesOf(chunks),
  partners: [...new Set(chunks.map(({ partnerId }) => partnerId))].sort(),
});

/**
 * Each alarm is told once, and once more when it is over; one that was over before anybody was told is dropped. What could
 * not be sent on any channel is sent again at the next run, until that is given up.
 */
export function makeTellOperator(deps: {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly signInAlarms: Pick<SignInAlarms, 'look'>;
  readonly secrets: Pick<Secrets, 'read'>;
  readonly sender: NotificationSender;
  readonly mailer: Mailer;
  readonly operator: OperatorChannels;
}): TellOperator {
  const { clock, alarms, signInAlarms, secrets, sender, mailer, operator } = deps;

  /** `false`: there are channels, and none of them took it. */
  const send = async (id: string, text: NotificationText): Promise<boolean> => {
    const { mail, teams } = operator;
    const sent: boolean[] = [];
    if (mail.length > 0) sent.push((await mailer.send({ id, to: mail, subject: text.title, text: mailText(text) })).ok);
    if (teams !== undefined) {
      const url = (await secrets.read(teams))?.value.trim();
      sent.push(url !== undefined && (await sender.send({ url, body: teamsCard(text), at: clock.now() })).ok);
    }
    return sent.length === 0 || sent.includes(true);
  };

  return async () => {
    const waiting = await signInAlarms.look();
    const told: AlarmNews[] = [];
    for (const { value: alarm, etag } of await alarms.list()) {
      const over = alarm.overAt !== undefined;
      if (over && alarm.toldAt === undefined) await alarms.remove(alarm);
      if (over === (alarm.toldAt === undefined)) continue;
      const news: AlarmNews = { alarm, over, waiting: waitingBehind(waiting.get(alarm.id) ?? []) };
      const { failures: before = 0, ...rest } = alarm;
      const isSent = await send(`${alarm.kind}-${alarm.id}-${alarm.overAt ?? alarm.since}`, alarmText(news));
      if (before === 0) told.push(news);
      if (!isSent && before + 1 < maxNotificationAttempts) await alarms.write({ ...rest, failures: before + 1 }, etag);
      else if (over) await alarms.remove(alarm);
      else await alarms.write({ ...rest, toldAt: clock.now().toISOString() }, etag);
    }
    return told;
  };
}
