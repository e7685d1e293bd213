import type { Actor } from '../reasons/explanation.ts';
import type { ComparisonCategory, FindingCode } from './comparison.ts';

/** Categories as people read them, in the order they read them. */
export const categoryTexts: Readonly<
  Record<ComparisonCategory, { readonly title: string; readonly meaning: string; readonly advice: string }>
> = {
  missing: {
    title: 'Missing on the platform',
    meaning: 'We registered the device and the platform confirmed it, but no longer lists it.',
    advice: 'If the customer still has the device, drop its row again.',
  },
  unknownToUs: {
    title: 'Unknown to us',
    meaning: 'The platform lists the device; it was never registered through this service.',
    advice: 'Nothing to do if it was registered on purpose; else ask who did.',
  },
  groupTagDiffers: {
    title: 'Group tag differs',
    meaning: 'The platform lists the device under another group tag.',
    advice: 'Check which deployment profile the device gets; a group tag can be changed in Intune.',
  },
  elsewhere: {
    title: 'Registered elsewhere',
    meaning:
      'The platform does not list the device here, but for another customer or through another connection of yours.',
    advice: 'Nothing to do for another connection. For another customer: check whose device it is.',
  },
  notComparable: {
    title: 'Not comparable',
    meaning: 'Nobody can tell from what the platform lists. This is no sign of trouble.',
    advice: 'Nothing to do; the row says what whoever needs certainty can look at.',
  },
  inBoth: {
    title: 'In both',
    meaning: 'The platform lists the device as we registered it. These are only counted.',
    advice: 'Nothing to do.',
  },
};

export const findingTexts: Readonly<
  Record<FindingCode, { readonly meaning: string; readonly advice: string; readonly who: Actor }>
> = {
  missing: {
    meaning: 'We registered the device, but the platform does not list it any more: somebody has deleted it there.',
    advice: 'If the customer still has the device, drop its row again; if not, nothing to do.',
    who: 'uploader',
  },
  unknown_to_us: {
    meaning: 'The platform lists the device for this customer, but it was not registered through this service.',
    advice: 'Nothing to do if the customer or somebody else registered it on purpose; else ask who did.',
    who: 'uploader',
  },
  group_tag_differs: {
    meaning: 'The device is registered, but under another group tag than the one it was sent with.',
    advice:
      'Check which deployment profile the device gets. A group tag can be changed in Intune; sending the row again does not change it.',
    who: 'uploader',
  },
  other_connection: {
    meaning:
      'This platform does not list the device, but it is registered for this customer: another connection of yours shows it.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  other_customer: {
    meaning: 'The device is listed for another customer of yours than the one it was registered for.',
    advice:
      'A device can belong to one customer only. If it has moved there, nothing to do; else delete it there and drop its row again.',
    who: 'uploader',
  },
  pkid_not_listed: {
    meaning: 'The device was registered by its PKID, and this platform lists no PKIDs.',
    advice: 'Nothing to do. Whoever needs certainty looks the device up in the portal.',
    who: 'nobody',
  },
  may_be_pkid: {
    meaning: 'The platform lists a device that may be one of those you registered by PKID with this group tag.',
    advice: 'Nothing to do. Whoever needs certainty compares the serial number with the delivery papers.',
    who: 'nobody',
  },
  registered_before_us: {
    meaning: 'The device was registered before we sent it; this platform lists only what its own partner registered.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  too_recent: {
    meaning: 'The device was registered so recently that the platform may not list it yet.',
    advice: 'Nothing to do: the next comparison tells.',
    who: 'nobody',
  },
  listed_in_part: {
    meaning: 'The platform listed fewer devices than it says there are; this one may be among the others.',
    advice: 'Nothing to do: the next comparison tells.',
    who: 'nobody',
  },
  names_differ: {
    meaning: 'The platform lists the serial number of the device with other names of maker or model, or several times.',
    advice: 'Compare manufacturer and model in the portal with the row the device came from.',
    who: 'uploader',
  },
  identity_not_recorded: {
    meaning: 'How the device was identified was not recorded when it was registered.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  listed_without_identity: {
    meaning: 'The platform lists a device, but not the names by which it could be compared.',
    advice: 'Nothing to do. Whoever needs certainty looks the device up in the portal.',
    who: 'nobody',
  },
};
