import { actionNames, type OtherAction } from '../device-action.ts';
import type { Device, Identity } from '../identity.ts';
import { listsPkids, platforms } from '../platforms.ts';
import type { Reason } from '../reason.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import { found, type Result, refused } from '../result.ts';
import { type Connection, listsIdentifiers } from '../settings/connection.ts';
import { checkGroupTag } from '../settings/group-tag.ts';
import type { Customer, Partner } from '../settings/partner.ts';
import { type Route, routeDevice } from './route.ts';

/** What is done with a registered device, and where. */
export interface ActionRoute extends Route {
  readonly action: OtherAction;
  /** Where it is now, of a move; the route itself leads to where it goes. */
  readonly from?: { readonly connection: Connection; readonly customer: Customer };
  /** Connections of the customer that could do it as well, and are not asked. */
  readonly others: readonly Connection[];
}

export interface ActionAsked {
  readonly device: Device;
  readonly action: OtherAction;
  readonly customer: Customer;
  /** Of a move. */
  readonly target: Customer | undefined;
  /** Tags in the order they count; the first three come from file or row, not from settings. */
  readonly tag: string | undefined;
  /** The tag of the row or its upload alone: a default is no wish for a change. */
  readonly newTag: string | undefined;
  /** The connection our ledger knows the device by. */
  readonly knownAt: string | undefined;
}

const lacksModel = (identity: Identity): boolean => identity.kind === 'tuple' && identity.model === '';

/** A hash names maker, model and serial number; a PKID is in no list, so it comes last. */
const identityToFind = ({ identities }: Device): Identity =>
  identities.find(({ kind }) => kind !== 'pkid') ?? identities[0];

/** Can it be done there at all? A gateway's contract says itself whether devices may be deregistered. */
function isCapable(connection: Connection, action: OtherAction): boolean {
  const needed = action === 'move' ? 'deregister' : action;
  if (connection.platform === 'oemDirect' && needed === 'deregister') return connection.deregister !== undefined;
  return platforms[connection.platform].actions[needed] !== undefined;
}

function notSupported(action: OtherAction, connections: readonly Connection[]): Result<ActionRoute> {
  const titles = [...new Set(connections.map(({ platform }) => platforms[platform].title))];
  const nowhere: ValueCode = 'anyPlatform';
  return refused('action_not_supported', {
    action: actionNames[action],
    platforms: titles.join(', ') || nowhere,
  });
}

/** Finds the connection through which an action is done, and whether the row says all that it needs. */
export function routeAction(
  asked: ActionAsked,
  partner: Partner,
  connections: ReadonlyMap<string, Connection>,
): Result<ActionRoute> {
  const { device, action, customer, target, tag, newTag, knownAt } = asked;
  const ids = customer.connections ?? partner.connections;
  const all = ids.flatMap((id) => connections.get(id) ?? []);
  const capable = all.filter((connection) => isCapable(connection, action));
  if (capable.length === 0) return notSupported(action, all);
  const isNamed = ({ platform }: Connection): boolean =>
    action === 'corporateIdentifier' || listsPkids(platform) || device.identities.some(({ kind }) => kind !== 'pkid');
  const able = capable.filter(isNamed);
  const connection = able.find(({ connectionId }) => connectionId === knownAt) ?? able[0];
  if (connection === undefined) return refused('pkid_not_listed');
  const others = knownAt === undefined ? able.filter((other) => other !== connection) : [];
  const there = { action, customer, connection, identity: identityToFind(device), others };
  switch (action) {
    case 'deregister':
      return found(there);
    case 'corporateIdentifier': {
      if (customer.corporateIdentifiers !== true)
        return refused('identifiers_not_allowed', { customer: customer.name });
      return device.identities.every((identity) => identity.kind === 'pkid' || lacksModel(identity))
        ? refused('whole_device_needed', { detail: 'identifier' })
        : found(there);
    }
    case 'move': {
      if (target === undefined) return refused('move_target_missing');
      if (target.customerTenantId === customer.customerTenantId)
        return refused('move_target_same', { customer: customer.name });
      const registering = [...connections].filter(([, one]) => !listsIdentifiers(one));
      const route = routeDevice(device, target, tag, partner, new Map(registering));
      if (!route.ok)
        return route.reason.code === 'group_tag_missing'
          ? refused('group_tag_missing', { customer: target.name, detail: 'move' })
          : route;
      if (platforms[route.value.connection.platform].registers !== 'api')
        return notSupported(action, [route.value.connection]);
      if (lacksModel(route.value.identity)) return refused('whole_device_needed');
      return found({ ...route.value, action, from: { connection, customer }, others });
    }
    case 'changeTag':
      return routeChange(there, device, newTag);
  }
}

function routeChange(there: ActionRoute, device: Device, newTag: string | undefined): Result<ActionRoute> {
  const { connection } = there;
  const capabilities = platforms[connection.platform];
  const anew = capabilities.actions.changeTag === 'anew';
  const asksMore = device.assignedUser !== undefined || device.newDeviceName !== undefined;
  if (newTag === undefined || newTag.trim() === '') {
    if (!asksMore) return refused('nothing_to_change');
    return anew ? refused('change_not_possible', { platform: capabilities.title }) : found(there);
  }
  const tag = checkGroupTag(newTag, connection);
  if (!tag.ok) return tag;
  const groupTag = tag.value === undefined ? {} : { groupTag: tag.value };
  if (!anew) return found({ ...there, ...groupTag });
  const identity = device.identities.find(({ kind }) => capabilities.accepts.includes(kind));
  return identity === undefined || lacksModel(identity)
    ? refused('whole_device_needed')
    : found({ ...there, ...groupTag, identity });
}

/** What a report says beside the verdict of such a row. */
export function remarksOnAction({ action, connection, from, others }: ActionRoute, device: Device): readonly Reason[] {
  const { platform } = from?.connection ?? connection;
  const remarks: Reason[] = [];
  if (others.length > 0) {
    const titles = [...new Set(others.map((other) => platforms[other.platform].title))].join(', ');
    remarks.push({ code: 'looked_only_there', params: { platform: platforms[platform].title, others: titles } });
  }
  const inPlace = action === 'changeTag' && platforms[platform].actions.changeTag === 'direct';
  if (device.newDeviceName !== undefined && !inPlace) remarks.push({ code: 'device_name_not_sent' });
  if (device.assignedUser !== undefined && !inPlace && connection.platform !== 'intune' && action !== 'deregister')
    remarks.push({ code: 'assigned_user_not_sent', params: { platform: platforms[connection.platform].title } });
  return remarks;
}
