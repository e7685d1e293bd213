import { createHash } from 'node:crypto';
import { partnerIdFault } from '../ids.ts';
import { rolesOf } from './access.ts';
import type { Connection } from './connection.ts';
import { checkGroupTag } from './group-tag.ts';
import type { Customer, Partner } from './partner.ts';

/** The settings one partner works with. */
export type FoundSettings = Extract<PartnerSettings, { kind: 'found' }>;

export type PartnerSettings =
  | {
      readonly kind: 'found';
      readonly partner: Partner;
      readonly connections: ReadonlyMap<string, Connection>;
      /** Names the content these settings were read from. */
      readonly version: string;
      /** What is wrong with the newest files while older, good ones stay in force. */
      readonly faults: readonly string[];
    }
  | { readonly kind: 'unknown' }
  /** There is a file, but neither it nor an earlier version of it can be used. */
  | { readonly kind: 'broken'; readonly faults: readonly string[] };

/** A settings file as it was read: a value that fits its schema, or none, and what is wrong with the newest version. */
export interface SettingsFile<T> {
  readonly value?: T;
  /** What can be read of a file that can't be used: enough to find what else is wrong with it, never to work with. */
  readonly draft?: T;
  readonly version: string;
  readonly faults: readonly string[];
}

/** All settings files of a deployment, by id. */
export interface SettingsFolder {
  readonly partners: ReadonlyMap<string, SettingsFile<Partner>>;
  readonly connections: ReadonlyMap<string, SettingsFile<Connection>>;
}

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const idsOf = (partner: Partner): ReadonlySet<string> =>
  new Set([...partner.connections, ...partner.customers.flatMap((customer) => customer.connections ?? [])]);

/** Which partners list a customer on a connection; a customer may have only one. */
function claimants(folder: SettingsFolder): ReadonlyMap<string, ReadonlySet<string>> {
  const claims = new Map<string, Set<string>>();
  for (const { value: partner } of folder.partners.values()) {
    for (const customer of partner?.customers ?? []) {
      for (const connectionId of customer.connections ?? partner?.connections ?? []) {
        const key = JSON.stringify([connectionId, customer.customerTenantId.toLowerCase()]);
        claims.set(key, (claims.get(key) ?? new Set()).add(partner?.partnerId ?? ''));
      }
    }
  }
  return claims;
}

/** What is wrong with a partner's file whatever the other files say; the schema can't tell. */
export function faultsOfFile(partner: Partner): readonly string[] {
  const tenantIds = partner.customers.map((customer) => customer.customerTenantId.toLowerCase());
  const twice = new Set(tenantIds.filter((id, index) => tenantIds.indexOf(id) !== index));
  const idFault = partnerIdFault(partner.partnerId);
  const faults = [
    ...(idFault === undefined ? [] : [`"${partner.partnerId}" ${idFault}`]),
    ...[...twice].map((id) => `customer ${id} is listed twice`),
  ];
  const { timeZone } = partner;
  return timeZone === undefined || isTimeZone(timeZone) ? faults : [...faults, `time zone "${timeZone}" is not known`];
}

/** What makes a partner's settings unusable as a whole. */
function faultsOf(partner: Partner, folder: SettingsFolder): readonly string[] {
  const faults: string[] = [];
  for (const connectionId of idsOf(partner)) {
    const file = folder.connections.get(connectionId);
    const connection = file?.value;
    if (file === undefined) faults.push(`there is no connection "${connectionId}"`);
    else if (connection === undefined) faults.push(`connection "${connectionId}" can't be used`);
    else if (connection.exclusiveTo !== undefined && connection.exclusiveTo !== partner.partnerId) {
      faults.push(`connection "${connectionId}" is exclusive to another partner`);
    } else if (partner.anyCustomer === true && connection.exclusiveTo === undefined) {
      faults.push(`anyCustomer needs connections that are exclusive to this partner; "${connectionId}" is shared`);
    }
  }
  return [...faults, ...faultsOfFile(partner)];
}

/** What should be corrected but stops nothing else: rows it touches are rejected with the reason. */
function warningsOf(
  partner: Partner,
  folder: SettingsFolder,
  claims: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const warnings: string[] = [];
  for (const { principalId } of partner.access ?? []) {
    const others = rolesOf(
      [...folder.partners.values()].flatMap(({ value }) => value ?? []),
      [principalId],
    );
    if (others.size > 1) warnings.push(`principal ${principalId} may also act for another partner: is that meant?`);
  }
  for (const customer of partner.customers) {
    if (isClaimedTwice(partner, customer, claims)) {
      warnings.push(
        `customer "${customer.name}" is claimed by another partner on the same connection: refused for both`,
      );
    }
    for (const connectionId of customer.connections ?? partner.connections) {
      const connection = folder.connections.get(connectionId)?.value;
      if (connection === undefined || customer.defaultGroupTag === undefined) continue;
      if (!checkGroupTag(customer.defaultGroupTag, connection).ok) {
        warnings.push(
          `default group tag "${customer.defaultGroupTag}" of "${customer.name}" would be refused by "${connectionId}"`,
        );
      }
    }
  }
  return warnings;
}

const isClaimedTwice = (
  partner: Partner,
  customer: Customer,
  claims: ReadonlyMap<string, ReadonlySet<string>>,
): boolean =>
  (customer.connections ?? partner.connections).some(
    (id) => (claims.get(JSON.stringify([id, customer.customerTenantId.toLowerCase()]))?.size ?? 0) > 1,
  );

/** The settings one partner works with, out of all files; what is wrong with another partner's never touches it. */
export function settingsOfPartner(folder: SettingsFolder, partnerId: string): PartnerSettings {
  const file = folder.partners.get(partnerId);
  if (file === undefined) return { kind: 'unknown' };
  if (file.value === undefined) return { kind: 'broken', faults: file.faults };
  const faults = faultsOf(file.value, folder);
  if (faults.length > 0) return { kind: 'broken', faults: [...file.faults, ...faults] };

  const claims = claimants(folder);
  const { value: partner } = file;
  const connections = new Map<string, Connection>();
  const versions = [file.version];
  const connectionFaults: string[] = [];
  const customers = partner.customers.map((customer) =>
    isClaimedTwice(partner, customer, claims) ? { ...customer, claimedTwice: true } : customer,
  );
  // Another partner's file decides this one; when that is corrected, what is held for it is tried again at once.
  versions.push(...customers.filter(({ claimedTwice }) => claimedTwice).map((customer) => customer.customerTenantId));
  for (const id of idsOf(partner)) {
    const connection = folder.connections.get(id);
    if (connection?.value === undefined) continue;
    connections.set(id, connection.value);
    versions.push(connection.version);
    connectionFaults.push(...connection.faults);
  }
  return {
    kind: 'found',
    partner: { ...partner, customers },
    connections,
    version: createHash('sha256').update(versions.join('\n')).digest('hex').slice(0, 16),
    faults: [...file.faults, ...connectionFaults, ...warningsOf(partner, folder, claims)],
  };
}

/** Customers whose rows need a group tag to be sent, and that have none for rows without. */
function untaggedCustomers(partner: Partner, folder: SettingsFolder): readonly string[] {
  if (partner.groupTagFromFileName === true) return [];
  return partner.customers
    .filter(({ defaultGroupTag }) => defaultGroupTag === undefined)
    .flatMap((customer) => {
      const [id = ''] = customer.connections ?? partner.connections;
      const connection = folder.connections.get(id)?.value;
      if (connection === undefined || checkGroupTag(undefined, connection).ok) return [];
      return [`customer "${customer.name}" has no default group tag, and "${id}" takes no row without a group tag`];
    });
}

/** What is wrong with a settings folder, and what is allowed but probably not meant; one line each, file first. */
export interface CheckedSettings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Everything wrong with a settings folder at once: a file that does not fit its schema is still compared with the others. */
export function checkSettingsFolder(given: SettingsFolder): CheckedSettings {
  const partners = new Map(
    [...given.partners].map(([id, file]) => {
      const value = file.value ?? file.draft;
      return [id, value === undefined ? file : { ...file, value }];
    }),
  );
  const folder = { ...given, partners };
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const [id, { faults, value }] of folder.connections) {
    const owner = value?.exclusiveTo;
    const dangling = owner === undefined || partners.has(owner) ? [] : [`exclusiveTo: there is no partner "${owner}"`];
    problems.push(...[...faults, ...dangling].map((fault) => `connections/${id}.json: ${fault}`));
  }
  const claims = claimants(folder);
  for (const [id, { faults, value }] of partners) {
    const own = value === undefined ? [] : [...faultsOf(value, folder), ...warningsOf(value, folder, claims)];
    problems.push(...[...new Set([...faults, ...own])].map((fault) => `partners/${id}.json: ${fault}`));
    const untagged = value === undefined ? [] : untaggedCustomers(value, folder);
    warnings.push(...untagged.map((warning) => `partners/${id}.json: ${warning}`));
  }
  return { problems, warnings };
}
