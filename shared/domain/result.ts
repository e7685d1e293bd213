import type { Reason } from './reason.ts';
import type { ReasonCode } from './reasons/codes.ts';

/** A value, or the reason there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

export const found = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (code: ReasonCode, params?: Reason['params']): Result<never> => ({
  ok: false,
  reason: params === undefined ? { code } : { code, params },
});
