import type { Device, HardwareHashIdentity, Identity } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { ReasonCode } from '../reasons/codes.ts';
import { saysNothing } from './cell-text.ts';
import { bad, type Field, good } from './field.ts';
import { isPlaceholder } from './placeholders.ts';
import { type IdentityFields, notUsed, pkidNotUsed } from './row-fields.ts';

type Identities = Device['identities'];

/** Faults that no other identity in the row makes up for: a secret where a number should be, or two values to choose from. */
const decisive = new Set<ReasonCode>(['pkid_is_product_key', 'ambiguous_column']);

/**
 * Which identities a row stands for, strongest first. A hash that passes all checks proves itself; a hash that is there
 * and damaged spoils the row (unless the partner allows the fallback); a PKID comes before a tuple.
 */
export function weighIdentities(fields: IdentityFields, fallbackFromDamagedHash: boolean): Field<Identities> {
  const { hash, pkid } = fields;
  if (pkid.kind === 'bad' && decisive.has(pkid.reason.code)) return pkid;
  if (hash.kind === 'good') return besideHash(hash.value, hash.warnings, fields);
  const rest = withoutHash(fields);
  if (hash.kind === 'none') return rest;
  if (!fallbackFromDamagedHash || decisive.has(hash.reason.code) || rest.kind !== 'good') return hash;
  return good(rest.value, ...rest.warnings, notUsed('hash_not_used', hash.reason));
}

function withoutHash({ pkid, tuple }: IdentityFields): Field<Identities> {
  if (pkid.kind === 'good') {
    const identity: Identity = { kind: 'pkid', pkid: pkid.value };
    if (tuple.kind !== 'good') return good([identity], ...pkid.warnings, ...tupleNotUsed(tuple));
    return good([identity, { kind: 'tuple', ...tuple.value }], ...pkid.warnings, ...tuple.warnings);
  }
  if (tuple.kind !== 'good') return pkid.kind === 'bad' ? pkid : tuple;
  const warnings = pkid.kind === 'bad' ? [pkidNotUsed(pkid.reason)] : [];
  return good([{ kind: 'tuple', ...tuple.value }], ...tuple.warnings, ...warnings);
}

function tupleNotUsed(tuple: IdentityFields['tuple']): Reason[] {
  if (tuple.kind !== 'bad' || tuple.reason.code === 'incomplete_tuple') return [];
  return [notUsed('value_not_used', tuple.reason)];
}

/** What the row says beside its hash must agree with what the hash says; nothing shows which of two is right. */
function besideHash(hash: HardwareHashIdentity, found: readonly Reason[], fields: IdentityFields): Field<Identities> {
  const { pkid, tuple } = fields;
  const { pkid: embeddedPkid, ...embedded } = hash.embedded;
  const other = fields.serialTexts.find((text) => contradicts(text, embedded.serial));
  if (other !== undefined)
    return bad('hash_serial_conflict', zerosLost(other, embedded.serial) ? { detail: 'zerosLost' } : undefined);
  if (pkid.kind === 'good' && embeddedPkid !== undefined && pkid.value !== embeddedPkid)
    return bad('hash_pkid_conflict');

  const identities: Identity[] = [];
  const warnings = [...found];
  if (pkid.kind === 'good') identities.push({ kind: 'pkid', pkid: pkid.value });
  if (pkid.kind === 'good') warnings.push(...pkid.warnings);
  if (pkid.kind === 'bad') warnings.push(pkidNotUsed(pkid.reason));
  if (tuple.kind === 'good') {
    const { manufacturer, model, serial } = tuple.value;
    const same = manufacturer === embedded.manufacturer && model === embedded.model && serial === embedded.serial;
    if (same) identities.push({ kind: 'tuple', ...tuple.value });
    if (same) warnings.push(...tuple.warnings);
    else warnings.push({ code: 'tuple_differs_from_hash' });
  } else {
    warnings.push(...tupleNotUsed(tuple));
  }
  return good([hash, ...identities], ...warnings);
}

function contradicts(text: string, embedded: string): boolean {
  if (text === '' || saysNothing(text) || isPlaceholder(text)) return false;
  return text.toLowerCase() !== embedded.toLowerCase();
}

function zerosLost(text: string, embedded: string): boolean {
  return /^\d+$/.test(text) && embedded.replace(/^0+/, '') === text;
}
