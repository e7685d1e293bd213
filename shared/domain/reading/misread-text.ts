import type { Device } from '../identity.ts';
import type { Reason } from '../reason.ts';

/** Why the texts a row would send can't be trusted, whoever it is that misread them: we, or the program that saved the file. */
export function misreadText(device: Device, encodingGuessed: boolean): Reason | undefined {
  const texts = textsOf(device);
  if (texts.some(wasMisread)) return { code: 'text_bad_characters' };
  return encodingGuessed && texts.some(holdsMoreThanAscii) ? { code: 'encoding_uncertain' } : undefined;
}

function textsOf({ identities, customer, customerDomain, groupTag, assignedUser }: Device): readonly string[] {
  const named = identities.flatMap((identity) =>
    identity.kind === 'tuple' ? [identity.manufacturer, identity.model, identity.serial] : [],
  );
  return [...named, customer, customerDomain, groupTag, assignedUser].filter((text) => text !== undefined);
}

const holdsMoreThanAscii = (text: string): boolean => /[^\0-\x7f]/.test(text);

/** The bytes of each character in the code pages that UTF-8 is usually mistaken for. */
const pages = ['windows-1252', 'windows-1250'].map((label) => {
  const decoder = new TextDecoder(label);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const));
});

/**
 * UTF-8 read as a Western or Central European code page and saved again ("ZÃ¼rich"): back in that code page's bytes it is
 * valid UTF-8 once more. Lead bytes of letters that do stand before such characters in real words (Ú, Ó, Ý, …) don't count.
 */
function wasMisread(text: string): boolean {
  if (!holdsMoreThanAscii(text)) return false;
  return pages.some((page) => {
    const bytes = [...text].map((character) => page.get(character));
    if (!bytes.every((byte) => byte !== undefined)) return false;
    const lead = bytes.find((byte) => byte > 0x7f) ?? 0;
    const telling = (lead >= 0xc2 && lead <= 0xc5) || (lead >= 0xce && lead <= 0xd1) || lead === 0xd7;
    const arabic = lead === 0xd8 || lead === 0xd9;
    return (telling || arabic || (lead >= 0xe0 && lead <= 0xf0)) && isUtf8(Uint8Array.from(bytes));
  });
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
