import type { Simulation } from '../simulation.ts';
import type { EntraProblem } from './entra-problem.ts';

export const partnerCenterAudience = 'https://api.partnercenter.microsoft.com';
export const graphAudience = 'https://graph.microsoft.com';
/** Retired on 31 August 2025 for Partner Center: tokens are still issued, and refused there. */
const retiredAudience = 'https://graph.windows.net';

export type Audience =
  | { readonly ok: true; readonly audience: string; readonly scope: string }
  | { readonly ok: false; readonly problem: EntraProblem };

const openId = ['openid', 'profile', 'offline_access', 'email'];

/** Splits `https://resource/permission` at its last slash. */
function splitScope(scope: string): { readonly resource: string; readonly permission: string } {
  const cut = scope.lastIndexOf('/');
  return { resource: scope.slice(0, cut), permission: scope.slice(cut + 1) };
}

/** Which resource a token is wanted for: `resource` (v1) or the one resource among the scopes (v2). */
export function readAudience(simulation: Simulation, form: URLSearchParams, version: 1 | 2): Audience {
  const scopes = (form.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '' && !openId.includes(scope));
  const wanted =
    version === 1
      ? [{ resource: form.get('resource') ?? '', permission: 'user_impersonation' }]
      : scopes.map(splitScope);
  const resources = [...new Set(wanted.map(({ resource }) => resource.replace(/\/$/, '')))];
  const audience = resources[0];
  if (audience === undefined || audience === '') {
    const text = "The request body must contain the following parameter: 'scope'.";
    return { ok: false, problem: { error: 'invalid_request', number: 900144, text } };
  }
  if (resources.length > 1) {
    const text = `The provided value for the input parameter 'scope' is not valid. More than one resource was named.`;
    return { ok: false, problem: { error: 'invalid_scope', number: 70011, text } };
  }
  const known = [partnerCenterAudience, graphAudience, retiredAudience, simulation.world().oem?.audience];
  if (!known.includes(audience)) {
    const text = `The resource principal named ${audience} was not found in the tenant.`;
    return { ok: false, problem: { error: 'invalid_resource', number: 500011, text } };
  }
  return { ok: true, audience, scope: wanted.map(({ permission }) => permission).join(' ') };
}
