import type { UploadState } from '../../shared/domain/planning/upload-state.ts';
import type { ChunkState } from '../../shared/domain/registering/chunk-state.ts';
import { afterEvent, isRegisteredRow, withHistoryOf } from '../../shared/domain/registering/device-history.ts';
import { originStanding } from '../../shared/domain/registering/device-origin.ts';
import type { DeviceRow } from '../../shared/domain/registering/device-row.ts';
import { type RemovalDay, takeRemovals } from '../../shared/domain/registering/removal-day.ts';
import type { Alarm } from '../../shared/domain/reporting/alarm.ts';
import type { Delivery } from '../../shared/domain/reporting/notification.ts';
import type { PersonalLink } from '../../shared/domain/settings/personal-link.ts';
import type { Suspension } from '../../shared/domain/settings/suspension.ts';
import type { OpenUpload, QueuePlace } from '../../shared/domain/work.ts';
import type {
  Alarms,
  ChunkLedger,
  Deliveries,
  DeviceHistory,
  DeviceList,
  DeviceSearch,
  Devices,
  OpenUploads,
  PersonalLinks,
  ReleaseQueue,
  RemovalCounts,
  Suspensions,
  UploadLedger,
  UploadPosition,
} from '../../shared/ports.ts';
import { keyOf, memoryRows } from './memory-rows.ts';

export function memoryUploadLedger(): UploadLedger {
  const rows = memoryRows<UploadState>();
  return {
    read: async ({ partnerId, uploadId }) => rows.read(keyOf(partnerId, uploadId)),
    write: async (state, etag) => rows.write(keyOf(state.partnerId, state.uploadId), state, etag),
    ids: async (partnerId) => new Set(rows.all(keyOf(partnerId, '')).map(({ uploadId }) => uploadId)),
    newest: async (partnerId, atMost) => rows.all(keyOf(partnerId, '')).toSorted(newestFirst).slice(0, atMost),
    page: async (partnerId, after, atMost) => {
      const all = rows.all(keyOf(partnerId, '')).toSorted(newestFirst);
      const behind = all.filter((upload) => after === undefined || newestFirst(upload, after) > 0);
      const uploads = behind.slice(0, atMost);
      const last = uploads.at(-1);
      return last === undefined || uploads.length < atMost ? { uploads } : { uploads, next: last };
    },
  };
}

const newestFirst = (one: UploadPosition, other: UploadPosition): number =>
  one.receivedAt === other.receivedAt
    ? one.uploadId.localeCompare(other.uploadId)
    : one.receivedAt < other.receivedAt
      ? 1
      : -1;

export function memoryChunkLedger(): ChunkLedger {
  const rows = memoryRows<ChunkState>();
  return {
    add: async (chunks) => {
      for (const chunk of chunks) rows.write(keyOf(chunk.uploadId, chunk.chunk), chunk, undefined);
    },
    read: async (uploadId, chunk) => rows.read(keyOf(uploadId, chunk)),
    replace: async (state, etag) => rows.write(keyOf(state.uploadId, state.chunk), state, etag),
    list: async (uploadId) => rows.all(keyOf(uploadId, '')),
  };
}

export function memoryReleaseQueue(): ReleaseQueue {
  const rows = memoryRows<QueuePlace & { readonly released: boolean }>();
  const key = ({ partnerId, connectionId, since, uploadId, chunk }: QueuePlace): string =>
    keyOf(partnerId, connectionId, since, uploadId, chunk);
  const bare = ({ released: _released, ...place }: QueuePlace & { readonly released: boolean }): QueuePlace => place;
  return {
    join: async (places) => {
      for (const place of places) rows.write(key(place), { ...place, released: false }, undefined);
    },
    release: async (partnerId, connectionId, window) => {
      const all = rows.all(keyOf(partnerId, connectionId, ''));
      const released = all.filter((place) => place.released);
      const taken = all.filter((place) => !place.released).slice(0, Math.max(0, window - released.length));
      for (const place of taken) rows.put(key(place), { ...place, released: true });
      return [...released, ...taken].map(bare);
    },
    leave: async (place) => rows.remove(key(place)),
    list: async (partnerId, connectionId, upload) =>
      rows
        .all(
          upload === undefined
            ? keyOf(partnerId, connectionId, '')
            : keyOf(partnerId, connectionId, upload.since, upload.uploadId, ''),
        )
        .map(bare),
  };
}

export function memoryOpenUploads(): OpenUploads & { readonly all: () => readonly OpenUpload[] } {
  const rows = memoryRows<OpenUpload>();
  return {
    all: () => rows.all(),
    put: async (upload) => rows.put(keyOf(upload.partnerId, upload.uploadId), upload),
    remove: async ({ partnerId, uploadId }) => rows.remove(keyOf(partnerId, uploadId)),
    due: async function* (now) {
      yield* rows.all().filter(({ dueAt }) => dueAt <= now.toISOString());
    },
    list: async function* (partnerId) {
      yield* rows.all(partnerId === undefined ? '' : keyOf(partnerId, ''));
    },
  };
}

export function memoryDevices(): Devices & DeviceList & DeviceHistory & DeviceSearch {
  const rows = memoryRows<DeviceRow>();
  const found = (partnerId: string, connectionId: string, customerTenantId: string, keys: readonly string[]) =>
    new Map(
      keys.flatMap((key) => {
        const there = rows.read(keyOf(partnerId, connectionId, customerTenantId, key));
        return there === undefined ? [] : [[key, there.value] as const];
      }),
    );
  return {
    put: async (devices) => {
      for (const device of devices) {
        const key = keyOf(device.partnerId, device.connectionId, device.customerTenantId, device.key);
        const { removedAt: _removed, ...before } =
          (device.origin === undefined ? rows.read(key)?.value : undefined) ?? {};
        rows.put(key, { ...before, ...device });
      }
    },
    enter: async (entries) =>
      entries.map((entry) => {
        const keys = entry.rows.map((row) => keyOf(row.partnerId, row.connectionId, row.customerTenantId, row.key));
        const standing = originStanding(
          entry,
          keys.map((key) => rows.read(key)?.value),
        );
        if (standing === 'free') {
          for (const [at, row] of entry.rows.entries()) {
            const key = keys[at] ?? '';
            rows.put(key, withHistoryOf(row, rows.read(key)?.value));
          }
        }
        return standing;
      }),
    record: async (records) => {
      for (const { row, event } of records) {
        const key = keyOf(row.partnerId, row.connectionId, row.customerTenantId, row.key);
        rows.put(key, afterEvent(rows.read(key)?.value, row, event));
      }
    },
    everKnown: async (...place) => found(...place),
    known: async (...place) => new Map([...found(...place)].filter(([, row]) => isRegisteredRow(row))),
    places: async function* (partnerId) {
      const all = rows.all(keyOf(partnerId, '')).map(({ connectionId, customerTenantId }) => ({
        connectionId,
        customerTenantId,
      }));
      yield* new Map(all.map((place) => [JSON.stringify(place), place])).values();
    },
    list: async function* (partnerId, connectionId, customerTenantId) {
      yield* rows.all(keyOf(partnerId, connectionId, customerTenantId, '')).filter(isRegisteredRow);
    },
    search: async function* (partnerId, { keys = [], serialKeys = [], orders = [] }) {
      const isWanted = ({ key, serialKey = '', order = {} }: DeviceRow): boolean =>
        keys.includes(key) ||
        serialKeys.includes(serialKey) ||
        [order.purchaseOrder, order.reference].some((one) => one !== undefined && orders.includes(one));
      yield rows.all(keyOf(partnerId, '')).filter(isWanted);
    },
  };
}

export function memoryRemovalCounts(): RemovalCounts {
  const rows = memoryRows<RemovalDay>();
  return {
    take: async (connectionId, day, chunkId, devices, limit) => {
      const key = keyOf(connectionId, day);
      const next = takeRemovals(rows.read(key)?.value ?? { day, chunks: {} }, chunkId, devices, limit);
      if (next !== undefined) rows.put(key, next);
      return next !== undefined;
    },
  };
}

export function memoryDeliveries(): Deliveries {
  const rows = memoryRows<Delivery>();
  const key = ({ partnerId, uploadId, event, channel = '' }: Parameters<Deliveries['read']>[0]): string =>
    keyOf(partnerId, uploadId, event, channel);
  return {
    read: async (notification) => rows.read(key(notification))?.value,
    write: async (delivery) => rows.put(key(delivery), delivery),
    list: async (partnerId, uploadId) => rows.all(keyOf(partnerId, uploadId, '')),
  };
}

export function memorySuspensions(): Suspensions {
  const rows = memoryRows<Suspension>();
  return {
    list: async () => rows.all(),
    put: async (suspension) => rows.put(keyOf(suspension.of, suspension.id), suspension),
    remove: async ({ of, id }) => rows.remove(keyOf(of, id)),
  };
}

export function memoryPersonalLinks(): PersonalLinks {
  const rows = memoryRows<PersonalLink>();
  return {
    read: async (linkId) => rows.read(linkId),
    write: async (link, etag) => rows.write(link.linkId, link, etag) !== undefined,
    list: async (partnerId) => rows.all().filter((link) => link.partnerId === partnerId),
  };
}

export function memoryAlarms(): Alarms {
  const rows = memoryRows<Alarm>();
  const key = ({ kind, id }: Pick<Alarm, 'kind' | 'id'>): string => keyOf(kind, id);
  return {
    list: async () => rows.all().flatMap((alarm) => rows.read(key(alarm)) ?? []),
    write: async (alarm, etag) => rows.write(key(alarm), alarm, etag) !== undefined,
    remove: async (alarm) => rows.remove(key(alarm)),
  };
}
