import { expect } from 'chai';
import { describe, it } from 'mocha';
import { channelsFor, type Notification } from '../../../shared/domain/reporting/notification.ts';
import { mailText, notificationText, teamsCard } from '../../../shared/domain/reporting/notification-text.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { german } from '../../../shared/domain/texts/de.ts';
import { english } from '../../../shared/domain/texts/en.ts';
import { notificationDelay } from '../../../shared/domain/waits.ts';

const finished: Notification = {
  version: 1,
  event: 'finished',
  partnerId: 'tailwind',
  uploadId: '0123456789abcdef01234567',
  fileName: 'May [1].xlsx',
  state: 'reported',
  check: false,
  rows: 3,
  devices: 2,
  counts: { registered: 2, rejected: 1 },
  holds: [],
  withoutProfile: [],
  links: { report: 'https://storage.example/reports/tailwind/May.report.html', page: 'https://page.example/' },
  at: '2026-11-23T10:00:00.000Z',
};
const noHeader = { code: 'no_header', happened: 'There is no header.', advice: 'Add one.', who: 'uploader' } as const;
const hold = {
  code: 'relationship_missing',
  happened: 'The customer has no relationship.',
  advice: 'Send the customer this link.',
  who: 'customer',
  customer: 'Adatum',
  link: 'https://link.example/accept',
  rows: 4,
} as const;
const textOf = (change: Partial<Notification>) => notificationText({ ...finished, ...change }, english);

describe('What a notification says', () => {
  it('the result, in words instead of codes, and where to look', () => {
    expect(textOf({}).title).to.equal('May [1].xlsx: 2 of 3 rows are done, 1 needs action');
    expect(textOf({}).facts).to.deep.include({ title: 'Rejected, not sent', value: '1' });
    expect(textOf({}).links.map(({ title }) => title)).to.deep.equal(['Open the report', 'Open the page']);
    expect(notificationText(finished, german).title).to.equal(
      'May [1].xlsx: 2 von 3 Zeilen erledigt, bei 1 ist etwas zu tun',
    );
  });

  it('a refused file is not done: it is refused, and why', () => {
    const { title, lines } = textOf({ refused: noHeader, rows: 0, counts: {} });
    expect(title).to.equal('May [1].xlsx was refused; nothing was sent');
    expect(lines).to.deep.equal(['There is no header. Add one.']);
  });

  it('a file none of whose rows can be sent is not on its way', () => {
    const received = { event: 'received', state: 'planned' } as const;
    expect(textOf(received).title).to.equal('May [1].xlsx was read: 2 rows on the way');
    expect(textOf(received).facts).to.deep.equal([]);
    const rejected = { ...received, devices: 0, counts: { rejected: 3 } };
    expect(textOf(rejected).title).to.equal('May [1].xlsx was read: none of its 3 rows can be sent');
  });

  it('a hold names the customer, who acts, and the link to send', () => {
    const { title, lines, links } = textOf({ event: 'held', holds: [hold] });
    expect(title).to.equal('May [1].xlsx: 4 rows on hold');
    expect(lines[0]).to.match(/^Adatum \(4 rows\): The customer has no .* Who acts: The customer\.$/);
    expect(links[0]).to.deep.equal({ title: 'Link for Adatum', url: 'https://link.example/accept' });
  });

  it('devices without their profile are never "all done"', () => {
    const fault = { ...noHeader, code: 'profile_refused', who: 'operator', customer: 'Adatum', rows: 3 } as const;
    const { title, lines } = textOf({ counts: { registered: 3 }, withoutProfile: [fault] });
    expect(title).to.equal('May [1].xlsx: 3 of 3 rows are done, 3 without a deployment profile');
    expect(lines[0]).to.contain('Who acts: Operator of this service.');
  });

  it('a card’s file name can not write Markdown, and its buttons lead to https only', () => {
    const holds = [hold, { ...hold, link: 'javascript:alert(1)' }];
    const { content } = JSON.parse(teamsCard(textOf({ event: 'held', holds }))).attachments[0];
    expect(content.body[0].text).to.contain('May \\[1\\]\\.xlsx');
    expect(content.actions.map(({ url }: { url: string }) => url)).to.deep.equal([
      'https://link.example/accept',
      finished.links.report,
      finished.links.page,
    ]);
  });

  it('a mail is plain text with every link on a line of its own', () => {
    expect(mailText(textOf({ event: 'held', holds: [hold] }))).to.contain(
      '\n\nLink for Adatum:\nhttps://link.example/accept\n\n',
    );
  });

  it('a title is one line, and no longer than mail programs show', () => {
    const fileName = `a\r\nBcc: everybody@example.com ${'x'.repeat(500)}`;
    const { title } = textOf({ fileName, refused: noHeader });
    expect(title).not.to.match(/[\r\n]/);
    expect(title).to.have.length.below(181);
  });
});

describe('The channels of a partner', () => {
  const webhook = { url: 'https://partner.example/hook', secret: 'hook' };
  const partner: Partner = { partnerId: 'p', name: 'P', connections: ['pc'], customers: [] };
  const kinds = (change: Partial<Partner>) =>
    channelsFor({ ...partner, ...change }, 'held').map(({ channel }) => channel.kind);

  it('are those that want the event; a channel that names none wants all', () => {
    expect(kinds({})).to.deep.equal([]);
    expect(kinds({ webhook })).to.deep.equal(['webhook']);
    expect(kinds({ webhook: { ...webhook, events: ['finished'] } })).to.deep.equal([]);
    const mail = { kind: 'mail', to: ['a@partner.example'], events: ['held'] } as const;
    const teams = { kind: 'teams', secret: 'flow', events: ['finished'] } as const;
    expect(kinds({ webhook, notifications: [teams, mail] })).to.deep.equal(['webhook', 'mail']);
  });

  it('are known by their address: neither their order nor their events make them new', () => {
    const mail = { kind: 'mail', to: ['a@partner.example'] } as const;
    const teams = { kind: 'teams', secret: 'flow' } as const;
    const ids = (notifications: Partner['notifications'] = []) =>
      channelsFor({ ...partner, notifications }, 'held').map(({ id }) => id);
    expect(ids([teams, { ...mail, events: ['held'] }])).to.deep.equal(ids([mail, teams]).reverse());
    expect(channelsFor({ ...partner, webhook }, 'held')[0]?.id).to.equal(undefined);
  });
});

describe('A notification that failed', () => {
  it('waits longer each time', () => {
    expect([0, 1, 2, 50].map(notificationDelay)).to.deep.equal([30_000, 60_000, 120_000, 3_840_000]);
  });
});
