import { hash as digest } from 'node:crypto';
import type { HardwareHashIdentity, Tuple } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { ReasonCode } from '../reasons/codes.ts';
import { trimOutside } from './cell-text.ts';
import { isPlaceholder } from './placeholders.ts';

/** A 4K hardware hash that passed every check, or why it did not. */
export type HashReading =
  | { readonly kind: 'good'; readonly identity: HardwareHashIdentity; readonly repaired: boolean }
  | { readonly kind: 'bad'; readonly reason: Reason };

/** Base64 characters of a hash and the bytes they stand for: the same in every real file measured. */
const hashCharacters = 4000;
const hashBytes = 3000;
const trailerBytes = 36;

/** Record types that name the device (SMBIOS type 1 strings, and the PKID of the firmware key). */
const recordTypes = { serial: 14, manufacturer: 16, model: 17, pkid: 24 } as const;

function bad(code: ReasonCode, detail?: string, params: Reason['params'] = {}): { kind: 'bad'; reason: Reason } {
  return { kind: 'bad', reason: { code, params: detail === undefined ? params : { ...params, detail } } };
}

/** Without what wrapping, consoles and spreadsheets add around a base64 text; all of it is certain to be no part of it. */
function cleaned(text: string): string {
  const bare = text.replace(/[\s\p{Cf}]+/gu, '');
  return bare.replace(/^=?["'“”]{1,3}|["'“”]{1,3}$/gu, '');
}

/** Why a text is no base64, where the reason is known. */
function notBase64(text: string): string | undefined {
  if (/^[A-Za-z0-9_-]+=*$/.test(text)) return text.startsWith('T0') ? 'urlSafe' : undefined;
  return undefined;
}

/**
 * Decodes and verifies a 4K hardware hash: header, declared length, trailer, SHA-256, records, total length, zero
 * padding, and the texts that name the device. Layout worked out from real hashes; the trailer is the only proof that
 * nothing was cut, changed or spliced.
 */
export function readHardwareHash(text: string): HashReading {
  const base64 = text.length === hashCharacters ? text : cleaned(text);
  const bytes = Buffer.from(base64, 'base64');
  if (base64.length === hashCharacters && bytes.toString('base64') === base64) {
    return verified(bytes, base64, base64 !== text);
  }
  const bare = cleaned(text);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return bad('hash_not_base64', notBase64(bare));
  return verified(Buffer.from(bare, 'base64'), bare, bare !== text, lostPlus(text, bare));
}

/** Form decoding turns `+` into a space: then spaces inside are exactly the characters that are missing. */
function lostPlus(text: string, bare: string): boolean {
  const spaces = trimOutside(text).match(/ /g)?.length ?? 0;
  return spaces > 0 && bare.length < hashCharacters && bare.length + spaces === hashCharacters;
}

function verified(bytes: Buffer, base64: string, repaired: boolean, plusLost = false): HashReading {
  if (bytes[0] !== 0x4f || bytes[1] !== 0x41) {
    if (base64.length % 4 !== 0) return bad('hash_not_base64');
    return bad('hash_bad_header', base64 === base64.toLowerCase() && /[a-z]/.test(base64) ? 'lowerCased' : undefined);
  }
  if (plusLost) return bad('hash_bad_length', 'plusLost', { characters: base64.length });
  const end = bytes.length < 4 ? Number.POSITIVE_INFINITY : bytes.readUInt16LE(2);
  if (end + trailerBytes > bytes.length) {
    if (bytes.length >= hashBytes) return bad('hash_bad_structure');
    return bad('hash_truncated', base64.length < 64 ? 'stub' : undefined, { characters: base64.length });
  }
  if (bytes[end] !== 0x43 || bytes[end + 1] !== 0x53 || bytes.readUInt16LE(end + 2) !== trailerBytes) {
    return bad('hash_bad_structure');
  }
  const proof = bytes.subarray(end + 4, end + trailerBytes).toString('hex');
  if (digest('sha256', bytes.subarray(0, end)) !== proof) return bad('hash_checksum_mismatch');
  const texts = readRecords(bytes.subarray(0, end));
  if (!texts) return bad('hash_bad_structure');
  if (base64.length !== hashCharacters) {
    const several = base64.length > hashCharacters && base64.startsWith('T0', hashCharacters);
    return bad('hash_bad_length', several ? 'several' : undefined, { characters: base64.length });
  }
  if (bytes.subarray(end + trailerBytes).some((byte) => byte !== 0)) return bad('hash_bad_structure', 'padding');
  return named(texts, base64, repaired);
}

/** The device's own words in the records; undefined where the records do not end exactly where they should. */
function readRecords(records: Buffer): ReadonlyMap<number, string> | undefined {
  const wanted: readonly number[] = Object.values(recordTypes);
  const texts = new Map<number, string>();
  let offset = 4;
  while (offset < records.length) {
    if (offset + 4 > records.length) return undefined;
    const type = records.readUInt16LE(offset);
    const length = records.readUInt16LE(offset + 2);
    if (length < 4 || offset + length > records.length) return undefined;
    if (wanted.includes(type)) {
      const text = terminated(records.subarray(offset + 4, offset + length));
      if (texts.has(type) && texts.get(type) !== text) return undefined;
      texts.set(type, text);
    }
    offset += length;
  }
  return texts;
}

function terminated(data: Buffer): string {
  const end = data.indexOf(0);
  return trimOutside(data.toString('latin1', 0, end < 0 ? data.length : end));
}

function named(texts: ReadonlyMap<number, string>, base64: string, repaired: boolean): HashReading {
  const serial = texts.get(recordTypes.serial) ?? '';
  const manufacturer = texts.get(recordTypes.manufacturer) ?? '';
  const model = texts.get(recordTypes.model) ?? '';
  if (!isPrintable(serial) || !isPrintable(manufacturer) || !isPrintable(model))
    return bad('hash_bad_structure', 'unnamed');
  if (isPlaceholder(serial)) return bad('serial_placeholder', 'inHash');
  if (isPlaceholder(manufacturer)) return bad('manufacturer_placeholder', 'inHash');
  if (isPlaceholder(model)) return bad('model_placeholder', 'inHash');
  const pkid = texts.get(recordTypes.pkid);
  const tuple: Tuple = { manufacturer, model, serial };
  const embedded = pkid !== undefined && /^\d{13}$/.test(pkid) ? { ...tuple, pkid } : tuple;
  return {
    kind: 'good',
    identity: { kind: 'hardwareHash', hash: base64, sha256: digest('sha256', base64), embedded },
    repaired,
  };
}

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]{1,128}$/.test(text);
}
