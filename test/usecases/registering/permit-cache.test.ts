import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Permit } from '../../../shared/domain/registering/submission.ts';
import { AccessDenied } from '../../../shared/errors.ts';
import type { Registrar } from '../../../shared/ports.ts';
import { makePermits } from '../../../shared/usecases/registering/permit-cache.ts';
import { countingContext, movableClock } from '../../fakes/platform-ports.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';

const granted: Permit = { kind: 'granted' };
const missing: Permit = { kind: 'missing', reason: { code: 'relationship_missing' } };
const contoso = { tenantId: 'contoso' };
const minute = 60_000;

/** A registrar that answers a little later, one answer after the other and then the last one. */
function asking(...answers: readonly (Permit | Error)[]) {
  const clock = movableClock();
  const permits = makePermits(clock);
  const asked: string[] = [];
  const registrar = (): Registrar => ({
    permit: async ({ tenantId }) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? granted;
      asked.push(tenantId);
      await new Promise(setImmediate);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    submit: async () => ({ kind: 'answered', results: [] }),
    poll: async () => ({ kind: 'running' }),
  });
  const own = registrar();
  const ask = (uploadId = 'May', customer = contoso, by = own) =>
    permits.ask(by, uploadId, customer, countingContext());
  return { clock, permits, asked, registrar, own, ask };
}

describe('whether we may register for a customer', () => {
  it('is asked once for all chunks of an upload, also when they ask at the same time', async () => {
    const { ask, asked } = asking();
    expect(await Promise.all([ask(), ask(), ask()])).to.deep.equal([granted, granted, granted]);
    expect(await ask()).to.deep.equal(granted);
    expect(asked).to.deep.equal(['contoso']);
  });

  it('is asked for each upload, customer and connection', async () => {
    const { ask, asked, registrar } = asking();
    await ask();
    await ask('June');
    await ask('May', { tenantId: 'northwind' });
    await ask('May', contoso, registrar());
    expect(asked).to.deep.equal(['contoso', 'contoso', 'northwind', 'contoso']);
  });

  it('is asked anew after a quarter of an hour', async () => {
    const { ask, asked, clock } = asking();
    await ask();
    clock.move(15 * minute - 1);
    await ask();
    expect(asked).to.have.length(1);
    clock.move(1);
    await ask();
    expect(asked).to.have.length(2);
  });

  it('is asked anew where a grant is missing, so that a consent counts as soon as it is given', async () => {
    const { ask, asked } = asking(missing, granted);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([missing, missing]);
    expect(await ask()).to.deep.equal(granted);
    expect(asked).to.have.length(2);
  });

  it('is asked anew after a failure, which all who waited for it see', async () => {
    const { ask, asked } = asking(new AccessDenied('consent_expired', 'gone'), granted);
    for (const error of await Promise.all([thrownBy(ask()), thrownBy(ask())]))
      expect(error).to.be.instanceOf(AccessDenied);
    expect(await ask()).to.deep.equal(granted);
    expect(asked).to.have.length(2);
  });

  it('is asked anew after a submission was refused', async () => {
    const { ask, asked, permits, own } = asking();
    await ask();
    permits.forget(own, 'May', contoso);
    await ask();
    expect(asked).to.have.length(2);
  });
});
