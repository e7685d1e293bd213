import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LocatedDevice, WantedDevice } from '../../../shared/domain/registering/device-actions.ts';
import { locateAmong } from '../../../shared/domain/registering/locating.ts';

const listed = (serial: string, more: LocatedDevice = {}): LocatedDevice => ({
  platformDeviceId: `id-${serial}`,
  serial,
  manufacturer: 'Contoso',
  model: 'Book 1',
  ...more,
});
const wanted = (serial: string, more: Partial<WantedDevice> = {}): WantedDevice => ({ position: 0, serial, ...more });
const look = (device: WantedDevice, ...list: readonly LocatedDevice[]) => locateAmong([device], list)[0];

describe('Finding a registered device in a platform’s list', () => {
  it('takes the whole serial number, never a part of it', () => {
    expect(look(wanted('SN-1'), listed('SN-10'), listed('XSN-1'))).to.deep.equal({ position: 0, kind: 'none' });
    expect(look(wanted('SN-1'), listed('SN-10'), listed('SN-1'))).to.deep.include({
      kind: 'one',
      device: listed('SN-1'),
    });
  });

  it('finds several where several fit, and one of them by maker or model', () => {
    const other = listed('SN-1', { platformDeviceId: 'id-2', manufacturer: 'Fabrikam' });
    expect(look(wanted('SN-1'), listed('SN-1'), other)).to.have.property('kind', 'several');
    expect(look(wanted('SN-1', { manufacturer: 'fabrikam' }), listed('SN-1'), other)).to.deep.include({
      kind: 'one',
      device: other,
    });
  });

  it('does not call a device gone that is listed in another spelling or for another maker', () => {
    const code = (device: WantedDevice) => look(device, listed('SN-A1'));
    expect(code(wanted('sn-a1'))).to.deep.equal({
      position: 0,
      kind: 'notResolvable',
      reason: { code: 'listed_in_other_case', params: { listed: 'Contoso, Book 1, SN-A1' } },
    });
    expect(code(wanted('SN-A1', { manufacturer: 'Fabrikam' }))).to.have.nested.property(
      'reason.code',
      'listed_as_other_device',
    );
  });

  it('does not call a device gone while devices without a serial number are listed', () => {
    const nameless = { platformDeviceId: 'id-2' };
    expect(look(wanted('SN-1'), nameless)).to.have.nested.property('reason.code', 'unnamed_devices_listed');
    expect(look({ position: 0, pkid: '0000001234567' }, listed('SN-1'))).to.have.nested.property(
      'reason.code',
      'pkid_not_listed',
    );
  });

  it('finds a PKID where the list shows it, whatever the row says besides', () => {
    const withPkid = listed('SN-1', { pkid: '0000001234567' });
    expect(look({ position: 0, pkid: '0000001234567' }, withPkid)).to.have.property('kind', 'one');
    expect(look(wanted('SN-1', { pkid: '0000007654321' }), withPkid)).to.have.nested.property(
      'reason.code',
      'listed_as_other_device',
    );
  });

  it('does not take a PKID whose device has another serial number', () => {
    const withPkid = listed('SN-1', { pkid: '0000001234567' });
    expect(look(wanted('SN-2', { pkid: '0000001234567' }), withPkid)).to.have.nested.property(
      'reason.code',
      'listed_as_other_device',
    );
  });

  it('goes by the platform’s id alone where it is known', () => {
    const again = listed('SN-1', { platformDeviceId: 'id-new' });
    expect(look(wanted('SN-1', { platformDeviceId: 'id-SN-1' }), again)).to.deep.equal({ position: 0, kind: 'none' });
    expect(look({ position: 0, platformDeviceId: 'id-new' }, again)).to.have.property('kind', 'one');
  });
});
