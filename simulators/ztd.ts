/** Names and numbers of the Autopilot device directory's answers (partner-center reference §5.6, oem-direct reference §5). */
export const ztdCodes = {
  StorageError: 640,
  InvalidZtdRequestBody: 801,
  InvalidZtdHardwareHash: 802,
  MissingZtdSerialNumberAndProductKey: 803,
  ZtdDeviceAlreadyAssigned: 806,
  ZtdDeviceIsNotRegistered: 807,
  ZtdDeviceAssignedToOtherTenant: 808,
  ZtdProfileIsNotRegistered: 809,
  ZtdProfileAssignedToOtherTenant: 810,
  ZtdDeviceNotFound: 812,
  ZtdDeviceAlreadyAadRegistered: 814,
  /** No number is published for it. */
  ZtdDeviceDuplicated: 0,
} as const;

export type ZtdName = keyof typeof ztdCodes;
