import type { Partner, PartnerRole } from './partner.ts';

/** What somebody known by these ids may do, by partner; of two rights the greater one counts. */
export function rolesOf(partners: Iterable<Partner>, ids: readonly string[]): ReadonlyMap<string, PartnerRole> {
  const own = new Set(ids.map((id) => id.toLowerCase()));
  const roles = new Map<string, PartnerRole>();
  for (const { partnerId, access = [] } of partners) {
    const held = access.filter(({ principalId }) => own.has(principalId.toLowerCase())).map(({ role }) => role);
    if (held.length > 0) roles.set(partnerId, held.includes('uploader') ? 'uploader' : 'viewer');
  }
  return roles;
}
