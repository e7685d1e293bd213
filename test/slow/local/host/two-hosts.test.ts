import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type SpawnedPart, spawnPart } from '../../../../local/spawn.ts';
import { type Storage, startStorage } from '../../../../local/storage.ts';
import { type FixtureHost, peek, putBlob, send, startFixtureHost, until } from '../../../local/host/fixture-host.ts';

describe('several hosts on one storage', () => {
  let storage: Storage;
  const hosts: FixtureHost[] = [];
  const start = async (...args: Parameters<typeof startFixtureHost> extends [string, ...infer Rest] ? Rest : never) => {
    const host = await startFixtureHost(storage.connectionString, ...args);
    hosts.push(host);
    return host;
  };
  beforeEach(async () => {
    storage = await startStorage();
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.kill()));
    await storage.stop();
  });

  it('a blob version runs on one of them, and not again on one that starts later', async () => {
    await Promise.all([start(), start()]);
    const names = Array.from({ length: 20 }, (_, index) => `acme/${index}.csv`);
    await Promise.all(names.map((name) => putBlob(storage.connectionString, 'uploads', name, name)));
    const runs = () => hosts.flatMap((host) => host.said('blob-reference'));
    await until('every blob', () => runs().length >= names.length || undefined, 15_000);
    await start();
    await sleep(1500);
    expect(runs()).to.have.length(names.length);
  });

  it('blob events come twice as often as asked for', async () => {
    const host = await start({ options: { 'duplicate-blob-events': '1', seed: '7' } });
    await putBlob(storage.connectionString, 'uploads', 'acme/a.csv', 'x');
    await until('the second run', () => host.said('blob-reference').length === 2 || undefined);
    await sleep(1500);
    expect(host.said('blob-reference')).to.have.length(2);
  });

  it('a timer runs on one host only; when that one is killed, another takes over within the lease', async () => {
    await Promise.all([start(), start()]);
    const runsBy = (pid: number) =>
      hosts.flatMap((host) => host.said('timer-often')).filter((run) => run['pid'] === pid);
    const [one, other] = hosts;
    if (one === undefined || other === undefined) throw new Error('two hosts were started');
    await sleep(3500);
    const holder = runsBy(one.pid).length > 0 ? one : other;
    const waiting = holder === one ? other : one;
    expect(runsBy(holder.pid).length).to.be.within(2, 5);
    expect(runsBy(waiting.pid)).to.have.length(0);
    await holder.kill();
    await until('the other host', () => runsBy(waiting.pid)[0], 18_000);
  });

  it('what a killed host was at comes back to another, with its try counted', async () => {
    const dying = await start({ options: { visibility: '2' }, env: { SLOW_MS: '60000' } });
    await send(storage.connectionString, 'slow', 'x');
    await until('the start', () => dying.said('queue-slow')[0]);
    await sleep(3000);
    expect(dying.said('queue-slow'), 'kept hidden by renewal').to.have.length(1);
    await dying.kill();
    const heir = await start({ options: { visibility: '2' }, env: { SLOW_MS: '10' } });
    await until('the end', () => heir.said('queue-slow').find(({ at }) => at === 'end'));
  });

  it('a message that somebody else took meanwhile is left to them', async () => {
    const host = await start({ options: { visibility: '1' }, env: { SLOW_MS: '300' } });
    await send(storage.connectionString, 'slow', 'x');
    await until('the end', () => host.said('queue-slow').find(({ at }) => at === 'end'));
    await sleep(1500);
    expect(host.said('queue-slow')).to.have.length(2);
    expect(await peek(storage.connectionString, 'slow-poison')).to.deep.equal([]);
  });
});

describe('a host whose storage goes away', () => {
  it('stays, and goes on when the storage is back', async () => {
    const command = new URL('../../../../local/storage.ts', import.meta.url);
    const first: SpawnedPart<Storage> = await spawnPart(command, { options: {} });
    const { connectionString, blobPort, queuePort, tablePort } = first.ready;
    const host = await startFixtureHost(connectionString);
    await first.kill();
    await sleep(1500);
    const ports = { 'blob-port': blobPort, 'queue-port': queuePort, 'table-port': tablePort };
    const options = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
    const second = await spawnPart(command, { options });
    await send(connectionString, 'echo', 'again');
    await until('the message', () => host.said('queue-echo').find(({ message }) => message === 'again'), 15_000);
    expect(await host.stop()).to.equal(0);
    await second.stop();
  });
});
