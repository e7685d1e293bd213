import { expect } from 'chai';
import { describe, it } from 'mocha';
import schema from '../../schemas/partner.schema.json' with { type: 'json' };
import { readPartnerFile } from '../../shared/adapters/storage/settings/files.ts';
import { defaultLimits } from '../../shared/domain/reading/read-event.ts';
import { knownColumns } from '../../shared/domain/reading/titles/title-table.ts';

const faultsOf = (value: object): readonly string[] =>
  readPartnerFile('partnerId' in value ? String(value.partnerId) : '', JSON.stringify(value), '1').faults;
const [reseller, full] = schema.examples;

describe('the settings of a partner', () => {
  for (const example of schema.examples) {
    it(`the example ${example.partnerId} is valid`, () => expect(faultsOf(example)).to.deep.equal([]));
  }

  it('the examples show every setting', () => {
    const shown = new Set(schema.examples.flatMap((example) => Object.keys(example)));
    expect(Object.keys(schema.properties).filter((name) => !shown.has(name))).to.deep.equal([]);
  });

  for (const [name, broken] of [
    ['a misspelled setting', { ...reseller, timezone: 'Europe/Berlin' }],
    ['an id that would reach another folder', { ...reseller, partnerId: '../alpine' }],
    ['an id in capitals', { ...reseller, partnerId: 'Tailwind' }],
    ['no connection', { ...reseller, connections: [] }],
    ['a customer without a tenant id', { ...reseller, customers: [{ name: 'Contoso' }] }],
    [
      'a customer folder that means something else',
      { ...reseller, customers: [{ ...reseller?.customers[0], alias: 'check' }] },
    ],
    ['a column nobody knows', { ...full, columns: { Seriennummer: 'serail' } }],
    ['a limit nobody knows', { ...full, limits: { rowz: 5 } }],
    ['the secret of a webhook instead of its name', { ...full, webhook: { ...full?.webhook, secret: 'Pa$$w0rd~!' } }],
    ['a state nobody knows', { ...reseller, state: 'paused' }],
  ] as const) {
    it(`${name} is refused`, () => expect(faultsOf(broken)).not.to.deep.equal([]));
  }

  it('columns and limits are those the reader knows', () => {
    const columns: readonly string[] = schema.properties.columns.additionalProperties.enum;
    const ours = knownColumns.filter(
      (column) => !['uploadReference', 'confirmation', 'report', 'possibleCustomer'].includes(column),
    );
    expect(columns).to.have.members(ours);
    expect(schema.properties.limits.propertyNames.enum).to.have.members(Object.keys(defaultLimits));
  });

  it('every property is described', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'examples') continue;
        if (key === 'properties') {
          for (const [name, property] of Object.entries(Object(value))) {
            if (!Object.hasOwn(Object(property), 'description')) undescribed.push(`${path}/${name}`);
          }
        }
        walk(value, `${path}/${key}`);
      }
    };
    walk(schema, '');
    expect(undescribed).to.deep.equal([]);
  });
});
