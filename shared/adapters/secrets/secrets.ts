import type { TokenCredential } from '@azure/identity';
import type { Secrets } from '../../ports.ts';
import { makeSecretsFolder } from './folder.ts';
import { makeKeyVault } from './key-vault.ts';

/** Where secrets are kept: Key Vault in Azure, a private folder locally. */
export type SecretsAddress =
  | { readonly kind: 'keyVault'; readonly uri: string; readonly clientId?: string }
  | { readonly kind: 'folder'; readonly path: string };

/** The secrets of one deployment. Commands bring a person's own credential. */
export const openSecrets = (address: SecretsAddress, person?: TokenCredential): Secrets =>
  address.kind === 'folder' ? makeSecretsFolder(address.path) : makeKeyVault(address.uri, address.clientId, person);
