import { digestOfSecret, type LinkState, type PersonalLink, stateOfLink } from '../../domain/settings/personal-link.ts';
import type { Audit, Clock, NewSecret, PersonalLinks, Settings } from '../../ports.ts';
import type { Person } from './report-files.ts';

/** A personal link as operators see it. */
export type PersonalLinkView = Omit<PersonalLink, 'version' | 'digest'> & { readonly state: LinkState };

export interface Linking {
  /** Undefined: there is no such partner. The secret is shown this once. */
  make(
    partnerId: string,
    wanted: { readonly person: string; readonly days: number },
    by: Person,
  ): Promise<{ readonly link: PersonalLinkView; readonly secret: string } | undefined>;
  /** Where a link leads, on the page at `page`. Behind `#` the secret stays in the browser: no server and no log sees it. */
  addressOf(page: string, secret: string): string;
  list(partnerId: string): Promise<readonly PersonalLinkView[]>;
  /** `false`: this partner has no such link. */
  revoke(partnerId: string, linkId: string, by: Person): Promise<boolean>;
  /** Who a secret stands for; undefined: it opens nothing. The first use of a day is recorded. */
  open(secret: string): Promise<PersonalLinkView | undefined>;
}

const dayMs = 24 * 3_600_000;

export function makeLinking(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly personalLinks: PersonalLinks;
  readonly newSecret: NewSecret;
  readonly audit: Audit;
}): Linking {
  const { clock, settings, personalLinks, newSecret, audit } = deps;

  const view = (link: PersonalLink): PersonalLinkView => {
    const { version: _version, digest: _digest, ...shown } = link;
    return { ...shown, state: stateOfLink(link, clock.now()) };
  };

  return {
    addressOf: (page, secret) => `${page}/#link=${secret}`,
    make: async (partnerId, { person, days }, { by, who }) => {
      if ((await settings.ofPartner(partnerId)).kind === 'unknown') return undefined;
      const now = clock.now();
      const secret = newSecret();
      const link: PersonalLink = {
        version: 1,
        ...digestOfSecret(secret),
        partnerId,
        person,
        createdAt: now.toISOString(),
        createdBy: by,
        until: new Date(now.getTime() + days * dayMs).toISOString(),
        uses: 0,
      };
      const { linkId, until, createdAt: at } = link;
      await audit.record({ what: 'personalLinkMade', link: linkId, until, partnerId, who, by, at });
      if (!(await personalLinks.write(link, undefined))) throw new Error(`There is a link ${linkId} already.`);
      return { link: view(link), secret };
    },
    list: async (partnerId) =>
      (await personalLinks.list(partnerId)).map(view).sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1)),
    revoke: async (partnerId, linkId, { by, who }) => {
      for (;;) {
        const there = await personalLinks.read(linkId);
        if (there?.value.partnerId !== partnerId) return false;
        if (there.value.revokedAt !== undefined) return true;
        const revokedAt = clock.now().toISOString();
        await audit.record({ what: 'personalLinkRevoked', link: linkId, partnerId, who, by, at: revokedAt });
        if (await personalLinks.write({ ...there.value, revokedAt }, there.etag)) return true;
      }
    },
    open: async (secret) => {
      const { linkId, digest } = digestOfSecret(secret);
      const there = await personalLinks.read(linkId);
      const now = clock.now();
      if (there?.value.digest !== digest || stateOfLink(there.value, now) !== 'valid') return undefined;
      // Without the partner's settings the link opens nothing.
      const { partnerId, lastUsedAt, person } = there.value;
      if ((await settings.ofPartner(partnerId)).kind === 'unknown') return undefined;
      const at = now.toISOString();
      if (lastUsedAt?.slice(0, 10) === at.slice(0, 10)) return view(there.value);
      const used = { ...there.value, lastUsedAt: at, uses: there.value.uses + 1 };
      // Somebody else may have noted this day's use, or revoked it: then that counts.
      if (!(await personalLinks.write(used, there.etag))) {
        const now = (await personalLinks.read(linkId))?.value;
        return now === undefined || now.revokedAt !== undefined ? undefined : view(now);
      }
      const by = `${person} (personal link ${linkId})`;
      await audit.record({ what: 'personalLinkUsed', link: linkId, partnerId, who: 'partner', by, at });
      return view(used);
    },
  };
}
