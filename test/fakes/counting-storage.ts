import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call to storage, as it went over the wire. */
export interface StorageCall {
  readonly service: 'blob' | 'queue' | 'table';
  readonly method: string;
  /** Below the account: container and blob, table, or queue. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Bytes sent to storage. */
  readonly bytes: number;
}

export interface CountingStorage {
  /** For whoever is to be counted. */
  readonly connectionString: string;
  readonly calls: readonly StorageCall[];
  stop(): Promise<void>;
}

const services = ['blob', 'queue', 'table'] as const;

/** Stands before each service of the emulator, passes every call on and remembers it. */
export async function startCountingStorage(connectionString: string): Promise<CountingStorage> {
  const calls: StorageCall[] = [];
  const servers: Server[] = [];
  let counted = connectionString;
  for (const service of services) {
    const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}Endpoint=`;
    const endpoint = new RegExp(`${name}([^;]+)`).exec(connectionString)?.[1] ?? '';
    const { port, hostname, origin } = new URL(endpoint);
    const server = createServer((incoming, outgoing) => {
      let bytes = 0;
      // The signature covers path and headers, not where the call goes to; so they pass as they are.
      const passed = request(
        { host: hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      passed.on('error', () => outgoing.destroy());
      incoming.on('data', (data: Buffer) => {
        bytes += data.length;
      });
      incoming.on('end', () => {
        const { pathname, searchParams } = new URL(incoming.url ?? '/', origin);
        const path = pathname.split('/').slice(2).join('/');
        calls.push({ service, method: incoming.method ?? '', path, query: searchParams, bytes });
      });
      incoming.pipe(passed);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    const { port: own } = server.address() as AddressInfo;
    counted = counted.replace(endpoint, endpoint.replace(`:${port}`, `:${own}`));
  }
  return {
    connectionString: counted,
    calls,
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}
