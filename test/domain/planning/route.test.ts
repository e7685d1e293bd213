import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Device, Identity } from '../../../shared/domain/identity.ts';
import { routeDevice } from '../../../shared/domain/planning/route.ts';
import type { Connection, IntuneConnection } from '../../../shared/domain/settings/connection.ts';
import { checkGroupTag, groupTagOfFileName } from '../../../shared/domain/settings/group-tag.ts';
import { contoso, handOffs, northwind, oemDirect, partnerCenter, retired } from '../../fakes/sample-settings.ts';
import { deviceOf } from '../../fakes/sheets.ts';

const intune: IntuneConnection = {
  platform: 'intune',
  connectionId: 'intune',
  name: 'Intune',
  baseUrl: 'http://localhost',
  authority: 'http://localhost',
  clientId: '88888888-8888-4888-8888-888888888888',
  credential: { kind: 'managedIdentity' },
};
const connections = new Map<string, Connection>(
  [partnerCenter, oemDirect, intune, handOffs, retired].map((one) => [one.connectionId, one]),
);
const tuple = deviceOf('S-1');
const pkid: Identity = { kind: 'pkid', pkid: '1234567890123' };
const hash: Identity = { kind: 'hardwareHash', hash: 'AAAA', sha256: 'ab', embedded: tuple };

function route(order: readonly string[], identities: Device['identities'], groupTag?: string) {
  const { connections: _own, ...customer } = contoso;
  const partner = { ...northwind, connections: order };
  const routed = routeDevice({ identities }, customer, groupTag, partner, connections);
  return routed.ok
    ? `${routed.value.connection.connectionId} ${routed.value.identity.kind} ${routed.value.groupTag ?? '-'}`
    : routed.reason;
}

describe('the way of a device', () => {
  it('is the first connection, in the partner’s order, that takes one of its identities', () => {
    expect(route(['intune', 'oem', 'pc'], [pkid, tuple], 'Sales')).to.equal('oem pkid Sales');
    expect(route(['intune', 'oem', 'pc'], [hash, tuple], 'Sales')).to.equal('intune hardwareHash Sales');
    expect(route(['pc', 'intune'], [hash, pkid], 'Sales')).to.equal('pc hardwareHash Sales');
  });

  it('the tuple a hash embeds is never routed as an identity of its own', () => {
    expect(route(['oem'], [hash])).to.deep.equal({
      code: 'no_route',
      params: { has: 'hardwareHash', platforms: 'OEM Direct API' },
    });
  });

  it('a connection the settings no longer have is passed over', () => {
    expect(route(['gone'], [tuple])).to.deep.include({ code: 'no_route' });
    expect(route(['gone', 'oem'], [tuple])).to.equal('oem tuple -');
  });

  it('a retired platform rejects with its name', () => {
    expect(route(['store'], [hash])).to.deep.equal({
      code: 'platform_retired',
      params: { platform: 'Microsoft Store for Business' },
    });
  });

  it('a customer’s own order of connections replaces the partner’s', () => {
    const routed = routeDevice(
      { identities: [tuple] },
      { ...contoso, connections: ['oem'] },
      undefined,
      northwind,
      connections,
    );
    expect(routed.ok && routed.value.connection.connectionId).to.equal('oem');
  });

  it('Partner Center needs a group tag, others send none', () => {
    expect(route(['pc'], [tuple])).to.deep.equal({ code: 'group_tag_missing' });
    expect(route(['oem'], [tuple])).to.equal('oem tuple -');
    expect(route(['m365'], [hash])).to.equal('m365 hardwareHash -');
  });
});

describe('a group tag for a connection', () => {
  const codeOf = (tag: string | undefined, connection: Connection): string | undefined => {
    const checked = checkGroupTag(tag, connection);
    return checked.ok ? checked.value : checked.reason.code;
  };

  it('is trimmed, and blank counts as none', () => {
    expect(codeOf(' Sales ', partnerCenter)).to.equal('Sales');
    expect(codeOf(' ', oemDirect)).to.equal(undefined);
    expect(codeOf(' ', partnerCenter)).to.equal('group_tag_missing');
  });

  it('elsewhere than on Partner Center may be nearly anything', () => {
    expect(codeOf('Büro/2', oemDirect)).to.equal('Büro/2');
    for (const tag of ['a,b', 'a\nb', 'x'.repeat(129)])
      expect(codeOf(tag, oemDirect)).to.equal('group_tag_not_allowed');
  });

  it('a file name suggests its own name without folder and extension', () => {
    expect(groupTagOfFileName('check/contoso/May 2026.v2.xlsx')).to.equal('May 2026.v2');
    expect(groupTagOfFileName('202605')).to.equal('202605');
    expect(groupTagOfFileName('.xlsx')).to.equal('');
  });
});
