import { expect } from 'chai';
import { describe, it } from 'mocha';
import { answersText, findAll, foundText } from '../../cli/find.ts';
import { uploadText } from '../../cli/upload.ts';
import { ageText, uploadsText } from '../../cli/uploads.ts';
import { uploadIdOf } from '../../shared/domain/ids.ts';
import { handleVisible, runUntilQuiet } from '../fakes/run-host.ts';
import { salesSheet, sheetOf } from '../fakes/sheets.ts';
import { makeHost, makeWorld } from '../fakes/world.ts';

/** An upload that waits for a grant. */
async function held() {
  const world = makeWorld();
  const host = makeHost(world);
  const link = 'https://example.com/grant';
  world.platforms.pc.how.permit = { kind: 'missing', reason: { code: 'relationship_missing', params: { link } } };
  const blob = await world.drop('northwind/May.csv', salesSheet(3));
  await handleVisible(world, host);
  const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
  const view = await host.serving.readUpload(key);
  if (view === undefined) throw new Error('There is no such upload.');
  return { world, host, key, view, link };
}

const in2Hours = (iso: string): Date => new Date(Date.parse(iso) + 2 * 3_600_000);

describe('what the operator reads of an upload', () => {
  it('says what it waits for, who must act and where, and what can be done', async () => {
    const { world, view, link } = await held();
    const timeline = { entries: world.record.filter((entry) => 'uploadId' in entry) };
    const text = uploadText(view, timeline, in2Hours(view.summary.receivedAt), 200);
    expect(text)
      .to.match(/^northwind\/May\.csv\n/)
      .and.contain(`upload   ${view.summary.uploadId}\n`)
      .and.contain('2 h ago')
      .and.contain('stands   waits for a person')
      .and.contain('(relationship_missing)')
      .and.contain(`    link:  ${link}`)
      .and.match(/\n +0 +pc +Contoso .* 3 +held /)
      .and.match(/Z {2}upload received\n/)
      .and.match(/Z {2}chunk 0 held, relationship_missing, 3 devices\n/)
      .and.contain(`npm run cli -- release ${view.summary.uploadId.slice(0, 8)}`);
  });

  it('says how its rows ended, and offers nothing that can not be done', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    const blob = await world.drop('northwind/May.csv', salesSheet(2));
    await runUntilQuiet(world, host);
    const key = { partnerId: 'northwind', uploadId: uploadIdOf('uploads', blob.name, blob.etag) };
    const view = await host.serving.readUpload(key);
    if (view === undefined) throw new Error('There is no such upload.');
    const text = uploadText(view, { entries: [] }, in2Hours(view.summary.receivedAt), 120);
    expect(text)
      .to.contain('rows     2: 2 registered')
      .and.contain('npm run cli -- fetch')
      .and.contain('stands   done');
    expect(text).not.to.contain('cli -- release').and.not.to.contain('cli -- cancel');
  });
});

describe('the table of uploads', () => {
  it('says why one waits, and fits the terminal without cutting an id', async () => {
    const { view } = await held();
    const text = uploadsText([view.summary], in2Hours(view.summary.receivedAt), 110);
    const [, row = ''] = text.split('\n');
    expect(row)
      .to.contain(view.summary.uploadId)
      .and.match(/2 h +northwind +May\.csv +3 +waits for a p/);
    expect(row).to.contain('3 held: Contoso: ');
    expect([...row].length).to.be.at.most(110);
  });

  it('tells ages as short as they stay useful', () => {
    const now = new Date('2026-05-10T00:00:00Z');
    const ago = (seconds: number) => ageText(new Date(now.getTime() - seconds * 1000).toISOString(), now);
    expect([5, 99, 600, 5_990, 20_000, 3 * 86_400].map(ago)).to.deep.equal([
      '5 s',
      '99 s',
      '10 min',
      '100 min',
      '6 h',
      '3 d',
    ]);
  });
});

describe('what the platforms say of a device', () => {
  it('stands in a table, with each reason once', () => {
    const one = { partnerId: 'northwind', platform: 'partnerCenter', connectionId: 'pc', customer: 'Contoso' } as const;
    const text = answersText(
      [
        { ...one, answer: 'listed', serial: 'S-1', groupTag: 'Sales', profile: 'Office', enrolled: true },
        { ...one, answer: 'cannotBeAsked', happened: 'It can’t be asked.' },
        { ...one, answer: 'cannotBeAsked', happened: 'It can’t be asked.' },
      ],
      200,
    );
    expect(text).to.match(/Listed +northwind +partnerCenter +Contoso +S-1 +Sales +Office +yes +pc\n/);
    expect(text.split('It can’t be asked.')).to.have.length(2);
  });
});

describe('where a device was found', () => {
  it('names every row with verdict, platform, customer and group tag', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    await world.drop('northwind/May.csv', salesSheet(1));
    await runUntilQuiet(world, host);
    const { devices } = await findAll(host.serving, 'northwind', { device: 's-1' }, 10);
    const text = foundText(
      devices.map((device) => ({ ...device, partnerId: 'northwind' })),
      200,
    );
    expect(text).to.match(/northwind +Registered +partnerCenter +[^ ]+ +Contoso .*May\.csv, row 2 +[0-9a-f]{24}/);
    expect(text).to.match(/northwind +Registered by us /);
  });

  it('is looked for to the end, or until enough was found', async () => {
    const world = makeWorld();
    const host = makeHost(world);
    const rows = Array.from({ length: 600 }, (_, at) => ['nobody.example', 'Sales', `SYN-${at}`] as const);
    await world.drop('northwind/May.csv', sheetOf(...rows));
    await runUntilQuiet(world, host);
    const find = async (limit: number) => {
      const { devices, complete } = await findAll(host.serving, 'northwind', { device: 'SYN-' }, limit);
      return [devices.length, complete];
    };
    expect([await find(1_000), await find(600), await find(599)]).to.deep.equal([
      [600, true],
      [600, true],
      [599, false],
    ]);
  });

  it('has a line for each thing that was done with a device', () => {
    const [registered, removed] = ['2026-05-04T10:00:00.000Z', '2026-06-04T10:00:00.000Z'];
    const history = [
      { what: 'registered', at: registered, uploadId: 'a1', row: 2 },
      { what: 'removed', at: removed, uploadId: 'b2', sheet: 'Old', row: 3 },
    ] as const;
    const text = foundText(
      [{ partnerId: 'northwind', where: 'ledger', at: removed, removedAt: removed, customer: 'Contoso', history }],
      200,
    );
    expect(text).to.match(
      /2026-06-04 10:00Z +northwind +Removed .*Old, row 3 +b2\n2026-05-04 10:00Z +northwind +Registered by us .*row 2 +a1\n/,
    );
  });
});
