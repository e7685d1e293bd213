import type { Identity } from './identity.ts';

/** A file a person uploads by hand, and which positions could not be put into it. */
export interface HandOffFile {
  readonly text: string;
  readonly leftOut: readonly number[];
}

/** The columns of the Microsoft 365 admin center, in its order; the second stays blank. */
const header = 'Device Serial Number,Windows Product ID,Hardware Hash';

// The portal takes no quotes and no commas inside values, and only plain ANSI text; nothing may begin like a formula.
const fits = (serial: string): boolean => /^[\x20-\x7e]+$/.test(serial) && !/[",]|^[=+\-@\s]/.test(serial);

/**
 * The CSV of the Microsoft 365 admin center (https://learn.microsoft.com/microsoft-365/admin/misc/device-list): three
 * columns, CRLF, no quotes. At most 1000 devices, which the size of a chunk sees to.
 */
export function handOffFile(
  devices: readonly { readonly position: number; readonly identity: Identity }[],
): HandOffFile {
  const lines = [header];
  const leftOut: number[] = [];
  for (const { position, identity } of devices) {
    if (identity.kind === 'hardwareHash' && fits(identity.embedded.serial)) {
      lines.push(`${identity.embedded.serial},,${identity.hash}`);
    } else leftOut.push(position);
  }
  return { text: `${lines.join('\r\n')}\r\n`, leftOut };
}
