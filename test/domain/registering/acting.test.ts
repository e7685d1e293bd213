import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  finishAnew,
  noteLook,
  plannedReason,
  verdictOfNote,
  wantedFirst,
} from '../../../shared/domain/registering/acting.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import { sampleChunk } from '../../fakes/sample-states.ts';
import { deviceOf } from '../../fakes/sheets.ts';

const change = { platform: 'intune', action: 'changeTag', customerName: 'Contoso', groupTag: 'Lab' } as const;
const deregister = { platform: 'partnerCenter', action: 'deregister', customerName: 'Contoso' } as const;
const device = { identity: deviceOf('S-1'), row: 2 };
const listed = { serial: 'S-1', platformDeviceId: 'd-1' };

describe('a registered device something is done with', () => {
  it('is looked for by all its names, where the ledger saw it first', () => {
    const pkid = { kind: 'pkid', pkid: '3300000000001' } as const;
    const known = { partnerId: 'p', connectionId: 'c', customerTenantId: 't', key: 'k', seenAt: '', groupTag: 'Sales' };
    expect(wantedFirst(3, { ...device, identity: pkid, alsoKnownBy: [deviceOf('S-1')] }, known)).to.deep.equal({
      position: 3,
      manufacturer: 'Getac',
      model: '20XW',
      serial: 'S-1',
      pkid: '3300000000001',
      groupTag: 'Sales',
    });
  });

  it('that was changed counts once it shows, or when it was taken and nothing shows for long', () => {
    const taken = { device: listed, taken: true } as const;
    expect(verdictOfNote(change, taken, false)).to.equal(undefined);
    expect(verdictOfNote(change, taken, true)).to.deep.include({
      kind: 'tagChanged',
      remarks: [{ code: 'change_not_shown' }],
    });
    const look = (groupTag: string) =>
      noteLook(change, [device], [taken], [{ position: 0, kind: 'one', device: { ...listed, groupTag } }])[0];
    expect(look('Sales')).to.deep.equal(taken);
    expect(look('Lab')).to.deep.equal({ ...taken, gone: true });
    expect(verdictOfNote(change, { ...taken, gone: true }, false)).to.deep.equal({ kind: 'tagChanged' });
    expect(verdictOfNote(change, { device: listed, gone: true }, false)).to.have.nested.property(
      'reason.code',
      'device_not_listed',
    );
  });

  it('on a platform without a list is gone as soon as the platform has taken it', () => {
    expect(verdictOfNote(deregister, { device: { serial: 'S-1' }, taken: true }, false)).to.deep.equal({
      kind: 'deregistered',
    });
    expect(verdictOfNote(deregister, { device: { serial: 'S-1' } }, true)).to.equal(undefined);
  });

  it('is planned in words for each action', () => {
    const detailOf = (chunk: Parameters<typeof plannedReason>[0]) => plannedReason(chunk).params?.['detail'];
    expect(detailOf(deregister)).to.equal(undefined);
    expect(detailOf(change)).to.equal('change');
    expect(detailOf({ ...change, platform: 'partnerCenter' })).to.equal('anew');
    expect(detailOf({ ...change, action: 'corporateIdentifier' })).to.equal('identifier');
    expect(plannedReason({ platform: 'intune', action: 'move', customerName: 'Contoso' }).params).to.include({
      target: 'Contoso',
    });
  });

  it('that was removed and never confirmed anew may be registered nowhere, and its verdict says so', () => {
    const state = sampleChunk({ action: 'changeTag', cleared: [0] });
    const verdicts: readonly Verdict[] = [{ kind: 'unknown', reason: { code: 'no_answer' } }, { kind: 'registered' }];
    const [lost, other] = finishAnew(state, [...verdicts]);
    expect(lost).to.deep.include({ kind: 'unknown', remarks: [{ code: 'no_answer' }] });
    expect(lost?.reason).to.deep.include({ code: 'registered_nowhere' });
    expect(other).to.deep.equal({ kind: 'registered' });
    expect(finishAnew(state, [null])).to.deep.equal([null]);
  });
});
