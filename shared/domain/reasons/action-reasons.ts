import type { Explanation } from './explanation.ts';

/** Why a device that is registered already is not removed, changed or moved. */
export const actionReasons = {
  pkid_not_listed: {
    happened: 'The platform’s list shows no PKIDs, and the row names the device by nothing else.',
    advice: 'Name the device by maker, model and serial number.',
    who: 'uploader',
  },
  unnamed_devices_listed: {
    happened: 'The platform lists {count} devices without a serial number; this device may be one of them.',
    advice: 'Look the device up in the portal, or ask the operator to find it by the upload that registered it.',
    who: 'operator',
  },
  listed_in_other_case: {
    happened: 'The platform lists a device whose serial number differs in capital letters only: {listed}.',
    advice: 'If it is the same device, write the serial number as it is listed and upload the row again.',
    who: 'uploader',
  },
  listed_as_other_device: {
    happened: 'The platform lists this serial number for another maker or model: {listed}.',
    advice: 'If it is the same device, write maker and model as they are listed and upload the row again.',
    who: 'uploader',
  },
  several_devices_listed: {
    happened: 'The platform lists {count} devices that fit the row.',
    advice: 'Add maker and model, or the PKID, so that only one fits.',
    who: 'uploader',
  },
  whole_identity_needed: {
    happened: 'This platform takes a device by its PKID, or by maker, model and serial number together.',
    advice: 'Complete the row and upload it again.',
    who: 'uploader',
  },
  enrolled_in_intune: {
    happened: 'The device is still enrolled in Intune, which has to let go of it first.',
    advice: 'Delete the device in Intune (Devices, All devices); then upload this row again.',
    who: 'customer',
  },
  identifier_not_allowed: {
    happened: 'Intune takes no corporate identifier in which {part} is empty once commas and periods are left out.',
    advice: 'Correct the row and upload it again.',
    who: 'uploader',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
