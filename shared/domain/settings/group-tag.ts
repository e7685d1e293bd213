import type { Reason } from '../reason.ts';
import { found, type Result } from '../result.ts';
import type { Connection } from './connection.ts';

/**
 * Names the portals and the API certainly take. The API documents neither length nor characters of a batch name, and the name
 * is a segment of the address: slash, question mark, hash, percent and plus are known to be risky there.
 */
const defaultGroupTagPattern = '^[A-Za-z0-9 _.\\-]{1,64}$';

/** The largest tag we pass on to other platforms; Intune's own bound is not published. */
const maxTagLength = 128;

/** Why a group tag cannot be the name of a device batch; undefined: it can. */
export function batchNameFault(groupTag: string | undefined, pattern = defaultGroupTagPattern): Reason | undefined {
  if (groupTag === undefined || groupTag.trim() === '') return { code: 'group_tag_missing' };
  // "." and ".." vanish from an address when it is normalized: the call would go to another resource.
  const takes = groupTag === groupTag.trim() && !/^\.{1,2}$/.test(groupTag) && new RegExp(pattern, 'u').test(groupTag);
  return takes ? undefined : { code: 'group_tag_not_allowed', params: { groupTag } };
}

/** Partner Center tells batches apart without regard to case. */
export function sameBatch(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Checks a tag before a device is sent with it; `undefined` stands for none. */
export function checkGroupTag(tag: string | undefined, connection: Connection): Result<string | undefined> {
  const groupTag = tag?.trim() || undefined;
  if (connection.platform === 'partnerCenter') {
    const fault = batchNameFault(groupTag, connection.groupTagPattern);
    return fault === undefined ? found(groupTag) : { ok: false, reason: fault };
  }
  if (groupTag !== undefined && (/[\p{Cc},]/u.test(groupTag) || groupTag.length > maxTagLength)) {
    return { ok: false, reason: { code: 'group_tag_not_allowed', params: { groupTag } } };
  }
  return found(groupTag);
}

/** What makes the name of a retry workbook out of the name of the file it came from. */
const retrySuffix = /(?:\.\d{8}-\d{6}-[0-9a-f]{6}\.retry\.xlsx)+$/;

/** The name of the file a retry workbook goes back to. */
export const withoutRetrySuffix = (fileName: string): string => fileName.replace(retrySuffix, '');

/** The tag a file name suggests, where a partner's settings ask for it: the name without folder and extension. */
export const groupTagOfFileName = (fileName: string): string =>
  withoutRetrySuffix(fileName.replace(/^.*\//, '')).replace(/\.[^.]*$/, '');
