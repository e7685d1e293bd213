import { english } from '../texts/en.ts';
import type { AlarmNews } from './alarm.ts';
import type { NotificationText } from './notification-text.ts';
import { explained } from './report-lines.ts';

/** A moment as people read it. */
export const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** An alarm as its operator reads it. */
export function alarmText({ alarm, over, waiting }: AlarmNews): NotificationText {
  const { id, code, since, overAt } = alarm;
  const { happened, advice } = explained({ code }, english);
  const numbers: readonly (readonly [string, number])[] = [
    ['Uploads', waiting.uploads],
    ['Chunks', waiting.chunks],
    ['Devices', waiting.devices],
  ];
  const facts = [
    { title: over ? 'Was signed out since' : 'Since', value: minuteOf(since) },
    ...(overAt === undefined ? [] : [{ title: 'Until', value: minuteOf(overAt) }]),
    ...numbers.flatMap(([title, count]) => (count === 0 ? [] : [{ title, value: english.number(count) }])),
    ...(waiting.partners.length === 0 ? [] : [{ title: 'Partners', value: waiting.partners.join(', ') }]),
  ];
  if (over)
    return { title: `Connection "${id}" is signed in again`, lines: ['What waited for it goes on.'], facts, links: [] };
  const title =
    waiting.devices === 0
      ? `Connection "${id}" is signed out`
      : `Connection "${id}" is signed out: ${english.number(waiting.devices)} ${waiting.devices === 1 ? 'device waits' : 'devices wait'}`;
  return { title, lines: [`${happened} ${advice}`], facts, links: [] };
}
