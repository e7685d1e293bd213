import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { makePartnerCenter } from '../../../shared/adapters/partner-center/partner-center.ts';
import type { PartnerCenterConnection } from '../../../shared/domain/settings/connection.ts';
import { settingsOfPartner } from '../../../shared/domain/settings/settings-folder.ts';
import { ContractViolation, ServiceUnavailable } from '../../../shared/errors.ts';
import type { PlatformClient, SignInKept } from '../../../shared/ports.ts';
import { makeKeepSignedIn } from '../../../shared/usecases/upkeep/keep-signed-in.ts';
import { memoryBatches, memorySecrets, quickTiming } from '../../fakes/platform-ports.ts';
import { northwind, settingsFolder } from '../../fakes/sample-settings.ts';
import { thrownBy } from '../../fakes/thrown-by.ts';
import { app, partner } from '../../simulators/a-world.ts';
import { type Simulated, simulated } from '../../simulators/simulated.ts';

const day = 24 * 3_600_000;
const never = async (): Promise<never> => {
  throw new Error('Nobody asks for this.');
};

describe('keeping connections signed in', () => {
  let sim: Simulated;
  beforeEach(async () => {
    sim = await simulated({ refreshTokenGraceSeconds: 60 });
  });
  afterEach(() => sim.stop());

  const connection = (connectionId: string, refreshToken = 'refresh'): PartnerCenterConnection => ({
    connectionId,
    platform: 'partnerCenter',
    name: connectionId,
    baseUrl: sim.partnerCenterUrl,
    authority: sim.entraUrl,
    partnerTenantId: partner,
    clientId: app,
    credential: { kind: 'secret', secret: 'client' },
    signIn: { kind: 'appUser', refreshToken },
  });

  /** Northwind and Tailspin share the connections. */
  function keeper(
    connections: readonly PartnerCenterConnection[],
    ports?: (connectionId: string) => () => Promise<SignInKept>,
  ) {
    const ids = connections.map(({ connectionId }) => connectionId);
    const partners = ['northwind', 'tailspin'].map((partnerId) => ({
      ...northwind,
      partnerId,
      customers: [],
      connections: ids,
    }));
    const folder = settingsFolder(partners, connections);
    const secrets = memorySecrets({ client: 'test-client-secret', refresh: 'test-refresh-token' });
    const redeemed: string[] = [];
    const clock = { now: () => new Date(sim.clock.now) };
    const clientOf = (found: PartnerCenterConnection): PlatformClient => {
      const client = makePartnerCenter({
        connection: found,
        secrets,
        batches: memoryBatches(),
        clock,
        fetch,
        random: () => 0.5,
        timing: quickTiming,
      });
      const keepSignedIn = ports?.(found.connectionId) ?? client.keepSignedIn ?? never;
      return {
        ...client,
        keepSignedIn: async (context) => {
          redeemed.push(found.connectionId);
          return await keepSignedIn(context);
        },
      };
    };
    const keepSignedIn = makeKeepSignedIn({
      settings: {
        ids: async () => [...folder.partners.keys()],
        ofPartner: async (partnerId) => settingsOfPartner(folder, partnerId),
      },
      clock,
      clientOf: (found) => {
        if (found.platform !== 'partnerCenter') throw new Error('There is no other.');
        return clientOf(found);
      },
    });
    return { keepSignedIn, redeemed, secrets };
  }

  it('renews a sign-in that was last used 89 days ago, and again 89 days later', async () => {
    const { keepSignedIn } = keeper([connection('pc')]);
    for (let round = 0; round < 3; round += 1) {
      sim.pass(89 * day);
      expect(await keepSignedIn()).to.deep.equal({ kept: ['pc'], failed: [] });
    }
  });

  it('says which sign-in is lost once 90 days went by without a use', async () => {
    const { keepSignedIn } = keeper([connection('pc')]);
    sim.pass(91 * day);
    expect(await keepSignedIn()).to.deep.equal({
      kept: [],
      failed: [{ connectionId: 'pc', reason: 'consent_expired' }],
    });
  });

  it('warns after 60 days where no new sign-in comes back, and weekly from then on', async () => {
    const since = new Date(sim.clock.now);
    const { keepSignedIn } = keeper([connection('pc')], () => async () => ({ kind: 'notRenewed', since }));
    sim.pass(60 * day);
    expect(await keepSignedIn()).to.deep.equal({ kept: ['pc'], failed: [] });
    sim.pass(1);
    const failed = [{ connectionId: 'pc', reason: 'sign_in_ends_soon' }];
    expect(await keepSignedIn()).to.deep.equal({ kept: ['pc'], failed });
  });

  it('asks for a new sign-in each time, as Entra wants it asked for', async () => {
    // Without it, and with what the vault knows of the stored one's age: none.
    const { keepSignedIn, secrets } = keeper([connection('pc')]);
    await keepSignedIn();
    expect(secrets.stored.get('refresh')?.value).not.to.equal('test-refresh-token');
  });

  it('redeems a connection once, however many partners share it', async () => {
    const { keepSignedIn, redeemed } = keeper([connection('pc')]);
    await keepSignedIn();
    expect(redeemed).to.deep.equal(['pc']);
  });

  it('renews the others when one is refused, and leaves connections alone that sign in as an app', async () => {
    const appOnly: PartnerCenterConnection = { ...connection('app-only'), signIn: { kind: 'appOnly' } };
    const { keepSignedIn, redeemed } = keeper([connection('lost', 'nobody-stored-it'), appOnly, connection('pc')]);
    expect(await keepSignedIn()).to.deep.equal({
      kept: ['pc'],
      failed: [{ connectionId: 'lost', reason: 'consent_missing' }],
    });
    expect(redeemed).to.deep.equal(['lost', 'pc']);
  });

  it('renews the others when an answer can not be read or Entra is away for one, and says so loudly', async () => {
    const trouble: Readonly<Record<string, Error>> = {
      odd: new ContractViolation('The answer is no token.'),
      away: new ServiceUnavailable('Entra is away.'),
    };
    const { keepSignedIn, redeemed } = keeper(
      [connection('odd'), connection('away'), connection('pc')],
      (id) => async () => {
        if (trouble[id] !== undefined) throw trouble[id];
        return { kind: 'renewed' };
      },
    );
    const error = await thrownBy(keepSignedIn());
    expect(error).to.be.instanceOf(AggregateError);
    expect(redeemed).to.deep.equal(['odd', 'away', 'pc']);
  });
});
