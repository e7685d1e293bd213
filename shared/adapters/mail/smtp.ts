import { createTransport } from 'nodemailer';
import { notificationTime } from '../../domain/waits.ts';
import type { Mailer, Secrets } from '../../ports.ts';

export interface SmtpOptions {
  /** Name of the secret with the server's address: `smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS. */
  readonly secret: string;
  readonly from: string;
  readonly timeoutMs?: number;
}

const smtpPorts = { 'smtp:': 587, 'smtps:': 465 } as const;

/** What a failure reports names the host only, never user or password. */
function optionsOf(address: string, timeoutMs: number) {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return undefined;
  const secure = url.protocol === 'smtps:';
  // Without TLS anyone in between reads the mail, so the address has to ask for that.
  const plain = url.searchParams.get('tls') === 'off';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? smtpPorts[url.protocol] : Number(url.port),
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Mail through an SMTP server. TLS is on by default. */
export function makeSmtpMailer(secrets: Secrets, { secret, from, timeoutMs = notificationTime }: SmtpOptions): Mailer {
  return {
    send: async ({ id, to, subject, text }) => {
      const address = (await secrets.read(secret))?.value.trim();
      if (address === undefined) return { ok: false, answer: `the secret ${secret} does not exist` };
      const options = optionsOf(address, timeoutMs);
      if (options === undefined) return { ok: false, answer: `the secret ${secret} holds no smtp address` };
      const transport = createTransport(options);
      try {
        const messageId = `<${id}@${from.replace(/^.*@|>$/g, '')}>`;
        const sent = await transport.sendMail({ from, to: [...to], subject, text, messageId });
        const refused = sent.rejected.length;
        return {
          ok: refused === 0,
          answer: refused === 0 ? 'accepted' : `refused for ${refused} of ${to.length} addresses`,
        };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? `${error.code}` : 'failed';
        const answer = error instanceof Error && 'responseCode' in error ? ` ${error.responseCode}` : '';
        return { ok: false, answer: `${code}${answer}` };
      } finally {
        transport.close();
      }
    },
  };
}
