import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  type Notification,
  notificationBody,
  wantsNotification,
} from '../../../shared/domain/reporting/notification.ts';
import { notificationDelay } from '../../../shared/domain/waits.ts';

const notice: Notification = {
  version: 1,
  event: 'finished',
  partnerId: 'tailwind',
  uploadId: '0123456789abcdef01234567',
  fileName: 'May [1].xlsx',
  state: 'reported',
  rows: 3,
  counts: { registered: 2, rejected: 1 },
  holds: [],
  at: '2026-11-23T10:00:00.000Z',
};

describe('A notice', () => {
  it('is our own JSON unless the partner asks for a card', () => {
    expect(JSON.parse(notificationBody(notice))).to.deep.equal(notice);
  });

  it('for Teams is a card in which a file name can not write Markdown', () => {
    const { attachments } = JSON.parse(notificationBody(notice, 'teams'));
    const { content } = attachments[0];
    expect(content.body[0].text).to.equal('May \\[1\\]\\.xlsx is done: the report is ready');
    expect(content.body[1].facts).to.deep.include({ title: 'registered', value: '2' });
  });

  it('of a refused file says so, and why; of a held one who must act, for whom and with which link', () => {
    const reason = { code: 'no_header', happened: 'There is no header.', advice: 'Add one.', who: 'uploader' } as const;
    const card = (change: Partial<Notification>) => {
      const { attachments } = JSON.parse(notificationBody({ ...notice, ...change }, 'teams'));
      return attachments[0].content.body.map(({ text }: { text?: string }) => text ?? '').join(' ');
    };
    expect(card({ refused: reason })).to.contain('was refused as a whole There is no header\\.');
    const hold = { ...reason, who: 'customer', customer: 'Adatum', link: 'https://link.example' } as const;
    expect(card({ event: 'held', holds: [hold] })).to.match(/waits for a grant Adatum .*link/);
  });

  it('goes only to partners who want it, by default about everything', () => {
    const webhook = { url: 'https://partner.example/hook', secret: 'hook' };
    expect(wantsNotification(undefined, 'held')).to.equal(false);
    expect(wantsNotification(webhook, 'held')).to.equal(true);
    expect(wantsNotification({ ...webhook, events: ['finished'] }, 'held')).to.equal(false);
  });

  it('that failed waits longer each time', () => {
    expect([0, 1, 2, 50].map(notificationDelay)).to.deep.equal([30_000, 60_000, 120_000, 3_840_000]);
  });
});
