import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeCommunicationServicesMailer } from '../../../shared/adapters/mail/communication-services.ts';

const mail = { id: 'tailwind-1-held', to: ['a@partner.example', 'b@partner.example'], subject: 'May', text: 'Text' };

describe('Mail by Azure Communication Services', () => {
  const credential = { getToken: async () => ({ token: 'identity-token', expiresOnTimestamp: 0 }) };
  const mailer = (answer: typeof fetch) =>
    makeCommunicationServicesMailer({
      endpoint: 'https://mail.germany.communication.azure.com',
      from: 'autopilot@distributor.example',
      credential,
      fetch: answer,
    });

  it('posts to the resource with the identity’s token; a repeated mail keeps its operation', async () => {
    const calls: Request[] = [];
    const { send } = mailer(async (url, init) => {
      calls.push(new Request(url, init));
      return new Response('{}', { status: 202 });
    });
    expect(await send(mail)).to.deep.equal({ ok: true, answer: 'status 202' });
    await send(mail);
    const [first, second] = calls;
    expect(first?.url).to.equal('https://mail.germany.communication.azure.com/emails:send?api-version=2023-03-31');
    expect(first?.headers.get('authorization')).to.equal('Bearer identity-token');
    expect(first?.headers.get('operation-id')).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(second?.headers.get('operation-id')).to.equal(first?.headers.get('operation-id'));
    expect(await first?.json()).to.deep.equal({
      senderAddress: 'autopilot@distributor.example',
      recipients: { to: [{ address: 'a@partner.example' }, { address: 'b@partner.example' }] },
      content: { subject: 'May', plainText: 'Text' },
    });
  });

  it('says what went wrong, and never throws', async () => {
    expect(await mailer(async () => new Response('', { status: 403 })).send(mail)).to.deep.equal({
      ok: false,
      answer: 'status 403',
    });
    const gone = mailer(async () => {
      throw new TypeError('fetch failed');
    });
    expect(await gone.send(mail)).to.deep.equal({ ok: false, answer: 'TypeError' });
  });
});
