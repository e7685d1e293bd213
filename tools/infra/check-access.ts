import { partnerIdFault } from '../../shared/domain/ids.ts';

/** One line of `infra/access.json`: who may do what to the blobs of one container. */
export interface BlobAccess {
  readonly who: string;
  readonly role: string;
  readonly container: string;
}

/** One line of `infra/partners.json`: an identity that drops and fetches for a partner. */
export interface PartnerPrincipal {
  readonly partnerId: string;
  readonly principalId: string;
  readonly principalType: string;
}

/** What is more than the app needs. The package: whoever replaces it is the app. */
const appMay: Readonly<Record<string, readonly string[]>> = {
  'app-package': [],
  settings: ['Storage Blob Data Reader'],
  audit: ['keep'],
  heads: ['keep'],
};
/** Actions that undo what protects the containers. */
const tooMuch = /(?:containers|\{containerActions\})\/(?:delete|immutabilityPolicies)|\*'/;

/** Roles on containers are no more than the code needs, and every container the code has is reachable. */
export function accessFaults(
  access: readonly BlobAccess[],
  containers: readonly string[],
  storage: string,
): readonly string[] {
  const known = [...containers, ...[...storage.matchAll(/'(app-package|azure-webjobs-\w+)'/g)].map(([, name]) => name)];
  const ofApp = access.filter(({ who }) => who === 'app');
  const lines = access.map((line) => JSON.stringify(line));
  return [
    ...access
      .filter(({ container }) => !known.includes(container))
      .map(({ container }) => `infra/access.json: there is no container ${container}`),
    ...ofApp
      .filter(({ role, container }) => appMay[container]?.includes(role) === false)
      .map(({ role, container }) => `infra/access.json: the app may not have ${role} on ${container}`),
    ...containers
      .filter((name) => !ofApp.some(({ container }) => container === name))
      .map((name) => `infra/access.json: the app has no right to ${name}`),
    ...access
      .filter(({ who, container }) => container === 'app-package' && who !== 'deployment')
      .map(({ who }) => `infra/access.json: ${who} may reach the package`),
    ...lines.filter((line, at) => lines.indexOf(line) !== at).map((line) => `infra/access.json: ${line} twice`),
    ...storage
      .split('\n')
      .filter((line) => /\bactions: \[|dataActions: \[/.test(line) && tooMuch.test(line))
      .map((line) => `a role in storage.bicep allows too much: ${line.trim()}`),
  ];
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A partner may have several identities; each once, and under an id that files can be dropped for. */
export function partnerFaults(partners: readonly PartnerPrincipal[]): readonly string[] {
  const keys = partners.map(({ partnerId, principalId }) => `${partnerId} ${principalId.toLowerCase()}`);
  return partners
    .flatMap(({ partnerId, principalId, principalType }, at) => {
      const fault = partnerIdFault(partnerId);
      return [
        ...(fault === undefined ? [] : [`"${partnerId}" ${fault}`]),
        ...(guid.test(principalId) ? [] : [`"${principalId}" of ${partnerId} is no object id`]),
        ...(['User', 'Group', 'ServicePrincipal'].includes(principalType)
          ? []
          : [`"${principalType}" of ${partnerId} is no type of principal`]),
        ...(keys.indexOf(keys[at] ?? '') === at ? [] : [`${partnerId} has ${principalId} twice`]),
      ];
    })
    .map((fault) => `infra/partners.json: ${fault}`);
}
