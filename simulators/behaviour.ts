/** Readings of the vendors' documents between which the sources leave the choice. Every call of a kind is treated alike. */
export interface Behaviour {
  /** Creating a batch whose name is taken: 409, 400, or taken as an append. */
  readonly existingBatch: 'conflict' | 'badRequest' | 'merge';
  /** Appending to a batch that is not there (yet): 404, or it is created. */
  readonly appendToMissing: 'notFound' | 'create';
  /** A tuple on append: one newer translation of its page leaves it out of the accepted identities. */
  readonly appendedTuples: 'accept' | 'refuse';
  /** The same `MS-RequestId` again: carried out twice, or answered with the first job. */
  readonly replay: 'duplicate' | 'dedupe';
  /** A device with no accepted combination of identities: refused alone, or the whole call with 400. */
  readonly invalidIdentity: 'device' | 'request';
  /** Devices in one call to Partner Center: "1000 at a time max" in Microsoft's table of platforms. */
  readonly devicesMaximum: number;
  /** Creating a batch with an app-only token. */
  readonly appOnlyCreate: 'refuse' | 'accept';
  /** A user token without the MFA claim: 401/900421, or only reported on request. */
  readonly mfa: 'enforced' | 'reported';
  /** A new refresh token on redemption: only where `offline_access` is asked for (Entra's page), or always (its example). */
  readonly newRefreshToken: 'offlineAccess' | 'always';
  /** How the job's address comes: the documented form, other forms clients have met, in the body, or not at all. */
  readonly location: 'relative' | 'withVersion' | 'absolute' | 'body' | 'missing';
  readonly acceptedStatus: 202 | 200;
  /** Type of `code` in error bodies. */
  readonly faultCode: 'number' | 'string';
  /** Spelling of a job's status: its name, its name in the service's own code (`FinishedWithErrors`), or the number of the enum. */
  readonly jobStatus: 'name' | 'codeName' | 'number';
  /** Spelling of a device's status while its job runs. */
  readonly runningDeviceStatus: 'in-progress' | 'in_progress' | 'processing';
  /** `devicesStatus` while a job runs. */
  readonly runningResults: 'empty' | 'absent' | 'some' | 'all';
  /** Type of a device's `errorCode`: text in the documents. */
  readonly deviceErrorCode: 'string' | 'number';
  /** A continuation token stands in the body and in `links.next.headers`, in one of the two, or in a response header. */
  readonly continuation: 'both' | 'body' | 'links' | 'header';
  readonly devicesCountName: 'devicesCount' | 'deviceCount';
  /** A policy's count of devices: so in the examples, or so in the table. */
  readonly devicesAssignedName: 'devicesAssigned' | 'devicesAssignedCount';
  /** Which tuples and PKIDs have a build report: all but the marked ones, or only those of the world. */
  readonly knownToOem: 'allButMarked' | 'listed';
  /** Share of devices that meet a storage error (640) the first time they are submitted. */
  readonly storageErrorRate: number;
  readonly oemAnswer: 'sync' | 'async';
  /** The same `RequestID` at the OEM gateway while its operation runs: as `replay` says, or 409 that names the operation. */
  readonly oemSameRequest: 'replay' | 'conflict';
  /** Does the OEM gateway give `ClientReference` back? */
  readonly oemReference: 'echo' | 'omit';
  /** Code that stands beside `ZtdDeviceAssignedToOtherTenant` in Graph results: one tester saw 806. */
  readonly otherTenantCode: 808 | 806;
  /** Spelling of that name. */
  readonly otherTenantName: 'ZtdDeviceAssignedToOtherTenant' | 'ZtdDeviceAssignedToAnotherTenant';
  /** Devices in one Graph import; the vendor names no number for the call, 500 for the portal. */
  readonly importMaximum: number;
  readonly graphPageSize: number;
  /** From a deletion until lists no longer show the device and it can be registered again; no document names a figure, 30 is invented. */
  readonly removalSeconds: number;
  /** From a change of an Autopilot device's properties until Intune shows it; people report minutes to hours, 30 seconds are invented. */
  readonly changeSeconds: number;
  /** Deleting the Autopilot registration of a device that is enrolled: Intune has to let go of it first, or it does not matter. */
  readonly deleteEnrolled: 'refuse' | 'accept';
  /** A write without justification, where Multi Admin Approval is on: two versions of the vendor's pages. */
  readonly approvalDemand: 400 | 403;
  /** A write whose request for approval was filed: the page, and one capture. */
  readonly approvalFiled: 412 | 403;
  /** Devices in one import of corporate identifiers; the vendor names no number for the call. */
  readonly identifiersMaximum: number;
  /** A corporate identifier that is there already and not to be overwritten: reported as not done, or as done. */
  readonly existingIdentifier: 'false' | 'true';
}

export const defaultBehaviour: Behaviour = {
  existingBatch: 'conflict',
  appendToMissing: 'notFound',
  appendedTuples: 'accept',
  replay: 'duplicate',
  invalidIdentity: 'device',
  devicesMaximum: 1000,
  appOnlyCreate: 'refuse',
  mfa: 'enforced',
  newRefreshToken: 'offlineAccess',
  location: 'relative',
  acceptedStatus: 202,
  faultCode: 'number',
  jobStatus: 'name',
  runningDeviceStatus: 'in-progress',
  runningResults: 'empty',
  deviceErrorCode: 'string',
  continuation: 'both',
  devicesCountName: 'devicesCount',
  devicesAssignedName: 'devicesAssigned',
  knownToOem: 'allButMarked',
  storageErrorRate: 0,
  oemAnswer: 'sync',
  oemSameRequest: 'replay',
  oemReference: 'echo',
  otherTenantCode: 808,
  otherTenantName: 'ZtdDeviceAssignedToOtherTenant',
  importMaximum: 500,
  graphPageSize: 100,
  removalSeconds: 30,
  changeSeconds: 30,
  deleteEnrolled: 'refuse',
  approvalDemand: 400,
  approvalFiled: 412,
  identifiersMaximum: 1000,
  existingIdentifier: 'false',
};
