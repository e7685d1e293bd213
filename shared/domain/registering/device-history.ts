import type { DeviceRow } from './device-row.ts';

/** Something that was done with a device, and the row that asked for it. */
export interface DeviceEvent {
  readonly what: 'registered' | 'removed' | 'changed';
  readonly at: string;
  readonly uploadId: string;
  readonly sheet?: string;
  readonly row: number;
  /** `registered`, `changed`: with this tag. */
  readonly groupTag?: string;
}

/** The newest are kept: a device with more events is rare, and a row of the table has its size. */
const mostEvents = 12;

const same = (one: DeviceEvent, other: DeviceEvent): boolean =>
  one.what === other.what && one.uploadId === other.uploadId && one.row === other.row && one.sheet === other.sheet;

const added = (events: readonly DeviceEvent[], event: DeviceEvent | undefined): readonly DeviceEvent[] =>
  event === undefined || events.some((known) => same(known, event)) ? events : [...events, event].slice(-mostEvents);

function registration({ origin, groupTag }: DeviceRow): DeviceEvent | undefined {
  if (origin === undefined) return undefined;
  const { uploadId, sheet, row, registeredAt: at } = origin;
  return {
    what: 'registered',
    at,
    uploadId,
    ...(sheet === undefined ? {} : { sheet }),
    row,
    ...(groupTag === undefined ? {} : { groupTag }),
  };
}

/** Everything that is known to have been done with a device here, oldest first. */
export const historyOf = (row: DeviceRow): readonly DeviceEvent[] =>
  [...added(row.history ?? [], registration(row))].sort((one, other) => (one.at < other.at ? -1 : 1));

/** A row that takes the place of another one keeps what was done before. */
export function withHistoryOf(row: DeviceRow, there: DeviceRow | undefined): DeviceRow {
  const history = there === undefined ? [] : added(there.history ?? [], registration(there));
  return history.length === 0 ? row : { ...row, history };
}

/**
 * A device's row once something was done with it; `fresh`: its row if it was not known before. Of one that was removed
 * no names are kept.
 */
export function afterEvent(there: DeviceRow | undefined, fresh: DeviceRow, event: DeviceEvent): DeviceRow {
  const { origin, removedAt: _removed, names, ...rest } = there ?? fresh;
  const history = added(added(rest.history ?? [], there === undefined ? undefined : registration(there)), event);
  if (event.what === 'removed') return { ...rest, history, removedAt: event.at };
  return {
    ...rest,
    ...(names === undefined ? {} : { names }),
    ...(origin === undefined ? {} : { origin }),
    ...(event.groupTag === undefined ? {} : { groupTag: event.groupTag }),
    history,
  };
}

/** Do we still believe it to be registered? */
export const isRegisteredRow = ({ removedAt }: DeviceRow): boolean => removedAt === undefined;
