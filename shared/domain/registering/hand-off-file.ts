import type { Identity } from '../identity.ts';
import type { HandOffFormat } from '../settings/connection.ts';

/** A file a person uploads by hand, and which positions could not be put into it. */
export interface HandOffFile {
  readonly text: string;
  readonly leftOut: readonly number[];
}

/** Each portal's columns in its order; the Windows Product ID stays blank, and so does the assigned user. */
const headers: Readonly<Record<HandOffFormat, string>> = {
  adminCenter: 'Device Serial Number,Windows Product ID,Hardware Hash',
  intune: 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User',
};

// The portals take no quotes and no commas inside values, and only plain ANSI text; nothing may begin like a formula.
const fits = (text: string): boolean => /^[\x20-\x7e]+$/.test(text) && !/[",]|^[=+\-@\s]/.test(text);

/**
 * The CSV of the Microsoft 365 admin center (https://learn.microsoft.com/microsoft-365/admin/misc/device-list) or of Intune
 * (https://learn.microsoft.com/autopilot/add-devices): CRLF, no quotes, no byte order mark. At most 1000 devices, in Intune
 * 500, which the size of a chunk sees to.
 */
export function handOffFile(
  devices: readonly { readonly position: number; readonly identity: Identity }[],
  format: HandOffFormat,
  groupTag = '',
): HandOffFile {
  const lines = [headers[format]];
  const rest = format === 'intune' ? `,${groupTag},` : '';
  const tagFits = format === 'adminCenter' || groupTag === '' || fits(groupTag);
  const leftOut: number[] = [];
  for (const { position, identity } of devices) {
    if (tagFits && identity.kind === 'hardwareHash' && fits(identity.embedded.serial)) {
      lines.push(`${identity.embedded.serial},,${identity.hash}${rest}`);
    } else leftOut.push(position);
  }
  return { text: `${lines.join('\r\n')}\r\n`, leftOut };
}
