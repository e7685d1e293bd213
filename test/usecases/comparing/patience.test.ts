import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { PlatformClient } from '../../../shared/ports.ts';
import { compareBench } from '../../fakes/compare-bench.ts';
import { contoso, northwind, partnerCenter } from '../../fakes/sample-settings.ts';

describe('a comparison', () => {
  it('lets listings wait for a platform that throttles, until the run ends', async () => {
    const until: (number | undefined)[] = [];
    const never = () => Promise.reject(new Error('a comparison only lists'));
    const client: PlatformClient = {
      registrar: { permit: never, submit: never, poll: never },
      finder: { find: never },
      lister: {
        parts: async (_customer, { patientUntilMs }) => {
          until.push(patientUntilMs);
          return [];
        },
        pages: async function* () {},
      },
    };
    const { clock, compare } = compareBench({
      partners: [{ ...northwind, connections: ['pc'], customers: [contoso] }],
      connections: [partnerCenter],
      clientOf: () => client,
      runMs: 480_000,
      tempDir: tmpdir(),
    });
    const began = clock.now().getTime();
    await compare();
    expect(until).to.deep.equal([began + 480_000]);
  });
});
