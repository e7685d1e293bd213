import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language, Me, MyPartner } from './api-types.ts';
import { english, type Texts } from './texts/en.ts';
import { type Format, makeFormat } from './texts/format.ts';

/** What every view may need: who looks, in which language. */
export interface Around {
  readonly t: Texts;
  readonly format: Format;
  readonly language: Language;
  readonly me?: Me;
  /** The partner whose things are shown. */
  readonly partner?: MyPartner;
  /** The API no longer knows who we are. */
  readonly onSignedOut: () => void;
}

export const Surroundings = createContext<Around>({
  t: english,
  format: makeFormat('en'),
  language: 'en',
  onSignedOut: () => undefined,
});

/** What stands around the view. */
export const useAround = (): Around => useContext(Surroundings);

/** A partner's name where whoever looks may know it, else its id. */
export function usePartnerName(): (partnerId: string) => string {
  const { me } = useAround();
  return (partnerId) => me?.partners.find((one) => one.partnerId === partnerId)?.name ?? partnerId;
}
