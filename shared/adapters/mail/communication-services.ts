import type { TokenCredential } from '@azure/identity';
import { notificationTime } from '../../domain/waits.ts';
import type { Mailer } from '../../ports.ts';

export interface CommunicationServicesOptions {
  /** Address of the resource: `https://NAME.REGION.communication.azure.com`. */
  readonly endpoint: string;
  /** Address of a sender the resource knows. */
  readonly from: string;
  readonly credential: TokenCredential;
  readonly fetch: typeof fetch;
  readonly timeoutMs?: number;
}

/** Source: https://learn.microsoft.com/rest/api/communication/email/email/send (2023-03-31). */
const apiVersion = '2023-03-31';
const scope = 'https://communication.azure.com/.default';

/** The same mail gets the same operation id: the service takes a repeated one for the first. */
async function operationIdOf(id: string): Promise<string> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(id))).toString('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Mail through Azure Communication Services, signed in as the app's managed identity: there is no key to keep. */
export function makeCommunicationServicesMailer(options: CommunicationServicesOptions): Mailer {
  const { endpoint, from, credential, timeoutMs = notificationTime } = options;
  return {
    send: async ({ id, to, subject, text }) => {
      try {
        const token = await credential.getToken(scope);
        if (token === null) return { ok: false, answer: 'no token' };
        const answer = await options.fetch(new URL(`/emails:send?api-version=${apiVersion}`, endpoint), {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token.token}`,
            'content-type': 'application/json',
            'operation-id': await operationIdOf(id),
          },
          body: JSON.stringify({
            senderAddress: from,
            recipients: { to: to.map((address) => ({ address })) },
            content: { subject, plainText: text },
          }),
          signal: AbortSignal.timeout(timeoutMs),
          redirect: 'error',
        });
        await answer.body?.cancel();
        return { ok: answer.status === 202, answer: `status ${answer.status}` };
      } catch (error) {
        return { ok: false, answer: error instanceof Error ? error.name : 'failed' };
      }
    },
  };
}
