import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { UsageError } from '../../cli/command-line.ts';
import { describeError, type Log } from './log.ts';

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on the loopback address only; port 0 takes a free one. */
export async function listen(
  port: number,
  answer: Answer,
  log: Log,
): Promise<{ baseUrl: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log('error', `answering ${request.method} ${request.url}: ${describeError(error)}`);
      // A path with a broken percent code.
      response.statusCode = error instanceof URIError ? 400 : 500;
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new UsageError(`The port ${port} is taken by another program`, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
