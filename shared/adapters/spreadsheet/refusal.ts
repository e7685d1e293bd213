import type { Reason } from '../../domain/reason.ts';
import type { ReasonCode } from '../../domain/reasons/codes.ts';
import type { Damage } from '../../domain/reasons/value-codes.ts';

/** The file can't be read, and why. Stays inside this folder: the reader turns it into a `refused` event. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  constructor(code: ReasonCode, params: Reason['params'] = {}, options: { cause?: unknown } = {}) {
    super(code, options);
    this.reason = { code, params };
  }
}

/** The workbook breaks its own rules. `problem` goes to the partner in words; it names nothing from the file. */
export function damaged(problem: Damage, cause?: unknown): Refusal {
  return new Refusal('not_a_spreadsheet', { detail: 'damaged', problem }, { cause });
}
