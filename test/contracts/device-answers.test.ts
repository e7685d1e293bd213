import { expect } from 'chai';
import { describe, it } from 'mocha';
import { platformResults } from '../../shared/domain/reasons/platform-results.ts';
import { judge } from '../../shared/domain/registering/device-result.ts';
import type { DeviceResult, Submission } from '../../shared/domain/registering/submission.ts';
import type { PlatformWords } from '../../shared/domain/verdict.ts';
import type { FaultRule } from '../../simulators/faults.ts';
import { carryThrough } from './carry-through.ts';
import type { RegistrarBench } from './registrar.contract.ts';
import { hashOf, intune, oemDirect, partnerCenter } from './simulated-platforms.ts';

/** Every code of the device directory that is published anywhere, in each of its spellings, and what it comes to. */
const known: readonly (readonly [code: number | undefined, name: string, kind: string, reason: string])[] = [
  [801, 'InvalidZtdRequestBody', 'refused', 'request_not_understood'],
  [802, 'InvalidZtdHardwareHash', 'refused', 'hash_not_accepted'],
  [undefined, 'HashNot4k', 'refused', 'hash_not_accepted'],
  [803, 'MissingZtdSerialNumberAndProductKey', 'refused', 'identity_not_accepted'],
  [806, 'ZtdDeviceAlreadyAssigned', 'alreadyRegistered', 'device_already_registered'],
  [807, 'ZtdDeviceIsNotRegistered', 'refused', 'device_not_registered'],
  [808, 'ZtdDeviceAssignedToOtherTenant', 'refused', 'device_of_another_organization'],
  [808, 'ZtdDeviceAssignedToAnotherTenant', 'refused', 'device_of_another_organization'],
  [806, 'ZtdDeviceAssignedToOtherTenant', 'refused', 'device_of_another_organization'],
  [809, 'ZtdProfileIsNotRegistered', 'refused', 'profile_not_found'],
  [810, 'ZtdProfileAssignedToOtherTenant', 'refused', 'profile_of_another_organization'],
  [810, 'ZtdProfileAssignedToAnotherTenant', 'refused', 'profile_of_another_organization'],
  [811, 'ZtdDeviceRegisteredByOtherTenant', 'refused', 'device_registered_by_another_organization'],
  [811, 'ZtdDeviceRegisteredByAnotherTenant', 'refused', 'device_registered_by_another_organization'],
  [undefined, 'ZtdDeviceRegisteredByAnotherTenant', 'refused', 'device_registered_by_another_organization'],
  [undefined, 'ZtdProfileAssignedToAnotherTenant', 'refused', 'profile_of_another_organization'],
  [812, 'ZtdDeviceNotFound', 'refused', 'device_not_found'],
  [813, 'ZtdDeviceIsNotUnique', 'refused', 'device_not_unique'],
  [814, 'ZtdDeviceAlreadyAadRegistered', 'refused', 'device_already_joined'],
  [640, 'StorageError', 'transient', 'platform_storage_error'],
];

/** Codes no public list explains. */
const unknown: readonly (readonly [code: number | undefined, name: string])[] = [
  [804, ''],
  [815, 'ZtdDeviceHasNoAssignedProfile'],
  [999, 'ZtdNewName'],
  [undefined, 'ZtdNewName'],
];

const platforms: readonly (readonly [name: string, operation: string, start: () => Promise<RegistrarBench>])[] = [
  ['Partner Center', 'partnerCenter.createBatch', partnerCenter((number) => hashOf(`SN-${number}`))],
  [
    'Partner Center with numbers',
    'partnerCenter.createBatch',
    partnerCenter((number) => hashOf(`SN-${number}`), { deviceErrorCode: 'number' }),
  ],
  ['an OEM gateway', 'oemDirect.register', oemDirect({})],
  ['Intune', 'intune.import', intune()],
];

const chunk = (bench: RegistrarBench, number: number): Submission => ({
  chunkId: `chunk-${number}`,
  requestId: crypto.randomUUID(),
  customer: bench.customer,
  devices: [{ position: 0, identity: bench.identity(number) }],
  ...(bench.groupTag === undefined ? {} : { groupTag: bench.groupTag }),
});

describe('what a platform says of a device', () => {
  for (const [platform, operation, start] of platforms) {
    /** Sends one device, which is refused with these words, and gives what the registrar makes of that. */
    async function said(code: number | undefined, name: string): Promise<PlatformWords> {
      const bench = await start();
      try {
        const rule: FaultRule = {
          kind: 'refuseDevices',
          operation,
          name,
          times: 1,
          ...(code === undefined ? {} : { code }),
        };
        await bench.fault(rule);
        const first: DeviceResult[] = [];
        await carryThrough({ ...bench, onResult: (result) => void first.push(result) }, chunk(bench, 1));
        const [result] = first;
        if (result?.kind !== 'failed') throw new Error(`The device is ${result?.kind}.`);
        return result.platformMessage;
      } finally {
        await bench.close();
      }
    }

    it(`on ${platform}, every published code and name, in either spelling, is judged and explained`, async () => {
      const judged = await Promise.all(
        known.map(async ([code, name]) => {
          const { kind, reason } = judge(await said(code, name));
          expect(platformResults).to.have.property(reason.code);
          return [code, name, kind, reason.code];
        }),
      );
      expect(judged).to.deep.equal(known);
    });

    it(`on ${platform}, what no list explains reaches the report word for word`, async () => {
      for (const [code, name] of unknown) {
        const words = await said(code, name);
        // Graph says 0 where there is no code.
        expect(words.code ?? '0').to.equal(String(code ?? 0));
        expect(words.name ?? '').to.equal(name);
        const { kind, reason } = judge(words);
        expect([kind, reason.code]).to.deep.equal(['refused', 'platform_refused']);
        for (const word of [String(code ?? ''), name]) expect(reason.params?.['said']).to.include(word);
      }
    });
  }
});
