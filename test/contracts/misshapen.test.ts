import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { makeOemDirect } from '../../shared/adapters/oem-direct/oem-direct.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Identity } from '../../shared/domain/identity.ts';
import type { Submission } from '../../shared/domain/registering/submission.ts';
import { ContractViolation, SubmissionUnknown } from '../../shared/errors.ts';
import type { CallContext, Registrar } from '../../shared/ports.ts';
import { everyOf } from '../fakes/every-of.ts';
import {
  countingContext,
  devicesOf,
  memoryBatches,
  memorySecrets,
  quickTiming,
  tuple,
} from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { aWorld, contoso } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import {
  hashOf,
  intuneConnection,
  oemConnection,
  partnerCenterConnection,
  platformSecrets,
} from './simulated-platforms.ts';

const customer = { tenantId: contoso, domain: 'contoso.example' };
const submissionOf = (identity: Identity): Submission => ({
  chunkId: 'chunk-1',
  requestId: crypto.randomUUID(),
  customer,
  groupTag: 'PO-1',
  devices: devicesOf(identity),
});

/** The clients of all platforms, on one simulator. */
function clientsOn(sim: Simulated) {
  const clock = { now: () => new Date(sim.clock.now) };
  const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
  return {
    pc: makePartnerCenter({ ...deps, batches: memoryBatches(), connection: partnerCenterConnection(sim) }),
    oem: makeOemDirect({ ...deps, connection: oemConnection(sim) }),
    intune: makeIntune({ ...deps, connection: intuneConnection(sim) }),
  };
}
type Clients = ReturnType<typeof clientsOn>;

interface Time {
  /** From now on the operation's answers are misshapen. */
  readonly breakNow: () => Promise<void>;
  /** Jobs run out. */
  readonly pass: () => void;
}

interface Case {
  /** As the simulator calls it, and as the client counts it. */
  readonly simulated: string;
  readonly counted: string;
  readonly act: (clients: Clients, context: CallContext, time: Time) => Promise<unknown>;
  /** Everything is sound until the case breaks it. */
  readonly late?: true;
  /** The customer wants a second person's approval. */
  readonly world?: 'multiAdminApproval';
  readonly ends: typeof ContractViolation | typeof SubmissionUnknown;
}

/** Looks at a job that was started with sound answers. */
async function lookAtJob(registrar: Registrar, identity: Identity, context: CallContext, { breakNow }: Time) {
  const submission = submissionOf(identity);
  const submitted = await registrar.submit(submission, context);
  if (submitted.kind !== 'accepted') throw new Error(submitted.kind);
  await breakNow();
  return await registrar.poll(submission, submitted.receipt, context);
}

/** Makes the batch by a first chunk. */
async function createBatch({ pc }: Clients, context: CallContext, time: Time): Promise<void> {
  const submission = submissionOf(tuple('SN-0'));
  const submitted = await pc.registrar.submit(submission, context);
  if (submitted.kind !== 'accepted') throw new Error(submitted.kind);
  time.pass();
  await pc.registrar.poll(submission, submitted.receipt, context);
  await time.breakNow();
}

const identifier = { position: 0, manufacturer: 'Contoso', model: 'Book 1', serial: 'SN-1' };
const never = (): never => {
  throw new Error('there is no such call');
};

/** A look that cannot be understood is a broken contract; a submission that was answered with nonsense may have been taken. */
const cases: readonly Case[] = [
  {
    simulated: 'entra.token',
    counted: 'token',
    act: ({ pc }, context) => pc.registrar.permit(customer, context),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.getCustomer',
    counted: 'getCustomer',
    act: ({ pc }, context) => pc.registrar.permit(customer, context),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.listCustomers',
    counted: 'listCustomers',
    act: ({ pc }, context) => everyOf(pc.catalogue.customers(context)),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.listBatches',
    counted: 'listBatches',
    act: ({ pc }, context) => pc.registrar.submit(submissionOf(tuple('SN-1')), context),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.createBatch',
    counted: 'createBatch',
    act: ({ pc }, context) => pc.registrar.submit(submissionOf(tuple('SN-1')), context),
    ends: SubmissionUnknown,
  },
  {
    simulated: 'partnerCenter.appendDevices',
    counted: 'appendDevices',
    late: true,
    act: async (clients, context, time) => {
      await createBatch(clients, context, time);
      return clients.pc.registrar.submit({ ...submissionOf(tuple('SN-1')), chunkId: 'chunk-2' }, context);
    },
    ends: SubmissionUnknown,
  },
  {
    simulated: 'partnerCenter.jobStatus',
    counted: 'jobStatus',
    late: true,
    act: ({ pc }, context, time) => lookAtJob(pc.registrar, tuple('SN-1'), context, time),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.listDevices',
    counted: 'listDevices',
    late: true,
    act: async (clients, context, time) => {
      await createBatch(clients, context, time);
      return clients.pc.finder.find(submissionOf(tuple('SN-1')), context);
    },
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.listPolicies',
    counted: 'listPolicies',
    act: ({ pc }, context) => pc.profiles.list(customer, context),
    ends: ContractViolation,
  },
  {
    simulated: 'partnerCenter.assignPolicies',
    counted: 'assignPolicy',
    act: ({ pc }, context) => {
      const assignment = { customer, requestId: crypto.randomUUID(), profileId: 'policy-1', platformDeviceIds: ['id'] };
      return pc.profiles.assign(assignment, context);
    },
    ends: SubmissionUnknown,
  },
  {
    simulated: 'oemDirect.validate',
    counted: 'validate',
    act: ({ oem }, context) => oem.registrar.submit(submissionOf(tuple('SN-1')), context),
    ends: ContractViolation,
  },
  {
    simulated: 'oemDirect.register',
    counted: 'register',
    act: ({ oem }, context) => oem.registrar.submit(submissionOf(tuple('SN-1')), context),
    ends: SubmissionUnknown,
  },
  {
    simulated: 'oemDirect.status',
    counted: 'status',
    late: true,
    act: ({ oem }, context, time) => lookAtJob(oem.registrar, tuple('SN-1'), context, time),
    ends: ContractViolation,
  },
  {
    simulated: 'intune.import',
    counted: 'import',
    act: ({ intune }, context) => intune.registrar.submit(submissionOf(hashOf('SN-1')), context),
    ends: SubmissionUnknown,
  },
  {
    simulated: 'intune.listImports',
    counted: 'listImports',
    late: true,
    act: ({ intune }, context, time) => lookAtJob(intune.registrar, hashOf('SN-1'), context, time),
    ends: ContractViolation,
  },
  {
    simulated: 'intune.listDevices',
    counted: 'listDevices',
    act: ({ intune }, context) => intune.finder.find(submissionOf(hashOf('SN-1')), context),
    ends: ContractViolation,
  },
  {
    simulated: 'oemDirect.register',
    counted: 'deregister',
    act: ({ oem }, context) => oem.deviceActions?.remove(customer, { pkid: '0000001234567' }, context) ?? never(),
    ends: SubmissionUnknown,
  },
  {
    simulated: 'intune.getDevice',
    counted: 'getDevice',
    late: true,
    act: async ({ intune }, context, { breakNow, pass }) => {
      const submission = submissionOf(hashOf('SN-1'));
      await intune.registrar.submit(submission, context);
      pass();
      const [found] = await intune.deviceActions.locate(customer, [{ position: 0, serial: 'SN-1' }], context);
      if (found?.kind !== 'one') throw new Error(found?.kind);
      await breakNow();
      return await intune.deviceActions.remove(customer, found.device, context);
    },
    ends: ContractViolation,
  },
  {
    simulated: 'intune.listApprovals',
    counted: 'listApprovals',
    world: 'multiAdminApproval',
    act: ({ intune }, context) => intune.registrar.submit(submissionOf(hashOf('SN-1')), context),
    ends: ContractViolation,
  },
  {
    simulated: 'intune.importIdentifiers',
    counted: 'importIdentifiers',
    act: ({ intune }, context) => intune.deviceActions.importIdentifiers?.(customer, [identifier], context) ?? never(),
    ends: SubmissionUnknown,
  },
  {
    simulated: 'intune.searchIdentifiers',
    counted: 'searchIdentifiers',
    act: async ({ intune }, context) => {
      await intune.deviceActions.importIdentifiers?.(customer, [identifier], context);
      return await (intune.deviceActions.importIdentifiers?.(customer, [identifier], context) ?? never());
    },
    ends: ContractViolation,
  },
];

/** Their bodies are not looked at: a header or the status says it all. */
const bodiless = ['checkMfa', 'getImports', 'removeImport', 'sync', 'deleteDevice', 'changeDevice', 'unassignUser'];

describe('an answer of a shape nobody documents', () => {
  const counted = new Set<string>();
  for (const { simulated: operation, counted: name, late, world, act, ends } of cases) {
    it(`to ${operation} is a ${ends.name} that names the request, and no value`, async () => {
      const approving = { multiAdminApproval: 'requestsShown' } as const;
      const customers = aWorld.customers.map((one) => ({ ...one, ...(world === undefined ? {} : approving) }));
      const oem = { name: 'Contoso Devices', auth: 'apiKey' } as const;
      const sim = await simulated({ world: { ...aWorld, customers, oem } });
      try {
        // A job's link in the body, so that there is a body to misread.
        const behaviour = { oemAnswer: operation === 'oemDirect.status' ? 'async' : 'sync', location: 'body' } as const;
        const breakNow = () => sim.faults({ behaviour, rules: [{ kind: 'misshapen', operation }] });
        await (late ? sim.faults({ behaviour }) : breakNow());
        const context = countingContext();
        const error = await thrownBy(act(clientsOn(sim), context, { breakNow, pass: () => sim.pass() }));
        for (const called of context.counts.keys()) counted.add(called);
        expect(context.counts.has(name)).to.equal(true);
        expect(error).to.be.instanceOf(ends);
        expect(String(error))
          .to.match(/request [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)
          .and.not.match(/unexpected|SN-1/);
      } finally {
        await sim.stop();
      }
    });
  }

  it('is known for every operation a client calls', async () => {
    const sim = await simulated();
    after(() => sim.stop());
    const { pc, intune } = clientsOn(sim);
    const context = countingContext();
    await pc.check(context, contoso);
    await intune.registrar.permit(customer, context);
    for (const called of context.counts.keys()) counted.add(called);
    const listed = [...cases.map((one) => one.counted), ...bodiless];
    expect([...counted].filter((called) => !listed.includes(called))).to.deep.equal([]);
    expect(await operationsInClients()).to.have.members([...new Set(listed)]);
  });
});

/** Every operation that is named in a client's source. */
async function operationsInClients(): Promise<readonly string[]> {
  const folder = new URL('../../shared/adapters/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name.replaceAll('\\', '/'), folder), 'utf8')));
  return [
    ...new Set(sources.flatMap((text) => [...text.matchAll(/operation: '(\w+)'/g)].map(([, name = '']) => name))),
  ];
}
