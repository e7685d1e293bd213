import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ServiceUnavailable } from '../../../shared/errors.ts';
import type { PlatformClient } from '../../../shared/ports.ts';
import { runUntilQuiet } from '../../fakes/run-host.ts';
import { contoso, northwind } from '../../fakes/sample-settings.ts';
import { sheetOf } from '../../fakes/sheets.ts';
import { makeHost, makeWorld } from '../../fakes/world.ts';

/** Numbers from 0 to 1 that only the seed decides. */
function drawn(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const chunksOf = [20, 8, 3, 1, 1];
const customerOf = (at: number): string => `0000000${at}-0000-4000-8000-000000000000`;

/** Five partners on one connection that refuses half of all submissions: seconds until each one's last was taken. */
async function waits(seed: number, retryAfterMs: number | undefined): Promise<readonly number[]> {
  const partners = chunksOf.map((_, at) => ({
    ...northwind,
    partnerId: `partner-${at}`,
    customers: [{ ...contoso, customerTenantId: customerOf(at), domains: [], aliases: [], name: `Customer ${at}` }],
  }));
  const world = makeWorld(partners, undefined, 1_000);
  const random = drawn(seed);
  const began = world.clock.now().getTime();
  const last = chunksOf.map(() => 0);
  const clientOf = world.clientOf;
  const throttling = {
    ...world,
    clientOf: (connection: Parameters<typeof clientOf>[0]): PlatformClient => {
      const client = clientOf(connection);
      return {
        ...client,
        registrar: {
          ...client.registrar,
          submit: async (submission, context) => {
            if (random() < 0.5)
              throw new ServiceUnavailable('busy', {
                throttled: true,
                ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
              });
            const at = partners.findIndex(
              ({ customers }) => customers[0]?.customerTenantId === submission.customer.tenantId,
            );
            last[at] = (world.clock.now().getTime() - began) / 1000;
            return client.registrar.submit(submission, context);
          },
        },
      };
    },
  };
  const host = makeHost(throttling);
  for (const [at, chunks] of chunksOf.entries()) {
    const rows = Array.from(
      { length: chunks },
      (_, index) => [`Customer ${at}`, `Tag ${index}`, `S-${at}-${index}`] as const,
    );
    await world.drop(`partner-${at}/May.csv`, sheetOf(...rows));
  }
  await runUntilQuiet(throttling, host);
  return last;
}

describe('a connection that throttles half of all submissions', () => {
  for (const retryAfterMs of [undefined, 3_000])
    it(`keeps neither one chunk nor its busy neighbours waiting for minutes (Retry-After: ${retryAfterMs ?? 'none'})`, async () => {
      const single: number[] = [];
      const all: number[] = [];
      for (let seed = 0; seed < 12; seed += 1) {
        const found = await waits(seed, retryAfterMs);
        single.push(...found.slice(3));
        all.push(Math.max(...found));
      }
      expect(Math.max(...single), 'one chunk, seconds').to.be.at.most(60);
      expect(Math.max(...all), 'thirty-three chunks, seconds').to.be.at.most(120);
    });
});
