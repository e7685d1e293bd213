import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AccessDenied } from '../../../shared/errors.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { type Bench, customer, routes, startBench } from './bench.ts';

describe('asking Partner Center whether a customer may be registered for', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.server.close());

  const permit = () => bench.pc.registrar.permit(customer, bench.context);
  const missing = (code: string) => ({ kind: 'missing', reason: { code } });

  for (const [relation, answer] of [
    ['reseller', { kind: 'granted' }],
    [undefined, { kind: 'granted' }],
    ['none', missing('relationship_missing')],
    ['advisor', missing('relationship_missing')],
  ] as const) {
    it(`relationship ${relation}: ${answer.kind}`, async () => {
      bench.server.next(routes.customer, {
        status: 200,
        json: { id: customer.tenantId, relationshipToPartner: relation },
      });
      expect(await permit()).to.deep.equal(answer);
    });
  }

  for (const [status, code, grant] of [
    [403, 20002, 'relationship_missing'],
    [403, '20002', 'relationship_missing'],
    [403, 1002, 'access_denied'],
    [404, 60003, 'relationship_missing'],
    [404, undefined, 'relationship_missing'],
  ] as const) {
    it(`${status} with code ${JSON.stringify(code)} is ${grant}`, async () => {
      bench.server.next(routes.customer, { status, json: { code, description: 'words' } });
      expect(await permit()).to.deep.equal(missing(grant));
    });
  }

  for (const [code, grant] of [
    [900124, 'agreement_not_accepted'],
    [900149, 'partner_role_missing'],
    [900150, 'partner_role_missing'],
  ] as const) {
    it(`403 with code ${code} concerns the whole connection: ${grant}`, async () => {
      bench.server.next(routes.customer, { status: 403, json: { code } });
      expect(await thrownBy(permit()))
        .to.be.instanceOf(AccessDenied)
        .and.include({ grant });
    });
  }
});
