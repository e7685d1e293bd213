import type { NamedCustomer } from '../identity.ts';
import type { Reason, ReasonParams } from '../reason.ts';
import { found, type Result, refused } from '../result.ts';
import type { Customer, Partner } from '../settings/partner.ts';

const tenantIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const named = (customer: Customer, name: string): boolean => {
  const wanted = name.trim().toLowerCase();
  return (
    customer.customerTenantId.toLowerCase() === wanted ||
    (customer.domains ?? []).some((domain) => domain.toLowerCase() === wanted)
  );
};

/** A name as it is compared: case and white space do not matter, everything else does. */
const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s\p{Cf}{}]+/gu, '')
    .toLowerCase();

const unlessClaimedTwice = (customer: Customer): Result<Customer> =>
  customer.claimedTwice === true ? refused('customer_claimed_twice', { customer: customer.name }) : found(customer);

const aliasesOf = ({ alias, aliases = [] }: Customer): readonly string[] =>
  alias === undefined ? aliases : [alias, ...aliases];

/** The one customer of the partner that a text names. */
export const customerCalled = (
  partner: Partner,
  text: string,
  customersNamed: CustomersNamed,
  column: string,
): Result<Customer> => judge(partner, text, customersNamed(text), { column, detail: 'column' });

function judge(partner: Partner, name: string, hits: readonly Customer[], params: ReasonParams): Result<Customer> {
  const [hit] = hits;
  if (hits.length > 1) return refused('customer_ambiguous', { customer: name });
  if (hit !== undefined) return unlessClaimedTwice(hit);
  if (partner.anyCustomer === true && tenantIdPattern.test(name.trim())) {
    const customerTenantId = name.trim().toLowerCase();
    return found({ customerTenantId, name: customerTenantId });
  }
  return refused('customer_unknown', { customer: name, ...params });
}

/** The customer a folder stands for: by tenant id, domain or an alias in settings. */
export function customerOfFolder(partner: Partner, folder: string): Result<Customer> {
  const wanted = folder.trim().toLowerCase();
  const hits = partner.customers.filter(
    (customer) => named(customer, folder) || aliasesOf(customer).some((alias) => alias.toLowerCase() === wanted),
  );
  return judge(partner, folder, hits, {});
}

/** Finds this partner's customers by what a cell says: tenant id, domain, alias or exact name. */
export type CustomersNamed = (text: string) => readonly Customer[];

const none: readonly Customer[] = [];
/** Longer than any name in settings. */
const longestName = 256;
/** A sheet repeats the same few texts in thousands of rows. */
const remembered = 2_000;

/** Looks among one partner's own customers only: whether somebody else's customer is called so must not show. */
export function makeCustomersNamed(partner: Partner): CustomersNamed {
  const byName = new Map<string, Customer[]>();
  for (const customer of partner.customers) {
    const names = [customer.customerTenantId, customer.name, ...aliasesOf(customer), ...(customer.domains ?? [])];
    for (const name of new Set(names.map(foldName))) byName.set(name, [...(byName.get(name) ?? []), customer]);
  }
  const seen = new Map<string, readonly Customer[]>();
  return (text) => {
    if (text === '' || text.length > longestName) return none;
    const known = seen.get(text);
    if (known !== undefined) return known;
    const hits = byName.get(foldName(text)) ?? none;
    if (seen.size >= remembered) seen.clear();
    seen.set(text, hits);
    return hits;
  };
}

/** A cell outside the customer columns that may name a customer all the same. */
export interface CustomerClue {
  readonly column: string;
  readonly text: string;
  /** Its title allows it to say which customer the row is for; else it may only contradict. */
  readonly mayDecide: boolean;
}

/** What a row says of its customer, and where. */
export interface RowCustomer extends NamedCustomer {
  /** Titles of the columns it was read from. */
  readonly column?: string;
  readonly clues?: readonly CustomerClue[];
}

const sameCustomer = (one: Customer, other: Customer): boolean =>
  one.customerTenantId.toLowerCase() === other.customerTenantId.toLowerCase();

const among = (hits: readonly Customer[], customer: Customer): boolean =>
  hits.some((hit) => sameCustomer(hit, customer));

const namesOf = (customers: readonly Customer[]): string => customers.map(({ name }) => name).join(' / ');

/** The customer the row's own columns name; undefined where they are empty. */
function statedCustomer(
  partner: Partner,
  row: RowCustomer,
  customersNamed: CustomersNamed,
): Result<Customer> | undefined {
  const { customer: text, customerDomain: domain, customerNames = [], column } = row;
  if (text === undefined || text.trim() === '') return undefined;
  const own = judge(partner, text, customersNamed(text), column === undefined ? {} : { column, detail: 'column' });
  if (!own.ok) return own;
  if (domain !== undefined && !named(own.value, domain))
    return refused('customer_conflict', { customer: own.value.name, domain, detail: 'domain' });
  const other = customerNames.map(customersNamed).find((hits) => hits.length > 0 && !among(hits, own.value));
  if (other === undefined) return own;
  const params = { column: column ?? '', customer: namesOf(other), folder: own.value.name, detail: 'column' };
  return refused('customer_conflict', params);
}

/**
 * The customer a row is for: its own columns, or one that may name it and does, or the upload's folder, or the partner's
 * only customer. Whatever else in the row or its folder names another customer is a conflict; nothing is guessed.
 */
export function customerOfRow(
  partner: Partner,
  row: RowCustomer,
  folder: Customer | undefined,
  customersNamed: CustomersNamed = makeCustomersNamed(partner),
): Result<Customer> {
  const clues = (row.clues ?? []).map((clue) => ({ ...clue, hits: customersNamed(clue.text) }));
  const telling = clues.filter(({ hits }) => hits.length > 0);
  const stated = statedCustomer(partner, row, customersNamed) ?? decidedByClue(partner, telling, folder);
  if (stated !== undefined && !stated.ok) return stated;
  if (stated !== undefined && folder !== undefined && !sameCustomer(stated.value, folder))
    return refused('customer_conflict', { customer: stated.value.name, folder: folder.name });
  const settled = stated ?? (folder === undefined ? theOnlyOne(partner) : found(folder));
  if (settled === undefined) {
    const [clue] = telling;
    if (clue !== undefined)
      return refused('customer_in_unread_column', { column: clue.column, customer: namesOf(clue.hits) });
    return refused('customer_missing', { customers: partner.customers.length });
  }
  if (!settled.ok) return settled;
  const against = telling.find(({ hits }) => !among(hits, settled.value));
  if (against === undefined) return settled;
  const { column, hits } = against;
  return refused('customer_conflict', {
    column,
    customer: namesOf(hits),
    folder: settled.value.name,
    detail: 'column',
  });
}

type TellingClue = CustomerClue & { readonly hits: readonly Customer[] };

/** A column such as "Company" counts where its value is one of the partner's customers. */
function decidedByClue(
  partner: Partner,
  clues: readonly TellingClue[],
  folder: Customer | undefined,
): Result<Customer> | undefined {
  const clue = clues.find(({ mayDecide }) => mayDecide);
  if (clue === undefined) return undefined;
  const hits = folder !== undefined && among(clue.hits, folder) ? [folder] : clue.hits;
  return judge(partner, clue.text, hits, {});
}

function theOnlyOne(partner: Partner): Result<Customer> | undefined {
  const [only, ...others] = partner.customers;
  return only !== undefined && others.length === 0 && partner.anyCustomer !== true
    ? unlessClaimedTwice(only)
    : undefined;
}

/** Why devices planned for a customer may not go there by the current settings; undefined: they may. */
export function customerFault(partner: Partner, customerTenantId: string, connectionId: string): Reason | undefined {
  const customer = partner.customers.find((candidate) => named(candidate, customerTenantId));
  if (customer === undefined) {
    return partner.anyCustomer === true
      ? undefined
      : { code: 'customer_unknown', params: { customer: customerTenantId } };
  }
  if (customer.claimedTwice === true) return { code: 'customer_claimed_twice', params: { customer: customer.name } };
  const isRoute = (customer.connections ?? partner.connections).includes(connectionId);
  return isRoute ? undefined : { code: 'connection_missing' };
}
