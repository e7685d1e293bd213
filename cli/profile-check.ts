import { randomUUID } from 'node:crypto';
import { inPlainWords } from '../shared/adapters/http/connection-check.ts';
import { makePartnerCenter } from '../shared/adapters/partner-center/partner-center.ts';
import type { Profiles } from '../shared/adapters/partner-center/policies.ts';
import { openSecrets, type SecretsAddress } from '../shared/adapters/secrets/secrets.ts';
import type { PartnerCenterConnection } from '../shared/domain/settings/connection.ts';
import type { CheckedSettings, SettingsFolder } from '../shared/domain/settings/settings-folder.ts';
import type { Batches } from '../shared/ports.ts';
import { whoeverIsSignedIn } from './command.ts';

/** A deployment profile that settings name for a customer, and a connection that would assign it. */
export interface NamedProfile {
  readonly file: string;
  readonly customer: { readonly name: string; readonly tenantId: string };
  readonly profileId: string;
  readonly connection: PartnerCenterConnection;
}

/** Only Partner Center assigns profiles; what can't be used is a fault of its own. */
export function namedProfiles({ partners, connections }: SettingsFolder): readonly NamedProfile[] {
  return [...partners].flatMap(([id, { value: partner }]) =>
    (partner?.customers ?? []).flatMap(({ name, customerTenantId: tenantId, profileId, connections: own }) =>
      (own ?? partner?.connections ?? []).flatMap((connectionId): readonly NamedProfile[] => {
        const connection = connections.get(connectionId)?.value;
        return profileId === undefined || connection?.platform !== 'partnerCenter'
          ? []
          : [{ file: `partners/${id}.json`, customer: { name, tenantId }, profileId, connection }];
      }),
    ),
  );
}

/** Asks what profiles the customer has. A profile that is not among them is a problem; what can't be asked is a warning. */
export async function checkProfiles(
  named: readonly NamedProfile[],
  profilesOf: (connection: PartnerCenterConnection) => Pick<Profiles, 'list'>,
): Promise<CheckedSettings> {
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const { file, customer, profileId, connection } of named) {
    const about = `${file}: customer "${customer.name}": profileId "${profileId}"`;
    const context = { correlationId: randomUUID(), onCall: () => undefined };
    try {
      const listed = await profilesOf(connection).list({ tenantId: customer.tenantId }, context);
      if (listed.some((profile) => profile.profileId.toLowerCase() === profileId.toLowerCase())) continue;
      const names = listed.map((profile) => `${profile.name ?? 'without a name'} (${profile.profileId})`);
      const has = names.length === 0 ? 'there is none' : `there are: ${names.join(', ')}`;
      problems.push(
        `${about} is none of the customer's deployment profiles in Partner Center (${has}); correct it in this file, or create the profile in Partner Center`,
      );
    } catch (error) {
      warnings.push(
        `${about} could not be looked up through "${connection.connectionId}": ${inPlainWords(error).message}`,
      );
    }
  }
  return { problems, warnings };
}

/** Looking up profiles creates no batch. */
const noBatches: Batches = {
  read: async () => undefined,
  write: async () => false,
  remove: async () => undefined,
};

/** One client for each connection, with the secrets of this address. */
export function profilesThrough(
  address: SecretsAddress,
): (connection: PartnerCenterConnection) => Pick<Profiles, 'list'> {
  const secrets = openSecrets(address, whoeverIsSignedIn());
  const clients = new Map<string, Pick<Profiles, 'list'>>();
  return (connection) => {
    const known =
      clients.get(connection.connectionId) ??
      makePartnerCenter({
        ...{ connection, clock: { now: () => new Date() }, fetch, random: Math.random, secrets, batches: noBatches },
      }).profiles;
    clients.set(connection.connectionId, known);
    return known;
  };
}
