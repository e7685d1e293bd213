import type { RowPlace } from '../identity.ts';
import { platforms } from '../platforms.ts';
import type { ReasonParams, StoredReason } from '../reason.ts';
import type { Actor, Explanation } from '../reasons/explanation.ts';
import type { Texts } from '../texts/en.ts';
import { type Verdict, type VerdictKind, wordsInOneLine } from '../verdict.ts';
import type { ReportRow } from './report.ts';
import { shown, shownCell } from './shown-text.ts';

/** How a kind is felt: decides colour and sign, and whether anything is left to do. */
export type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

interface Look {
  readonly tone: Tone;
  /** Stands before the word, so that the status reads without colour. */
  readonly sign: string;
  readonly who: Actor;
}

/** Tone, sign and default actor of each kind of verdict. Kinds of one tone share its first signs, so one rule colours them. */
export const looks: Readonly<Record<VerdictKind, Look>> = {
  registered: { tone: 'good', sign: '✔', who: 'nobody' },
  alreadyRegistered: { tone: 'good', sign: '✔', who: 'nobody' },
  deregistered: { tone: 'good', sign: '✔', who: 'customer' },
  notRegistered: { tone: 'good', sign: '✔', who: 'nobody' },
  tagChanged: { tone: 'good', sign: '✔', who: 'nobody' },
  moved: { tone: 'good', sign: '✔', who: 'nobody' },
  identifierAdded: { tone: 'good', sign: '✔', who: 'nobody' },
  wouldRegister: { tone: 'good', sign: '✔', who: 'uploader' },
  wouldChange: { tone: 'good', sign: '✔', who: 'uploader' },
  refused: { tone: 'bad', sign: '✖', who: 'uploader' },
  rejected: { tone: 'bad', sign: '✖', who: 'uploader' },
  unknown: { tone: 'bad', sign: '?', who: 'uploader' },
  handedOff: { tone: 'waiting', sign: '►', who: 'uploader' },
  held: { tone: 'waiting', sign: '►', who: 'operator' },
  awaitingConfirmation: { tone: 'waiting', sign: '►', who: 'uploader' },
  inProgress: { tone: 'waiting', sign: '►', who: 'nobody' },
  duplicate: { tone: 'quiet', sign: '○', who: 'nobody' },
  ignored: { tone: 'quiet', sign: '○', who: 'nobody' },
};

/** Status as people read it: sign and word. */
export const statusWord = (kind: VerdictKind, texts: Texts): string => `${looks[kind].sign} ${texts.verdicts[kind]}`;

/** Parameters whose values are lists of codes there are words for. */
export const codedParams: readonly string[] = ['has', 'missing', 'platforms', 'meaning', 'form', 'problem'];

const wordsOfCodes = (value: string, texts: Texts): string => {
  const words: ReadonlyMap<string, string> = new Map(Object.entries(texts.values));
  return value
    .split(', ')
    .map((code) => words.get(code) ?? code)
    .join(', ');
};

/** What stands for `{name}` in a reason's words; undefined: it is not known. */
const paramInWords = (name: string, params: ReasonParams, texts: Texts): string | undefined => {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  const { sheet } = params;
  if (name === 'where') return sheet === undefined ? `${value ?? ''}` : texts.line.ofSheet(`${sheet}`);
  if (value === undefined) return undefined;
  if (name === 'place' && sheet !== undefined) return texts.line.rowOfSheet(`${value}`, `${sheet}`);
  if (name === 'because') return explained({ code: `${value}`, params }, texts).happened;
  if (codedParams.includes(name)) return wordsOfCodes(`${value}`, texts);
  return name === 'columns' || name === 'found' ? texts.line.quoted(`${value}`) : `${value}`;
};

/** Puts parameters into `{name}` places; what is not known shows as `…`. */
export const fill = (text: string, params: ReasonParams | undefined, texts: Texts): string =>
  text.replace(/\{(\w+)\}/g, (_place, name: string) => paramInWords(name, params ?? {}, texts) ?? '…');

/** A reason in words. A code without words is shown as it is, never swallowed. */
export const explained = (reason: StoredReason, texts: Texts): Explanation => {
  const known = texts.explain(reason);
  if (known === undefined) {
    return { happened: texts.line.unexplained(reason.code), advice: texts.line.unexplainedAdvice, who: 'operator' };
  }
  const inWords = (text: string): string => fill(text, reason.params, texts);
  return { ...known, happened: inWords(known.happened), advice: inWords(known.advice) };
};

/** What people read of one row; every text is fit to be shown. */
export interface VerdictText {
  readonly status: string;
  readonly code: string;
  readonly happened: string;
  readonly advice: string;
  readonly who: Actor;
  readonly remarks: readonly string[];
  readonly route: string;
}

const repeats = (of: RowPlace, texts: Texts): string =>
  of.sheet === undefined ? texts.line.repeats(of.row) : texts.line.repeatsSheet(of.row, of.sheet);

const reasonOf = (verdict: Verdict, texts: Texts): Explanation => {
  const kind = texts.kinds[verdict.kind];
  const byKind = { happened: kind.happened, advice: kind.advice, who: looks[verdict.kind].who };
  const explanation = verdict.reason === undefined ? byKind : explained(verdict.reason, texts);
  return verdict.duplicateOf === undefined
    ? explanation
    : { ...explanation, happened: repeats(verdict.duplicateOf, texts) };
};

/** The customer's name where the summary knows one, else the tenant id. */
type CustomerName = (customerTenantId: string) => string;

const routeOf = (row: ReportRow, customerName: CustomerName, texts: Texts): string =>
  [
    row.platform === undefined ? undefined : platforms[row.platform].title,
    row.customerTenantId === undefined ? undefined : customerName(row.customerTenantId),
    row.groupTag,
    row.identityKind === undefined ? undefined : texts.values[row.identityKind],
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');

/** Turns a row's verdict into words. `titles` are those of its sheet: cells beyond them become a remark. */
export const makeVerdictText =
  (customerName: CustomerName, texts: Texts) =>
  (row: ReportRow, titles: number): VerdictText => {
    const { verdict } = row;
    const reason = reasonOf(verdict, texts);
    const message = verdict.platformSaid === undefined ? '' : wordsInOneLine(verdict.platformSaid);
    const surplus = row.cells.slice(titles).filter((cell) => cell !== '');
    return {
      status: statusWord(verdict.kind, texts),
      code: shown(verdict.reason?.code ?? ''),
      happened: shown(message === '' ? reason.happened : `${reason.happened} ${texts.line.platformSaid(message)}`),
      advice: shown(reason.advice),
      who: reason.who,
      remarks: [
        ...(verdict.remarks ?? []).map((remark) => explained(remark, texts).happened),
        ...(surplus.length === 0 ? [] : [texts.line.surplus(surplus.map(shownCell).join(' | '))]),
      ].map(shown),
      route: shown(routeOf(row, customerName, texts)),
    };
  };
