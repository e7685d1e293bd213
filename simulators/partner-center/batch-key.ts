/** Batch names are unique per partner and customer, without regard to case. */
export function batchKey(owner: string, customerTenantId: string, batchId: string): string {
  return JSON.stringify([owner, customerTenantId, batchId]).toLowerCase();
}
