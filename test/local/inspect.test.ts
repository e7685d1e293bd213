import { once } from 'node:events';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { type SpawnedHost, spawnHost } from '../../local/host/spawn.ts';
import { type Storage, startStorage } from '../../local/storage.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
}

describe('a debugger', () => {
  let host: SpawnedHost | undefined;
  let storage: Storage | undefined;
  afterEach(async () => {
    // One that stands at a breakpoint can't end by itself.
    await host?.kill();
    await storage?.stop();
  });

  it('stops in a function of a host that was started for it', async () => {
    storage = await startStorage();
    const lines: string[] = [];
    host = await spawnHost({
      options: { storage: storage.connectionString, functions: 'test/fixtures/functions' },
      env: { CONTENT_CONTAINER: 'content', OFTEN: '0 0 0 1 1 *' },
      nodeOptions: ['--inspect=127.0.0.1:0'],
      onLine: (line) => lines.push(line),
    });
    const [, address = ''] = /Debugger listening on (ws:\S+)/.exec(lines.join('\n')) ?? [];
    const socket = new WebSocket(address);
    await once(socket, 'open');
    const send = (id: number, method: string, params = {}) => socket.send(JSON.stringify({ id, method, params }));
    // Every message counts: the next one may come before anybody waits for it.
    const messages: Message[] = [];
    socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(data)));
    const until = async (fits: (message: Message) => boolean): Promise<Message> => {
      for (;;) {
        const found = messages.find(fits);
        if (found !== undefined) return found;
        await once(socket, 'message');
      }
    };
    send(1, 'Debugger.enable');
    // The line with the function's answer.
    send(2, 'Debugger.setBreakpointByUrl', { urlRegex: 'fixtures/functions/http\\.ts$', lineNumber: 7 });
    await until(({ id }) => id === 2);
    const paused = until(({ method }) => method === 'Debugger.paused');
    const answer = fetch(`${host.baseUrl}/api/partners/p/uploads/1`);
    expect(await paused)
      .to.have.nested.property('params.hitBreakpoints[0]')
      .that.contains('http');
    send(3, 'Debugger.resume');
    expect((await answer).status).to.equal(200);
    socket.close();
  });
});
