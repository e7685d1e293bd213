import type { Secrets } from '../../ports.ts';
import { makeSecretsFolder } from './folder.ts';
import { makeKeyVault } from './key-vault.ts';

/** Where secrets are kept: Key Vault in Azure, a private folder locally. */
export type SecretsAddress =
  | { readonly kind: 'keyVault'; readonly uri: string; readonly clientId?: string }
  | { readonly kind: 'folder'; readonly path: string };

export const openSecrets = (address: SecretsAddress): Secrets =>
  address.kind === 'folder' ? makeSecretsFolder(address.path) : makeKeyVault(address.uri, address.clientId);
