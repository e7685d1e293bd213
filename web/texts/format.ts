import type { Language } from '../api-types.ts';

/** Numbers, times and sizes as people of this language write them. */
export interface Format {
  readonly number: (value: number) => string;
  /** Day and time. */
  readonly when: (iso: string) => string;
  readonly day: (iso: string) => string;
  /** How long ago or ahead, e.g. "3 minutes ago". */
  readonly ago: (iso: string, now: number) => string;
  readonly bytes: (value: number) => string;
  /** A length of time, e.g. "about 9 minutes". */
  readonly lasting: (seconds: number) => string;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Undefined `timeZone`: the browser's. */
export function makeFormat(language: Language, timeZone?: string): Format {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const zone = timeZone === undefined ? {} : { timeZone };
  const number = new Intl.NumberFormat(locale);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: 0 }).format(
      value,
    );
  const size = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      value,
    );
  return {
    number: (value) => number.format(value),
    when: (iso) => when.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    ago: (iso, now) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      const [name, length] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
      return relative.format(name === 'second' && Math.abs(seconds) < 10 ? 0 : Math.round(seconds / length), name);
    },
    bytes: (value) =>
      value < 1_000
        ? unit(value, 'byte')
        : value < 1_000_000
          ? size(value / 1_000, 'kilobyte')
          : size(value / 1_000_000, 'megabyte'),
    lasting: (seconds) => {
      const [name, length] = units.find(([, one]) => seconds >= one) ?? (['minute', 60] as const);
      return unit(Math.max(1, Math.ceil(seconds / length)), name);
    },
  };
}
