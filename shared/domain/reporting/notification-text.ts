import { cutVisibly } from '../cut-text.ts';
import type { Texts } from '../texts/en.ts';
import { verdictKinds } from '../verdict.ts';
import type { Notification, StateReason } from './notification.ts';
import { countTone } from './report-summary.ts';
import { shown } from './shown-text.ts';

/** A notification as people read it. */
export interface NotificationText {
  /** One line. */
  readonly title: string;
  /** Why, and who does what. */
  readonly lines: readonly string[];
  readonly facts: readonly { readonly title: string; readonly value: string }[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

/** Mail programs and cards cut longer ones anyway. */
const longestTitle = 180;
const longestLine = 1_000;
/** More reasons than this are in the report. */
const mostLines = 20;

const oneLine = (text: string, limit: number): string => cutVisibly(shown(text).replace(/\s+/g, ' ').trim(), limit);

const titleOf = (notification: Notification, texts: Texts): string => {
  const { event, fileName, rows, devices, counts, refused, check } = notification;
  const words = texts.notification;
  if (refused !== undefined) return words.refused(fileName);
  if (event === 'received')
    return devices === 0 ? words.nothingToSend(fileName, rows) : words.received(fileName, devices);
  if (event === 'held')
    return words.held(
      fileName,
      notification.holds.reduce((sum, hold) => sum + (hold.rows ?? 0), 0),
    );
  const { report } = texts;
  const [bad, waiting] = [countTone(counts, 'bad'), countTone(counts, 'waiting')];
  const done = rows - bad - waiting;
  const unprofiled = notification.withoutProfile.reduce((sum, fault) => sum + (fault.rows ?? 0), 0);
  const parts = [
    check ? report.good(done, rows) : report.done(done, rows),
    ...(bad === 0 ? [] : [report.action(bad)]),
    ...(unprofiled === 0 ? [] : [report.withoutProfile(unprofiled)]),
    ...(waiting === 0 ? [] : [report.open(waiting)]),
  ];
  return words.finished(fileName, parts.join(', '));
};

const lineOf = ({ customer, rows, happened, advice, who }: StateReason, texts: Texts): string => {
  const about = customer === undefined ? '' : `${customer}${rows === undefined ? '' : ` (${texts.rows(rows)})`}: `;
  const actor = who === 'nobody' || who === 'uploader' ? '' : ` ${texts.notification.acts(texts.actors[who])}`;
  return oneLine(`${about}${happened} ${advice}${actor}`, longestLine);
};

/** Words for a notification: the result, why, who must act, and where to look. */
export function notificationText(notification: Notification, texts: Texts): NotificationText {
  const { event, refused, holds, withoutProfile, counts, links } = notification;
  const reasons = [...(refused === undefined ? [] : [refused]), ...withoutProfile, ...holds];
  const grants = holds.flatMap(({ customer, link }) =>
    link === undefined ? [] : [{ title: texts.notification.grant(customer ?? ''), url: link }],
  );
  return {
    title: oneLine(titleOf(notification, texts), longestTitle),
    lines: reasons.slice(0, mostLines).map((reason) => lineOf(reason, texts)),
    // A file that was just read has no verdicts yet, so its counts are left out.
    facts:
      event === 'received'
        ? []
        : verdictKinds.flatMap((kind) => {
            const count = counts[kind] ?? 0;
            return count === 0 ? [] : [{ title: texts.verdicts[kind], value: texts.number(count) }];
          }),
    links: [
      ...grants.slice(0, mostLines),
      ...(links.report === undefined ? [] : [{ title: texts.notification.openReport, url: links.report }]),
      ...(links.page === undefined ? [] : [{ title: texts.notification.openPage, url: links.page }]),
    ],
  };
}

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');

/** A card for a Teams workflow (Adaptive Card 1.4). Only https addresses become buttons. */
export function teamsCard({ title, lines, facts, links }: NotificationText): string {
  const content = {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true, text: escaped(title) },
      ...lines.map((line) => ({ type: 'TextBlock', wrap: true, text: escaped(line) })),
      { type: 'FactSet', facts },
    ],
    // A card shows six buttons at most.
    actions: links
      .filter(({ url }) => url.startsWith('https://'))
      .slice(0, 6)
      .map((link) => ({ type: 'Action.OpenUrl', title: cutVisibly(link.title, 80), url: link.url })),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return JSON.stringify({ type: 'message', attachments: [attachment] });
}

/** The body of a mail: plain text, which every program shows and nothing can be hidden in. */
export const mailText = ({ title, lines, facts, links }: NotificationText): string =>
  [
    title,
    ...lines,
    facts.map((fact) => `${fact.title}: ${fact.value}`).join('\n'),
    ...links.map((link) => `${link.title}:\n${link.url}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
