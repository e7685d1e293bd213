import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Delivery } from '../../../shared/domain/reporting/notification.ts';
import type { NotificationChannel, Partner } from '../../../shared/domain/settings/partner.ts';
import { maxNotificationAttempts } from '../../../shared/domain/waits.ts';
import type { NotificationMessage } from '../../../shared/domain/work.ts';
import type { Deliveries, Secrets, Settings, WorkQueue } from '../../../shared/ports.ts';
import { makeNotifyPartner } from '../../../shared/usecases/reporting/notify-partner.ts';
import type { UploadProgress } from '../../../shared/usecases/upload-progress.ts';

const message: NotificationMessage = {
  version: 1,
  partnerId: 'tailwind',
  uploadId: '0123456789abcdef01234567',
  event: 'held',
};
const hold = {
  code: 'relationship_missing',
  happened: 'No relationship.',
  advice: 'Send the link.',
  who: 'customer',
  customer: 'Adatum',
  link: 'https://link.example/accept',
  rows: 4,
} as const;
const progress: UploadProgress = {
  partnerId: 'tailwind',
  uploadId: message.uploadId,
  fileName: 'May.xlsx',
  state: 'planned',
  receivedAt: '2026-01-05T08:00:00.000Z',
  check: false,
  rows: 4,
  chunks: { total: 1, settled: 0, held: 1, underWay: 0 },
  devices: { total: 4, settled: 0 },
  counts: {},
  failures: 0,
  reportedAt: '2026-01-05T08:01:00.000Z',
  report: 'tailwind/May #1.xlsx.report.html',
  holds: [hold],
  withoutProfile: [],
};

function setUp(notifications: readonly NotificationChannel[], more: Partial<Partner> = {}) {
  const partner: Partner = {
    partnerId: 'tailwind',
    name: 'T',
    connections: ['pc'],
    customers: [],
    notifications,
    ...more,
  };
  const posted: { readonly url: string; readonly signed: boolean; readonly body: string }[] = [];
  const mails: { readonly to: readonly string[]; readonly subject: string; readonly text: string }[] = [];
  const kept = new Map<string, Delivery>();
  const delayed: (number | undefined)[] = [];
  const now = { progress, works: { post: true, mail: true } };
  const keyOf = ({ event, channel }: Pick<Delivery, 'event' | 'channel'>): string => `${event} ${channel ?? ''}`;
  const notify = makeNotifyPartner({
    clock: { now: () => new Date('2026-01-05T08:02:00.000Z') },
    settings: { ofPartner: async () => ({ kind: 'found', partner }) } as unknown as Settings,
    secrets: {
      read: async (name: string) => (name === 'gone' ? undefined : { value: `https://${name}.example/flow` }),
    } as Secrets,
    readProgress: async () => now.progress,
    sender: {
      send: async ({ url, secret, body }) => {
        posted.push({ url, signed: secret !== undefined, body });
        return now.works.post ? { ok: true, answer: 'status 202' } : { ok: false, answer: 'status 500' };
      },
    },
    mailer: {
      send: async (mail) => {
        mails.push(mail);
        return now.works.mail ? { ok: true, answer: 'accepted' } : { ok: false, answer: 'ECONNECTION' };
      },
    },
    deliveries: {
      read: async (notice) => kept.get(keyOf(notice)),
      write: async (delivery) => void kept.set(keyOf(delivery), delivery),
      list: async () => [...kept.values()],
    } satisfies Deliveries,
    queue: { sendNotification: async (_message, delay) => void delayed.push(delay) } as WorkQueue,
    places: { reports: 'https://storage.example/reports', page: 'https://page.example/' },
  });
  return { notify, posted, mails, kept, delayed, now };
}

const mail: NotificationChannel = { kind: 'mail', to: ['devices@tailwind.example'] };
const teams: NotificationChannel = { kind: 'teams', secret: 'flow' };

describe('Telling a partner', () => {
  it('goes by every channel, each in its form, with the report’s address and the link for the customer', async () => {
    const webhook = { url: 'https://partner.example/hook', secret: 'hook' };
    const { notify, posted, mails } = setUp([mail, teams], { webhook });
    expect(await notify(message)).to.deep.include({ kind: 'delivered' });
    expect(posted.map(({ url, signed }) => [url, signed])).to.deep.equal([
      ['https://partner.example/hook', true],
      ['https://flow.example/flow', false],
    ]);
    expect(JSON.parse(posted[0]?.body ?? '')).to.deep.include({
      event: 'held',
      title: 'May.xlsx: 4 rows on hold',
      holds: [hold],
    });
    expect(mails[0]).to.deep.include({ to: ['devices@tailwind.example'], subject: 'May.xlsx: 4 rows on hold' });
    expect(mails[0]?.text).to.contain('https://link.example/accept');
    expect(mails[0]?.text).to.contain('https://storage.example/reports/tailwind/May%20%231.xlsx.report.html');
  });

  it('speaks the partner’s language', async () => {
    const { notify, mails } = setUp([mail], { language: 'de' });
    await notify(message);
    expect(mails[0]?.subject).to.equal('May.xlsx: 4 Zeilen angehalten');
  });

  it('a channel that fails is tried again alone, and says what it said first', async () => {
    const { notify, mails, posted, delayed, kept, now } = setUp([mail, teams]);
    now.works.mail = false;
    expect(await notify(message)).to.deep.include({ kind: 'failed' });
    expect(delayed).to.have.lengthOf(1);
    now.works.mail = true;
    now.progress = { ...progress, state: 'reported', holds: [], counts: { registered: 4 } };
    expect(await notify(message)).to.deep.include({ kind: 'delivered' });
    expect(mails.map(({ subject }) => subject)).to.deep.equal(['May.xlsx: 4 rows on hold', 'May.xlsx: 4 rows on hold']);
    expect(posted).to.have.lengthOf(1);
    expect([...kept.values()].map(({ state, attempts }) => [state, attempts])).to.deep.equal([
      ['delivered', 2],
      ['delivered', 1],
    ]);
    expect(await notify(message)).to.deep.include({ kind: 'nothing' });
  });

  it('is given up after some tries, and not begun again', async () => {
    const { notify, mails, delayed, now } = setUp([mail]);
    now.works.mail = false;
    for (let attempt = 1; attempt < maxNotificationAttempts; attempt += 1) await notify(message);
    expect(await notify(message)).to.deep.include({ kind: 'gaveUp' });
    expect(delayed).to.have.lengthOf(maxNotificationAttempts - 1);
    await notify(message);
    expect(mails).to.have.lengthOf(maxNotificationAttempts);
  });

  it('a secret that does not exist fails with its name, and nothing is posted', async () => {
    const { notify, posted, kept } = setUp([{ kind: 'teams', secret: 'gone' }]);
    await notify(message);
    expect(posted).to.deep.equal([]);
    expect([...kept.values()][0]?.last).to.equal('the secret gone does not exist');
  });

  it('nobody who did not ask is told', async () => {
    const { notify } = setUp([{ ...mail, events: ['finished'] }]);
    expect(await notify(message)).to.deep.include({ kind: 'nothing' });
  });
});
