import { createHash } from 'node:crypto';

/** A link by which one person of a partner without an Entra account drops and fetches. Its secret is kept nowhere. */
export interface PersonalLink {
  readonly version: 1;
  /** Names the link and opens nothing: the beginning of the digest. */
  readonly linkId: string;
  /** SHA-256 of the secret, hex. */
  readonly digest: string;
  readonly partnerId: string;
  readonly person: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly until: string;
  readonly revokedAt?: string;
  readonly lastUsedAt?: string;
  /** Days on which it was used. */
  readonly uses: number;
}

/** What a secret is known by: the secret itself can't be found from it. */
export function digestOfSecret(secret: string): { readonly linkId: string; readonly digest: string } {
  const digest = createHash('sha256').update(`personal-link:${secret}`).digest('hex');
  return { linkId: digest.slice(0, 16), digest };
}

export type LinkState = 'valid' | 'revoked' | 'expired';

export function stateOfLink(link: PersonalLink, now: Date): LinkState {
  if (link.revokedAt !== undefined) return 'revoked';
  return Date.parse(link.until) > now.getTime() ? 'valid' : 'expired';
}
