import { TZDate, tzOffset } from '@date-fns/tz';
// By subpath: the package's main module loads all of date-fns and costs 200 MB when run from TypeScript.
import { isValid } from 'date-fns/isValid';
import { lightFormat } from 'date-fns/lightFormat';

const distance = (minutes: number): string => {
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / 60), size % 60].map((part) => `${part}`.padStart(2, '0'));
  return `UTC${minutes < 0 ? '−' : '+'}${parts.join(':')}`;
};

/** An ISO time, in a form of `date-fns`, as it reads on a clock in that zone, with the distance to UTC. */
export const localTime = (iso: string, timeZone: string, timeFormat: string): string => {
  const local = new TZDate(iso, timeZone);
  if (!isValid(local)) return iso;
  return `${lightFormat(local, timeFormat)} (${timeZone}, ${distance(tzOffset(timeZone, local))})`;
};
