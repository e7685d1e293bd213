import { expect } from 'chai';
import { describe, it } from 'mocha';
import { onlyReport, runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, fabrikam, goodFile, northwind } from '../../fakes/sample-settings.ts';
import { deviceOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

const partner = {
  ...northwind,
  customers: [
    { ...contoso, name: 'Contoso Ltd', aliases: ['CTS'], defaultGroupTag: 'Standard' },
    { ...fabrikam, connections: ['pc'], defaultGroupTag: 'Kiosk' },
  ],
};

/** Drops a list of Getac devices with one more column, and waits for its report. */
async function dropped(folder: string, title: string, ...values: readonly string[]) {
  const world = makeWorld();
  const host = makeHost(world);
  world.folder.partners.set('northwind', goodFile(partner));
  const lines = values.map((value, index) => `${value},Getac,20XW,S-${index + 1}`);
  await world.drop(`northwind/${folder}May.csv`, [`${title},Manufacturer,Model,Serial Number`, ...lines].join('\r\n'));
  await runUntilQuiet(world, host);
  const { head, rows } = onlyReport(world);
  const outcomes = rows.map(({ verdict }) => [verdict.kind, verdict.reason?.code].filter(Boolean).join(' '));
  const sent = values.map((_, index) => world.platforms.pc.holderOf(deviceOf(`S-${index + 1}`))?.customer);
  return { outcomes, sent, notices: head.notices, reasons: rows.map(({ verdict }) => verdict.reason) };
}

const contosoId = contoso.customerTenantId;
const fabrikamId = fabrikam.customerTenantId;

describe('a list that names its customers', () => {
  it('in the folder of one of them sends none of the other’s devices', async () => {
    const { outcomes, sent } = await dropped('contoso/', 'Customer', 'Contoso Ltd', 'Fabrikam', 'FABRIKAM', 'Tailspin');
    expect(outcomes).to.deep.equal([
      'registered',
      'rejected customer_conflict',
      'rejected customer_conflict',
      'rejected customer_unknown',
    ]);
    expect(sent).to.deep.equal([contosoId, undefined, undefined, undefined]);
  });

  it('by name, alias, domain or tenant id sends each device where it belongs', async () => {
    const values = ['contoso ltd', 'CTS', 'contoso.example', contosoId, 'Fabrikam', 'fabrikam.example'];
    const { sent } = await dropped('', 'End Customer', ...values);
    expect(sent).to.deep.equal([contosoId, contosoId, contosoId, contosoId, fabrikamId, fabrikamId]);
  });

  it('under a strong title that nobody is called by is rejected with the column’s name', async () => {
    const { outcomes, sent, reasons } = await dropped('contoso/', 'Kunde', 'Tailspin');
    expect(outcomes).to.deep.equal(['rejected customer_unknown']);
    expect(reasons[0]?.params).to.include({ column: '"Kunde"', customer: 'Tailspin' });
    expect(sent).to.deep.equal([undefined]);
  });

  it('under a weak title counts where it names one of the partner’s, and is named where not', async () => {
    const { outcomes, sent, notices } = await dropped(
      'contoso/',
      'Domain',
      'corp.local',
      'contoso.example',
      'fabrikam.example',
    );
    expect(outcomes).to.deep.equal(['registered', 'registered', 'rejected customer_conflict']);
    expect(sent).to.deep.equal([contosoId, contosoId, undefined]);
    expect(notices).to.deep.include({
      code: 'customer_column_not_used',
      params: { column: '"Domain"', rows: 1 },
    });
  });

  it('under a title nobody knows is not overlooked', async () => {
    const inFolder = await dropped('contoso/', 'Wohin', 'Fabrikam', 'Contoso Ltd', 'Berlin');
    expect(inFolder.outcomes).to.deep.equal(['rejected customer_conflict', 'registered', 'registered']);
    expect(inFolder.sent).to.deep.equal([undefined, contosoId, contosoId]);
    const without = await dropped('', 'Wohin', 'Fabrikam', 'Berlin');
    expect(without.outcomes).to.deep.equal(['rejected customer_in_unread_column', 'rejected customer_missing']);
  });
});

describe('a list that names group tags under a title nobody knows', () => {
  it('sends no device with another tag than one of these', async () => {
    const { outcomes, sent } = await dropped('contoso/', 'Zweck', 'Kiosk', 'standard', 'whatever');
    expect(outcomes).to.deep.equal(['rejected group_tag_in_unread_column', 'registered', 'registered']);
    expect(sent).to.deep.equal([undefined, contosoId, contosoId]);
  });
});
