import type { Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { HandOffFormat } from '../settings/connection.ts';
import { toWindows1252 } from './windows-1252.ts';

/** A file a person uploads by hand. */
export interface HandOffFile {
  readonly bytes: Uint8Array;
  /** Devices that could not be put into it, by position, with the reason. */
  readonly leftOut: ReadonlyMap<number, Reason>;
  /** No device is in it: there is nothing to upload. */
  readonly isEmpty: boolean;
}

/** Each portal's columns in its order; the Windows Product ID stays blank, and so does the assigned user. */
const headers: Readonly<Record<HandOffFormat, string>> = {
  adminCenter: 'Device Serial Number,Windows Product ID,Hardware Hash',
  intune: 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User',
};

// The portals take no quotes and no commas inside values; nothing may begin like a formula.
const fits = (text: string): boolean => /^[^\p{Cc}",]+$/u.test(text) && !/^[=+\-@\s]/.test(text);
const isPlain = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);

/**
 * The CSV of the Microsoft 365 admin center (https://learn.microsoft.com/microsoft-365/admin/misc/device-list) or of Intune
 * (https://learn.microsoft.com/autopilot/add-devices): "ANSI" text, CRLF, no quotes, no byte order mark. At most 1000 devices,
 * in Intune 500, which the size of a chunk sees to.
 */
export function handOffFile(
  devices: readonly { readonly position: number; readonly identity: Identity }[],
  format: HandOffFormat,
  groupTag = '',
): HandOffFile {
  const lines = [headers[format]];
  const rest = format === 'intune' ? `,${groupTag},` : '';
  const tagFits = rest === '' || groupTag === '' || (fits(groupTag) && toWindows1252(groupTag) !== undefined);
  const leftOut = new Map<number, Reason>();
  for (const { position, identity } of devices) {
    if (!tagFits) {
      leftOut.set(position, { code: 'hand_off_not_possible', params: { detail: 'groupTag', groupTag } });
    } else if (
      identity.kind !== 'hardwareHash' ||
      !isPlain(identity.embedded.serial) ||
      !fits(identity.embedded.serial)
    ) {
      leftOut.set(position, { code: 'hand_off_not_possible' });
    } else lines.push(`${identity.embedded.serial},,${identity.hash}${rest}`);
  }
  const text = `${lines.join('\r\n')}\r\n`;
  return { bytes: toWindows1252(text) ?? new Uint8Array(), leftOut, isEmpty: lines.length === 1 };
}
