import { ManagedIdentityCredential } from '@azure/identity';

/**
 * The deployment's managed identity as proof of an app registration that trusts it.
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity.
 */
export async function federatedToken(clientId: string | undefined): Promise<string> {
  const credential = clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential(clientId);
  return (await credential.getToken('api://AzureADTokenExchange/.default')).token;
}
