import { expect } from 'chai';
import { describe, it } from 'mocha';
import { customerFault, customerOfFolder, customerOfRow } from '../../../shared/domain/planning/customer.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { contoso, fabrikam, northwind } from '../../fakes/sample-settings.ts';

const only: Partner = { ...northwind, customers: [contoso] };
const anybody: Partner = { ...northwind, anyCustomer: true };
const twice: Partner = { ...northwind, customers: [{ ...contoso, claimedTwice: true }] };
const stranger = 'ABCDEFAB-1111-4111-8111-111111111111';

const okFor = (value: object) => ({ ok: true, value });
const codeOf = (result: { ok: boolean; reason?: { code: string } }): string | undefined => result.reason?.code;

describe('the customer a folder stands for', () => {
  for (const folder of ['contoso', 'CONTOSO', ' contoso ', 'contoso.example', contoso.customerTenantId.toUpperCase()]) {
    it(`${JSON.stringify(folder)} is Contoso`, () =>
      expect(customerOfFolder(northwind, folder)).to.deep.equal(okFor(contoso)));
  }

  it('a name nobody has is unknown', () =>
    expect(codeOf(customerOfFolder(northwind, 'nobody'))).to.equal('customer_unknown'));

  it('a name two customers have is ambiguous, never guessed', () => {
    const partner = { ...northwind, customers: [contoso, { ...fabrikam, alias: 'Contoso' }] };
    expect(codeOf(customerOfFolder(partner, 'contoso'))).to.equal('customer_ambiguous');
  });

  it('a customer two partners claim is refused', () =>
    expect(codeOf(customerOfFolder(twice, 'contoso'))).to.equal('customer_claimed_twice'));

  it('a partner who may register for anybody may name any tenant id, but no name we do not know', () => {
    const customerTenantId = stranger.toLowerCase();
    expect(customerOfFolder(anybody, stranger)).to.deep.equal(okFor({ customerTenantId, name: customerTenantId }));
    expect(codeOf(customerOfFolder(anybody, 'nobody.example'))).to.equal('customer_unknown');
  });
});

describe('the customer a row is for', () => {
  it('its own column comes first', () =>
    expect(customerOfRow(northwind, { customer: 'fabrikam.example' }, undefined)).to.deep.equal(okFor(fabrikam)));

  for (const text of ['contoso', ' CONTOSO ', 'Contoso Ltd', 'ContosoLtd', 'CL', `{${contoso.customerTenantId}}`]) {
    it(`${JSON.stringify(text)} in a column is Contoso: tenant id, domain, alias or exact name`, () => {
      const called = { ...contoso, name: 'Contoso Ltd', aliases: ['CL'] };
      const partner = { ...northwind, customers: [called, fabrikam] };
      expect(customerOfRow(partner, { customer: text }, undefined)).to.deep.equal(okFor(called));
    });
  }

  it('a name that is only near to one is unknown, and the reason names the column', () =>
    expect(customerOfRow(northwind, { customer: 'Contoso Inc', column: '"Customer"' }, contoso)).to.deep.equal({
      ok: false,
      reason: {
        code: 'customer_unknown',
        params: { customer: 'Contoso Inc', column: '"Customer"', detail: 'column' },
      },
    }));

  it('a name of two customers is ambiguous', () => {
    const partner = { ...northwind, customers: [contoso, { ...fabrikam, aliases: ['CONTOSO'] }] };
    expect(codeOf(customerOfRow(partner, { customer: 'Contoso' }, undefined))).to.equal('customer_ambiguous');
  });

  it('a name beside a tenant id may be unknown, but not another customer’s', () => {
    const customer = contoso.customerTenantId;
    expect(customerOfRow(northwind, { customer, customerNames: ['Contoso AG'] }, contoso)).to.deep.equal(
      okFor(contoso),
    );
    expect(codeOf(customerOfRow(northwind, { customer, customerNames: ['Fabrikam'] }, contoso))).to.equal(
      'customer_conflict',
    );
  });

  it('a column that may name a customer counts where it does', () => {
    const clue = (text: string) => ({ clues: [{ column: '"Company"', text, mayDecide: true }] });
    expect(customerOfRow(northwind, clue('Fabrikam'), undefined)).to.deep.equal(okFor(fabrikam));
    expect(customerOfRow(northwind, clue('corp.local'), contoso)).to.deep.equal(okFor(contoso));
    expect(codeOf(customerOfRow(northwind, clue('Fabrikam'), contoso))).to.equal('customer_conflict');
    expect(codeOf(customerOfRow(northwind, { ...clue('Fabrikam'), customer: 'Contoso' }, undefined))).to.equal(
      'customer_conflict',
    );
  });

  it('a column nobody reads can contradict, and never decide', () => {
    const clue = (text: string) => ({ clues: [{ column: '"Floor"', text, mayDecide: false }] });
    expect(customerOfRow(northwind, clue('Contoso'), contoso)).to.deep.equal(okFor(contoso));
    expect(codeOf(customerOfRow(northwind, clue('fabrikam.example'), contoso))).to.equal('customer_conflict');
    expect(codeOf(customerOfRow(northwind, clue('Fabrikam'), undefined))).to.equal('customer_in_unread_column');
    expect(codeOf(customerOfRow(northwind, clue('somebody'), undefined))).to.equal('customer_missing');
  });

  it('a partner who may register for anybody names the others by tenant id, and only in a customer column', () => {
    expect(customerOfRow(anybody, { customer: stranger }, undefined)).to.have.nested.property(
      'value.customerTenantId',
      stranger.toLowerCase(),
    );
    expect(codeOf(customerOfRow(anybody, { customer: 'Somebody' }, undefined))).to.equal('customer_unknown');
    const clues = [{ column: '"Company"', text: stranger, mayDecide: true }];
    expect(customerOfRow(anybody, { clues }, contoso)).to.deep.equal(okFor(contoso));
  });

  it('a row and a folder that agree are one customer', () =>
    expect(customerOfRow(northwind, { customer: 'contoso.example' }, contoso)).to.deep.equal(okFor(contoso)));

  it('a row and a folder that disagree are a conflict', () =>
    expect(codeOf(customerOfRow(northwind, { customer: 'fabrikam.example' }, contoso))).to.equal('customer_conflict'));

  it('a tenant id and a domain must name the same customer', () => {
    const customer = contoso.customerTenantId;
    const both = (customerDomain: string) => customerOfRow(northwind, { customer, customerDomain }, contoso);
    expect(both('Contoso.example')).to.deep.equal(okFor(contoso));
    expect(codeOf(both('fabrikam.example'))).to.equal('customer_conflict');
    expect(codeOf(both('nobody.example'))).to.equal('customer_conflict');
  });

  it('a row that names nobody we know is not the folder’s either', () =>
    expect(codeOf(customerOfRow(northwind, { customer: 'nobody.example' }, contoso))).to.equal('customer_unknown'));

  it('without a column it is the folder’s', () => {
    expect(customerOfRow(northwind, {}, contoso)).to.deep.equal(okFor(contoso));
    expect(customerOfRow(northwind, { customer: '  ' }, contoso)).to.deep.equal(okFor(contoso));
  });

  it('without either it is the partner’s only customer', () => {
    expect(customerOfRow(only, {}, undefined)).to.deep.equal(okFor(contoso));
    expect(codeOf(customerOfRow(twice, {}, undefined))).to.equal('customer_claimed_twice');
  });

  it('of several customers none is guessed, nor of anybody', () => {
    expect(codeOf(customerOfRow(northwind, {}, undefined))).to.equal('customer_missing');
    expect(codeOf(customerOfRow({ ...only, anyCustomer: true }, {}, undefined))).to.equal('customer_missing');
  });
});

describe('a planned chunk’s customer by today’s settings', () => {
  const fault = (partner: Partner, connection = 'pc') =>
    customerFault(partner, contoso.customerTenantId, connection)?.code;

  it('may be served while nothing changed', () => expect(fault(northwind)).to.equal(undefined));
  it('is no longer the partner’s', () => expect(fault({ ...northwind, customers: [] })).to.equal('customer_unknown'));
  it('is claimed twice', () => expect(fault(twice)).to.equal('customer_claimed_twice'));
  it('is no longer served through this connection', () =>
    expect(fault(northwind, 'oem')).to.equal('connection_missing'));
  it('follows the partner’s connections where it has none of its own', () => {
    const { connections: _own, ...customer } = contoso;
    expect(fault({ ...northwind, customers: [customer] }, 'oem')).to.equal(undefined);
  });
  it('may be anybody for a partner who may register for anybody', () =>
    expect(fault({ ...anybody, customers: [] })).to.equal(undefined));
});
