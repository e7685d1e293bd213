import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the storage service answers to some calls, as its own error. */
interface Answer {
  readonly status: number;
  readonly code: string;
}

export interface StorageProxy {
  /** Storage, reached through the proxy for blobs. */
  readonly connectionString: string;
  /** Calls so far, as `METHOD /account/container/blob?query`. */
  readonly calls: readonly string[];
  /** Answers these calls so, from now on; undefined: as storage does. */
  answer(how: (call: string) => Answer | undefined): void;
  stop(): Promise<void>;
}

/** Stands before the emulator's blobs and answers as only the real service does: archive, legal holds, keys. */
export async function startStorageProxy(connectionString: string): Promise<StorageProxy> {
  const [, endpoint = ''] = /BlobEndpoint=([^;]+)/.exec(connectionString) ?? [];
  const target = new URL(endpoint);
  const calls: string[] = [];
  let how: (call: string) => Answer | undefined = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const call = `${incoming.method} ${decodeURIComponent(incoming.url ?? '')}`;
    calls.push(call);
    const refused = how(call);
    if (refused !== undefined) {
      incoming.resume();
      outgoing.writeHead(refused.status, { 'x-ms-error-code': refused.code, 'content-type': 'application/xml' });
      const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${refused.code}</Code><Message>no</Message></Error>`;
      outgoing.end(incoming.method === 'HEAD' ? undefined : body);
      return;
    }
    const { method, url: path, headers } = incoming;
    const passed = request({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, target.hostname, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: connectionString.replace(endpoint, endpoint.replace(`:${target.port}`, `:${port}`)),
    calls,
    answer: (next) => {
      how = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
