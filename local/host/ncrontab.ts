import { parseDuration } from './settings.ts';

/** The first time after the given one that a schedule names. */
export type Schedule = (after: Date) => Date;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of week', min: 0, max: 6, words: weekdays },
];

/** Parses NCRONTAB (six fields, seconds first; five: second 0) or an interval `hh:mm:ss`; UTC, as on Linux plans. */
export function parseSchedule(text: string): Schedule {
  const interval = parseDuration(text.trim());
  if (interval !== undefined && interval > 0) return (after) => new Date(after.getTime() + interval);
  const given = text.trim().split(/\s+/);
  const parts = given.length === 5 ? ['0', ...given] : given;
  if (parts.length !== fields.length)
    throw new Error(`"${text}" is neither a six-field NCRONTAB schedule nor hh:mm:ss`);
  const [seconds, minutes, hours, days, monthNumbers, daysOfWeek] = fields.map((field, index) =>
    parseField(parts[index] ?? '', field),
  );
  return (after) => {
    const time = new Date(Math.floor(after.getTime() / 1000) * 1000 + 1000);
    const limit = time.getUTCFullYear() + 30;
    while (time.getUTCFullYear() < limit) {
      if (!monthNumbers?.has(time.getUTCMonth() + 1)) {
        time.setUTCMonth(time.getUTCMonth() + 1, 1);
        time.setUTCHours(0, 0, 0);
      } else if (!(days?.has(time.getUTCDate()) && daysOfWeek?.has(time.getUTCDay()))) {
        time.setUTCDate(time.getUTCDate() + 1);
        time.setUTCHours(0, 0, 0);
      } else if (!hours?.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0, 0);
      else if (!minutes?.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1, 0);
      else if (!seconds?.has(time.getUTCSeconds())) time.setUTCSeconds(time.getUTCSeconds() + 1);
      else return time;
    }
    throw new Error(`"${text}" never comes`);
  };
}

function parseField(text: string, field: Field): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    const [, first, last, stepText] = match ?? [];
    const step = Number(stepText ?? 1);
    const from = first === undefined ? field.min : numberOf(first, field);
    const to = last !== undefined ? numberOf(last, field) : first === undefined || stepText ? field.max : from;
    if (match === null || from === undefined || to === undefined || to < from || step === 0) {
      throw new Error(`"${text}" is not a ${field.name}`);
    }
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function numberOf(text: string, field: Field): number | undefined {
  const word = field.words?.indexOf(text.toLowerCase().slice(0, 3)) ?? -1;
  const value = word >= 0 ? word + field.min : Number(text);
  return Number.isInteger(value) && value >= field.min && value <= field.max ? value : undefined;
}
