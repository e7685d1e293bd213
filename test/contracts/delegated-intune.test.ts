import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import { AccessDenied } from '../../shared/errors.ts';
import { countingContext, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { app, aWorld, contoso, northwind, partner } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { carryThrough } from './carry-through.ts';
import { hashOf, intuneConnection, platformSecrets } from './simulated-platforms.ts';

const customer = { tenantId: contoso };

describe('Intune by delegated administration', () => {
  let sim: Simulated;
  const delegating = (role: 'readWrite' | 'read') => ({
    ...aWorld,
    customers: aWorld.customers.map((one) =>
      one.tenantId === contoso
        ? { ...one, graph: { [app]: 'readWrite' as const }, delegatedAdmins: { [partner]: role } }
        : one,
    ),
  });
  beforeEach(async () => {
    sim = await simulated({ world: delegating('readWrite') });
  });
  afterEach(() => sim.stop());

  const intune = (secrets: Readonly<Record<string, string>> = platformSecrets) =>
    makeIntune({
      clock: { now: () => new Date(sim.clock.now) },
      secrets: memorySecrets(secrets),
      fetch,
      random: () => 0.5,
      timing: quickTiming,
      connection: { ...intuneConnection(sim), signIn: { kind: 'delegated', refreshToken: 'refresh' } },
    });
  const permit = (tenantId: string) => intune().registrar.permit({ tenantId }, countingContext());

  it('registers with the partner’s sign-in in the customer’s tenant', async () => {
    const submission = {
      chunkId: 'chunk-1',
      requestId: crypto.randomUUID(),
      customer,
      devices: [{ position: 0, identity: hashOf('SN-1') }],
    };
    const { results } = await carryThrough({ ...intune(), pass: () => sim.pass() }, submission);
    expect(results).to.have.nested.property('[0].kind', 'registered');
    const { devices } = (await sim.truth(`/devices?customer=${contoso}`)).json;
    expect(devices).to.have.length(1);
  });

  it('without delegated administration, or with a role that may only read, the customer has to act', async () => {
    expect(await permit(northwind)).to.deep.equal({ kind: 'missing', reason: { code: 'delegation_missing' } });
    await sim.world(delegating('read'));
    const act = intune().registrar.submit(
      { chunkId: 'c', requestId: crypto.randomUUID(), customer, devices: [{ position: 0, identity: hashOf('SN-1') }] },
      countingContext(),
    );
    expect(await thrownBy(act))
      .to.be.instanceOf(AccessDenied)
      .and.include({ grant: 'delegation_missing' });
    const [finding] = await intune().check(countingContext(), northwind);
    expect(finding?.message).to.include('The customer acts').and.include('Intune Administrator');
  });

  it('without consent to the app it is the consent that is missing', async () => {
    const customers = delegating('read').customers.map((one) => ({ ...one, graph: {} }));
    await sim.world({ ...aWorld, customers });
    expect(await permit(contoso)).to.deep.equal({ kind: 'missing', reason: { code: 'graph_consent_missing' } });
  });

  it('without a stored sign-in the operator has to act', async () => {
    const act = intune({ client: platformSecrets.client }).registrar.permit(customer, countingContext());
    expect(await thrownBy(act))
      .to.be.instanceOf(AccessDenied)
      .and.include({ grant: 'consent_missing' });
  });
});
