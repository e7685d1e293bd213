import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import type { Secrets } from '../../ports.ts';
import { endOf } from './certificate-end.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404;

/**
 * Secrets in Azure Key Vault, reached with the app's managed identity or a person's own credential. The vault keeps every version and knows no
 * conditional write, so the newest version is compared just before a new one is set: of two hosts that rotate at once,
 * the later one sees the other's version and keeps it.
 */
export function makeKeyVault(uri: string, clientId: string | undefined, person?: TokenCredential): Secrets {
  const credential = person ?? new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  const client = new SecretClient(uri, credential);
  const read: Secrets['read'] = async (name) => {
    try {
      const { value, properties } = await client.getSecret(name);
      if (value === undefined) return undefined;
      const { version = '', createdOn } = properties;
      return { value, etag: version, ...(createdOn === undefined ? {} : { storedAt: createdOn }) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    read,
    about: async (name) => {
      try {
        const { value = '', properties } = await client.getSecret(name);
        const { updatedOn, expiresOn } = properties;
        return {
          ...(updatedOn === undefined ? {} : { changedAt: updatedOn.toISOString() }),
          ...(expiresOn === undefined ? endOf(value) : { endsAt: expiresOn.toISOString() }),
        };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: async (name, value, etag) => {
      if ((await read(name))?.etag !== etag) return false;
      await client.setSecret(name, value);
      return true;
    },
  };
}
