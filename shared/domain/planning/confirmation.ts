import { createHash } from 'node:crypto';
import type { OtherAction } from '../device-action.ts';
import { deviceKeys } from '../device-key.ts';
import type { Identity } from '../identity.ts';

/** What a person confirms: this row, of this upload, with this device, and everything that is to be done with it. */
export interface Confirmable {
  /** `uploadId#sheet#row` of the row that asked for it. */
  readonly reference: string;
  readonly action: OtherAction;
  readonly identity: Identity;
  readonly connectionId: string;
  readonly customerTenantId: string;
  /** Of a move. */
  readonly targetTenantId?: string;
  readonly groupTag?: string;
}

/**
 * The code a confirmation workbook carries for a row. It is no secret: it binds a "yes" to exactly what was shown, so that a
 * row that was edited, or pasted from elsewhere, is not confirmed.
 */
export function confirmationCode(asked: Confirmable): string {
  const { reference, action, identity, connectionId, customerTenantId, targetTenantId = '', groupTag = '' } = asked;
  const parts = [reference, action, deviceKeys(identity)[0], connectionId, customerTenantId, targetTenantId, groupTag];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
