import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type DeviceAction, deviceActions, type OtherAction } from '../../../shared/domain/device-action.ts';
import { actionOf, nearestActions } from '../../../shared/domain/reading/action-words.ts';
import { findColumns, makeColumnFinder } from '../../../shared/domain/reading/columns.ts';
import { defaultLimits, type ReadEvent, type ReadRow } from '../../../shared/domain/reading/read-event.ts';
import { readUpload } from '../../../shared/domain/reading/read-upload.ts';
import type { SheetEvent } from '../../../shared/domain/reading/sheet-event.ts';
import { english } from '../../../shared/domain/texts/en.ts';

async function rowsOf(rows: readonly (readonly string[])[], action?: OtherAction): Promise<readonly ReadRow[]> {
  async function* events(): AsyncIterable<SheetEvent> {
    yield { kind: 'sheet', delimited: true };
    for (const [at, cells] of rows.entries()) {
      yield { kind: 'row', rowNumber: at + 1, cells: cells.map((text) => ({ kind: 'text', text })) };
    }
    yield { kind: 'end' };
  }
  const read: ReadEvent[] = [];
  const options = { limits: defaultLimits, ...(action === undefined ? {} : { action }) };
  for await (const event of readUpload(events(), options)) read.push(event);
  return read.flatMap((event) => (event.kind === 'row' ? [event.row] : []));
}

const inWords = ({ reading }: ReadRow): string => {
  if (reading.kind === 'device') return `${reading.device.action ?? 'register'}`;
  return reading.kind === 'rejected' ? `rejected ${reading.reason.code}` : reading.kind;
};
const header = ['Action', 'Manufacturer', 'Model', 'Serial Number'];
const ours = [...header, ...Object.values(english.confirm), english.retry.uploadReference];
const device = (action: string, serial: string, model = 'X1') => [action, 'HP', model, serial];

describe('the action of a row', () => {
  it('is known in many words and languages, whatever their case', () => {
    const words: Readonly<Record<string, DeviceAction>> = {
      Deregister: 'deregister',
      'DE-REGISTER': 'deregister',
      'abmelden ': 'deregister',
      supprimer: 'deregister',
      'Change Tag': 'changeTag',
      'Gruppentag ändern': 'changeTag',
      verschieben: 'move',
      移動: 'move',
      Registrieren: 'register',
      'corporate identifier': 'corporateIdentifier',
    };
    for (const [word, action] of Object.entries(words)) expect(actionOf(word), word).to.equal(action);
    for (const action of deviceActions) expect(actionOf(action), action).to.equal(action);
  });

  it('that nobody knows is not guessed: the row is rejected with the nearest words', async () => {
    expect((await rowsOf([header, device('deregistr', 'S1'), device('sold', 'S2')])).map(inWords)).to.deep.equal([
      'rejected action_unknown',
      'rejected action_unknown',
    ]);
    expect(nearestActions('deregistr')).to.equal('"deregister"');
    expect(nearestActions('remuve')).to.equal('"deregister"');
    expect(nearestActions('chnage tag')).to.equal('"change tag"');
    const all = '"register" or "deregister" or "change tag" or "move" or "corporate identifier"';
    for (const word of ['verschrotten', 'wipe', 'lost', '']) expect(nearestActions(word), word).to.equal(all);
  });

  it('is to register the device where the cell is empty or there is no such column', async () => {
    expect((await rowsOf([header, device('', 'S1'), device('register', 'S2')])).map(inWords)).to.deep.equal([
      'register',
      'register',
    ]);
    expect((await rowsOf([header.slice(1), device('', 'S1').slice(1)])).map(inWords)).to.deep.equal(['register']);
  });

  it('may be said for the whole file, and no row may say otherwise', async () => {
    const rows = [header, device('', 'S1'), device('deregister', 'S2'), device('register', 'S3')];
    expect((await rowsOf(rows, 'deregister')).map(inWords)).to.deep.equal([
      'deregister',
      'deregister',
      'rejected action_conflict',
    ]);
  });

  it('lets a registered device be named without its model, and no other', async () => {
    const rows = [header, device('deregister', 'S1', ''), device('', 'S2', '')];
    expect((await rowsOf(rows)).map(inWords)).to.deep.equal(['deregister', 'rejected incomplete_tuple']);
    const bare = ['Action', 'Manufacturer', 'Serial Number'];
    expect((await rowsOf([bare, ['deregister', 'HP', 'S1'], ['', 'HP', 'S2']])).map(inWords)).to.deep.equal([
      'deregister',
      'rejected incomplete_tuple',
    ]);
    const [, lacking] = await rowsOf([bare, ['deregister', 'HP', 'S1'], ['deregister', '', 'S2']]);
    expect(lacking?.reading).to.deep.include({
      reason: { code: 'incomplete_tuple', params: { missing: 'manufacturer', detail: 'registered' } },
    });
  });

  it('that two rows of the same device do not share is not weighed', async () => {
    const rows = [header, device('deregister', 'S1'), device('', 'S1'), device('deregister', 'S1', '')];
    expect((await rowsOf(rows)).map(inWords)).to.deep.equal(['deregister', 'rejected action_contradicts', 'duplicate']);
  });

  it('that two rows share must be the same in all they ask for: which of two tags or customers is meant, is not guessed', async () => {
    const long = [...header, 'Customer', 'New Customer', 'Group Tag'];
    const rows = [
      long,
      [...device('change tag', 'S1'), 'contoso', '', 'Office'],
      [...device('change tag', 'S1'), 'contoso', '', 'Kiosk'],
      [...device('change tag', 'S1'), 'Contoso', '', 'Office'],
      [...device('move', 'S2'), 'contoso', 'fabrikam', ''],
      [...device('move', 'S2'), 'contoso', 'northwind', ''],
      [...device('deregister', 'S3'), 'contoso', '', ''],
      [...device('deregister', 'S3'), 'contoso', '', 'Office'],
      [...device('deregister', 'S3'), 'fabrikam', '', ''],
    ];
    const read = await rowsOf(rows);
    expect(read.map(inWords)).to.deep.equal([
      'changeTag',
      'rejected action_contradicts',
      'duplicate',
      'move',
      'rejected action_contradicts',
      'deregister',
      'duplicate',
      'rejected action_contradicts',
    ]);
    expect(read[1]?.reading).to.deep.include({
      reason: { code: 'action_contradicts', params: { place: 2, asked: 'change tag', detail: 'values' } },
    });
  });

  it('of a confirmation workbook stands among columns that are all known', async () => {
    expect(findColumns(ours, makeColumnFinder()).columns).not.to.include(null);
  });
});
