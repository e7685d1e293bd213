import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Waits on loopback, on any free port, for the browser to come back from the sign-in with this state; anything else that
 * calls there is not an answer. Throws when no sign-in came back in time.
 */
export async function waitForReturn(
  state: string,
  milliseconds: number,
  announce: (redirectUri: string) => void,
): Promise<URL> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const returned = new Promise<URL>((resolve) => {
      server.on('request', (request, response) => {
        const url = new URL(request.url ?? '/', base);
        const isAnswer = url.searchParams.get('state') === state;
        const text = url.searchParams.has('error')
          ? 'The sign-in did not succeed. The command says more.'
          : 'Done. You can close this page.';
        response.writeHead(isAnswer ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
        response.end(isAnswer ? text : '', () => isAnswer && resolve(url));
      });
    });
    announce(`${base}/`);
    const tooLate = once(signal, 'abort').then(() => {
      throw new Error(
        `Nobody came back from the sign-in within ${milliseconds / 60_000} minutes. Run the command again.`,
      );
    });
    return await Promise.race([returned, tooLate]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
