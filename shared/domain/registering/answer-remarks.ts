import type { Reason } from '../reason.ts';
import type { ChunkVerdicts } from './chunk-verdicts.ts';

/** What our ledger knows of a device a chunk was about. */
export interface LedgerWord {
  /** We registered it for this customer, with this group tag. */
  readonly registeredWithTag?: string;
  /** We registered it for this customer of the same partner. */
  readonly otherCustomer?: { readonly name: string; readonly tenantId: string };
}

/** Devices the platform holds already: it does not say under which tag. */
export const positionsAlreadyThere = (verdicts: ChunkVerdicts): readonly number[] =>
  positionsWhere(verdicts, ({ kind, platformSaid }) => kind === 'alreadyRegistered' && platformSaid !== undefined);

/** Devices the platform holds for somebody else: it does not say for whom. */
export const positionsElsewhere = (verdicts: ChunkVerdicts): readonly number[] =>
  positionsWhere(verdicts, ({ reason }) => reason?.code === 'device_of_another_organization');

/** Adds what our own ledger knows to what the platform left unsaid; a verdict itself never changes. */
export function annotateResults(
  verdicts: ChunkVerdicts,
  groupTag: string | undefined,
  words: ReadonlyMap<number, LedgerWord>,
): ChunkVerdicts {
  const remarks = new Map<number, Reason>();
  if (groupTag !== undefined) {
    for (const position of positionsAlreadyThere(verdicts)) {
      const before = words.get(position)?.registeredWithTag;
      if (before === groupTag) continue;
      const params = before === undefined ? { groupTag } : { detail: 'other', groupTag, before };
      remarks.set(position, { code: 'group_tag_not_verified', params });
    }
  }
  for (const position of positionsElsewhere(verdicts)) {
    const other = words.get(position)?.otherCustomer;
    if (other !== undefined) {
      const params = { customer: other.name, tenant: other.tenantId };
      remarks.set(position, { code: 'registered_for_other_customer', params });
    }
  }
  return verdicts.map((verdict, position) => {
    const remark = remarks.get(position);
    return verdict === null || remark === undefined
      ? verdict
      : { ...verdict, remarks: [...(verdict.remarks ?? []), remark] };
  });
}

function positionsWhere(
  verdicts: ChunkVerdicts,
  test: (verdict: NonNullable<ChunkVerdicts[number]>) => boolean,
): readonly number[] {
  return verdicts.flatMap((verdict, position) => (verdict !== null && test(verdict) ? [position] : []));
}
