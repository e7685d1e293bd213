import { expect } from 'chai';
import { describe, it } from 'mocha';
import { judge } from '../../shared/domain/registering/device-result.ts';
import type { Submission } from '../../shared/domain/registering/submission.ts';
import type { Behaviour } from '../../simulators/behaviour.ts';
import { tuple } from '../fakes/platform-ports.ts';
import { type CarriedThrough, carryThrough } from './carry-through.ts';
import type { RegistrarBench } from './registrar.contract.ts';
import { hashOf, intune, oemDirect, partnerCenter } from './simulated-platforms.ts';

type Start = (reading: Partial<Behaviour>) => () => Promise<RegistrarBench>;

const byTuple: Start = (reading) => partnerCenter((number) => tuple(`SN-${number}`), reading);
const byHash: Start = (reading) => partnerCenter((number) => hashOf(`SN-${number}`), reading);

/** Every reading of the documents between which the sources leave the choice: the client must work with each. */
const readings: readonly [string, Start, readonly Partial<Behaviour>[]][] = [
  [
    'Partner Center',
    byTuple,
    [
      { existingBatch: 'merge' },
      { existingBatch: 'badRequest' },
      { appendToMissing: 'create' },
      { replay: 'dedupe' },
      { invalidIdentity: 'request' },
      { location: 'withVersion' },
      { location: 'absolute' },
      { location: 'body', acceptedStatus: 200 },
      { acceptedStatus: 200 },
      { faultCode: 'string' },
      { newRefreshToken: 'always' },
      { jobStatus: 'number' },
      { jobStatus: 'codeName' },
      { deviceErrorCode: 'number' },
      { runningResults: 'some' },
      { runningDeviceStatus: 'in_progress', runningResults: 'all' },
      { runningDeviceStatus: 'processing', runningResults: 'absent' },
      { continuation: 'body' },
      { continuation: 'links' },
      { continuation: 'header' },
      { devicesCountName: 'deviceCount' },
      { storageErrorRate: 0.5 },
    ],
  ],
  ['Partner Center, by hash', byHash, [{ invalidIdentity: 'request' }, { storageErrorRate: 0.5 }]],
  [
    'an OEM gateway',
    oemDirect,
    [
      { oemAnswer: 'async' },
      { oemAnswer: 'async', oemSameRequest: 'conflict' },
      { oemReference: 'omit' },
      { oemReference: 'omit', oemAnswer: 'async' },
      { storageErrorRate: 0.5 },
    ],
  ],
  [
    'Intune',
    intune,
    [
      { otherTenantCode: 806 },
      { otherTenantCode: 806, otherTenantName: 'ZtdDeviceAssignedToAnotherTenant' },
      { graphPageSize: 2 },
      { storageErrorRate: 0.5 },
    ],
  ],
];

describe('whichever way the documents are read, every device gets its own result', () => {
  for (const [platform, start, all] of readings) {
    for (const reading of all) {
      it(`${platform}: ${JSON.stringify(reading)}`, async () => {
        const bench = await start(reading)();
        await bench.registerElsewhere(3, 5);
        const first = await carryThrough(bench, chunk(bench, [1, 2, 3, 4], 'chunk-1'));
        const second = await carryThrough(bench, chunk(bench, [1, 5, 6], 'chunk-2'));
        await bench.close();
        expect(kindsOf(first)).to.deep.equal(['registered', 'registered', 'refused', 'registered']);
        expect(kindsOf(second)).to.deep.equal(['alreadyRegistered', 'refused', 'registered']);
      });
    }
  }
});

function chunk(bench: RegistrarBench, numbers: readonly number[], chunkId: string): Submission {
  return {
    chunkId,
    requestId: crypto.randomUUID(),
    customer: bench.customer,
    devices: numbers.map((number, position) => ({ position, identity: bench.identity(number) })),
    ...(bench.groupTag === undefined ? {} : { groupTag: bench.groupTag }),
  };
}

function kindsOf({ results }: CarriedThrough) {
  return results
    .toSorted((one, other) => one.position - other.position)
    .map((result) => (result.kind === 'registered' ? 'registered' : judge(result.platformMessage).kind));
}
