import type { IdentityKind } from '../../../domain/identity.ts';
import type { Language } from '../../../domain/language.ts';
import { platforms } from '../../../domain/platforms.ts';
import { makeColumnFinder } from '../../../domain/reading/columns.ts';
import type { Connection } from '../../../domain/settings/connection.ts';
import type { Customer, Partner } from '../../../domain/settings/partner.ts';
import type { TemplateColumn } from '../../../domain/texts/template-texts.ts';
import { texts } from '../../../domain/texts/texts.ts';

/** Whose template it is: its settings, the connections they name, and the language of its titles. */
export interface TemplateOf {
  readonly partner: Partner;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly language: Language;
}

/** Names the device, says what is to become of it, or is of no use to any of the partner's connections. */
export type ColumnUse = 'identity' | 'request' | 'notUsed';

interface ContentColumn {
  readonly column: TemplateColumn;
  readonly title: string;
  readonly width: number;
  readonly use: ColumnUse;
  readonly meaning: string;
  readonly example: string;
}

/** All that a partner's template says, before it is drawn. */
export interface TemplateContents {
  readonly columns: readonly ContentColumn[];
  /** Each of them is enough to name a device. */
  readonly identities: readonly string[];
  readonly customers: readonly { readonly value: string; readonly customer: Customer }[];
  readonly groupTags: readonly string[];
}

/** In the order they are filled in; each with the identities it belongs to. */
const columns: readonly (readonly [column: TemplateColumn, width: number, identities: readonly IdentityKind[]])[] = [
  ['manufacturer', 24, ['tuple']],
  ['model', 30, ['tuple']],
  ['serial', 26, ['tuple', 'hardwareHash']],
  ['pkid', 22, ['pkid']],
  ['hardwareHash', 34, ['hardwareHash']],
  ['customer', 38, []],
  ['groupTag', 26, []],
  ['assignedUser', 32, []],
];

/** Whoever copies them into the list registers nothing: our reader rejects such a serial number, PKID and hash. */
const examples: Readonly<Record<TemplateColumn, string>> = {
  manufacturer: 'LENOVO',
  model: '20XW00AAGE',
  serial: '0123456789',
  pkid: '1234567890123',
  hardwareHash: 'T0…',
  customer: 'contoso.example',
  groupTag: 'Contoso-Standard',
  assignedUser: 'megan@contoso.example',
};

/** What names a customer in a row: its domain, where that is no other's too, else its tenant id. */
function customerValue(customer: Customer, all: readonly Customer[]): string {
  const others = all.filter((other) => other !== customer).flatMap((other) => other.domains ?? []);
  const taken = new Set(others.map((domain) => domain.toLowerCase()));
  const own = customer.domains?.find((domain) => !taken.has(domain.toLowerCase()));
  return own ?? customer.customerTenantId;
}

function useOf(kinds: readonly IdentityKind[], accepted: ReadonlySet<IdentityKind>): ColumnUse {
  if (kinds.length === 0) return 'request';
  return kinds.some((kind) => accepted.has(kind)) ? 'identity' : 'notUsed';
}

/** What stands in a partner's template. Throws where the partner's settings give one of its titles another meaning. */
export function contentsOf({ partner, connections, language }: TemplateOf): TemplateContents {
  const { titles, customerDomain, explanation } = texts(language).template;
  const accepted = new Set([...connections.values()].flatMap(({ platform }) => platforms[platform].accepts));
  // Rows for a customer that two partners claim are rejected, so it is not offered.
  const customers = partner.customers
    .filter(({ claimedTwice }) => claimedTwice !== true)
    .map((customer) => ({ value: customerValue(customer, partner.customers), customer }));
  const byDomain = customers.some(({ value, customer }) => value !== customer.customerTenantId);
  const find = makeColumnFinder(partner.columns);
  return {
    columns: columns.map(([column, width, kinds]) => {
      const title = column === 'customer' && byDomain ? customerDomain : titles[column];
      const meant = find(title)?.column ?? null;
      if (meant !== column) throw new Error(`The settings of "${partner.partnerId}" take "${title}" for "${meant}"`);
      const use = useOf(kinds, accepted);
      return use === 'notUsed'
        ? { column, title, width, use, meaning: explanation.notUsed, example: '' }
        : { column, title, width, use, meaning: explanation.meanings[column], example: examples[column] };
    }),
    identities: (['pkid', 'tuple', 'hardwareHash'] as const).flatMap((kind) =>
      accepted.has(kind) ? [explanation.anyOf[kind]] : [],
    ),
    customers,
    groupTags: [
      ...new Set(
        customers.flatMap(({ customer: { defaultGroupTag } }) =>
          defaultGroupTag === undefined ? [] : [defaultGroupTag],
        ),
      ),
    ],
  };
}
