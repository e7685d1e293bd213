import type { SeenSettings } from '../../ports.ts';
import { type StateBlobs, sha256Of } from './state-blobs.ts';

/** An empty mark in the `state` container for each picture of a partner's settings that was recorded. */
export function makeSeenSettings(blobs: StateBlobs): SeenSettings {
  const nameOf = (partnerId: string, picture: string): string =>
    `${partnerId}/settings-seen/${sha256Of(picture).slice(0, 24)}`;
  return {
    has: async (partnerId, picture) => (await blobs.read(nameOf(partnerId, picture))) !== undefined,
    add: async (partnerId, picture) => {
      await blobs.create(nameOf(partnerId, picture), picture);
    },
  };
}
