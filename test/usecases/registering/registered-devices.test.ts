import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { makeReportRenderer } from '../../../shared/adapters/report/report-renderer.ts';
import { deviceKeys } from '../../../shared/domain/device-key.ts';
import type { ReportRow } from '../../../shared/domain/reporting/report.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { AccessDenied } from '../../../shared/errors.ts';
import type { PlainReport } from '../../fakes/memory-reports.ts';
import { handleVisible, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import {
  contoso,
  fabrikam,
  goodFile,
  handOffs,
  intune,
  northwind,
  oemDirect,
  partnerCenter,
  retired,
} from '../../fakes/sample-settings.ts';
import { makeHost, makeWorld, type World } from '../../fakes/world.ts';

const onOne: Partner = {
  ...northwind,
  connections: ['pc'],
  customers: [contoso, { ...fabrikam, connections: ['pc'], defaultGroupTag: 'Lab' }],
};
const oneStep: Partner = { ...onOne, confirmRemovals: false };
const device = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;
const { customerTenantId: contosoId } = contoso;
const { customerTenantId: fabrikamId } = fabrikam;

const header = 'Action,Customer,New Customer,Group Tag,Manufacturer,Model,Serial Number';
const line = (action: string, serial: string, { to = '', tag = '', customer = 'contoso.example' } = {}) =>
  `${action},${customer},${to},${tag},Getac,20XW,${serial}`;
const sheet = (...lines: readonly string[]) => [header, ...lines].join('\r\n');

async function dropped(world: World, name: string, text: string): Promise<PlainReport> {
  await world.drop(`northwind/${name}`, text);
  await runUntilQuiet(world, makeHost(world));
  const report = [...reportsOf(world)].find(([file]) => file.startsWith(`northwind/${name}.`))?.[1];
  if (report === undefined) throw new Error(`There is no report of ${name}.`);
  return report;
}

const inWords = ({ verdict: { kind, reason, remarks = [] } }: ReportRow): string =>
  [kind, reason?.code, ...remarks.map(({ code }) => `+${code}`)].filter((part) => part !== undefined).join(' ');
const verdictsIn = ({ rows }: PlainReport) => rows.map(inWords);

/** What a confirmation workbook holds of a report, as a text. */
function confirmationOf({ head, rows }: PlainReport): string {
  const lines = rows
    .filter(({ verdict }) => verdict.kind === 'awaitingConfirmation')
    .map(({ cells, row, confirmation }) => [...cells, confirmation, `${head.uploadId}##${row}`].join(','));
  return [`${header},Confirmation code,Upload reference`, ...lines].join('\r\n');
}

function worldWith(partner: Partner = onOne): World {
  const world = makeWorld([partner], [partnerCenter]);
  for (const serial of ['S-1', 'S-2', 'S-3']) world.platforms.pc.hold(device(serial), contosoId, 'Sales');
  return world;
}

describe('a device that is to be deregistered', () => {
  it('is not touched by the first file, whose report says what would happen', async () => {
    const world = worldWith();
    const report = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-9')));
    expect(verdictsIn(report)).to.deep.equal(['awaitingConfirmation planned_action', 'notRegistered']);
    expect(report.head.kind).to.equal('final');
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });

  it('is removed once the confirmation is dropped, and no other', async () => {
    const world = worldWith();
    const plan = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-2')));
    const [first, second] = confirmationOf(plan).split('\r\n').slice(0, 2);
    expect(verdictsIn(await dropped(world, 'yes.csv', `${first}\r\n${second}`))).to.deep.equal(['deregistered']);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.equal(undefined);
    expect(world.platforms.pc.holderOf(device('S-2'))?.customer).to.equal(contosoId);
    expect(world.platforms.pc.holderOf(device('S-3'))?.customer).to.equal(contosoId);
  });

  it('is not removed by a code that was written for another row, or for something else', async () => {
    const world = worldWith();
    const plan = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-2')));
    const yes = confirmationOf(plan);
    const edited = yes.replace('S-1', 'S-3');
    expect(verdictsIn(await dropped(world, 'edited.csv', edited))).to.deep.equal([
      'rejected confirmation_wrong',
      'deregistered',
    ]);
    const late = yes.split('\r\n').slice(0, 2).join('\r\n');
    world.clock.move(15 * 24 * 3_600_000);
    expect(verdictsIn(await dropped(world, 'late.csv', late))).to.deep.equal(['rejected confirmation_expired']);
    expect(world.platforms.pc.actions.removed).to.have.length(1);
  });

  it('is not removed when it was registered again since the plan was made', async () => {
    const world = worldWith();
    const plan = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1')));
    world.platforms.pc.forget(device('S-1'));
    await dropped(world, 'again.csv', sheet(line('', 'S-1', { tag: 'Sales' })));
    expect(verdictsIn(await dropped(world, 'yes.csv', confirmationOf(plan)))).to.deep.equal([
      'rejected registered_since_plan',
    ]);
    expect(world.platforms.pc.holderOf(device('S-1'))?.customer).to.equal(contosoId);
  });

  it('is removed at once where the partner wants one step, and a lost answer is looked up', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.actions.how.removes = ['answerLost', 'callLost', 'unavailable'];
    const report = await dropped(world, 'May.csv', sheet(...['S-1', 'S-2', 'S-3'].map((s) => line('deregister', s))));
    expect(verdictsIn(report)).to.deep.equal(['deregistered', 'deregistered', 'deregistered']);
    expect(world.platforms.pc.actions.removed.map(({ device: { serial } }) => serial)).to.deep.equal([
      'S-1',
      'S-2',
      'S-3',
    ]);
  });

  it('whose removal the platform works on is asked for by that operation the next time', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.actions.how.removes = ['running'];
    expect(verdictsIn(await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'))))).to.deep.equal([
      'deregistered',
    ]);
    expect(world.platforms.pc.actions.removed.map(({ device: { operationId } }) => operationId)).to.deep.equal([
      'op-1',
    ]);
  });

  it('that is still listed after its removal is waited for, and at last said to be', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.actions.how.listedAfterRemoval = 3;
    expect(verdictsIn(await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'))))).to.deep.equal([
      'deregistered',
    ]);
    world.platforms.pc.actions.how.listedAfterRemoval = 1_000;
    expect(verdictsIn(await dropped(world, 'June.csv', sheet(line('deregister', 'S-2'))))).to.deep.equal([
      'deregistered +still_listed',
    ]);
  });

  it('of which two fit is rejected with both named, and neither is touched', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.hold({ ...device('S-1'), model: '21XX' }, contosoId, 'Lab');
    const bare = 'Action,Customer,Manufacturer,Serial Number\r\nderegister,contoso.example,Getac,S-1';
    const { rows } = await dropped(world, 'May.csv', bare);
    expect(rows.map(inWords)).to.deep.equal(['rejected several_devices_listed']);
    expect(rows[0]?.verdict.reason?.params?.['listed']).to.contain('20XW').and.contain('21XX');
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });

  it('named by a PKID alone is not looked for where lists show none', async () => {
    const text = 'Action,Customer,PKID\r\nderegister,contoso.example,3300000000001';
    expect(verdictsIn(await dropped(worldWith(oneStep), 'May.csv', text))).to.deep.equal(['rejected pkid_not_listed']);
  });

  it('beyond the limit of the day waits for the operator, who allows it', async () => {
    const world = makeWorld([oneStep], [{ ...partnerCenter, removalsPerDay: 1 }]);
    for (const serial of ['S-1', 'S-2']) world.platforms.pc.hold(device(serial), contosoId, 'Sales');
    const host = makeHost(world);
    await world.drop('northwind/May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-2')));
    const intake = await host.intakeUpload('northwind/May.csv');
    if (intake.kind !== 'planned') throw new Error('It is not planned.');
    const key = { partnerId: 'northwind', uploadId: intake.uploadId };
    const stateNow = async () => (await world.ports.chunks.list(key.uploadId))[0];
    const work = async () => {
      for (let letter = world.post.receive(); letter !== undefined; letter = world.post.receive()) {
        if (letter.work.kind === 'chunk') await host.registerChunk(letter.work.message);
        world.post.done(letter);
      }
    };
    await work();
    expect((await stateNow())?.hold?.code).to.equal('removal_limit');
    world.clock.move(2 * 24 * 3_600_000);
    await host.repair();
    await work();
    expect((await stateNow())?.state).to.equal('held');
    expect(await host.allowRemovals(key)).to.equal(1);
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.deep.equal([{ deregistered: 2 }]);
  });

  it('is refused, or stays because it is enrolled, with the words for it', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.actions.how.removes = ['refused'];
    world.platforms.pc.actions.how.enrolled.add(deviceKeys(device('S-2'))[0]);
    const report = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-2')));
    expect(verdictsIn(report)).to.deep.equal(['refused platform_refused', 'rejected enrolled_in_intune']);
  });

  it('waits for all approvals at once where each removal needs one', async () => {
    const world = worldWith(oneStep);
    const asked: (string | undefined)[] = [];
    const clientOf: World['clientOf'] = (connection) => {
      const client = world.clientOf(connection);
      const { deviceActions } = client;
      if (deviceActions === undefined) return client;
      const remove: typeof deviceActions.remove = async (customer, located, context) => {
        asked.push(located.serial);
        if (asked.length <= 2) throw new AccessDenied('approval_needed', 'Somebody has to approve it.');
        return deviceActions.remove(customer, located, context);
      };
      return { ...client, deviceActions: { ...deviceActions, remove } };
    };
    await world.drop('northwind/May.csv', sheet(line('deregister', 'S-1'), line('deregister', 'S-2')));
    await runUntilQuiet(world, makeHost({ ...world, clientOf }));
    expect(asked).to.deep.equal(['S-1', 'S-2', 'S-1', 'S-2']);
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.deep.equal([{ deregistered: 2 }]);
  });

  it('is known to be gone where the list has devices without a name, since we removed it', async () => {
    const world = worldWith();
    world.platforms.pc.actions.how.hidesPkids = true;
    const plan = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1')));
    expect(verdictsIn(await dropped(world, 'yes.csv', confirmationOf(plan)))).to.deep.equal(['deregistered']);
    world.platforms.pc.hold({ kind: 'pkid', pkid: '3300000000001' }, contosoId, 'Sales');
    const again = await dropped(world, 'again.csv', confirmationOf(plan));
    expect(verdictsIn(again)).to.deep.equal(['notRegistered']);
    expect(again.head.followUpOf?.[0]?.counts).to.deep.equal({ notRegistered: 1 });
    expect(verdictsIn(await dropped(world, 'never-ours.csv', sheet(line('deregister', 'S-9'))))).to.deep.equal([
      'rejected unnamed_devices_listed',
    ]);
    await dropped(world, 'back.csv', sheet(line('', 'S-1', { tag: 'Sales' })));
    world.platforms.pc.forget(device('S-1'));
    expect(verdictsIn(await dropped(world, 'June.csv', sheet(line('deregister', 'S-1'))))).to.deep.equal([
      'rejected unnamed_devices_listed',
    ]);
  });

  it('is only spoken of by a check, which says what would happen', async () => {
    const world = worldWith(oneStep);
    const report = await dropped(
      world,
      'check/May.csv',
      sheet(line('deregister', 'S-1'), line('', 'S-9', { tag: 'A' })),
    );
    expect(verdictsIn(report)).to.deep.equal(['wouldChange planned_action +list_not_read_in_check', 'wouldRegister']);
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
    const progress = [...world.files].find(([name]) => name.endsWith('.progress.json'))?.[1].text ?? '{}';
    expect(JSON.parse(progress).counts).to.deep.equal({ wouldChange: 1, wouldRegister: 1 });
  });

  it('is no longer ours: the ledger says when it was removed, and by which row', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.forget(device('S-1'));
    await dropped(world, 'May.csv', sheet(line('', 'S-1', { tag: 'Sales' })));
    const { head } = await dropped(world, 'June.csv', sheet(line('deregister', 'S-1')));
    const [key] = deviceKeys(device('S-1'));
    const place = ['northwind', 'pc', contosoId, [key]] as const;
    expect((await world.ports.devices.known(...place)).size).to.equal(0);
    const history = (await world.ports.devices.everKnown(...place)).get(key)?.history ?? [];
    expect(history.map(({ what, row }) => `${what} ${row}`)).to.deep.equal(['registered 2', 'removed 2']);
    expect(history[1]?.uploadId).to.equal(head.uploadId);
    expect(verdictsIn(await dropped(world, 'July.csv', sheet(line('', 'S-1', { tag: 'Sales' }))))).to.deep.equal([
      'registered',
    ]);
  });
});

describe('a device that is to be moved', () => {
  const move = (serial: string) => line('move', serial, { to: 'fabrikam.example' });

  it('is removed at the one customer, seen gone, and registered for the other', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.actions.how.listedAfterRemoval = 2;
    const report = await dropped(world, 'May.csv', sheet(move('S-1'), move('S-9')));
    expect(verdictsIn(report)).to.deep.equal(['moved', 'registered +was_not_registered_before']);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.deep.include({ customer: fabrikamId, groupTag: 'Lab' });
  });

  it('waits while the platform still takes it for the old customer’s', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.how.lagging.set(deviceKeys(device('S-1'))[0], 15);
    expect(verdictsIn(await dropped(world, 'May.csv', sheet(move('S-1'))))).to.deep.equal(['moved']);
  });

  it('that can’t be registered for the new customer is said loudly to be registered nowhere', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.how.lagging.set(deviceKeys(device('S-1'))[0], 1_000_000);
    const report = await dropped(world, 'May.csv', sheet(move('S-1')));
    expect(verdictsIn(report)).to.deep.equal(['refused registered_nowhere +device_of_another_organization']);
  });

  it('is never removed where there is no grant for the new customer', async () => {
    const world = worldWith(oneStep);
    world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'consent_missing' } };
    await world.drop('northwind/May.csv', sheet(move('S-1')));
    const host = makeHost(world);
    await handleVisible(world, host);
    const [plan] = [...(await world.ports.ledger.newest('northwind', 1))];
    const [chunk] = await world.ports.chunks.list(plan?.uploadId ?? '');
    expect(chunk?.hold?.code).to.equal('consent_missing');
    expect(world.platforms.pc.holderOf(device('S-1'))?.customer).to.equal(contosoId);
  });
});

describe('a device whose tag is to be changed', () => {
  it('is registered anew where the batch is the tag, and left alone where it has the tag', async () => {
    const world = worldWith();
    const report = await dropped(
      world,
      'May.csv',
      sheet(
        line('change tag', 'S-1', { tag: 'Lab' }),
        line('change tag', 'S-2', { tag: 'Sales' }),
        line('change tag', 'S-9', { tag: 'Lab' }),
        line('change tag', 'S-3'),
      ),
    );
    expect(verdictsIn(report)).to.deep.equal([
      'tagChanged tag_changed_anew',
      'tagChanged change_was_there',
      'rejected device_not_listed',
      'rejected nothing_to_change',
    ]);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.deep.include({ customer: contosoId, groupTag: 'Lab' });
  });

  it('waits while the platform answers that it is registered already, and its row says so and why', async () => {
    const world = worldWith();
    world.platforms.pc.how.lagging.set(deviceKeys(device('S-1'))[0], 3);
    world.platforms.pc.how.lagsAs = 'already';
    await world.drop('northwind/May.csv', sheet(line('change tag', 'S-1', { tag: 'Lab' })));
    const host = makeHost(world);
    const troubles = new Set<string>();
    for (let turn = 0; turn < 60; turn += 1) {
      await handleVisible(world, host);
      const [upload] = await world.ports.ledger.newest('northwind', 1);
      const [chunk] = await world.ports.chunks.list(upload?.uploadId ?? '');
      if (chunk?.trouble !== undefined) troubles.add(`${chunk.state} ${chunk.trouble.code}`);
      world.clock.move(60_000);
    }
    await runUntilQuiet(world, host);
    expect([...troubles]).to.include('pending still_propagating');
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.deep.equal([{ tagChanged: 1 }]);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.deep.include({ groupTag: 'Lab' });
  });

  it('that the platform calls registered for a whole day is said to be changed, and its tag not to be verified', async () => {
    const world = worldWith();
    world.platforms.pc.how.lagging.set(deviceKeys(device('S-1'))[0], 1_000_000);
    world.platforms.pc.how.lagsAs = 'already';
    const report = await dropped(world, 'May.csv', sheet(line('change tag', 'S-1', { tag: 'Lab' })));
    expect(verdictsIn(report)).to.deep.equal(['tagChanged tag_changed_anew +group_tag_not_verified']);
  });
});

describe('a device of another organization', () => {
  it('that our ledger knows with another customer of the partner can be moved by the file beside the report', async () => {
    const world = makeWorld([oneStep], [partnerCenter]);
    await dropped(world, 'May.csv', sheet(line('', 'S-1', { tag: 'Sales' })));
    const report = await dropped(
      world,
      'June.csv',
      sheet(line('', 'S-1', { customer: 'fabrikam.example', tag: 'Lab' })),
    );
    expect(verdictsIn(report)).to.deep.equal([
      'refused device_of_another_organization +registered_for_other_customer +move_file',
    ]);
    const [, move] = [...world.files].find(([name]) => name.endsWith('.move-1.csv')) ?? [];
    expect(verdictsIn(await dropped(world, 'move.csv', move?.text ?? ''))).to.deep.equal(['moved']);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.deep.include({ customer: fabrikamId, groupTag: 'Lab' });
  });

  it('that nobody here knows leaves a sheet with what a request to deregister it asks for', async () => {
    const world = makeWorld([oneStep], [partnerCenter]);
    world.platforms.pc.hold(device('S-1'), '33333333-3333-4333-8333-333333333333', 'X');
    const order = `${header},PO Number,Delivery Date\r\n${line('', 'S-1', { tag: 'Sales' })},4711,2026-05-04`;
    await dropped(world, 'May.csv', order);
    const [, evidence] = [...world.files].find(([name]) => name.endsWith('.evidence-1.csv')) ?? [];
    const [, row = ''] = evidence?.text.split('\r\n') ?? [];
    expect(row).to.match(/^S-1,Getac,20XW,,Contoso,11111111-.*,contoso\.example,808.*,4711,2026-05-04,,,$/);
    expect([...world.files.keys()].some((name) => name.includes('.move-'))).to.equal(false);
  });
});

describe('the confirmation workbook', () => {
  it('says yes to each row it holds when it is dropped as it is, in a folder that asks for nothing', async () => {
    const world = worldWith();
    const bare = 'Customer,Manufacturer,Model,Serial Number';
    const rows = ['S-1', 'S-2', 'S-9'].map((serial) => `contoso.example,Getac,20XW,${serial}`);
    const plan = await dropped(world, 'deregister/May.csv', [bare, ...rows].join('\r\n'));
    expect(verdictsIn(plan)).to.deep.equal([
      'awaitingConfirmation planned_action',
      'awaitingConfirmation planned_action',
      'notRegistered',
    ]);
    const rendered = await makeReportRenderer().render(plan.head, async function* () {
      yield* plan.rows;
    });
    const file = rendered.files.find(({ kind }) => kind === 'confirm');
    const bytes = await readFile(file?.path ?? '');
    await rendered.dispose();
    await world.drop('northwind/yes.xlsx', bytes);
    await runUntilQuiet(world, makeHost(world));
    const [, report] = [...reportsOf(world)].find(([name]) => name.startsWith('northwind/yes.xlsx')) ?? [];
    expect(report === undefined ? [] : verdictsIn(report)).to.deep.equal(['deregistered', 'deregistered']);
    expect(report?.head.followUpOf?.[0]?.counts).to.deep.equal({ deregistered: 2, notRegistered: 1 });
  });
});

describe('what two partners ask for', () => {
  it('reaches only the devices of their own customers, whatever their sheets say', async () => {
    const tailspin: Partner = {
      ...oneStep,
      partnerId: 'tailspin',
      name: 'Tailspin',
      customers: onOne.customers.slice(1),
    };
    const northwinds: Partner = { ...oneStep, customers: [contoso] };
    const word = fc.constantFrom('deregister', 'move', 'change tag');
    const customer = fc.constantFrom('contoso.example', 'fabrikam.example', fabrikamId, 'Fabrikam', '');
    const asked = fc.record({ word, customer, to: customer, serial: fc.constantFrom('S-1', 'S-2') });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 4 }), async (rows) => {
        const world = makeWorld([northwinds, tailspin], [partnerCenter]);
        for (const serial of ['S-1', 'S-2']) world.platforms.pc.hold(device(serial), fabrikamId, 'Sales');
        const lines = rows.map((row) => line(row.word, row.serial, { ...row, tag: 'Lab' }));
        await dropped(world, 'May.csv', sheet(...lines));
        for (const serial of ['S-1', 'S-2'])
          expect(world.platforms.pc.holderOf(device(serial))).to.deep.include({
            customer: fabrikamId,
            groupTag: 'Sales',
          });
      }),
      { numRuns: 40 },
    );
  });

  it('never touches the devices of the other one', async () => {
    const tailspin: Partner = {
      partnerId: 'tailspin',
      name: 'Tailspin',
      connections: ['pc'],
      confirmRemovals: false,
      customers: [fabrikam].map((customer) => ({ ...customer, connections: ['pc'] })),
    };
    const world = makeWorld([{ ...oneStep, customers: [contoso] }, tailspin], [partnerCenter]);
    world.platforms.pc.hold(device('S-1'), fabrikamId, 'Sales');
    const rows = [line('deregister', 'S-1'), line('deregister', 'S-1 ', { customer: 'fabrikam.example' })];
    const report = await dropped(world, 'May.csv', sheet(...rows));
    expect(verdictsIn(report)).to.deep.equal(['notRegistered', 'rejected action_contradicts']);
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });
});

describe('what a platform can do, and the row lacks', () => {
  const atIntune: Partner = {
    ...northwind,
    connections: ['intune', 'm365'],
    customers: [
      { ...contoso, connections: ['intune'], corporateIdentifiers: true },
      { ...fabrikam, connections: ['m365'] },
    ],
  };
  const title = 'Action,Customer,New Customer,Group Tag,Assigned User,New Device Name,Manufacturer,Model,Serial Number';
  const row = (action: string, serial: string, { to = '', tag = '', user = '', name = '', model = '20XW' } = {}) =>
    `${action},contoso.example,${to},${tag},${user},${name},Getac,${model},${serial}`;
  const verdictsFor = async (world: World, ...rows: readonly string[]) =>
    verdictsIn(await dropped(world, 'May.csv', [title, ...rows].join('\r\n')));
  const worldAt = (): World => {
    const world = makeWorld([atIntune], [intune, handOffs]);
    for (const serial of ['S-1', 'S-2', 'S-3']) world.platforms.pc.hold(device(serial), contosoId, 'Sales');
    return world;
  };

  it('Intune changes tag, user and name where the device is', async () => {
    const world = worldAt();
    const verdicts = await verdictsFor(
      world,
      row('change tag', 'S-1', { tag: 'Lab' }),
      row('change tag', 'S-2', { user: 'ann@contoso.example', name: 'PC-2' }),
      row('change tag', 'S-3', { tag: 'Sales' }),
    );
    expect(verdicts).to.deep.equal(['tagChanged', 'tagChanged', 'tagChanged change_was_there']);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.deep.include({ customer: contosoId, groupTag: 'Lab' });
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });

  it('corporate identifiers need the customer’s leave and the whole device', async () => {
    const world = worldAt();
    const report = await dropped(
      world,
      'June.csv',
      [title, row('corporate identifier', 'S-7', { model: '' })].join('\r\n'),
    );
    expect(report.rows[0]?.verdict).to.deep.include({
      reason: { code: 'whole_device_needed', params: { detail: 'identifier' } },
    });
    expect(
      await verdictsFor(world, row('corporate identifier', 'S-8'), row('corporate identifier', 'S-9', { model: '' })),
    ).to.deep.equal(['identifierAdded', 'rejected whole_device_needed']);
    const [first] = atIntune.customers;
    const { corporateIdentifiers: _leave, ...without } = first ?? contoso;
    const other = makeWorld([{ ...atIntune, customers: [without] }], [intune, handOffs]);
    expect(await verdictsFor(other, row('corporate identifier', 'S-8'))).to.deep.equal([
      'rejected identifiers_not_allowed',
    ]);
  });

  it('a move names another customer of the partner, on a platform that registers', async () => {
    expect(
      await verdictsFor(
        worldAt(),
        row('move', 'S-1'),
        row('move', 'S-2', { to: 'contoso.example' }),
        row('move', 'S-3', { to: 'nobody.example' }),
        row('move', 'S-4', { to: 'fabrikam.example' }),
        row('', 'S-5', { to: 'fabrikam.example' }),
      ),
    ).to.deep.equal([
      'rejected move_target_missing',
      'rejected move_target_same',
      'rejected customer_unknown',
      'rejected no_route',
      'rejected move_not_asked',
    ]);
  });

  it('a connection may list devices as corporate identifiers where their rows ask for nothing, with the customer’s leave', async () => {
    const [first = contoso] = atIntune.customers;
    const lists = { ...intune, registersAs: 'corporateIdentifiers' } as const;
    const only: Partner = { ...atIntune, connections: ['intune'], customers: [first] };
    const world = makeWorld([only], [lists]);
    const rows = [row('', 'S-1'), row('', 'S-2', { tag: 'Lab' })];
    const report = await dropped(world, 'May.csv', [title, ...rows].join('\r\n'));
    expect(verdictsIn(report)).to.deep.equal(['identifierAdded', 'identifierAdded']);
    expect(report.rows.map(({ action }) => action)).to.deep.equal(['corporateIdentifier', 'corporateIdentifier']);
    expect(world.platforms.pc.accepted).to.deep.equal([]);
    expect(verdictsIn(await dropped(world, 'check/May.csv', [title, row('', 'S-1')].join('\r\n')))).to.deep.equal([
      'wouldChange planned_action',
    ]);
    const pkid = 'Customer,PKID\r\ncontoso.example,3300000000001';
    expect(verdictsIn(await dropped(world, 'pkid.csv', pkid))).to.deep.equal(['rejected no_route']);
    const { corporateIdentifiers: _leave, ...without } = first;
    const other = makeWorld([{ ...only, customers: [without] }], [lists]);
    expect(await verdictsFor(other, row('', 'S-8'))).to.deep.equal(['rejected identifiers_not_allowed']);
    // A move registers, so it never ends in such a list.
    const moving = {
      ...only,
      connections: ['pc', 'intune'],
      customers: [{ ...contoso }, { ...first, ...fabrikam, connections: ['intune'] }],
    };
    const both = makeWorld([moving], [partnerCenter, lists]);
    expect(await verdictsFor(both, row('move', 'S-1', { to: 'fabrikam.example' }))).to.deep.equal([
      'rejected no_route',
    ]);
  });

  it('a gateway whose contract has no deregistration is not asked for one, and a check says so already', async () => {
    const { deregister: _none, ...gateway } = oemDirect;
    const onOem = { ...oneStep, connections: ['oem'], customers: [{ ...contoso, connections: ['oem'] }] };
    const world = makeWorld([onOem], [gateway]);
    for (const name of ['May.csv', 'check/May.csv']) {
      const report = await dropped(world, name, sheet(line('deregister', 'S-1')));
      expect(verdictsIn(report)).to.deep.equal(['rejected action_not_supported']);
      expect(report.rows[0]?.verdict.reason?.params).to.deep.equal({
        action: 'deregister',
        platforms: 'OEM Direct API',
      });
    }
  });

  it('a move says which customer lacks a group tag', async () => {
    const { defaultGroupTag: _tag, ...bare } = { ...fabrikam, connections: ['pc'] };
    const world = makeWorld([{ ...onOne, customers: [contoso, bare] }], [partnerCenter]);
    const { rows } = await dropped(world, 'May.csv', sheet(line('move', 'S-1', { to: 'fabrikam.example' })));
    expect(rows[0]?.verdict.reason).to.deep.equal({
      ...{ code: 'group_tag_missing', params: { customer: 'Fabrikam', detail: 'move' } },
    });
  });

  it('a portal without an interface can do nothing with registered devices', async () => {
    const portal: Partner = { ...northwind, connections: ['m365'], customers: [{ ...contoso, connections: ['m365'] }] };
    const world = makeWorld([portal], [handOffs]);
    expect(await verdictsFor(world, row('deregister', 'S-1'))).to.deep.equal(['rejected action_not_supported']);
    const both = {
      ...portal,
      connections: ['m365', 'store'],
      customers: [{ ...contoso, connections: ['m365', 'store'] }],
    };
    const none = makeWorld([both], [handOffs, retired]);
    expect(await verdictsFor(none, row('deregister', 'S-1'))).to.deep.equal(['rejected action_not_supported']);
  });

  it('Partner Center changes nothing but the tag, and registers anew what is named whole', async () => {
    const world = worldWith();
    expect(
      await verdictsFor(
        world,
        row('change tag', 'S-1', { user: 'ann@contoso.example' }),
        row('change tag', 'S-2', { tag: 'Lab', model: '' }),
        row('move', 'S-3', { to: 'fabrikam.example', model: '' }),
        row('change tag', 'S-4', { tag: 'a/b' }),
      ),
    ).to.deep.equal([
      'rejected change_not_possible',
      'rejected whole_device_needed',
      'rejected whole_device_needed',
      'rejected group_tag_not_allowed',
    ]);
  });
});

describe('a customer with several connections', () => {
  const twoWays: Partner = {
    ...oneStep,
    connections: ['pc', 'oem'],
    customers: [{ ...contoso, connections: ['pc', 'oem'] }],
  };

  it('is asked where our ledger knows the device, else the first one, and the report says so', async () => {
    const world = makeWorld([twoWays], [partnerCenter, oemDirect]);
    world.platforms.oem.actions.how.lists = false;
    const report = await dropped(world, 'May.csv', sheet(line('deregister', 'S-1')));
    expect(verdictsIn(report)).to.deep.equal(['notRegistered +looked_only_there']);
    const there = { ...northwind, customers: [{ ...contoso, connections: ['oem'] }] };
    world.folder.partners.set('northwind', goodFile(there));
    await dropped(world, 'June.csv', sheet(line('', 'S-2')));
    world.folder.partners.set('northwind', goodFile(twoWays, '3'));
    expect(verdictsIn(await dropped(world, 'July.csv', sheet(line('deregister', 'S-2'))))).to.deep.equal([
      'deregistered',
    ]);
    expect(world.platforms.oem.holderOf(device('S-2'))).to.equal(undefined);
  });

  it('a platform without a list does not turn “deregistered” back into something else', async () => {
    const onOem = {
      ...{ ...oneStep, connections: ['oem'] },
      customers: [
        { ...contoso, connections: ['oem'] },
        { ...fabrikam, connections: ['oem'] },
      ],
    };
    const world = makeWorld([onOem], [oemDirect]);
    world.platforms.oem.actions.how.lists = false;
    await dropped(world, 'April.csv', sheet(line('', 'S-1'), line('', 'S-2')));
    const rows = [line('deregister', 'S-1'), line('move', 'S-2', { to: 'fabrikam.example' })];
    expect(verdictsIn(await dropped(world, 'May.csv', sheet(...rows)))).to.deep.equal(['deregistered', 'moved']);
    expect(verdictsIn(await dropped(world, 'again.csv', sheet(...rows)))).to.deep.equal([
      'notRegistered',
      'alreadyRegistered device_already_registered +was_not_registered_before',
    ]);
    expect(world.platforms.oem.holderOf(device('S-2'))?.customer).to.equal(fabrikamId);
  });

  it('a platform without a list is asked to remove nothing that we did not register there', async () => {
    const onOem = { ...oneStep, connections: ['oem'], customers: [{ ...contoso, connections: ['oem'] }] };
    const world = makeWorld([onOem], [oemDirect]);
    world.platforms.oem.actions.how.lists = false;
    world.platforms.oem.hold(device('S-1'), contosoId, undefined);
    expect(verdictsIn(await dropped(world, 'May.csv', sheet(line('deregister', 'S-1'))))).to.deep.equal([
      'rejected not_registered_by_us',
    ]);
    expect(world.platforms.oem.holderOf(device('S-1'))?.customer).to.equal(contosoId);
  });
});

describe('a row that names its device by the row that registered it', () => {
  const byReference = 'Action,New Customer,Group Tag,Upload reference';
  const lived = async (partner: Partner = oneStep) => {
    const world = makeWorld([partner], [partnerCenter]);
    const registered = ['S-1', 'S-2'].map((serial) => line('', serial, { tag: 'Sales' }));
    const { head } = await dropped(world, 'April.csv', sheet(...registered, line('', 'S-2', { tag: 'Sales' })));
    return { world, uploadId: head.uploadId, at: (row: number) => `${head.uploadId}##${row}` };
  };

  it('is that device of that customer, and no other', async () => {
    const { world, at } = await lived();
    const rows = [`deregister,,,${at(2)}`, `change tag,,Lab,${at(3)}`];
    const report = await dropped(world, 'May.csv', [byReference, ...rows].join('\r\n'));
    expect(verdictsIn(report)).to.deep.equal([
      'deregistered +named_by_reference',
      'tagChanged tag_changed_anew +named_by_reference',
    ]);
    expect(report.head.followUpOf).to.equal(undefined);
    expect(world.platforms.pc.holderOf(device('S-1'))).to.equal(undefined);
    expect(world.platforms.pc.holderOf(device('S-2'))).to.deep.include({ customer: contosoId, groupTag: 'Lab' });
  });

  it('is confirmed like any other, also one that is to be moved', async () => {
    const { world, at } = await lived(onOne);
    const text = `${byReference}\r\nmove,fabrikam.example,,${at(2)}`;
    const { head, rows } = await dropped(world, 'May.csv', text);
    expect(rows.map(inWords)).to.deep.equal(['awaitingConfirmation planned_action +named_by_reference']);
    const yes = `Action,New Customer,Group Tag,Confirmation code,Upload reference\r\nmove,fabrikam.example,,${rows[0]?.confirmation},${head.uploadId}##2`;
    expect(verdictsIn(await dropped(world, 'yes.csv', yes))).to.deep.equal(['moved +named_by_reference']);
    expect(world.platforms.pc.holderOf(device('S-1'))?.customer).to.equal(fabrikamId);
    // The row that moved it leads to where it went; the one that registered it to where it is no longer.
    const away = (reference: string) => `${byReference}\r\nderegister,,,${reference}`;
    expect(verdictsIn(await dropped(world, 'June.csv', away(at(2))))).to.deep.equal([
      'notRegistered +named_by_reference',
    ]);
    expect(verdictsIn(await dropped(world, 'July.csv', away(`${head.uploadId}##2`)))).to.deep.equal([
      'awaitingConfirmation planned_action +named_by_reference',
    ]);
  });

  it('is rejected where the reference leads to no device of the partner', async () => {
    const { world, at, uploadId } = await lived();
    const tailspin: Partner = { ...oneStep, partnerId: 'tailspin', name: 'Tailspin', customers: [] };
    world.folder.partners.set('tailspin', goodFile(tailspin));
    const rows = [at(4), at(9), 'f'.repeat(24), `${'f'.repeat(24)}##2`, `${uploadId}#Sheet#2`, ''];
    const text = [byReference, ...rows.map((reference) => `deregister,,,${reference}`), `,,,${at(2)}`].join('\r\n');
    expect(verdictsIn(await dropped(world, 'May.csv', text))).to.deep.equal([
      'rejected reference_not_found',
      'rejected reference_not_found',
      'rejected reference_not_found +upload_reference_ignored',
      'rejected reference_not_found +upload_reference_ignored',
      'rejected reference_not_found',
      'rejected missing_identity',
      'rejected missing_identity',
    ]);
    await world.drop('tailspin/May.csv', `${byReference}\r\nderegister,,,${at(2)}`);
    await runUntilQuiet(world, makeHost(world));
    const report = [...reportsOf(world)].find(([file]) => file.startsWith('tailspin/'))?.[1];
    expect(report?.rows.map(inWords)[0]).to.contain('rejected reference_not_found');
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });

  it('is followed into a hundred uploads, and no further', async () => {
    const { world, at } = await lived();
    const strange = Array.from({ length: 100 }, (_, number) => `${number.toString(16).padStart(24, '0')}##2`);
    const rows = [...strange, at(2)].map((reference) => `deregister,,,${reference}`);
    const report = await dropped(world, 'May.csv', [byReference, ...rows].join('\r\n'));
    const details = report.rows.map(({ verdict }) => verdict.reason?.params?.['detail']);
    expect([details[0], details.at(-1)]).to.deep.equal([undefined, 'many']);
    expect(world.platforms.pc.actions.removed).to.deep.equal([]);
  });

  it('and one that names the same device itself are one device', async () => {
    const { world, at } = await lived();
    const both = `${header},Upload reference`;
    const text = [both, `${line('deregister', 'S-1')},`, `deregister,contoso.example,,,,,,${at(2)}`].join('\r\n');
    expect(verdictsIn(await dropped(world, 'May.csv', text))).to.deep.equal([
      'deregistered',
      'duplicate +named_by_reference',
    ]);
  });
});

describe('a retry file of devices to be removed', () => {
  it('does not register them when it lies in another folder', async () => {
    const world = worldWith(oneStep);
    const bare = 'Customer,Manufacturer,Model,Serial Number';
    const { head } = await dropped(world, 'deregister/May.csv', `${bare}\r\nnobody.example,Getac,20XW,S-1`);
    const again = `${bare},Upload reference\r\ncontoso.example,Getac,20XW,S-1,${head.uploadId}##2`;
    expect(verdictsIn(await dropped(world, 'again.csv', again))).to.deep.equal(['rejected action_conflict']);
    const meta = await world.drop('northwind/meta.csv', `${bare}\r\ncontoso.example,Getac,20XW,S-2`, {
      action: 'abmelden',
    });
    await world.drop('northwind/odd.csv', `${bare}\r\ncontoso.example,Getac,20XW,S-3`, { action: 'scrap' });
    await world.drop('northwind/move/odd.csv', `${bare}\r\ncontoso.example,Getac,20XW,S-3`, { action: 'deregister' });
    await world.drop('northwind/move/no.csv', `${bare}\r\ncontoso.example,Getac,20XW,S-3`, { action: 'move' });
    await runUntilQuiet(world, makeHost(world));
    const reportOf = (name: string) =>
      [...reportsOf(world)].find(([file]) => file.startsWith(`northwind/${name}.`))?.[1];
    expect(meta.name).to.equal('northwind/meta.csv');
    expect(reportOf('meta.csv')?.head.counts).to.deep.equal({ deregistered: 1 });
    expect(reportOf('odd.csv')?.head.refused?.code).to.equal('metadata_action_unknown');
    expect(reportOf('move/odd.csv')?.head.refused?.params).to.deep.include({ detail: 'conflict' });
    expect(reportOf('move/no.csv')?.head.counts).to.deep.equal({ rejected: 1 });
    await world.drop('northwind/S_Getac_20XW_2026.devicelink.csv', 'Data\r\nabc');
    await runUntilQuiet(world, makeHost(world));
    expect(reportOf('S_Getac_20XW_2026.devicelink.csv')?.head.refused?.code).to.equal('device_link_file');
  });
});
