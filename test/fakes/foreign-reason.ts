import type { Reason, ReasonParams } from '../../shared/domain/reason.ts';

/** A reason with a code this release does not know, as storage may hold it after an update or a rollback. */
export const foreignReason = (code: string, params?: ReasonParams): Reason =>
  ({ code, ...(params === undefined ? {} : { params }) }) as Reason;
