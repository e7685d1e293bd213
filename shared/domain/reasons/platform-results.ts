import type { Explanation } from './explanation.ts';

/** What a platform says of a device, and what it comes to. `transient`: the same device may be sent again later. */
export interface PlatformResult extends Explanation {
  readonly kind: 'registered' | 'alreadyRegistered' | 'refused' | 'transient';
  /** The platform's names; compared without case, `…AnotherTenant` (so in Intune's pages) as `…OtherTenant`. */
  readonly names: readonly string[];
  readonly number?: string;
}

/**
 * Result codes of the Autopilot device directory, which every platform passes on.
 * Source: the Managed Desktop registration draft (801 to 814), https://learn.microsoft.com/autopilot/add-devices (names, both
 * spellings of 808), a public note for 640. 804, 805 and 815 and above appear in no public list as registration results.
 */
export const platformResults = {
  registered: {
    kind: 'registered',
    names: [],
    number: '0',
    happened: 'The device is registered.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  device_already_registered: {
    kind: 'alreadyRegistered',
    names: ['ZtdDeviceAlreadyAssigned'],
    number: '806',
    happened: 'The device was already registered for this customer.',
    advice: 'Nothing to do. If it should carry another group tag, change the tag in Intune.',
    who: 'nobody',
  },
  device_of_another_organization: {
    kind: 'refused',
    names: ['ZtdDeviceAssignedToOtherTenant'],
    number: '808',
    happened: 'The device is registered for another organization.',
    advice:
      'Where a remark names a customer of yours that holds it, drop the file that moves it. Otherwise the organization that holds it, its maker or Microsoft support must deregister it first; then upload this row again. The evidence file beside this report has what such a request asks for.',
    who: 'customer',
  },
  device_not_found: {
    kind: 'refused',
    names: ['ZtdDeviceNotFound'],
    number: '812',
    happened: 'Microsoft knows no device with this manufacturer, model and serial number, or this PKID.',
    advice:
      'Compare the spelling, including capitals, with what the device itself says. The maker may not have reported a new device yet: try again in a few days, or use the PKID or the hardware hash.',
    who: 'uploader',
  },
  hash_not_accepted: {
    kind: 'refused',
    names: ['InvalidZtdHardwareHash', 'HashNot4k'],
    number: '802',
    happened: 'The platform does not accept the hardware hash.',
    advice: 'Collect the hash on the device again and upload the row with the new one.',
    who: 'uploader',
  },
  identity_not_accepted: {
    kind: 'refused',
    names: ['MissingZtdSerialNumberAndProductKey'],
    number: '803',
    happened: 'The platform found neither a usable serial number nor a usable PKID.',
    advice: 'Correct the serial number or the PKID and upload the row again.',
    who: 'uploader',
  },
  device_not_unique: {
    kind: 'refused',
    names: ['ZtdDeviceIsNotUnique'],
    number: '813',
    happened: 'Microsoft knows several devices that fit, so it cannot tell which one is meant.',
    advice: 'Use another identity for this device (PKID or hardware hash), or ask Microsoft support.',
    who: 'microsoft',
  },
  device_already_joined: {
    kind: 'refused',
    names: ['ZtdDeviceAlreadyAadRegistered'],
    number: '814',
    happened: 'The device is already joined to an organization in Entra.',
    advice: 'The customer removes the old device object in Entra; then upload this row again.',
    who: 'customer',
  },
  device_sent_twice: {
    kind: 'refused',
    names: ['ZtdDeviceDuplicated'],
    happened: 'The platform took another row of the same submission for the same device.',
    advice: 'Check the result of the other row; upload this one again only if they are different devices.',
    who: 'uploader',
  },
  device_not_registered: {
    kind: 'refused',
    names: ['ZtdDeviceIsNotRegistered'],
    number: '807',
    happened: 'The device is not registered for this customer.',
    advice: 'Register it first.',
    who: 'uploader',
  },
  device_registered_by_another_organization: {
    kind: 'refused',
    names: ['ZtdDeviceRegisteredByOtherTenant'],
    number: '811',
    happened: 'Another organization registered the device, so it cannot be changed from here.',
    advice: 'Whoever registered it, or the customer in Intune, must deregister it.',
    who: 'customer',
  },
  profile_not_found: {
    kind: 'refused',
    names: ['ZtdProfileIsNotRegistered'],
    number: '809',
    happened: 'The deployment profile does not exist for this customer.',
    advice: "Correct the profile id in the partner's settings.",
    who: 'operator',
  },
  profile_of_another_organization: {
    kind: 'refused',
    names: ['ZtdProfileAssignedToOtherTenant'],
    number: '810',
    happened: 'The deployment profile belongs to another customer.',
    advice: "Correct the profile id in the partner's settings.",
    who: 'operator',
  },
  request_not_understood: {
    kind: 'refused',
    names: ['InvalidZtdRequestBody'],
    number: '801',
    happened: 'The platform could not make sense of the request for this device.',
    advice: 'Upload the row again later; if it happens again, give the operator the code.',
    who: 'operator',
  },
  platform_storage_error: {
    kind: 'transient',
    names: ['StorageError'],
    number: '640',
    happened: 'The platform had a passing fault of its own.',
    advice: 'It is tried again; if this stays the last word, upload the row again later.',
    who: 'microsoft',
  },
  /** Whatever no list explains: passed on word for word. */
  platform_refused: {
    kind: 'refused',
    names: [],
    happened: 'The platform refused the device and said only: {said}',
    advice: 'Give the operator these words; the code is not in any public list.',
    who: 'operator',
  },
} as const satisfies Readonly<Record<string, PlatformResult>>;
