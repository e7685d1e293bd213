import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Device } from '../../../shared/domain/identity.ts';
import { makeChunker } from '../../../shared/domain/planning/chunk.ts';
import { makeRowPlanner, type UploadContext } from '../../../shared/domain/planning/plan-row.ts';
import type { ReadRow } from '../../../shared/domain/reading/read-event.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import type { Connection } from '../../../shared/domain/settings/connection.ts';
import type { Customer } from '../../../shared/domain/settings/partner.ts';
import { contoso, fabrikam, northwind, oemDirect, partnerCenter } from '../../fakes/sample-settings.ts';
import { deviceOf } from '../../fakes/sheets.ts';

const only = { ...northwind, customers: [contoso] };

function planner(change: Partial<UploadContext> = {}, connections: readonly Connection[] = [partnerCenter, oemDirect]) {
  return makeRowPlanner(
    {
      uploadId: 'a'.repeat(24),
      partner: only,
      connections: new Map(connections.map((connection) => [connection.connectionId, connection])),
      folderCustomer: undefined,
      uploadGroupTag: undefined,
      fileName: 'contoso/May.xlsx',
      ...change,
    },
    makeChunker(),
  );
}

const deviceRow = (row: number, device: Partial<Device> = {}): ReadRow => ({
  row,
  cells: [String(row)],
  reading: { kind: 'device', device: { identities: [deviceOf(`S-${row}`)], ...device }, warnings: [] },
});

describe('planning a row', () => {
  it('gives a device its place in a chunk', () => {
    const { plan } = planner();
    const planned = plan({ sheet: 'Sheet 1', ...deviceRow(2, { groupTag: 'Sales' }) });
    expect(planned).to.deep.equal({
      row: {
        sheet: 'Sheet 1',
        row: 2,
        cells: ['2'],
        identityKind: 'tuple',
        outcome: { kind: 'device', chunk: 0, position: 0 },
      },
      closed: [],
    });
  });

  it('passes on what the reader said: rejected, duplicate and ignored rows keep their reasons', () => {
    const { plan, counts } = planner();
    const warnings: readonly Reason[] = [{ code: 'manufacturer_unusual' }];
    const verdictOf = (reading: ReadRow['reading']) => {
      const planned = plan({ row: 3, cells: [], reading });
      return 'row' in planned ? { ...planned.row.outcome, remarks: planned.row.remarks } : planned;
    };
    expect(verdictOf({ kind: 'rejected', reason: { code: 'missing_identity' }, warnings })).to.deep.include({
      verdict: { kind: 'rejected', reason: { code: 'missing_identity' } },
      remarks: warnings,
    });
    expect(verdictOf({ kind: 'duplicate', of: { row: 2 }, warnings })).to.deep.include({
      verdict: { kind: 'duplicate', duplicateOf: { row: 2 } },
    });
    expect(verdictOf({ kind: 'ignored', reason: { code: 'note_row' } })).to.deep.include({
      verdict: { kind: 'ignored', reason: { code: 'note_row' } },
      remarks: undefined,
    });
    expect(counts()).to.deep.equal({ rejected: 1, duplicate: 1, ignored: 1 });
  });

  it('rejects a device without a customer, a tag or a way', () => {
    const { plan, counts } = planner();
    const codeOf = (device: Partial<Device>) => {
      const planned = plan(deviceRow(2, device));
      const outcome = 'row' in planned ? planned.row.outcome : undefined;
      return outcome?.kind === 'verdict' ? outcome.verdict.reason?.code : outcome?.kind;
    };
    expect(codeOf({ customer: 'nobody.example' })).to.equal('customer_unknown');
    expect(codeOf({ customer: contoso.customerTenantId, customerDomain: 'fabrikam.example' })).to.equal(
      'customer_conflict',
    );
    expect(codeOf({})).to.equal('group_tag_missing');
    expect(codeOf({ groupTag: 'a/b' })).to.equal('group_tag_not_allowed');
    expect(counts()).to.deep.equal({ rejected: 4 });
  });

  it('takes the tag from the row, the upload, the customer and, where settings say so, the file’s name', () => {
    const tagOf = (context: Partial<UploadContext>, device: Partial<Device> = {}): string | undefined => {
      const chunker = makeChunker();
      const full = {
        uploadId: 'a'.repeat(24),
        partner: only,
        connections: new Map([['pc', partnerCenter]]),
        folderCustomer: undefined,
      };
      const { plan } = makeRowPlanner(
        { ...full, uploadGroupTag: undefined, fileName: 'a/May.xlsx', ...context },
        chunker,
      );
      plan(deviceRow(2, device));
      return chunker.rest()[0]?.groupTag;
    };
    const withDefault = { ...only, customers: [{ ...contoso, defaultGroupTag: 'Default' }] };
    const fromName = { ...only, groupTagFromFileName: true };
    expect(tagOf({ partner: withDefault, uploadGroupTag: 'Upload' }, { groupTag: 'Row' })).to.equal('Row');
    expect(tagOf({ partner: withDefault, uploadGroupTag: 'Upload' }, { groupTag: ' ' })).to.equal('Upload');
    expect(tagOf({ partner: withDefault, uploadGroupTag: ' ' })).to.equal('Default');
    expect(tagOf({ partner: fromName })).to.equal('May');
    expect(tagOf({})).to.equal(undefined);
  });

  const unsent = (row: number, named?: string, kind: 'rejected' | 'duplicate' = 'rejected'): ReadRow => {
    const said = { warnings: [], ...(named === undefined ? {} : { named: { customer: named } }) };
    const reading = { rejected: { reason: { code: 'missing_identity' } }, duplicate: { of: { row: 2 } } } as const;
    return kind === 'rejected'
      ? { row, cells: [], reading: { kind, ...reading.rejected, ...said } }
      : { row, cells: [], reading: { kind, ...reading.duplicate, ...said } };
  };

  it('counts the rows it does not send with their customer; rows of nobody known have a line of their own', () => {
    const { plan, counts, notSent } = planner({ partner: northwind });
    plan(unsent(2, 'contoso.example'));
    plan(unsent(3, contoso.customerTenantId.toUpperCase(), 'duplicate'));
    plan(unsent(4, 'nobody.example'));
    plan({ row: 5, cells: [], reading: { kind: 'ignored', reason: { code: 'note_row' } } });
    plan(deviceRow(6, { customer: 'contoso.example', groupTag: 'a/b' }));
    plan(deviceRow(7, { customer: 'contoso.example', groupTag: 'Sales' }));
    plan(unsent(8, 'fabrikam.example'));
    const named = ({ customerTenantId, name: customerName }: Customer) => ({ customerTenantId, customerName });
    expect(notSent()).to.deep.equal([
      { ...named(contoso), counts: { rejected: 2, duplicate: 1 } },
      { counts: { rejected: 1, ignored: 1 } },
      { ...named(fabrikam), counts: { rejected: 1 } },
    ]);
    expect(counts()).to.deep.equal({ rejected: 4, duplicate: 1, ignored: 1 });
    const inFolder = planner({ partner: northwind, folderCustomer: fabrikam });
    inFolder.plan(unsent(2));
    inFolder.plan(unsent(3, 'contoso.example'));
    expect(inFolder.notSent()).to.deep.equal([
      { ...named(fabrikam), counts: { rejected: 1 } },
      { counts: { rejected: 1 } },
    ]);
  });

  it('knows the customer of a row it does not send by a column such as "Company", and says nothing of that column', () => {
    const { open, plan, notSent, notices } = planner({ partner: northwind });
    open({ headerRow: 1, titles: ['Company'], columns: ['possibleCustomer'] });
    plan({ ...unsent(2), cells: ['Fabrikam'] });
    plan({ ...unsent(3), cells: ['Somebody'] });
    expect(notSent().map(({ customerName }) => customerName)).to.deep.equal(['Fabrikam', undefined]);
    expect(notices()[0]?.params).to.include({ rows: 0 });
  });

  it('counts 200 customers apart, and the rows of all others together', () => {
    const { plan, notSent } = planner({ partner: { ...northwind, anyCustomer: true } });
    for (let row = 0; row < 300; row++) plan(unsent(row, `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`));
    plan(unsent(300, '00000000-0000-4000-8000-000000000000'));
    const lines = notSent();
    expect(lines).to.have.lengthOf(201);
    expect(lines[0]?.counts).to.deep.equal({ rejected: 2 });
    expect(lines.at(-1)).to.deep.equal({ counts: { rejected: 100 } });
  });

  it('refuses the whole file that asks for more groups than allowed, before anything is sent', () => {
    const { plan } = planner({ partner: { ...only, maxGroupTags: 2 } });
    for (const [row, groupTag] of ['A', 'B', 'A'].entries())
      expect(plan(deviceRow(row, { groupTag }))).to.have.property('row');
    expect(plan(deviceRow(9, { groupTag: 'C' }))).to.deep.equal({
      refused: { code: 'too_many_group_tags', params: { limit: 2 } },
    });
  });

  it('closes a chunk at what the connection takes in one call, and never above the platform’s limit', () => {
    const devicesOf = (maxDevices: number): number => {
      const { plan } = planner({}, [{ ...partnerCenter, maxDevices }]);
      for (let row = 2; ; row += 1) {
        const planned = plan(deviceRow(row, { groupTag: 'Sales' }));
        const [closed] = 'row' in planned ? planned.closed : [];
        if (closed !== undefined) return closed.devices;
      }
    };
    expect(devicesOf(3)).to.equal(3);
    expect(devicesOf(5_000)).to.equal(1_000);
  });

  it('names the customer’s profile in chunks of a platform that assigns one, and in no others', () => {
    const profileOf = (customer: Customer, connections: readonly Connection[]): string | undefined => {
      const partner = { ...only, customers: [customer] };
      const { plan } = planner(
        { partner },
        connections.map((connection) => ({ ...connection, maxDevices: 1 })),
      );
      const planned = plan(deviceRow(2, { groupTag: 'Sales' }));
      return 'row' in planned ? planned.closed[0]?.profileId : undefined;
    };
    const withProfile = { ...contoso, profileId: 'p-1', connections: ['pc', 'oem'] };
    expect(profileOf(withProfile, [partnerCenter])).to.equal('p-1');
    expect(profileOf(withProfile, [oemDirect])).to.equal(undefined);
    expect(profileOf(contoso, [partnerCenter])).to.equal(undefined);
  });

  it('says when an assigned user is not passed on', () => {
    const { plan } = planner();
    const planned = plan(deviceRow(2, { groupTag: 'Sales', assignedUser: 'ana@contoso.example' }));
    expect('row' in planned && planned.row.remarks).to.deep.equal([
      { code: 'assigned_user_not_sent', params: { platform: 'Partner Center' } },
    ]);
  });
});
