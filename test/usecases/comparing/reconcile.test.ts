import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { ListedDevice } from '../../../shared/domain/comparing/listed-device.ts';
import type { Connection, IntuneConnection } from '../../../shared/domain/settings/connection.ts';
import type { Customer, Partner } from '../../../shared/domain/settings/partner.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../../shared/errors.ts';
import type { PlatformClient } from '../../../shared/ports.ts';
import { compareBench } from '../../fakes/compare-bench.ts';
import {
  contoso,
  fabrikam,
  goodFile,
  handOffs,
  northwind,
  oemDirect,
  partnerCenter,
} from '../../fakes/sample-settings.ts';
import { samplePlan, samplePlannedChunk, sampleUpload } from '../../fakes/sample-states.ts';

const hour = 3_600_000;
const own = { ...partnerCenter, exclusiveTo: 'northwind' };
const intune: IntuneConnection = {
  platform: 'intune',
  connectionId: 'intune',
  name: 'Intune',
  exclusiveTo: 'northwind',
  baseUrl: 'http://localhost',
  authority: 'http://localhost',
  clientId: '88888888-8888-4888-8888-888888888888',
  credential: { kind: 'secret', secret: 'app' },
};
const acme: Customer = { ...contoso, connections: ['pc'] };
const other: Customer = { ...fabrikam, connections: ['pc'] };
const tuple = (serial: string) => ({ kind: 'tuple' as const, manufacturer: 'Getac', model: '20XW', serial });
const listed = (serial: string, groupTag = 'A'): ListedDevice => {
  const { kind: _kind, ...names } = tuple(serial);
  return { ...names, groupTag, platformDeviceId: `id-${serial}` };
};

describe('a comparison', () => {
  let tempDir = '';
  beforeEach(async () => {
    tempDir = await mkdtemp(join(tmpdir(), 'compare-'));
  });
  afterEach(async () => {
    expect(await readdir(tempDir), 'what is left behind').to.deep.equal([]);
    await rm(tempDir, { recursive: true });
  });

  function world(
    partners: readonly Partner[],
    connections: readonly Connection[] = [own, oemDirect, intune, handOffs],
    runMs = hour,
  ) {
    const lists = new Map<string, readonly ListedDevice[] | Error>();
    const asked: string[] = [];
    const never = () => Promise.reject(new Error('a comparison only lists'));
    const clientOf = ({ connectionId, platform }: { connectionId: string; platform: string }): PlatformClient => ({
      registrar: { permit: never, submit: never, poll: never },
      finder: { find: never },
      ...(platform === 'oemDirect'
        ? {}
        : {
            lister: {
              parts: async () => [{ name: '' }],
              pages: async function* (customer, _part, _cursor, context) {
                context.onCall('listDevices');
                asked.push(`${connectionId} ${customer.tenantId}`);
                const list = lists.get(`${connectionId} ${customer.tenantId}`) ?? [];
                if (list instanceof Error) {
                  yield { items: [listed('SYNHALF')], cursor: '1' };
                  throw list;
                }
                for (let from = 0; from < Math.max(list.length, 1); from += 100) {
                  await setImmediate();
                  const next = from + 100 < list.length ? { cursor: `${from + 100}` } : {};
                  yield { items: list.slice(from, from + 100), ...next };
                }
              },
            },
          }),
    });
    const bench = compareBench({ partners, connections, clientOf, runMs, tempDir });
    const list = (connectionId: string, customer: Customer, devices: readonly ListedDevice[] | Error) =>
      lists.set(`${connectionId} ${customer.customerTenantId}`, devices);
    return { ...bench, list, asked };
  }

  const alone = (...customers: readonly Customer[]): Partner => ({ ...northwind, connections: ['pc'], customers });

  it('says of each device whether it is in both, missing, unknown or under another group tag', async () => {
    const { compare, list, know, report, told, files } = world([alone(acme)]);
    know('pc', acme, ['S1', 'S2', 'S3'].map(tuple));
    list('pc', acme, [listed('S1'), listed('S2', 'B'), listed('S9')]);
    const [result] = await compare();
    expect(result).to.deep.include({
      report: 'northwind/reconciliation/2026-01-05',
      counts: { inBoth: 1, groupTagDiffers: 1, missing: 1, unknownToUs: 1 },
      calls: { listDevices: 1 },
    });
    expect(told().sort()).to.deep.equal(['group_tag_differs S2', 'missing S3', 'unknown_to_us S9']);
    expect(report().findings.find(({ code }) => code === 'group_tag_differs')?.from?.row).to.equal(3);
    expect(report().findings.find(({ code }) => code === 'missing')?.from?.row).to.equal(4);
    expect([...files.keys()].map((name) => name.slice(-5)).sort()).to.deep.equal(['5.csv', '.json', '.xlsx'].sort());
  });

  it('marks what the last comparison did not have, and says how much is gone', async () => {
    const { clock, compare, list, know, report } = world([alone(acme)]);
    know('pc', acme, ['S1', 'S2'].map(tuple));
    list('pc', acme, [listed('S1'), listed('S8')]);
    await compare();
    expect(report().findings.map(({ changed }) => changed)).to.deep.equal([false, false]);
    expect(report().previousAt).to.equal(undefined);
    clock.move(24 * hour);
    list('pc', acme, [listed('S2'), listed('S8')]);
    const [result] = await compare();
    expect(result).to.deep.include({ changed: 1 });
    expect(report().previousAt).to.equal('2026-01-05T08:00:00.000Z');
    expect(report().scopes[0]).to.deep.include({ changed: 1, resolved: 1 });
    expect(
      report()
        .findings.filter(({ changed }) => changed)
        .map(({ code }) => code),
    ).to.deep.equal(['missing']);
  });

  it('an absence that proves nothing is not called missing', async () => {
    const { compare, know, told } = world([alone(acme)]);
    know('pc', acme, [{ kind: 'pkid', pkid: '3305160010066' }]);
    know('pc', acme, [tuple('S1')], { before: true });
    know('pc', acme, [tuple('S2')], { at: '2026-01-05T07:30:00.000Z' });
    await compare();
    expect(told().sort()).to.deep.equal(['pkid_not_listed -', 'registered_before_us S1', 'too_recent S2']);
  });

  it('a device for another customer of the same partner is one finding, and through another connection none', async () => {
    const twoWays: Customer = { ...acme, connections: ['pc', 'intune'] };
    const { compare, list, know, report } = world([alone(twoWays, other)]);
    know('pc', acme, [tuple('S1'), tuple('S2')]);
    know('pc', other, [tuple('S3')]);
    list('pc', acme, [listed('S1'), listed('S3')]);
    list('pc', other, [listed('S2')]);
    list('intune', acme, [listed('S1'), listed('S7')]);
    await compare();
    const found = report().findings.map(({ code, serial, customerName, elsewhere }) =>
      [code, serial ?? '-', customerName, elsewhere?.connectionId, elsewhere?.customerName].join(' '),
    );
    expect(found.sort()).to.deep.equal([
      'other_customer S2 Contoso pc Fabrikam',
      'other_customer S3 Fabrikam pc Contoso',
      'unknown_to_us S7 Contoso  ',
    ]);
  });

  it('a shared connection shows a partner its own devices and nothing else, not even a group tag', async () => {
    const { exclusiveTo: _own, ...shared } = own;
    const stranger: Partner = { ...alone(other), partnerId: 'tailwind', name: 'Tailwind' };
    const { compare, list, know, files, told, report } = world([alone(acme), stranger], [shared]);
    know('pc', acme, [tuple('S1'), tuple('S2'), tuple('S3')]);
    know('pc', other, [tuple('S3')], { partnerId: 'tailwind' });
    list('pc', acme, [listed('S1'), listed('S2', 'TAILWIND-PROJECT'), listed('TAILWIND-DEVICE')]);
    list('pc', other, [listed('S3')]);
    const results = await compare();
    expect(results.map((result) => (result.kind === 'compared' ? result.withheld : {}))).to.deep.equal([{ pc: 1 }, {}]);
    expect(told().sort()).to.deep.equal(['group_tag_differs S2', 'missing S3']);
    expect(report().findings[0]?.listedGroupTag).to.equal(undefined);
    const northwindFiles = [...files].filter(([name]) => name.startsWith('northwind/'));
    for (const [, { text }] of northwindFiles) expect(text).not.to.match(/TAILWIND|tailwind/);
  });

  it('a customer that two partners name is treated as shared, on whatever connection', async () => {
    const second: Partner = {
      ...alone({ ...acme, connections: ['oem'] }),
      partnerId: 'tailwind',
      connections: ['oem'],
    };
    const { compare, list, told } = world([alone(acme), second]);
    list('pc', acme, [listed('S9')]);
    const [result] = await compare('northwind');
    expect(result).to.deep.include({ withheld: { pc: 1 }, counts: {} });
    expect(told()).to.deep.equal([]);
  });

  it('a listing that fails is said to have failed, keeps what was known, and does not stop the others', async () => {
    const { clock, compare, list, know, report, kept } = world([alone(acme, other)]);
    know('pc', acme, [tuple('S1')]);
    await compare();
    const before = kept.get('northwind')?.scopes[0];
    const troubles: readonly [Error, string][] = [
      [new AccessDenied('relationship_missing', 'no'), 'relationship_missing'],
      [new ServiceUnavailable('no'), 'platform_unavailable'],
      [new ServiceUnavailable('no', { throttled: true }), 'platform_throttled'],
      [new ContractViolation('no'), 'listing_unreadable'],
    ];
    for (const [trouble, code] of troubles) {
      list('pc', acme, trouble);
      list('pc', other, [listed('S5')]);
      clock.move(24 * hour);
      const [result] = await compare();
      expect(result).to.deep.include({ failed: [`pc: ${code}`], counts: { unknownToUs: 1 } });
      expect(report().scopes[0]).to.deep.include({ state: 'failed', reason: { code } });
      expect(kept.get('northwind')?.scopes[0]).to.deep.equal(before);
    }
  });

  it('a bug in one partner’s listing is thrown when all the others have their report', async () => {
    const second: Partner = { ...alone(other), partnerId: 'zeta' };
    const { compare, list, report } = world([alone(acme), second], [{ ...partnerCenter }]);
    list('pc', acme, new TypeError('undefined is not a function'));
    const failure = await compare().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(AggregateError);
    expect(report('zeta').scopes).to.have.length(1);
  });

  it('a platform that can’t be asked is not comparable, and a portal is not compared at all', async () => {
    const handed: Customer = { ...acme, connections: ['oem', 'm365'] };
    const { compare, know, report, asked } = world([{ ...alone(handed), connections: ['oem', 'm365'] }]);
    know('oem', acme, [tuple('S1')]);
    await compare();
    expect(report().scopes).to.have.length(1);
    expect(report().scopes[0]).to.deep.include({ state: 'notListable', counts: { notComparable: 1 } });
    expect(asked).to.deep.equal([]);
  });

  it('names a device that an earlier release entered while its upload is kept', async () => {
    const { compare, know, report, ledger, plans } = world([alone(acme)]);
    const key = { partnerId: 'northwind', uploadId: 'upload-1' };
    await ledger.write(sampleUpload({ ...key, blobName: 'northwind/contoso/May.csv' }), undefined);
    const chunk = [
      { identity: tuple('S1'), row: 2 },
      { identity: { kind: 'pkid' as const, pkid: '3305160010066' }, row: 3 },
      { identity: { kind: 'hardwareHash' as const, hash: 'T0', sha256: '0', embedded: tuple('S3') }, row: 4 },
    ];
    const { sha256 } = await plans.writeChunk(key, 1, 0, chunk);
    await plans.seal(samplePlan({ ...key, chunks: [{ ...samplePlannedChunk(0), sha256 }, samplePlannedChunk(1)] }));
    know(
      'pc',
      acme,
      chunk.map(({ identity }) => identity),
      { nameless: true },
    );
    know('pc', acme, [tuple('S4')], { chunk: 1, nameless: true });
    await compare();
    const { findings } = report();
    expect(findings.map(({ from }) => from?.file)).to.deep.equal(Array(4).fill('contoso/May.csv'));
    expect(findings.map(({ serial, pkid }) => serial ?? pkid)).to.deep.equal(['S1', '3305160010066', 'S3', undefined]);
  });

  it('compares customers that are not in the settings, where the partner may register for any', async () => {
    const any: Partner = { ...alone(acme), anyCustomer: true };
    const { clock, compare, list, know, rows, report } = world([any]);
    know('pc', acme, [tuple('S1')]);
    know('pc', other, [tuple('S2'), tuple('S3')]);
    list('pc', acme, [listed('S1')]);
    list('pc', other, [listed('S2')]);
    const [result] = await compare();
    expect(result).to.deep.include({ counts: { inBoth: 2, missing: 1 } });
    const findings = report().findings.map(({ customerName, serial }) => [customerName, serial]);
    expect(findings).to.deep.equal([[other.customerTenantId, 'S3']]);
    // Once all its devices are removed there is nothing to ask for.
    rows.splice(0, rows.length);
    clock.move(hour);
    await compare();
    expect(report().scopes.map(({ customerName }) => customerName)).to.deep.equal(['Contoso']);
  });

  it('says what it leaves out: customers and connections that left the settings, with our devices there', async () => {
    const { compare, know, report, asked } = world([alone(acme)]);
    know('pc', other, [tuple('S1'), tuple('S2')]);
    know('gone', acme, [tuple('S3')]);
    const [result] = await compare();
    const left = ['pc: comparison_customer_left', 'gone: comparison_connection_left'];
    expect(result).to.deep.include({ failed: left, newlyFailed: left });
    expect(report().scopes.map(({ state, ours, reason }) => [state, ours, reason?.code])).to.deep.equal([
      ['compared', 0, undefined],
      ['leftOut', 2, 'comparison_customer_left'],
      ['leftOut', 1, 'comparison_connection_left'],
    ]);
    expect(asked).to.deep.equal([`pc ${acme.customerTenantId}`]);
    // What lasts is no news, and the report says since when it is so.
    const [again] = await compare();
    expect(again).to.deep.include({ failed: left, newlyFailed: [] });
    expect(report().scopes.map(({ since }) => since)).to.deep.equal([
      undefined,
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
    ]);
  });

  it('a customer that two partners name on one connection is compared for none, and both reports say so', async () => {
    const { exclusiveTo: _own, ...shared } = own;
    const second: Partner = { ...alone(acme), partnerId: 'tailwind' };
    const { compare, know, report, asked } = world([alone(acme), second], [shared]);
    know('pc', acme, [tuple('S1')]);
    await compare();
    for (const [partnerId, ours] of [
      ['northwind', 1],
      ['tailwind', 0],
    ] as const) {
      const [scope] = report(partnerId).scopes;
      expect(scope).to.deep.include({ state: 'leftOut', ours, reason: { code: 'comparison_claimed_twice' } });
    }
    expect(asked).to.deep.equal([]);
  });

  it('a suspended partner is compared, and its report says that it is suspended', async () => {
    const stopped: Partner = { ...alone(other), partnerId: 'zeta' };
    const shared = [{ ...partnerCenter }];
    const { clock, compare, report, suspensions } = world([{ ...alone(acme), state: 'suspended' }, stopped], shared);
    await compare();
    expect(report().remarks).to.deep.equal([{ code: 'comparison_suspended' }]);
    expect(report('zeta').remarks).to.equal(undefined);
    clock.move(hour);
    await suspensions.put({ of: 'partner', id: 'zeta', reason: 'r', by: 'b', at: '2026-01-05T08:00:00.000Z' });
    await compare();
    expect(report('zeta').remarks).to.deep.equal([{ code: 'comparison_suspended' }]);
    expect(report('zeta').scopes.map(({ state }) => state)).to.deep.equal(['compared']);
  });

  it('a partner whose settings went, or became unusable, gets one last report that says so', async () => {
    const { clock, compare, know, report, files, folder } = world([alone(acme)]);
    know('pc', acme, [tuple('S1')]);
    await compare();
    const settings = folder.partners.get('northwind');
    for (const [change, code, why] of [
      [() => folder.partners.delete('northwind'), 'comparison_partner_removed', 'it is not in the settings'],
      [
        () => folder.partners.set('northwind', { version: '1', faults: ['no'] }),
        'comparison_settings_unusable',
        'its settings can’t be used',
      ],
    ] as const) {
      clock.move(24 * hour);
      change();
      const [result] = await compare();
      expect(result).to.deep.include({ kind: 'skipped', why });
      expect(report().remarks).to.deep.equal([{ code, params: { devices: 1 } }]);
      clock.move(24 * hour);
      const count = files.size;
      expect(await compare()).to.deep.equal([{ partnerId: 'northwind', kind: 'skipped', why }]);
      expect(files.size).to.equal(count);
    }
    if (settings !== undefined) folder.partners.set('northwind', settings);
    clock.move(24 * hour);
    expect(await compare()).to.have.nested.property('[0].changed', 0);
    expect(report().remarks).to.equal(undefined);
  });

  it('what comes and goes with our own registering is neither new nor gone', async () => {
    const twoWays: Customer = { ...acme, connections: ['pc', 'intune'] };
    const { clock, compare, list, know, report } = world([alone(twoWays)]);
    await compare();
    clock.move(24 * hour);
    know('pc', acme, [tuple('S1'), { kind: 'pkid', pkid: '3305160010066' }], { at: clock.now().toISOString() });
    list('intune', acme, [listed('S1'), { serial: 'S2', pkid: '3305160010066', platformDeviceId: 'id-2' }]);
    const [soon] = await compare();
    expect(soon).to.deep.include({ changed: 0 });
    clock.move(24 * hour);
    list('pc', acme, [listed('S1')]);
    const [later] = await compare();
    // The PKID is one that Intune shows.
    expect(later).to.deep.include({ changed: 0, counts: { inBoth: 2 } });
    expect(report().scopes.map((scope) => scope.changed)).to.deep.equal([0, 0]);
    expect(report().findings).to.deep.equal([]);
  });

  it('a stranger that two connections show is one finding', async () => {
    const twoWays: Customer = { ...acme, connections: ['pc', 'intune'] };
    const { compare, list, told } = world([alone(twoWays)]);
    list('pc', acme, [listed('S9')]);
    list('intune', acme, [listed('S9')]);
    await compare();
    expect(told()).to.deep.equal(['unknown_to_us S9']);
  });

  it('says when each customer was listed', async () => {
    const { clock, compare, report } = world([alone(acme)]);
    clock.move(hour);
    await compare();
    const at = '2026-01-05T09:00:00.000Z';
    expect(report().scopes[0]?.listed).to.deep.equal({ from: at, until: at });
  });

  it('begins with the partner whose last comparison is longest ago, and tells why one was left out', async () => {
    const nobody: Partner = { ...alone(), partnerId: 'nobody' };
    const { clock, compare, asked } = world(
      [alone(acme), { ...alone(other), partnerId: 'zeta' }, nobody],
      [{ ...partnerCenter }],
    );
    await compare('zeta');
    clock.move(hour);
    await compare('northwind');
    asked.length = 0;
    clock.move(hour);
    const results = await compare();
    expect(results.map(({ partnerId, kind }) => `${partnerId} ${kind}`)).to.deep.equal([
      'nobody skipped',
      'zeta compared',
      'northwind compared',
    ]);
    expect(asked.map((name) => name.slice(3))).to.deep.equal([other.customerTenantId, acme.customerTenantId]);
    expect(await compare('unheard-of')).to.deep.equal([
      { partnerId: 'unheard-of', kind: 'skipped', why: 'it is not in the settings' },
    ]);
  });

  it('a run that takes too long ends by itself, says so, and begins with the others next time', async () => {
    const { compare, list, report } = world(
      [alone(acme), { ...alone(other), partnerId: 'zeta' }],
      [{ ...partnerCenter }],
      60,
    );
    list(
      'pc',
      acme,
      Array.from({ length: 200_000 }, (_, index) => listed(`S${index}`)),
    );
    const results = await compare();
    expect(results[0]).to.deep.include({ partnerId: 'northwind', failed: ['pc: listing_not_finished'] });
    expect(results[1]).to.deep.include({ partnerId: 'zeta', kind: 'skipped' });
    expect(report().findings).to.deep.equal([]);
  });

  it('begins with the customer whose comparison is longest ago, so that a run that ends early starves none', async () => {
    const { clock, compare, list, report, asked } = world([alone(acme, other)]);
    await compare();
    clock.move(hour);
    list('pc', other, new ServiceUnavailable('no'));
    await compare();
    expect(asked.slice(-2)).to.deep.equal([acme, other].map(({ customerTenantId }) => `pc ${customerTenantId}`));
    clock.move(hour);
    await compare();
    expect(asked.slice(-2)).to.deep.equal([other, acme].map(({ customerTenantId }) => `pc ${customerTenantId}`));
    // The report keeps the order of the settings.
    expect(report().scopes.map(({ state }) => state)).to.deep.equal(['compared', 'failed']);
  });

  it('what is kept of an unfinished listing goes with its customer', async () => {
    const { compare, list, listings, folder } = world([alone(acme, other)]);
    list('pc', acme, new ServiceUnavailable('no'));
    list('pc', other, new ServiceUnavailable('no'));
    await compare();
    const kept = (customer: Customer): number =>
      [...listings.documents.keys()].filter((name) => name.includes(customer.customerTenantId)).length;
    expect([kept(acme), kept(other)]).to.deep.equal([2, 2]);
    folder.partners.set('northwind', goodFile(alone(acme)));
    await compare();
    expect([kept(acme), kept(other)]).to.deep.equal([2, 0]);
    folder.partners.set('northwind', goodFile(alone()));
    await compare();
    expect([kept(acme), kept(other)]).to.deep.equal([0, 0]);
  });

  it('a device that is listed by its serial number alone is ours if that is certain', async () => {
    const { compare, list, know, told } = world([alone(acme)]);
    know('pc', acme, ['S1', 'S2', 'S3'].map(tuple));
    list('pc', acme, [
      { serial: 'S1', groupTag: 'A' },
      { serial: 'S2', groupTag: 'B' },
      { ...listed('S3'), model: 'Other' },
      { serial: 'S8', groupTag: 'A' },
    ]);
    const [result] = await compare();
    expect(result).to.deep.include({ counts: { inBoth: 1, groupTagDiffers: 1, notComparable: 2 } });
    expect(told().sort()).to.deep.equal(['group_tag_differs S2', 'listed_without_identity S8', 'names_differ S3']);
  });

  it('listed devices without names are those sent by PKID, as long as there are enough of them', async () => {
    const { compare, list, know, told } = world([alone(acme)]);
    know(
      'pc',
      acme,
      ['3305160010066', '3305160010067'].map((pkid) => ({ kind: 'pkid' as const, pkid })),
    );
    list('pc', acme, [
      { platformDeviceId: '1', groupTag: 'A' },
      listed('S9'),
      { platformDeviceId: '2', groupTag: 'B' },
    ]);
    await compare();
    expect(told().sort()).to.deep.equal([
      'listed_without_identity -',
      'may_be_pkid S9',
      'pkid_not_listed -',
      'pkid_not_listed -',
    ]);
  });
});
