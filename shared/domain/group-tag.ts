import type { Platform } from './platforms.ts';
import { found, type Result, refused } from './result.ts';

/**
 * What we let become a device batch's name on Partner Center. The service's own rule is not public; a batch can't be
 * deleted or renamed through the API and its name is part of a URL, so the safe set is kept.
 */
const partnerCenterTag = /^[A-Za-z0-9](?:[A-Za-z0-9 _.-]{0,62}[A-Za-z0-9_.-])?$/;

/** The largest tag we pass on anywhere; Intune's own bound is not published. */
const maxTagLength = 128;

/** Checks a tag before anything is sent with it; `undefined` stands for none. */
export function checkGroupTag(tag: string | undefined, platform: Platform): Result<string | undefined> {
  const trimmed = tag?.trim();
  if (trimmed === undefined || trimmed === '') {
    return platform === 'partnerCenter' ? refused('group_tag_missing') : found(undefined);
  }
  const allowed = platform === 'partnerCenter' ? partnerCenterTag.test(trimmed) : !/[\p{Cc},]/u.test(trimmed);
  if (!allowed || trimmed.length > maxTagLength) return refused('group_tag_not_allowed');
  return found(trimmed);
}

/** The tag a file name suggests, where a partner's settings ask for it: the name without folder and extension. */
export const groupTagOfFileName = (fileName: string): string => fileName.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
