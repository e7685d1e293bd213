import { expect } from 'chai';
import { describe, it } from 'mocha';
import { connectionString, parseDuration, readHostSettings, resolveSettings } from '../../../local/host/settings.ts';

describe('host settings', () => {
  it("come from the app's host.json", async () => {
    const settings = await readHostSettings('host.json', {});
    expect(settings.functionTimeoutMs).to.equal(600_000);
    expect(settings.blobs).to.deep.equal({ maxDegreeOfParallelism: 2, poisonBlobThreshold: 5 });
    expect(settings.queues).to.deep.equal({
      batchSize: 4,
      newBatchThreshold: 2,
      maxDequeueCount: 5,
      retrySeconds: 30,
      maxPollingMs: 15_000,
      encoding: 'base64',
    });
  });

  it('give way to the environment, as on the platform', async () => {
    const env = {
      AzureFunctionsJobHost__extensions__queues__batchSize: '1',
      AzureFunctionsJobHost__functionTimeout: '00:00:05',
    };
    const settings = await readHostSettings('host.json', env);
    expect(settings.queues.batchSize).to.equal(1);
    expect(settings.functionTimeoutMs).to.equal(5000);
  });

  it('a value that makes no sense is refused, not replaced', async () => {
    const wrong = readHostSettings('host.json', { AzureFunctionsJobHost__functionTimeout: 'soon' });
    expect(await wrong.catch(String)).to.include('functionTimeout is not a duration');
  });

  it('durations are hh:mm:ss, with days in front where needed', () => {
    expect(parseDuration('01:02:03')).to.equal(3_723_000);
    expect(parseDuration('2.00:00:01')).to.equal(172_801_000);
    expect(parseDuration('90')).to.equal(undefined);
    expect(parseDuration('00:61:00')).to.equal(undefined);
  });

  it('%SETTING% is filled in from the environment, and a missing one is named', () => {
    expect(resolveSettings('%A%-%B%', { A: 'x', B: 'y' })).to.equal('x-y');
    expect(() => resolveSettings('%A%', {})).to.throw('The app setting A is missing');
  });

  it('a connection is found with and without the prefix of the platform', () => {
    expect(connectionString('Drop', { AzureWebJobsDrop: 'x' })).to.equal('x');
    expect(connectionString('Drop', { Drop: 'y' })).to.equal('y');
    expect(() => connectionString('Drop', {})).to.throw('Drop is missing');
  });
});
