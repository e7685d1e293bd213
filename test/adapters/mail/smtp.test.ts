import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeSmtpMailer } from '../../../shared/adapters/mail/smtp.ts';

const mail = {
  id: 'tailwind-1-held',
  to: ['devices@partner.example'],
  subject: 'Zürich: 4 rows on hold',
  text: 'Grüße',
};

describe('Mail by SMTP', () => {
  const servers: SMTPServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(() => done()));
  });

  /** A mail server of this machine; what it received, as it came over the wire. */
  async function mailServer(options: SMTPServerOptions = {}) {
    const received: { readonly text: string; readonly to: readonly string[] }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      logger: false,
      onData(stream, session, done) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          received.push({
            text: Buffer.concat(pieces).toString('utf8'),
            to: session.envelope.rcptTo.map(({ address }) => address),
          });
          done();
        });
      },
      ...options,
    });
    servers.push(server);
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return { received, port: (server.server.address() as AddressInfo).port };
  }

  const mailerTo = (address: string | undefined, timeoutMs = 5_000) =>
    makeSmtpMailer(
      { read: async () => (address === undefined ? undefined : { value: address, version: '1' }) } as never,
      { secret: 'mail-server', from: 'autopilot@distributor.example', timeoutMs },
    );

  it('arrives with its subject, sender and text, in any script', async () => {
    const { received, port } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    expect(await mailerTo(`smtp://127.0.0.1:${port}?tls=off`).send(mail)).to.deep.equal({
      ok: true,
      answer: 'accepted',
    });
    const [{ text, to } = { text: '', to: [] }] = received;
    expect(to).to.deep.equal(['devices@partner.example']);
    expect(text)
      .to.match(/^Subject: =\?UTF-8\?Q\?Z=C3=BCrich/m)
      .and.match(/^From: autopilot@distributor\.example/m);
    expect(text).to.contain('Gr=C3=BC=C3=9Fe').and.contain('<tailwind-1-held@distributor.example>');
  });

  it('has no header that a file name wrote', async () => {
    const { received, port } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const subject = 'a\r\nBcc: everybody@example.com\r\n\r\nbody';
    await mailerTo(`smtp://127.0.0.1:${port}?tls=off`).send({ ...mail, subject });
    expect(received[0]?.text).not.to.match(/^Bcc:/im);
    expect(received[0]?.to).to.deep.equal(['devices@partner.example']);
  });

  it('is not sent without TLS, unless the address says so', async () => {
    const { received, port } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const outcome = await mailerTo(`smtp://127.0.0.1:${port}`).send(mail);
    expect(outcome.ok).to.equal(false);
    expect(outcome.answer).to.match(/^ETLS|^ECONN|^EPROTOCOL/);
    expect(received).to.deep.equal([]);
  });

  it('that is refused says with which code, and never names user or password', async () => {
    const { port } = await mailServer({
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) => done(new Error('Invalid username or password')),
    });
    const outcome = await mailerTo(`smtp://user:pa55word@127.0.0.1:${port}?tls=off`).send(mail);
    expect(outcome).to.deep.equal({ ok: false, answer: 'EAUTH 535' });
  });

  it('to a server that is gone, or a secret that is none, fails with a reason', async () => {
    expect((await mailerTo(undefined).send(mail)).answer).to.equal('the secret mail-server does not exist');
    expect((await mailerTo('https://mail.example').send(mail)).answer).to.equal(
      'the secret mail-server holds no smtp address',
    );
    expect(await mailerTo('smtp://127.0.0.1:1?tls=off').send(mail)).to.deep.include({ ok: false });
  });
});
