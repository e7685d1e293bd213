import { expect } from 'chai';
import { describe, it } from 'mocha';
import { explanations, germanExplanations } from '../../../shared/domain/reasons/codes.ts';
import { german } from '../../../shared/domain/texts/de.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { texts } from '../../../shared/domain/texts/texts.ts';
import { verdictKinds } from '../../../shared/domain/verdict.ts';

/** Every text of a catalogue by its path; a function's are those it gives for a few numbers and names. */
const collect = (value: unknown, path = ''): ReadonlyMap<string, string> => {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (value === null || typeof value !== 'object') return new Map();
  return new Map(Object.entries(value).flatMap(([name, part]) => [...collect(part, `${path}.${name}`)]));
};

const places = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Names that are the same in German, and what both languages write alike. */
const alike = [
  ...['.values.pkid', '.actors.microsoft', '.columns.status', '.columns.code', '.summary.status', '.summary.code'],
  ...['.summary.partner', '.summary.upload', '.legend.status', '.actors.nobody'],
];

describe('The German texts', () => {
  it('are those of a partner whose language is German; English is taken for what was stored before', () => {
    expect(texts('de')).to.equal(german);
    expect(texts('en')).to.equal(english);
    expect(texts(undefined)).to.equal(english);
  });

  it('none is empty, English, or has white space around it', () => {
    const inEnglish = collect(english);
    for (const [path, text] of collect(german)) {
      if (path !== '.template.examples') expect(text, path).to.equal(text.trim()).and.not.equal('');
      const names = /^\.template|^\.timeFormat/.test(path) || alike.includes(path);
      if (!names) expect(text, path).not.to.equal(inEnglish.get(path));
    }
  });

  it('have words of their own for every reason, with the same values in them', () => {
    expect([...germanExplanations.keys()]).to.deep.equal([...explanations.keys()]);
    for (const [code, { happened, advice, who, repeat }] of germanExplanations) {
      const original = explanations.get(code);
      expect(happened, code).not.to.equal(original?.happened);
      expect(advice, code).not.to.equal(original?.advice);
      expect(places(happened), code).to.deep.equal(places(original?.happened ?? ''));
      expect(places(advice), code).to.deep.equal(places(original?.advice ?? ''));
      expect({ who, repeat }, code).to.deep.equal({ who: original?.who, repeat: original?.repeat });
      for (const text of [happened, advice]) expect(text, code).to.match(/^[\p{Lu}{„].*[.}]$/su);
    }
  });

  it('say the next step of every verdict, with a correction file and without', () => {
    for (const kind of verdictKinds) {
      for (const withRetry of [true, false]) {
        const next = german.kinds[kind].next?.(2, withRetry);
        expect(next === undefined, kind).to.equal(english.kinds[kind].next === undefined);
        if (next !== undefined) expect(next, kind).to.match(/^2 Zeilen .*[.]$/su);
      }
    }
  });

  it('write numbers, times and plurals as German readers do', () => {
    expect(german.rows(1)).to.equal('1 Zeile');
    expect(german.rows(12345)).to.equal('12.345 Zeilen');
    expect(german.share(0.125)).to.equal('12,5 %');
    expect(german.report.known(1)).to.match(/^1 Gerät hat/);
    expect(german.kinds.wouldRegister.next?.(1, false)).to.match(/^1 Zeile würde registriert/);
  });
});
