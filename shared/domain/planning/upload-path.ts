import type { OtherAction } from '../device-action.ts';
import { partnerIdFault } from '../ids.ts';
import type { Reason } from '../reason.ts';
import type { ReasonCode } from '../reasons/codes.ts';

/** Where an upload lies: `{partner}/[check/][{action}/][{customer}/]name`, below the `uploads` container. */
export interface UploadPath {
  readonly partnerId: string;
  readonly check: boolean;
  /** What the folder says is to be done with every device of the file. */
  readonly action?: OtherAction;
  /** Tenant id, domain or alias, as the folder is called. */
  readonly customerFolder?: string;
  /** Everything below the partner's folder, as it was dropped: `check/contoso/May.xlsx`. */
  readonly fileName: string;
}

export type ParsedPath =
  | { readonly kind: 'upload'; readonly path: UploadPath }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly partnerId?: string; readonly fileName: string };

/** The partner's folder and the file below it, whether the path is one we take or not. */
export const uploadPlace = (parsed: ParsedPath): { readonly partnerId?: string; readonly fileName: string } =>
  parsed.kind === 'upload' ? parsed.path : parsed;

/** Folders that ask for something else than to register the devices in their files. */
export const actionFolders: Readonly<Record<string, OtherAction>> = {
  deregister: 'deregister',
  'change-tag': 'changeTag',
  move: 'move',
  'corporate-identifier': 'corporateIdentifier',
};

/** Folder names that mean something and therefore can't be a customer's. */
export const reservedFolders: readonly string[] = ['check', 'reconciliation', ...Object.keys(actionFolders)];

// Separators in disguise, encoded separators and control characters: nothing here may address another place.
const unsafe = /[\p{Cc}\u2044\u2215\u29f8\u202a-\u202e\u2066-\u2069]/u;
// Compatibility folding, which some tools do on their own, makes ".." of "‥" and "a/c" of "℀".
const unsafeFolded = /[/\\]|%2f|%5c|%2e|%00/i;
const isDots = (segment: string): boolean => /^\.+$/.test(segment.trim());
const maxNameLength = 255;

function faultOf(segments: readonly string[]): ReasonCode | undefined {
  for (const segment of segments) {
    const folded = segment.normalize('NFKC');
    if (folded.trim() === '' || isDots(folded) || unsafeFolded.test(folded)) return 'path_not_allowed';
    if (unsafe.test(segment) || !segment.isWellFormed()) return 'path_not_allowed';
    if (segment.length > maxNameLength) return 'path_too_long';
  }
  return undefined;
}

/** Reads a blob name (without its container). Anything that is not exactly the layout is refused with a reason. */
export function parseUploadPath(blobName: string): ParsedPath {
  const [partnerId = '', ...rest] = blobName.split('/');
  const fileName = rest.join('/');
  if (rest.length === 0) return { kind: 'refused', reason: { code: 'no_partner_folder' }, fileName: blobName };
  if (partnerIdFault(partnerId) !== undefined) {
    return { kind: 'refused', reason: { code: 'unknown_partner' }, fileName };
  }
  const fault = faultOf(rest);
  if (fault !== undefined) return { kind: 'refused', reason: { code: fault }, partnerId, fileName };

  const check = rest.length > 1 && rest[0] === 'check';
  const below = rest.slice(check ? 1 : 0, -1);
  const [first = ''] = below;
  const action = Object.hasOwn(actionFolders, first) ? actionFolders[first] : undefined;
  const asked = action === undefined ? {} : { action };
  const folders = action === undefined ? below : below.slice(1);
  if (folders.length > 1) return { kind: 'refused', reason: { code: 'path_too_deep' }, partnerId, fileName };
  const [customerFolder] = folders;
  if (customerFolder === undefined) return { kind: 'upload', path: { partnerId, check, ...asked, fileName } };
  if (reservedFolders.includes(customerFolder.toLowerCase())) {
    return {
      kind: 'refused',
      reason: { code: 'folder_reserved', params: { folder: customerFolder } },
      partnerId,
      fileName,
    };
  }
  return { kind: 'upload', path: { partnerId, check, ...asked, customerFolder, fileName } };
}
