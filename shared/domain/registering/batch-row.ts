/** The ledger row of one device batch on Partner Center: `(connection, customer, lower-case batch id)`. */
export interface BatchRow {
  /** The batch's name as it was first spelled. */
  readonly batchId: string;
  readonly state: 'creating' | 'exists';
  /** The chunk that creates it. */
  readonly createdBy: string;
  /** ISO time until which others wait for the creator. */
  readonly creatingUntil: string;
}
