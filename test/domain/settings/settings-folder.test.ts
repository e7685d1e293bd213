import { expect } from 'chai';
import { describe, it } from 'mocha';
import { rolesOf } from '../../../shared/domain/settings/access.ts';
import type { Connection } from '../../../shared/domain/settings/connection.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { checkSettingsFolder, settingsOfPartner } from '../../../shared/domain/settings/settings-folder.ts';
import {
  contoso,
  fabrikam,
  goodFile,
  northwind,
  oemDirect,
  partnerCenter,
  settingsFolder,
} from '../../fakes/sample-settings.ts';

const tailspin: Partner = { ...northwind, partnerId: 'tailspin', name: 'Tailspin' };
const folderOf = (partners: readonly Partner[], connections: readonly Connection[] = [partnerCenter, oemDirect]) =>
  settingsFolder(partners, connections);
const found = (partner: Partner, ...others: readonly Partner[]) => {
  const settings = settingsOfPartner(folderOf([partner, ...others]), partner.partnerId);
  if (settings.kind !== 'found') throw new Error(`They are ${settings.kind}.`);
  return settings;
};
const faults = (partner: Partner, connections?: readonly Connection[]) => {
  const settings = settingsOfPartner(folderOf([partner], connections), partner.partnerId);
  return settings.kind === 'broken' ? settings.faults : settings.kind;
};

describe('the settings of a partner', () => {
  it('are its own file and the connections it uses, no others', () => {
    const settings = found({ ...northwind, connections: ['pc'], customers: [contoso] });
    expect([...settings.connections.keys()]).to.deep.equal(['pc']);
    expect(settings.faults).to.deep.equal([]);
  });

  it('say who may act for it; somebody of two partners is worth a warning, and has both rights', () => {
    const access = [{ principalId: 'AAAAAAAA-aaaa-4aaa-8aaa-aaaaaaaaaaaa', role: 'viewer' }] as const;
    const [id] = access.map(({ principalId }) => principalId.toLowerCase());
    expect(found({ ...northwind, access }).faults).to.deep.equal([]);
    const uploader = {
      ...tailspin,
      customers: [],
      access: [...access, { principalId: id ?? '', role: 'uploader' }],
    } as const;
    expect(found({ ...northwind, access }, uploader).faults.join()).to.contain('may also act for another partner');
    expect([...rolesOf([northwind, { ...northwind, access }, uploader], [id ?? ''])]).to.deep.equal([
      ['northwind', 'viewer'],
      ['tailspin', 'uploader'],
    ]);
  });

  it('are unknown when there is no file', () =>
    expect(settingsOfPartner(folderOf([]), 'northwind')).to.deep.equal({ kind: 'unknown' }));

  it('are broken when neither the file nor an earlier version can be used', () => {
    const folder = folderOf([]);
    folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    expect(settingsOfPartner(folder, 'northwind')).to.deep.equal({ kind: 'broken', faults: ['it is not JSON'] });
  });

  it('stay in force with the fault said while a newer file is wrong', () => {
    const folder = folderOf([]);
    folder.partners.set('northwind', { value: northwind, version: 'kept', faults: ['it is not JSON'] });
    expect(settingsOfPartner(folder, 'northwind')).to.deep.include({ kind: 'found', faults: ['it is not JSON'] });
  });

  it('have another version when a file they rest on changes, and the same one otherwise', () => {
    const folder = folderOf([northwind, tailspin]);
    const version = () => {
      const settings = settingsOfPartner(folder, 'northwind');
      return settings.kind === 'found' ? settings.version : '';
    };
    const before = version();
    folder.partners.set('tailspin', goodFile(tailspin, '2'));
    expect(version()).to.equal(before);
    folder.connections.set('pc', goodFile<Connection>(partnerCenter, '2'));
    expect(version()).not.to.equal(before);
  });

  it('list everything that makes them unusable at once', () => {
    const wrong: Partner = {
      ...northwind,
      connections: ['gone', 'pc'],
      customers: [contoso, { ...contoso, connections: ['missing'] }],
      timeZone: 'Mars/Olympus',
    };
    expect(faults(wrong)).to.deep.equal([
      'there is no connection "gone"',
      'there is no connection "missing"',
      `customer ${contoso.customerTenantId} is listed twice`,
      'time zone "Mars/Olympus" is not known',
    ]);
  });

  it('can not rest on a connection that can not be used', () => {
    const folder = folderOf([northwind]);
    folder.connections.set('pc', { version: '2', faults: ['it is not JSON'] });
    expect(settingsOfPartner(folder, 'northwind')).to.deep.equal({
      kind: 'broken',
      faults: ['connection "pc" can\'t be used'],
    });
  });

  it('can not use a connection that is exclusive to another partner, which is not named', () => {
    const [fault] = faults(northwind, [{ ...partnerCenter, exclusiveTo: 'tailspin' }, oemDirect]);
    expect(fault).to.equal('connection "pc" is exclusive to another partner');
    expect(faults(northwind, [{ ...partnerCenter, exclusiveTo: 'northwind' }, oemDirect])).to.equal('found');
  });

  it('may name any customer only on connections of their own', () => {
    const anybody: Partner = { ...northwind, anyCustomer: true, connections: ['pc'], customers: [] };
    expect(faults(anybody)).to.have.length(1);
    expect(faults(anybody, [{ ...partnerCenter, exclusiveTo: 'northwind' }])).to.equal('found');
  });

  it('say which default group tag would be refused', () => {
    const wrong = found({ ...northwind, customers: [{ ...contoso, defaultGroupTag: 'a/b' }, fabrikam] });
    expect(wrong.faults).to.deep.equal(['default group tag "a/b" of "Contoso" would be refused by "pc"']);
    expect(found({ ...northwind, customers: [{ ...contoso, defaultGroupTag: 'Sales' }] }).faults).to.deep.equal([]);
  });
});

describe('a customer two partners claim', () => {
  it('is refused for both on the connection they share, and neither sees the other', () => {
    for (const [own, other] of [
      [northwind, tailspin],
      [tailspin, northwind],
    ] as const) {
      const settings = found(own, other);
      expect(settings.partner.customers.map(({ claimedTwice }) => claimedTwice)).to.deep.equal([true, true]);
      expect(settings.faults).to.have.length(2);
      expect(JSON.stringify(settings)).not.to.match(new RegExp(other.name, 'i'));
    }
  });

  it('is nobody’s trouble on connections they do not share, nor are their other customers', () => {
    const elsewhere: Partner = { ...tailspin, customers: [{ ...contoso, connections: ['oem'] }] };
    expect(found(northwind, elsewhere).partner.customers.map(({ claimedTwice }) => claimedTwice)).to.deep.equal([
      undefined,
      undefined,
    ]);
    const { partner } = found(northwind, { ...tailspin, customers: [contoso] });
    expect(partner.customers.map(({ claimedTwice }) => claimedTwice)).to.deep.equal([true, undefined]);
  });

  it('is found whatever the case of the tenant id', () => {
    const shouted = { ...contoso, customerTenantId: contoso.customerTenantId.toUpperCase() };
    expect(found(northwind, { ...tailspin, customers: [shouted] }).partner.customers[0]?.claimedTwice).to.equal(true);
  });
});

describe('a check of all settings', () => {
  it('lists every problem with its file', () => {
    const folder = folderOf([northwind, { ...tailspin, connections: ['gone'], customers: [] }]);
    folder.partners.set('broken', { version: '1', faults: ['it is not JSON'] });
    folder.connections.set('oem', { ...goodFile<Connection>(oemDirect), faults: ['/name must be string'] });
    expect(checkSettingsFolder(folder).problems).to.deep.equal([
      'connections/oem.json: /name must be string',
      'partners/tailspin.json: there is no connection "gone"',
      'partners/broken.json: it is not JSON',
    ]);
  });
});
