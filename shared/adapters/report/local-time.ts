import { TZDate } from '@date-fns/tz';
import { format, isValid } from 'date-fns';

/** An ISO time as people in that zone read it, with the distance to UTC so that nobody has to guess. */
export const localTime = (iso: string, timeZone: string): string => {
  const local = new TZDate(iso, timeZone);
  if (!isValid(local)) return iso;
  return `${format(local, 'd MMMM yyyy, HH:mm')} (${timeZone}, ${format(local, 'OOO')})`;
};
