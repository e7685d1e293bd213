import type { Reason } from '../../domain/reason.ts';
import type { ChunkEvent } from '../../domain/registering/chunk-state.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { ChunkSettings } from './current-settings.ts';

/** A chunk waits: for a person, or for its next try. */
export type Setback = Extract<ChunkEvent, { readonly kind: 'held' | 'postponed' }>;

/** A person has to act first. A customer can often do so with a link the operator set; the report shows it. */
export const heldFor = (
  reason: Reason,
  { connection: { invitationLink: link }, settingsVersion: under }: ChunkSettings,
): Setback => ({
  kind: 'held',
  reason: link === undefined ? reason : { code: reason.code, params: { ...reason.params, link, detail: 'link' } },
  under,
});

/** What an error comes to when the platform has certainly not taken the call. Anything else is thrown: the host tries again. */
export function setbackOf(error: unknown, settings: ChunkSettings): Setback {
  if (error instanceof AccessDenied) return heldFor({ code: error.grant }, settings);
  if (!(error instanceof ServiceUnavailable)) throw error;
  const { code, retryAfterMs } = error;
  return { kind: 'postponed', trouble: { code }, ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }) };
}
