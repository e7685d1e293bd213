import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makeIntune } from '../../shared/adapters/intune/intune.ts';
import type { Submission } from '../../shared/domain/registering/submission.ts';
import { approvalsAge } from '../../shared/domain/waits.ts';
import { AccessDenied } from '../../shared/errors.ts';
import { countingContext, memorySecrets, quickTiming } from '../fakes/platform-ports.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { aWorld, contoso } from '../simulators/a-world.ts';
import { ask, type Simulated, simulated } from '../simulators/simulated.ts';
import { hashOf, intuneConnection, platformSecrets } from './simulated-platforms.ts';

const customer = { tenantId: contoso };
const hours = 3_600_000;

describe('An Intune that wants a second person’s approval', () => {
  let sim: Simulated;
  const wanting = (multiAdminApproval: 'requestsShown' | 'requestsHidden') => ({
    ...aWorld,
    customers: aWorld.customers.map((one) => ({ ...one, multiAdminApproval })),
  });
  beforeEach(async () => {
    sim = await simulated({ world: wanting('requestsShown') });
  });
  afterEach(() => sim.stop());

  const intune = () => {
    const clock = { now: () => new Date(sim.clock.now) };
    const deps = { clock, secrets: memorySecrets(platformSecrets), fetch, random: () => 0.5, timing: quickTiming };
    return makeIntune({ ...deps, connection: intuneConnection(sim) });
  };
  const submission = (requestId = '44444444-4444-4444-8444-444444444444'): Submission => ({
    chunkId: 'chunk-1',
    requestId,
    customer,
    devices: [{ position: 0, identity: hashOf('SN-1') }],
  });
  /** A new client each time: whatever is known must be known without this process. */
  const submit = (asked = submission()) => intune().registrar.submit(asked, countingContext());
  const heldAs = async (act: Promise<unknown>) => {
    const error = await thrownBy(act);
    expect(error).to.be.instanceOf(AccessDenied).and.include({ grant: 'approval_needed' });
  };
  const decide = async (decision: string) => {
    expect((await ask(`${sim.adminUrl}/approvals/${decision}`, { method: 'POST' })).status).to.equal(204);
  };
  const submissions = async () => (await sim.truth('/submissions')).json.submissions.length;
  const imports = async () => (await sim.truth('/calls')).json.counts['intune.import'];

  for (const behaviour of [
    { approvalDemand: 400, approvalFiled: 412 },
    { approvalDemand: 403, approvalFiled: 403 },
  ] as const) {
    const { approvalDemand, approvalFiled } = behaviour;
    it(`is asked once, waited for, and the very same import goes through (${approvalDemand}, ${approvalFiled})`, async () => {
      await sim.behave(behaviour);
      await heldAs(submit());
      await heldAs(submit());
      // One to learn that approval is wanted, one to file the request, then one look each.
      expect([await submissions(), await imports()]).to.deep.equal([0, 3]);
      await decide('approved');
      expect(await submit()).to.have.property('kind', 'accepted');
      expect(await submissions()).to.equal(1);
    });
  }

  it('lets an approved request through once: the next one needs its own', async () => {
    await heldAs(submit());
    await decide('approved');
    await submit();
    await heldAs(submit());
    expect(await submissions()).to.equal(1);
  });

  it('lets nothing else through than what was approved', async () => {
    await heldAs(submit());
    await decide('approved');
    await heldAs(submit({ ...submission(), groupTag: 'Other' }));
    await heldAs(submit(submission('55555555-5555-4555-8555-555555555555')));
    expect(await submissions()).to.equal(0);
  });

  for (const decision of ['rejected', 'cancelled'] as const) {
    it(`turns the import down in words once the request is ${decision}`, async () => {
      await heldAs(submit());
      await decide(decision);
      const turnedDown = await submit();
      expect(turnedDown).to.have.property('kind', 'turnedDown');
      expect(JSON.stringify(turnedDown)).to.include(`approval is ${decision}`);
    });
  }

  it('turns the import down in words once three days went by, and a week later asks again', async () => {
    await heldAs(submit());
    sim.pass(72 * hours);
    expect(JSON.stringify(await submit())).to.include('approval is expired');
    sim.pass(7 * 24 * hours);
    await heldAs(submit());
  });

  it('is waited for as well where the app may not see the requests', async () => {
    await sim.world(wanting('requestsHidden'));
    await heldAs(submit());
    expect(await submissions()).to.equal(0);
  });

  it('is asked for removals, changes and corporate identifiers, too', async () => {
    await sim.world(aWorld);
    await submit();
    sim.pass();
    await sim.world(wanting('requestsShown'));
    const { deviceActions } = intune();
    const [found] = await deviceActions.locate(customer, [{ position: 0, serial: 'SN-1' }], countingContext());
    if (found?.kind !== 'one') throw new Error(found?.kind);
    const { device } = found;
    const identifiers = [{ position: 0, manufacturer: 'HP', model: 'Book', serial: '1' }];
    const acts = [
      () => deviceActions.change?.(customer, device, { groupTag: 'Desk' }, countingContext()) ?? Promise.resolve(),
      () => deviceActions.importIdentifiers?.(customer, identifiers, countingContext()) ?? Promise.resolve(),
      () => deviceActions.remove(customer, device, countingContext()),
    ];
    for (const act of acts) {
      await heldAs(act());
      await decide('approved');
      sim.pass(approvalsAge);
      await act();
    }
    sim.pass(60_000);
    expect((await sim.truth('/devices')).json.removed).to.have.length(1);
    expect((await sim.truth('/identifiers')).json.identifiers).to.have.length(1);
  });
});
