import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { spawnHost } from '../../../local/host/spawn.ts';
import { type Storage, startStorage } from '../../../local/storage.ts';
import { send, startFixtureHost, until } from './fixture-host.ts';

describe('the local Functions host as a process', () => {
  let storage: Storage;
  before(async () => {
    storage = await startStorage();
  });
  after(() => storage.stop());

  it('a folder that registers nothing fails the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'functions-'));
    const problem = await failureOf({ functions: folder });
    await rm(folder, { recursive: true });
    expect(problem).to.include('ended with code 1').and.include('No functions were registered');
  });

  it('a missing setting fails the start and is named', async () => {
    expect(await failureOf({ functions: 'test/fixtures/functions' })).to.match(
      /code 1 .*The app setting \w+ is missing/s,
    );
  });

  it('a function that asks for a key fails the start', async () => {
    expect(await failureOf({ functions: 'test/fixtures/keyed-function' })).to.match(/code 1 .*keyed: .* no keys/s);
  });

  it('an unknown option is one line and exit code 2', async () => {
    expect(await failureOf({ colour: 'red' })).to.match(/code 2 .*There is no option "--colour"/s);
  });

  it('a promise nobody awaits ends the process with code 1', async () => {
    const host = await startFixtureHost(storage.connectionString);
    await send(storage.connectionString, 'crashing', 'x');
    expect(await host.exited).to.equal(1);
    expect(host.lines.join('\n')).to.include('nobody awaits this');
  });

  it('an invocation that outlives functionTimeout ends the process with code 1', async () => {
    const env = { AzureFunctionsJobHost__functionTimeout: '00:00:01', SLOW_MS: '5000' };
    const host = await startFixtureHost(storage.connectionString, { env });
    await send(storage.connectionString, 'slow', 'x');
    expect(await host.exited).to.equal(1);
    expect(host.lines.join('\n')).to.include('queue-slow ran longer than functionTimeout');
  });

  it('a stop waits for what runs, then runs the terminate hooks', async () => {
    const queues = 'stopping';
    const host = await startFixtureHost(storage.connectionString, { env: { SLOW_MS: '700' } });
    await send(storage.connectionString, 'slow', queues);
    const said = (at: string) => host.said('queue-slow').find((run) => run['at'] === at && run['message'] === queues);
    await until('the start', () => said('start'));
    expect(await host.stop()).to.equal(0);
    expect(said('end')).not.to.equal(undefined);
    expect(host.lines.at(-1)).to.equal('{"hook":"appTerminate"}');
  });

  async function failureOf(options: Readonly<Record<string, string>>): Promise<string> {
    const starting = spawnHost({ options: { storage: storage.connectionString, ...options } });
    return starting.then(
      async (host) => `started, and stopped with ${await host.stop()}`,
      (error: unknown) => String(error),
    );
  }
});
