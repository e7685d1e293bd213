import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { aPartner, contoso, northwind, startWholeApp, type WholeApp } from './whole-app.ts';

const partner: Partner = {
  ...aPartner('tailwind', contoso),
  customers: [
    { customerTenantId: contoso, name: 'Contoso' },
    { customerTenantId: northwind, name: 'Northwind', defaultGroupTag: 'North' },
  ],
};
const header = 'Action,Customer,New Customer,Group Tag,Manufacturer name,Device model,Device Serial Number';
const line = (action: string, customer: string, to = '', tag = '', serial = 'SYN00001') =>
  `${action},${customer},${to},${tag},LENOVO,20XW,${serial}`;

interface HeldDevice {
  readonly serialNumber?: string;
  readonly customerTenantId: string;
  readonly batchId?: string;
  readonly groupTag?: string;
}

describe('The life of a device on Partner Center, through real clients, storage and simulators', function () {
  this.timeout(120_000);
  let whole: WholeApp;
  before(async () => {
    whole = await startWholeApp([partner]);
    // The app's clock runs ahead of the simulators', whose lists would follow late.
    const body = JSON.stringify({ behaviour: { removalSeconds: 0 } });
    await fetch(`${whole.simulators.adminUrl}/faults`, { method: 'PUT', body });
  });
  after(() => whole.stop());

  const verdictsOf = async (uploadId: string): Promise<readonly string[]> => {
    await whole.settle(30);
    const { rows } = await whole.report(uploadId);
    return rows.map(({ status, code }) => `${status} ${code ?? ''}`.trim());
  };
  const dropped = async (name: string, ...lines: readonly string[]) =>
    verdictsOf(await whole.intake(`tailwind/${name}`, `${[header, ...lines].join('\r\n')}\r\n`));
  const held = async (): Promise<readonly string[]> => {
    const { devices = [] } = await whole.truth('/devices');
    return (devices as readonly HeldDevice[]).map(
      ({ serialNumber, customerTenantId, batchId, groupTag }) =>
        `${serialNumber} ${customerTenantId === contoso ? 'Contoso' : 'Northwind'} ${batchId ?? groupTag}`,
    );
  };

  it('is registered, gets another tag, moves to another customer and leaves, each by a row', async () => {
    expect(
      await dropped('1.csv', line('', contoso, '', 'Sales'), line('', contoso, '', 'Sales', 'SYN00002')),
    ).to.deep.equal(['registered', 'registered']);
    expect(await dropped('2.csv', line('change tag', contoso, '', 'Lab'))).to.deep.equal([
      'tagChanged tag_changed_anew',
    ]);
    expect((await held()).toSorted()).to.deep.equal(['SYN00001 Contoso Lab', 'SYN00002 Contoso Sales']);

    const planned = await dropped(
      '3.csv',
      line('move', contoso, northwind),
      line('deregister', contoso, '', '', 'SYN00002'),
    );
    expect(planned).to.deep.equal(['awaitingConfirmation planned_action', 'awaitingConfirmation planned_action']);
    expect((await held()).toSorted()).to.deep.equal(['SYN00001 Contoso Lab', 'SYN00002 Contoso Sales']);

    const name = (await whole.names('reports')).find((blob) => blob.endsWith('.confirm.xlsx')) ?? '';
    const workbook = await whole.container('reports').getBlobClient(name).downloadToBuffer();
    const blob = whole.container('uploads').getBlockBlobClient('tailwind/yes.xlsx');
    const { etag = '' } = await blob.upload(workbook, workbook.length);
    await whole.app.intakeUpload('tailwind/yes.xlsx');
    const confirmed = await verdictsOf(uploadIdOf('uploads', 'tailwind/yes.xlsx', etag.replaceAll('"', '')));
    expect(confirmed).to.deep.equal(['moved', 'deregistered']);
    expect(await held()).to.deep.equal(['SYN00001 Northwind North']);
  });

  it('stands in the record: each chunk that acts before its first call', async () => {
    const entries = await whole.audit('tailwind');
    const acting = entries.flatMap((entry) => ('action' in entry ? [`${entry.what} ${entry.action}`] : []));
    expect(acting).to.include.members(['chunkActing changeTag', 'chunkCleared changeTag', 'chunkActing deregister']);
    expect(whole.refused).to.deep.equal([]);
  });
});
