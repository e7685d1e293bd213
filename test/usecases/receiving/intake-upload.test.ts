import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeSheetReader } from '../../../shared/adapters/spreadsheet/sheet-reader.ts';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { UploadUnreadable } from '../../../shared/errors.ts';
import { gateBefore } from '../../fakes/gate.ts';
import { handleVisible, onlyReport, reportsOf, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, goodFile, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf, salesSheet, sheetOf } from '../../fakes/sheets.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { claimMilliseconds, diesBefore, makeHost, makeWorld } from '../../fakes/world.ts';

const name = 'northwind/May.csv';
const minute = 60_000;

async function dropped(text = salesSheet(2), blobName = name, metadata: Readonly<Record<string, string>> = {}) {
  const world = makeWorld();
  const blob = await world.dropUnseen(blobName, text, metadata);
  const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
  const state = async () => (await world.ports.ledger.read(key))?.value;
  return { world, host: makeHost(world), key, state };
}

describe('an upload', () => {
  it('is planned and released once, however often its event comes', async () => {
    const { world, host, key } = await dropped();
    expect(await host.intakeUpload(name)).to.deep.equal({
      kind: 'planned',
      uploadId: key.uploadId,
      rows: 2,
      chunks: 1,
    });
    const again = await host.intakeUpload(name);
    expect(again).to.deep.equal({ kind: 'leftAlone', uploadId: key.uploadId, why: 'it is planned' });
    expect(world.post.all().filter(({ work }) => work.kind === 'chunk')).to.have.length(1);
  });

  it('whose event comes twice at once is read by one run', async () => {
    const { world, key } = await dropped();
    const answers = await Promise.all([makeHost(world).intakeUpload(name), makeHost(world).intakeUpload(name)]);
    expect(answers.map(({ kind }) => kind)).to.have.members(['planned', 'leftAlone']);
    expect((await world.ports.ledger.read(key))?.value.claim).to.equal(1);
  });

  it('whose content storage does not give is refused in a report that says why', async () => {
    for (const code of ['file_archived', 'file_being_rehydrated', 'file_encrypted_by_key'] as const) {
      const { world, host, state } = await dropped();
      world.ports.uploads.read = async function* () {
        yield* [];
        throw new UploadUnreadable(code, 'no');
      };
      expect(await host.intakeUpload(name)).to.include({ kind: 'planned', rows: 0, chunks: 0 });
      await runUntilQuiet(world, host);
      expect(await state()).to.include({ state: 'reported' });
      expect(onlyReport(world).head.refused).to.deep.equal({ code });
      expect(english.explain({ code })?.advice, code).to.match(/Upload the file again/);
    }
  });

  it('that is gone when its event comes is nobody’s work', async () => {
    const { host } = await dropped();
    expect(await host.intakeUpload('northwind/June.csv')).to.deep.equal({ kind: 'gone' });
  });

  it('with the same content dropped again is a new upload with its own report', async () => {
    const { world, host } = await dropped();
    await host.intakeUpload(name);
    await runUntilQuiet(world, host);
    world.clock.move(minute);
    await world.drop(name, salesSheet(2));
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ head }) => head.counts)).to.deep.equal([
      { registered: 2 },
      { alreadyRegistered: 2 },
    ]);
  });

  it('takes its group tag from the row, else from the upload, else from the customer', async () => {
    const withDefault = { ...northwind, customers: [{ ...contoso, defaultGroupTag: 'Default' }] };
    const { world, host } = await dropped(sheetOf(['', 'Own', 'S-1'], ['', '', 'S-2']), name, {
      grouptag: 'FromUpload',
    });
    world.folder.partners.set('northwind', goodFile(withDefault));
    await world.dropUnseen('northwind/June.csv', sheetOf(['', '', 'S-3']), { grouptag: ' ' });
    await host.intakeUpload(name);
    await host.intakeUpload('northwind/June.csv');
    await runUntilQuiet(world, host);
    const tagOf = (serial: string) => world.platforms.pc.holderOf(deviceOf(serial))?.groupTag;
    expect(['S-1', 'S-2', 'S-3'].map(tagOf)).to.deep.equal(['Own', 'FromUpload', 'Default']);
  });

  it('marked as a check by its metadata is checked', async () => {
    const { world, host } = await dropped(salesSheet(1), name, { check: 'true' });
    await host.intakeUpload(name);
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.kind).to.equal('check');
  });
});

describe('a claim', () => {
  it('that died is taken over after its time, and not before', async () => {
    const { world, host, state } = await dropped();
    await diesBefore(world, 'plans.seal', (stuck) => stuck.intakeUpload(name));
    expect(await host.intakeUpload(name)).to.include({
      kind: 'leftAlone',
      why: 'another run is reading it, or did a moment ago',
    });
    world.clock.move(claimMilliseconds + 1);
    expect(await host.intakeUpload(name)).to.include({ kind: 'planned' });
    expect(await state()).to.include({ claim: 2, state: 'planned' });
  });

  it('is kept by time, also while a file has nothing but blank lines', async () => {
    const blank = '\r\n'.repeat(300_000);
    const { world, host, state } = await dropped(`Serial,Manufacturer,Model\nS12345,LENOVO,X\n${blank}`);
    let reads = 0;
    const others: unknown[] = [];
    const turn = async (): Promise<void> => {
      reads += 1;
      world.clock.move(claimMilliseconds / 10);
      if (reads % 10 === 0) others.push(await host.intakeUpload(name));
    };
    let now = 0;
    const slices = {
      now: () => {
        now += 1_000;
        return now;
      },
      turn,
    };
    const sheets = makeSheetReader({ tempFolder: tmpdir(), slices });
    const slow = makeHost({ ...world, ports: { ...world.ports, sheets } });
    expect(await slow.intakeUpload(name)).to.include({ kind: 'planned', rows: 1 });
    expect(reads).to.be.above(20);
    for (const other of others)
      expect(other).to.include({ kind: 'leftAlone', why: 'another run is reading it, or did a moment ago' });
    expect(await state()).to.include({ state: 'planned', claim: 1 });
  });

  it('lost while its owner was away ends that run quietly, and one plan stands', async () => {
    const { world, host, state } = await dropped();
    const slow = makeHost(
      world,
      gateBefore('plans.seal', async () => {
        world.clock.move(claimMilliseconds + 1);
        await host.intakeUpload(name);
      }),
    );
    expect(await slow.intakeUpload(name)).to.include({ kind: 'leftAlone', why: 'another run took it over' });
    expect(await state()).to.include({ state: 'planned' });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
    expect(world.platforms.pc.accepted).to.have.length(1);
  });

  it('whose plan was sealed before it died is adopted: the file is not read again', async () => {
    const { world, host, key, state } = await dropped();
    let dead = false;
    const dying = makeHost(
      world,
      gateBefore('ledger.write', async () => {
        if ((await world.ports.plans.read(key)) !== undefined) dead = true;
        if (dead) throw new Error('gone');
      }),
    );
    expect(await thrownBy(dying.intakeUpload(name))).to.be.instanceOf(Error);
    world.clock.move(claimMilliseconds + 1);
    const reading = makeHost(
      world,
      gateBefore('uploads.read', async () => {
        throw new Error('read again');
      }),
    );
    expect(await reading.intakeUpload(name)).to.include({ kind: 'planned' });
    expect(await state()).to.include({ state: 'planned', claim: 2 });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).rows).to.have.length(2);
  });

  it('is given back when a run fails, so that the next one need not wait', async () => {
    const { world, host } = await dropped();
    const failing = makeHost(
      world,
      gateBefore('plans.seal', async () => {
        throw new Error('storage is away');
      }),
    );
    expect(await thrownBy(failing.intakeUpload(name))).to.have.property('message', 'storage is away');
    world.clock.move(20_000);
    expect(await host.intakeUpload(name)).to.include({ kind: 'planned' });
  });

  for (const effect of ['uploads.read', 'plans.writeSegment', 'plans.writeChunk', 'plans.seal', 'plans.read']) {
    it(`whose run fails at ${effect}, again and again, does not use up the tries of a good file`, async () => {
      const { world, host } = await dropped();
      let away = true;
      const failing = makeHost(
        world,
        gateBefore(effect, async () => {
          if (away) throw new Error('storage is away');
        }),
      );
      for (let tries = 0; tries < 8; tries += 1) {
        await thrownBy(failing.intakeUpload(name));
        world.clock.move(20 * minute);
      }
      away = false;
      await runUntilQuiet(world, host);
      expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
    });
  }

  it('whose run failed is left alone by the tries that follow at once, and repair takes it up soon', async () => {
    const { world, host, state } = await dropped();
    let tries = 0;
    const failing = makeHost(
      world,
      gateBefore('uploads.read', async () => {
        tries += 1;
        throw new Error('storage is away');
      }),
    );
    await thrownBy(failing.intakeUpload(name));
    for (let repeated = 0; repeated < 4; repeated += 1) {
      expect(await failing.intakeUpload(name)).to.have.property('kind', 'leftAlone');
    }
    expect(tries).to.equal(1);
    world.clock.move(minute);
    await host.repair();
    expect(await state()).to.include({ state: 'planned' });
  });

  it('a file whose reading ends five processes is refused, with a report, and not before some time has passed', async () => {
    const { world, host } = await dropped();
    const dying = makeHost(
      world,
      gateBefore('plans.seal', () => new Promise(() => {})),
    );
    for (let tries = 0; tries < 5; tries += 1) {
      void dying.intakeUpload(name);
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(await host.intakeUpload(name)).to.include({ kind: 'leftAlone' });
      world.clock.move(claimMilliseconds + 1);
    }
    await host.intakeUpload(name);
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.refused).to.deep.equal({ code: 'reading_gave_up', params: { tries: 5 } });
  });

  it('a file that the reader stumbles over five times is refused, with a report', async () => {
    const { world } = await dropped();
    world.ports.sheets = {
      read: async function* () {
        yield { kind: 'sheet' };
        throw new Error('a bug');
      },
    };
    const host = makeHost(world);
    for (let tries = 0; tries < 5; tries += 1) {
      await thrownBy(host.intakeUpload(name));
      world.clock.move(20 * minute);
    }
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.refused).to.deep.equal({ code: 'reading_gave_up', params: { tries: 5 } });
  });
});

describe('a blob overwritten while it is read', () => {
  it('is superseded, and the version that lies there now is taken up on its own', async () => {
    const { world, host, key, state } = await dropped();
    const reading = makeHost(
      world,
      gateBefore('uploads.read', async () => {
        world.clock.move(minute);
        await world.drop(name, salesSheet(3));
      }),
    );
    expect(await reading.intakeUpload(name)).to.deep.equal({ kind: 'superseded', uploadId: key.uploadId });
    expect(await state()).to.include({ state: 'superseded' });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).rows).to.have.length(3);
  });

  it('after it was sealed goes on: both versions get their report', async () => {
    const { world, host } = await dropped();
    await host.intakeUpload(name);
    world.clock.move(1_000);
    await world.drop(name, salesSheet(3));
    await runUntilQuiet(world, host);
    expect([...reportsOf(world).values()].map(({ rows }) => rows.length)).to.deep.equal([2, 3]);
  });
});

describe('an upload that can not be taken', () => {
  it('of a partner nobody knows is noted once and leaves nothing in anybody’s folder', async () => {
    const { world, host } = await dropped(salesSheet(1), 'stranger/May.csv');
    expect(await host.intakeUpload('stranger/May.csv')).to.deep.include({
      kind: 'refused',
      reason: { code: 'unknown_partner' },
    });
    await runUntilQuiet(world, host);
    expect(world.files.size).to.equal(0);
    expect(await world.ports.ledger.newest('northwind', 10)).to.deep.equal([]);
  });

  it('outside every partner folder is refused', async () => {
    const { host } = await dropped(salesSheet(1), 'May.csv');
    expect(await host.intakeUpload('May.csv')).to.have.property('kind', 'refused');
  });

  for (const [what, blobName, code] of [
    ['in a folder that names no customer', 'northwind/nobody/May.csv', 'customer_folder_unknown'],
    ['too deep', 'northwind/contoso/2026/May.csv', 'path_too_deep'],
    ['in a reserved folder', 'northwind/reconciliation/May.csv', 'folder_reserved'],
    ['with a path that leads elsewhere', 'northwind/../tailspin.csv', 'path_not_allowed'],
  ] as const) {
    it(`${what} gets a report that says ${code}`, async () => {
      const { world, host } = await dropped(salesSheet(1), blobName);
      await host.intakeUpload(blobName);
      await runUntilQuiet(world, host);
      expect(onlyReport(world).head.refused?.code).to.equal(code);
      for (const file of world.files.keys()) expect(file).to.match(/^northwind\/(?!.*\.\.\/)/);
    });
  }

  it('of a suspended partner gets a report that says so', async () => {
    const { world, host } = await dropped();
    world.folder.partners.set('northwind', goodFile({ ...northwind, state: 'suspended' }));
    await host.intakeUpload(name);
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.refused).to.deep.equal({ code: 'partner_suspended' });
  });

  it('in the folder of a customer two partners claim is refused, and neither is named', async () => {
    const { world, host } = await dropped(salesSheet(1), 'northwind/contoso/May.csv');
    world.folder.partners.set('tailspin', goodFile({ ...northwind, partnerId: 'tailspin', name: 'Tailspin' }));
    await host.intakeUpload('northwind/contoso/May.csv');
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.refused?.code).to.equal('customer_claimed_twice');
    expect(JSON.stringify([...world.files])).not.to.match(/tailspin/i);
  });

  it('whose partner’s settings are broken for long waits, and goes on when they are corrected', async () => {
    const { world, host, state } = await dropped();
    world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    expect(await host.intakeUpload(name)).to.deep.include({ kind: 'waiting', faults: ['it is not JSON'] });
    await handleVisible(world, host);
    for (let minutes = 0; minutes < 30; minutes += 1) {
      world.clock.move(2 * minute);
      await host.repair();
      await handleVisible(world, host);
    }
    expect(onlyReport(world).head.sequence).to.equal(1);
    expect(await state()).to.include({ state: 'waiting', claim: 1 });
    world.folder.partners.set('northwind', goodFile(northwind));
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head).to.deep.include({ kind: 'final', counts: { registered: 2 } });
  });

  it('waiting for settings and overwritten meanwhile is superseded', async () => {
    const { world, host, state } = await dropped();
    world.folder.partners.set('northwind', { version: '2', faults: ['it is not JSON'] });
    await host.intakeUpload(name);
    world.clock.move(minute);
    await world.drop(name, salesSheet(3));
    world.folder.partners.set('northwind', goodFile(northwind));
    await runUntilQuiet(world, host);
    expect(await state()).to.include({ state: 'superseded' });
    expect([...reportsOf(world).values()].map(({ head }) => head.kind)).to.deep.equal(['provisional', 'final']);
  });
});

describe('a file that some program has left beside the list', () => {
  const left = ['~$May.xlsx', '.~lock.May.xlsx#', '._May.xlsx', '.DS_Store', 'Thumbs.db', 'desktop.ini'];
  for (const file of left) {
    it(`${file} is ignored: nothing is kept of it and nobody is told`, async () => {
      for (const blobName of [`northwind/${file}`, `northwind/contoso/${file}`, `northwind/check/${file}`]) {
        const { world, host, state } = await dropped('x', blobName);
        expect(await host.intakeUpload(blobName)).to.deep.equal({ kind: 'ignored' });
        world.clock.move(60 * minute);
        expect(await host.sweep()).to.deep.equal({});
        await runUntilQuiet(world, host);
        expect(await state()).to.equal(undefined);
        expect(world.post.all()).to.deep.equal([]);
      }
    });
  }

  it('a list whose name only resembles such a name is read', async () => {
    for (const blobName of [
      'northwind/~May.csv',
      'northwind/_May.csv',
      'northwind/Thumbs.db.csv',
      'northwind/.May.csv',
    ]) {
      const { host } = await dropped(salesSheet(1), blobName);
      expect(await host.intakeUpload(blobName)).to.include({ kind: 'planned' });
    }
  });
});

describe('a file with nothing in it', () => {
  it('that is filled within a minute gives one report, of what it was filled with', async () => {
    const { world, host } = await dropped('');
    expect(await host.intakeUpload(name)).to.include({ kind: 'postponed' });
    world.clock.move(minute / 2);
    await world.dropUnseen(name, salesSheet(2));
    expect(await host.intakeUpload(name)).to.include({ kind: 'planned', rows: 2 });
    world.clock.move(2 * minute);
    await host.repair();
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.counts).to.deep.equal({ registered: 2 });
    expect(onlyReport(world).head.notices ?? []).to.deep.equal([]);
  });

  it('that stays empty is refused after a minute', async () => {
    const { world, host } = await dropped('');
    await host.intakeUpload(name);
    expect(await host.repair()).to.not.have.property('intake:planned');
    world.clock.move(minute + 1);
    expect(await host.repair()).to.include({ 'intake:planned': 1 });
    await runUntilQuiet(world, host);
    expect(onlyReport(world).head.refused?.code).to.equal('empty_file');
  });
});
