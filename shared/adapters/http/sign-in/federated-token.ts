import { ManagedIdentityCredential } from '@azure/identity';
import { AccessDenied, ServiceUnavailable } from '../../../errors.ts';

/** A longer wait goes back to the queue: an invocation does not sleep. */
const retryOptions = { maxRetries: 1, retryDelayInMs: 250 };

/**
 * The deployment's managed identity as proof of an app registration that trusts it.
 * Throws `AccessDenied` where the deployment has no such identity, `ServiceUnavailable` where the host is busy.
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity.
 */
export async function federatedToken(clientId: string | undefined): Promise<string> {
  const credential = new ManagedIdentityCredential({ ...(clientId === undefined ? {} : { clientId }), retryOptions });
  try {
    return (await credential.getToken('api://AzureADTokenExchange/.default')).token;
  } catch (error) {
    const status = statusBehind(error);
    const what = `managed identity: ${status ?? 'no answer'}`;
    if (status !== undefined && (status >= 500 || status === 429)) throw new ServiceUnavailable(what, { cause: error });
    // A host without any identity does not answer at all, so no answer is for a person to look at.
    throw new AccessDenied('managed_identity_missing', what, { cause: error });
  }
}

/** The library wraps what the host answered. */
function statusBehind(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'status' in cause && typeof cause.status === 'number' ? cause.status : undefined;
}
