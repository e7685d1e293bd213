import type { AuditHeads } from '../../ports.ts';

export interface KeptHeads {
  readonly records: number;
  /** Records with a new end. */
  readonly grown: number;
}

/** Notes where every record ends: one that is cut off or written anew later no longer holds what was noted. */
export type KeepHeads = () => Promise<KeptHeads>;

export function makeKeepHeads({ heads }: { readonly heads: AuditHeads }): KeepHeads {
  return async () => {
    let grown = 0;
    // What is wrong with one record must not keep the others from being noted; it is still reported as an error.
    const failures: unknown[] = [];
    const partners = await heads.partners();
    for (const partnerId of partners) {
      try {
        if (await heads.keep(partnerId)) grown += 1;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `The ends of ${failures.length} records were not kept.`);
    return { records: partners.length, grown };
  };
}
