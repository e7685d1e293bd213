import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { findingsFor } from '../../cli/connection.ts';
import { checkProfiles, namedProfiles } from '../../cli/profile-check.ts';
import { waitForReturn } from '../../cli/sign-in-return.ts';
import { makePartnerCenter } from '../../shared/adapters/partner-center/partner-center.ts';
import type { Connection, PartnerCenterConnection } from '../../shared/domain/settings/connection.ts';
import { memoryBatches, memorySecrets } from '../fakes/platform-ports.ts';
import { northwind as northwindSettings, settingsFolder } from '../fakes/sample-settings.ts';
import { selfSigned } from '../fakes/self-signed.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { aWorld, contoso, northwind, stranger } from '../simulators/a-world.ts';
import { type Simulated, simulated } from '../simulators/simulated.ts';
import { intuneConnection, oemConnection, partnerCenterConnection, platformSecrets } from './simulated-platforms.ts';

describe('connection check', () => {
  let sim: Simulated;
  let secrets: ReturnType<typeof memorySecrets>;
  beforeEach(async () => {
    sim = await simulated({ world: { ...aWorld, oem: { name: 'Contoso Devices', auth: 'apiKey' } } });
    secrets = memorySecrets({ ...platformSecrets, 'without-mfa': 'test-refresh-token-without-mfa' });
  });
  afterEach(() => sim.stop());

  /** Each finding as one line: what was tried, whether it went well, and the words. */
  const check = async (connection: Connection, tenantId?: string, domain?: string) => {
    const clock = { now: () => new Date(sim.clock.now) };
    const effects = { clock, fetch, random: () => 0.5, secrets, batches: memoryBatches() };
    const findings = await findingsFor(connection, effects, { tenantId, domain });
    return findings.map(({ tried, ok, message }) => `${ok ? 'ok' : 'NO'} ${tried}: ${message}`);
  };
  const pc = () => partnerCenterConnection(sim);
  const expectLines = (lines: readonly string[], ...expected: readonly RegExp[]) => {
    expect(lines, lines.join('\n')).to.have.length(expected.length);
    for (const [at, pattern] of expected.entries()) expect(lines[at]).to.match(pattern);
  };

  it('of Partner Center tries token, second factor and customer; an app alone has no second factor', async () => {
    expectLines(await check(pc(), contoso), /^ok signing in/, /^ok multifactor/, /^ok customer .*relationship/);
    expectLines(await check({ ...pc(), signIn: { kind: 'appOnly' } }, contoso), /^ok signing in/, /^ok customer/);
  });

  it('of settings asks what deployment profiles a customer has, and says where to correct a wrong one', async () => {
    const clock = { now: () => new Date(sim.clock.now) };
    const through = (connection: PartnerCenterConnection) =>
      makePartnerCenter({ clock, fetch, random: () => 0.5, secrets, batches: memoryBatches(), connection }).profiles;
    const signIn = { kind: 'appUser', refreshToken: 'never' } as const;
    const folder = settingsFolder(
      [
        {
          ...northwindSettings,
          connections: ['pc'],
          customers: [
            { name: 'Contoso', customerTenantId: contoso, profileId: 'policy-1' },
            { name: 'Fabrikam', customerTenantId: stranger, profileId: 'policy-1' },
            { name: 'Contoso again', customerTenantId: contoso, profileId: 'policy-2' },
            { name: 'Adatum', customerTenantId: contoso, profileId: 'policy-1', connections: ['signed-out', 'oem'] },
            { name: 'Nobody', customerTenantId: contoso },
          ],
        },
      ],
      [pc(), { ...pc(), connectionId: 'signed-out', signIn }, oemConnection(sim)],
    );
    const { problems, warnings } = await checkProfiles(namedProfiles(folder), through);
    expectLines(
      problems,
      /^partners\/northwind\.json: customer "Contoso again": profileId "policy-2" .*Standard \(policy-1\)\); correct it in this file/,
    );
    expectLines(
      warnings,
      /customer "Fabrikam": .*could not be looked up through "pc": .*relationship/,
      /customer "Adatum": .*could not be looked up through "signed-out": Nobody has signed in/,
    );
  });

  it('of Partner Center says that the second factor is missing', async () => {
    const signIn = { kind: 'appUser', refreshToken: 'without-mfa' } as const;
    expectLines(
      await check({ ...pc(), signIn }),
      /^ok signing in/,
      /^NO multifactor.*You act: Run the connect command/,
    );
  });

  it('of Partner Center says that nobody signed in, or that the sign-in has expired', async () => {
    const signIn = { kind: 'appUser', refreshToken: 'never' } as const;
    expectLines(await check({ ...pc(), signIn }), /^NO signing in: Nobody has signed in.*You act: Run the connect/);
    sim.pass(91 * 24 * 3_600_000);
    expectLines(await check(pc(), contoso), /^NO signing in: The stored sign-in .*expired.*You act: Run the connect/);
  });

  it('of Partner Center says that the certificate is unknown, or the tenant', async () => {
    secrets.stored.set('pem', { value: selfSigned().pem, etag: '1' });
    const credential = { kind: 'certificate', certificate: 'pem' } as const;
    expectLines(
      await check({ ...pc(), credential }),
      /^NO signing in: .*does not know the certificate.*You act: Upload/,
    );
    const partnerTenantId = '00000000-0000-4000-8000-00000000dddd';
    expectLines(
      await check({ ...pc(), partnerTenantId }),
      /^NO signing in: .*no tenant.*You act: Correct partnerTenantId/,
    );
  });

  it('of Partner Center says that the customer has to accept', async () => {
    expectLines(await check(pc(), stranger), /^ok/, /^ok/, /^NO customer .*reseller relationship.*The customer acts/);
  });

  it('of an OEM gateway tries the credential and the customer’s consent, and registers nothing', async () => {
    const oem = oemConnection(sim);
    expectLines(await check(oem), /^ok signing in/);
    expectLines(await check(oem, contoso, 'contoso.example'), /^ok signing in/, /^ok customer .*has consented/);
    expectLines(await check(oem, stranger, 'tailspin.example'), /^ok/, /^NO customer .*The customer acts/);
    expectLines(await check(oem, contoso), /^ok/, /^NO customer .*domain/);
    secrets.stored.set('key', { value: 'wrong', etag: '2' });
    expectLines(await check(oem, contoso, 'contoso.example'), /^NO signing in: .*not accepted.*You act: Renew/);
    expect((await sim.truth('/submissions')).json.submissions).to.have.length(0);
  });

  it('of Intune signs in in the customer’s tenant, and says whose consent is missing', async () => {
    const intune = intuneConnection(sim);
    expectLines(await check(intune, contoso), /^ok customer/);
    expectLines(await check(intune, stranger), /^NO customer .*The customer acts.*consents/);
    expectLines(await check(intune), /^NO .*Name a customer/);
    secrets.stored.set('client', { value: 'wrong', etag: '2' });
    expectLines(await check(intune, northwind), /^NO customer .*not accepted.*You act/);
  });

  it('of a platform without an API says so', async () => {
    const name = { connectionId: 'x', name: 'x' };
    expectLines(await check({ ...name, platform: 'm365AdminCenter' }), /^ok .*no API/);
    expectLines(await check({ ...name, platform: 'storeForBusiness' }), /^NO .*retired/);
  });
});

describe('coming back from the first sign-in', () => {
  it('counts with the state that was sent along; anything else that calls there is not an answer', async () => {
    const statuses: number[] = [];
    const returned = await waitForReturn('mine', 10_000, (address) => {
      void (async () => {
        for (const query of ['', '?code=forged&state=other', '?error=access_denied', '?code=real&state=mine'])
          statuses.push((await fetch(`${address}${query}`)).status);
      })();
    });
    expect(returned.searchParams.get('code')).to.equal('real');
    expect(statuses.slice(0, 3)).to.deep.equal([404, 404, 404]);
  });

  it('counts as cancelled where the person cancelled', async () => {
    const returned = await waitForReturn('mine', 10_000, (address) => {
      void fetch(`${address}?error=access_denied&state=mine`);
    });
    expect(returned.searchParams.get('error')).to.equal('access_denied');
  });

  it('two at a time do not disturb each other', async () => {
    const back = (state: string) =>
      waitForReturn(state, 10_000, (address) => void fetch(`${address}?code=of-${state}&state=${state}`));
    const both = await Promise.all([back('a'), back('b')]);
    expect(both.map(({ searchParams }) => searchParams.get('code'))).to.deep.equal(['of-a', 'of-b']);
  });

  it('ends with a plain word when nobody comes', async () => {
    expect(String(await thrownBy(waitForReturn('mine', 50, () => undefined)))).to.match(/Nobody came back.*again/);
  });
});
