import { createHmac } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { notificationTime } from '../../domain/waits.ts';
import type { NotificationSender } from '../../ports.ts';
import { isPublicAddress, publicLookup } from './public-address.ts';

export interface WebhookOptions {
  /** Also plain HTTP and addresses that are not public: for the simulated partner on this machine. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
}

/** `t=…,v1=…`: the time in seconds and the HMAC-SHA-256 of `time.body`, hex, as receivers know it from other services. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

function refusal(url: URL, allowPrivate: boolean): string | undefined {
  if (allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'the address is not https';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'the address is not on the public internet' : undefined;
}

/**
 * Posts a signed notification. Redirects are not followed: the operator decides where it goes, not the receiver.
 * Throws nothing; the outcome says what the receiver answered.
 */
export function makeWebhook({ allowPrivate, timeoutMs = notificationTime }: WebhookOptions): NotificationSender {
  return {
    send: async ({ url: address, secret, body, at }) => {
      if (!URL.canParse(address)) return { ok: false, answer: 'the address is no URL' };
      const url = new URL(address);
      const refused = refusal(url, allowPrivate);
      if (refused !== undefined) return { ok: false, answer: refused };
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(secret === undefined
          ? {}
          : { 'x-autopilot-signature': signatureOf(secret, Math.floor(at.getTime() / 1000), body) }),
      };
      const send = url.protocol === 'https:' ? request : plainRequest;
      return new Promise((resolve) => {
        const signal = AbortSignal.timeout(timeoutMs);
        const options = { method: 'POST', headers, signal, ...(allowPrivate ? {} : { lookup: publicLookup }) };
        const call = send(url, options, (answer) => {
          const status = answer.statusCode ?? 0;
          answer.resume();
          resolve({ ok: status >= 200 && status < 300, answer: `status ${status}` });
        });
        call.on('error', (error) => {
          resolve({ ok: false, answer: signal.aborted ? `no answer within ${timeoutMs / 1000} s` : error.message });
        });
        call.end(body);
      });
    },
  };
}
