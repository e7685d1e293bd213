import { actionNames, type DeviceAction, type OtherAction } from '../device-action.ts';
import { deviceKeys } from '../device-key.ts';
import type { Device, NamedCustomer, RowPlace } from '../identity.ts';
import { type PlatformCapabilities, platforms } from '../platforms.ts';
import type { ReadRow, ReadSheet } from '../reading/read-event.ts';
import type { Reason } from '../reason.ts';
import { type Result, refused } from '../result.ts';
import { type Connection, listsIdentifiers } from '../settings/connection.ts';
import { groupTagOfFileName } from '../settings/group-tag.ts';
import type { Customer, Partner } from '../settings/partner.ts';
import type { Verdict, VerdictCounts } from '../verdict.ts';
import type { Chunker, ClosedChunk } from './chunk.ts';
import { confirmationCode } from './confirmation.ts';
import { customerCalled, customerOfRow, makeCustomersNamed } from './customer.ts';
import { referenceTo } from './follow-up.ts';
import { makeNotSentTally } from './not-sent.ts';
import type { ChunkKey, NotSent, PlannedRow } from './plan.ts';
import { type ActionRoute, remarksOnAction, routeAction } from './plan-action.ts';
import { type Route, routeDevice } from './route.ts';
import { knownGroupTags, makeRowClues, type RowClues } from './row-clues.ts';

/** What holds for all rows of one upload. */
export interface UploadContext {
  readonly uploadId: string;
  readonly partner: Partner;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly folderCustomer: Customer | undefined;
  /** Group tag from the blob's metadata. */
  readonly uploadGroupTag: string | undefined;
  readonly fileName: string;
}

/** What the `Upload reference` of a row came to. */
export interface RowReference {
  /** The row it repeats; absent: it names no upload of this partner. */
  readonly follows?: string;
  /** That upload was only checked: this one repeats nothing that was sent. */
  readonly isCheck?: boolean;
  /** Group tag of the upload it was first dropped in. */
  readonly groupTag?: string;
  /** What that upload asked for with all its devices. */
  readonly uploadAction?: OtherAction;
  /** What stands in the column by which a removal is confirmed. */
  readonly confirmation?: { readonly code: string; readonly plannedAt: string; readonly isOld: boolean };
}

export interface RowPlanner {
  /** The sheet the next rows stand in. */
  open(sheet: ReadSheet): void;
  /** Where the ledger may know the row's device, if that decides which connection is asked about it. */
  placesOf(row: ReadRow): LedgerPlaces | undefined;
  /** The row's place in the plan and the chunks it closed; or why the whole file can't be planned. */
  plan(
    row: ReadRow,
    reference?: RowReference,
    knownAt?: string,
  ): { readonly row: PlannedRow; readonly closed: readonly ClosedChunk[] } | { readonly refused: Reason };
  /** Verdicts given so far. */
  counts(): VerdictCounts;
  /** The same by customer. */
  notSent(): readonly NotSent[];
  /** What there is to say of the file after its last row. */
  notices(): readonly Reason[];
}

/** Ledger keys of a device, and the connections of its customer in their order. */
export interface LedgerPlaces {
  readonly customerTenantId: string;
  readonly connectionIds: readonly string[];
  readonly keys: readonly string[];
}

const defaultMaxGroupTags = 50;

const barePlace = (row: RowPlace): RowPlace =>
  row.sheet === undefined ? { row: row.row } : { sheet: row.sheet, row: row.row };

function verdictOf(reading: Exclude<ReadRow['reading'], { kind: 'device' }>): Verdict {
  switch (reading.kind) {
    case 'rejected':
      return { kind: 'rejected', reason: reading.reason };
    case 'duplicate':
      return { kind: 'duplicate', duplicateOf: reading.of };
    case 'ignored':
      return { kind: 'ignored', reason: reading.reason };
  }
}

const actionsOf = (row: DeviceAction = 'register', file: OtherAction) => ({
  row: actionNames[row],
  file: actionNames[file],
});

const profileOf = (customer: Customer, { profile }: PlatformCapabilities): { profileId?: string } =>
  profile === 'assign' && customer.profileId !== undefined ? { profileId: customer.profileId } : {};

/** Only the admin center's hand-off file has no place for a group tag. */
const carriesTag = (connection: Connection): boolean =>
  connection.platform !== 'm365AdminCenter' || connection.fileFormat === 'intune';

const domainOf = (customer: Customer): { customerDomain?: string } => {
  const [domain] = customer.domains ?? [];
  return domain === undefined ? {} : { customerDomain: domain };
};

/** Takes rows in the file's order and gives each its verdict or its place in a chunk. */
export function makeRowPlanner(context: UploadContext, chunker: Chunker): RowPlanner {
  const { partner } = context;
  const tally = makeNotSentTally();
  const groups = new Set<string>();
  const customersNamed = makeCustomersNamed(partner);
  const clues = makeRowClues(customersNamed);
  const tagsKnown = knownGroupTags(partner);
  const fileTag = partner.groupTagFromFileName === true ? groupTagOfFileName(context.fileName) : undefined;

  const customerOf = (named: NamedCustomer, { customerColumn, customers }: RowClues) => {
    const row = { ...named, ...(customerColumn === undefined ? {} : { column: customerColumn }), clues: customers };
    return customerOfRow(partner, row, context.folderCustomer, customersNamed);
  };

  const judged = (
    row: ReadRow,
    verdict: Verdict,
    remarks: readonly Reason[] = [],
    named: NamedCustomer = {},
  ): PlannedRow => {
    const customer = customerOf(named, clues.ofUnsent(row));
    tally.count(customer.ok ? customer.value : undefined, verdict.kind);
    const outcome = { kind: 'verdict', verdict } as const;
    return { ...barePlace(row), cells: row.cells, ...(remarks.length > 0 ? { remarks } : {}), outcome };
  };

  const firstTag = (...tags: readonly (string | undefined)[]) =>
    tags.find((candidate) => candidate !== undefined && candidate.trim() !== '');

  const routeOf = (
    device: Device,
    inherited: string | undefined,
    found: RowClues,
    knownAt: string | undefined,
  ): Result<Route | ActionRoute> => {
    const customer = customerOf(device, found);
    if (!customer.ok) return customer;
    const { action, moveTo } = device;
    if (moveTo !== undefined && action !== 'move') return refused('move_not_asked');
    const target = moveTo === undefined ? undefined : customerCalled(partner, moveTo, customersNamed, 'New Customer');
    if (target !== undefined && !target.ok) return target;
    const newTag = firstTag(device.groupTag, context.uploadGroupTag, inherited);
    const { defaultGroupTag } = target?.value ?? customer.value;
    const tag = firstTag(newTag, defaultGroupTag, fileTag);
    const other = device.groupTag === undefined && action !== 'deregister' ? otherTag(found.unread, tag) : undefined;
    if (other !== undefined)
      return refused('group_tag_in_unread_column', { column: other.column, groupTag: other.text });
    const asked = { device, customer: customer.value, target: target?.value, tag, newTag, knownAt };
    if (action !== undefined) return routeAction({ ...asked, action }, partner, context.connections);
    const route = routeDevice(device, customer.value, tag, partner, context.connections);
    if (!route.ok || !listsIdentifiers(route.value.connection)) return route;
    const { connectionId } = route.value.connection;
    return routeAction(
      { ...asked, action: 'corporateIdentifier', knownAt: connectionId },
      partner,
      context.connections,
    );
  };

  const placesOf: RowPlanner['placesOf'] = (row) => {
    if (row.reading.kind !== 'device') return undefined;
    const { device } = row.reading;
    const customer = device.action === undefined ? undefined : customerOf(device, clues.ofUnsent(row));
    if (customer === undefined || !customer.ok) return undefined;
    const connectionIds = customer.value.connections ?? partner.connections;
    const { customerTenantId } = customer.value;
    if (connectionIds.length < 2) return undefined;
    const keys = device.identities.flatMap((identity) => deviceKeys(identity));
    return { customerTenantId, connectionIds, keys };
  };

  /** A group tag of the settings in a column nothing is read from, where the device would go out with another one. */
  const otherTag = (unread: RowClues['unread'], tag: string | undefined) =>
    tagsKnown.size === 0
      ? undefined
      : unread.find(({ text }) => {
          const found = text.trim().toLowerCase();
          return tagsKnown.has(found) && found !== tag?.trim().toLowerCase();
        });

  const remarksOn = (device: Device, route: Route | ActionRoute): readonly Reason[] => {
    const unknown = (device.customerNames ?? []).filter((name) => customersNamed(name).length === 0);
    const remarks: Reason[] = unknown.map((name) => ({ code: 'customer_name_not_known', params: { name } }));
    if ('action' in route) return [...remarks, ...remarksOnAction(route, device)];
    const { platform } = route.connection;
    if (device.assignedUser !== undefined && platform !== 'intune')
      remarks.push({ code: 'assigned_user_not_sent', params: { platform: platforms[platform].title } });
    if (device.newDeviceName !== undefined) remarks.push({ code: 'device_name_not_sent' });
    if (route.groupTag !== undefined && !carriesTag(route.connection))
      remarks.push({ code: 'group_tag_not_sent', params: { groupTag: route.groupTag } });
    return remarks;
  };

  const keyOf = (route: Route | ActionRoute): ChunkKey => {
    const { connection, customer } = route;
    // A file without a column for it is not split by it.
    const groupTag = carriesTag(connection) ? route.groupTag : undefined;
    const capabilities = platforms[connection.platform];
    const from = 'from' in route ? route.from : undefined;
    return {
      connectionId: connection.connectionId,
      platform: connection.platform,
      customerTenantId: customer.customerTenantId,
      customerName: customer.name,
      ...domainOf(customer),
      ...(groupTag === undefined ? {} : { groupTag }),
      ...('action' in route ? { action: route.action } : {}),
      ...(from === undefined
        ? {}
        : {
            source: {
              connectionId: from.connection.connectionId,
              platform: from.connection.platform,
              customerTenantId: from.customer.customerTenantId,
              customerName: from.customer.name,
              ...domainOf(from.customer),
            },
          }),
      ...('action' in route && route.action === 'deregister' ? {} : profileOf(customer, capabilities)),
    };
  };

  /** What a row has to say before its device is removed, or why what it says is no confirmation; nothing: it need not say it. */
  const confirmationOf = (
    row: ReadRow,
    route: ActionRoute,
    reference: RowReference | undefined,
  ): { readonly needed?: string; readonly plannedAt?: string } | { readonly fault: Reason } => {
    const { action, identity, groupTag } = route;
    if ((action !== 'deregister' && action !== 'move') || partner.confirmRemovals === false) return {};
    const { connection, customer } = route.from ?? route;
    const codeFor = (place: string): string =>
      confirmationCode({
        reference: place,
        action,
        identity,
        connectionId: connection.connectionId,
        customerTenantId: customer.customerTenantId,
        ...(route.from === undefined ? {} : { targetTenantId: route.customer.customerTenantId }),
        ...(groupTag === undefined ? {} : { groupTag }),
      });
    const needed = codeFor(referenceTo(context.uploadId, row));
    const { confirmation, follows } = reference ?? {};
    if (confirmation === undefined || follows === undefined) return { needed };
    if (confirmation.code !== codeFor(follows)) return { fault: { code: 'confirmation_wrong' } };
    return confirmation.isOld ? { fault: { code: 'confirmation_expired' } } : { plannedAt: confirmation.plannedAt };
  };

  const place = (
    row: ReadRow,
    device: Device,
    route: Route | ActionRoute,
    confirmation: { readonly needed?: string; readonly plannedAt?: string },
    warnings: readonly Reason[],
  ) => {
    const { connection, identity } = route;
    const { maxDevices } = platforms[connection.platform];
    const action = 'action' in route ? route.action : undefined;
    const alsoKnownBy = device.identities.filter((other) => other !== identity && other.kind !== 'hardwareHash');
    const { needed, plannedAt } = confirmation;
    const isRemoved = action === 'deregister' || action === 'move';
    const placed = chunker.place(
      { ...keyOf(route), ...(isRemoved && needed === undefined ? { confirmed: true as const } : {}) },
      {
        identity,
        ...(device.assignedUser === undefined ? {} : { assignedUser: device.assignedUser }),
        ...(device.order === undefined ? {} : { order: device.order }),
        ...(action === undefined || device.newDeviceName === undefined ? {} : { newDeviceName: device.newDeviceName }),
        ...(action === undefined || alsoKnownBy.length === 0 ? {} : { alsoKnownBy }),
        ...(plannedAt === undefined ? {} : { confirmedPlan: plannedAt }),
        ...barePlace(row),
      },
      Math.min(maxDevices, connection.maxDevices ?? maxDevices),
    );
    const remarks = [...warnings, ...remarksOn(device, route)];
    const planned: PlannedRow = {
      ...barePlace(row),
      cells: row.cells,
      identityKind: identity.kind,
      ...(action === undefined ? {} : { action }),
      ...(needed === undefined ? {} : { confirmation: needed }),
      ...(remarks.length > 0 ? { remarks } : {}),
      outcome: { kind: 'device', chunk: placed.chunk, position: placed.position },
    };
    return { row: planned, closed: placed.closed };
  };

  const judge: RowPlanner['plan'] = (row, reference, knownAt) => {
    const { reading } = row;
    if (reading.kind === 'ignored') return { row: judged(row, verdictOf(reading)), closed: [] };
    if (reading.kind !== 'device')
      return { row: judged(row, verdictOf(reading), reading.warnings, reading.named), closed: [] };
    const { device, warnings } = reading;
    const rejected = (reason: Reason) => {
      const asked = device.action === undefined ? {} : { action: device.action };
      return { row: { ...judged(row, { kind: 'rejected', reason }, warnings, device), ...asked }, closed: [] };
    };
    const wanted = reference?.uploadAction;
    // A file of devices to be removed must not register them because it was dropped into another folder.
    if (wanted !== undefined && device.action !== wanted)
      return rejected({ code: 'action_conflict', params: actionsOf(device.action, wanted) });
    const route = routeOf(device, reference?.groupTag, clues.of(row), knownAt);
    if (!route.ok) return rejected(route.reason);
    const confirmation = 'action' in route.value ? confirmationOf(row, route.value, reference) : {};
    if ('fault' in confirmation) return rejected(confirmation.fault);
    groups.add(JSON.stringify([route.value.customer.customerTenantId, route.value.groupTag ?? null]));
    const limit = partner.maxGroupTags ?? defaultMaxGroupTags;
    if (groups.size > limit) return { refused: { code: 'too_many_group_tags', params: { limit } } };
    return place(row, device, route.value, confirmation, warnings);
  };

  const plan: RowPlanner['plan'] = (row, reference, knownAt) => {
    const planned = judge(row, reference, knownAt);
    if (reference === undefined || 'refused' in planned) return planned;
    const { follows, isCheck = false } = reference;
    if (isCheck) return planned;
    if (follows !== undefined) return { ...planned, row: { ...planned.row, follows } };
    const remarks: readonly Reason[] = [...(planned.row.remarks ?? []), { code: 'upload_reference_ignored' }];
    return { ...planned, row: { ...planned.row, remarks } };
  };

  return { open: clues.open, placesOf, plan, counts: tally.counts, notSent: tally.byCustomer, notices: clues.notices };
}
