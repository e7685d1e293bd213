import { actionNames } from '../device-action.ts';
import type { Device, NamedCustomer, RowPlace } from '../identity.ts';
import { type PlatformCapabilities, platforms } from '../platforms.ts';
import type { ReadRow, ReadSheet } from '../reading/read-event.ts';
import type { Reason } from '../reason.ts';
import { refused } from '../result.ts';
import type { Connection } from '../settings/connection.ts';
import { groupTagOfFileName } from '../settings/group-tag.ts';
import type { Customer, Partner } from '../settings/partner.ts';
import type { Verdict, VerdictCounts } from '../verdict.ts';
import type { Chunker, ClosedChunk } from './chunk.ts';
import { customerOfRow, makeCustomersNamed } from './customer.ts';
import { makeNotSentTally } from './not-sent.ts';
import type { NotSent, PlannedRow } from './plan.ts';
import { type Route, routeDevice } from './route.ts';
import { knownGroupTags, makeRowClues, type RowClues } from './row-clues.ts';

/** What holds for all rows of one upload. */
export interface UploadContext {
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
  /** Group tag of the upload it was first dropped in. */
  readonly groupTag?: string;
}

export interface RowPlanner {
  /** The sheet the next rows stand in. */
  open(sheet: ReadSheet): void;
  /** The row's place in the plan and the chunks it closed; or why the whole file can't be planned. */
  plan(
    row: ReadRow,
    reference?: RowReference,
  ): { readonly row: PlannedRow; readonly closed: readonly ClosedChunk[] } | { readonly refused: Reason };
  /** Verdicts given so far. */
  counts(): VerdictCounts;
  /** The same by customer. */
  notSent(): readonly NotSent[];
  /** What there is to say of the file after its last row. */
  notices(): readonly Reason[];
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

/** Why what a row asks for is not done; undefined: its device is to be registered. */
function actionFault({ action, moveTo }: Device): Reason | undefined {
  if (action !== undefined)
    return { code: 'action_not_supported', params: { detail: 'none', action: actionNames[action] } };
  return moveTo === undefined ? undefined : { code: 'move_not_asked', params: { column: 'New Customer' } };
}

const profileOf = (customer: Customer, { profile }: PlatformCapabilities): { profileId?: string } =>
  profile === 'assign' && customer.profileId !== undefined ? { profileId: customer.profileId } : {};

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

  const routeOf = (device: Device, inherited: string | undefined, found: RowClues): ReturnType<typeof routeDevice> => {
    const customer = customerOf(device, found);
    if (!customer.ok) return customer;
    const tags = [device.groupTag, context.uploadGroupTag, inherited, customer.value.defaultGroupTag, fileTag];
    const tag = tags.find((candidate) => candidate !== undefined && candidate.trim() !== '');
    const other = device.groupTag === undefined ? otherTag(found.unread, tag) : undefined;
    if (other !== undefined)
      return refused('group_tag_in_unread_column', { column: other.column, groupTag: other.text });
    return routeDevice(device, customer.value, tag, partner, context.connections);
  };

  /** A group tag of the settings in a column nothing is read from, where the device would go out with another one. */
  const otherTag = (unread: RowClues['unread'], tag: string | undefined) =>
    tagsKnown.size === 0
      ? undefined
      : unread.find(({ text }) => {
          const found = text.trim().toLowerCase();
          return tagsKnown.has(found) && found !== tag?.trim().toLowerCase();
        });

  const remarksOn = (device: Device, route: Route): readonly Reason[] => {
    const unknown = (device.customerNames ?? []).filter((name) => customersNamed(name).length === 0);
    const remarks: Reason[] = unknown.map((name) => ({ code: 'customer_name_not_known', params: { name } }));
    const { platform } = route.connection;
    if (device.assignedUser !== undefined && platform !== 'intune')
      remarks.push({ code: 'assigned_user_not_sent', params: { platform: platforms[platform].title } });
    if (device.newDeviceName !== undefined) remarks.push({ code: 'device_name_not_sent' });
    return remarks;
  };

  const place = (row: ReadRow, device: Device, route: Route, warnings: readonly Reason[]) => {
    const { connection, customer, identity, groupTag } = route;
    const capabilities = platforms[connection.platform];
    const placed = chunker.place(
      {
        connectionId: connection.connectionId,
        platform: connection.platform,
        customerTenantId: customer.customerTenantId,
        customerName: customer.name,
        ...domainOf(customer),
        ...(groupTag === undefined ? {} : { groupTag }),
        ...profileOf(customer, capabilities),
      },
      {
        identity,
        ...(device.assignedUser === undefined ? {} : { assignedUser: device.assignedUser }),
        ...barePlace(row),
      },
      Math.min(capabilities.maxDevices, connection.maxDevices ?? capabilities.maxDevices),
    );
    const remarks = [...warnings, ...remarksOn(device, route)];
    const planned: PlannedRow = {
      ...barePlace(row),
      cells: row.cells,
      identityKind: identity.kind,
      ...(remarks.length > 0 ? { remarks } : {}),
      outcome: { kind: 'device', chunk: placed.chunk, position: placed.position },
    };
    return { row: planned, closed: placed.closed };
  };

  const judge: RowPlanner['plan'] = (row, reference) => {
    const { reading } = row;
    if (reading.kind === 'ignored') return { row: judged(row, verdictOf(reading)), closed: [] };
    if (reading.kind !== 'device')
      return { row: judged(row, verdictOf(reading), reading.warnings, reading.named), closed: [] };
    const fault = actionFault(reading.device);
    if (fault !== undefined)
      return { row: judged(row, { kind: 'rejected', reason: fault }, reading.warnings, reading.device), closed: [] };
    const route = routeOf(reading.device, reference?.groupTag, clues.of(row));
    if (!route.ok) {
      const verdict = { kind: 'rejected', reason: route.reason } as const;
      return { row: judged(row, verdict, reading.warnings, reading.device), closed: [] };
    }
    groups.add(JSON.stringify([route.value.customer.customerTenantId, route.value.groupTag ?? null]));
    const limit = partner.maxGroupTags ?? defaultMaxGroupTags;
    if (groups.size > limit) return { refused: { code: 'too_many_group_tags', params: { limit } } };
    return place(row, reading.device, route.value, reading.warnings);
  };

  const plan: RowPlanner['plan'] = (row, reference) => {
    const planned = judge(row, reference);
    if (reference === undefined || 'refused' in planned) return planned;
    const { follows } = reference;
    if (follows !== undefined) return { ...planned, row: { ...planned.row, follows } };
    const remarks: readonly Reason[] = [...(planned.row.remarks ?? []), { code: 'upload_reference_ignored' }];
    return { ...planned, row: { ...planned.row, remarks } };
  };

  return { open: clues.open, plan, counts: tally.counts, notSent: tally.byCustomer, notices: clues.notices };
}
