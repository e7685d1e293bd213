import type { Explanation } from './explanation.ts';

/** What is said of devices that are registered already: why one is not removed, changed or moved, and what was done. */
export const actionReasons = {
  pkid_not_listed: {
    happened:
      'The platform’s list shows no PKIDs, and the row names the device by nothing else: so it can’t be removed, changed or moved here.',
    advice:
      'Name the device by maker and serial number. One that was registered by PKID alone is removed in the portal.',
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
  platform_cannot_be_asked: {
    happened: '{platform} can’t be asked what it holds; what this service knows is all there is.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  lists_only_ours: {
    happened: '{platform} lists only what was registered through this connection; somebody else may have the device.',
    advice: 'The customer sees every device in Intune (Devices, Enrollment, Windows Autopilot devices).',
    who: 'customer',
  },
  asking_took_too_long: {
    happened: 'The platform’s list was not gone through within a minute.',
    advice: 'Ask again, or look the device up in the portal.',
    who: 'nobody',
  },
  several_devices_listed: {
    happened: 'The platform lists {count} devices that fit the row: {listed}.',
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
  move_file: {
    happened:
      'A file that moves the device here lies beside this report: {file}. Drop it into your own folder, not into a customer’s.',
    advice: 'Check its rows first.',
    who: 'uploader',
  },
  device_link_file: {
    happened:
      'This is a device link file (device association): one device, signed by its own TPM. It is no device list.',
    advice: 'The customer imports it in Intune (Devices, Enrollment, Device association); this service does not.',
    who: 'customer',
  },
  planned_action: {
    happened: 'The device would be removed from Windows Autopilot on {platform} for {customer}.',
    advice:
      'In Microsoft’s order the customer first deletes the device in Intune; then it is removed here; its Entra object goes by itself (a hybrid one: delete the object in Active Directory).',
    who: 'uploader',
  },
  'planned_action:move': {
    happened: 'The device would be removed for {customer} on {platform} and then registered for {target}.',
    advice:
      'In Microsoft’s order {customer} first deletes the device in Intune; then it is moved here. In between it is registered for nobody.',
    who: 'uploader',
  },
  'planned_action:change': {
    happened: 'The registered device would be changed on {platform} for {customer}.',
    advice: 'Nothing more: groups in Entra follow minutes or hours later.',
    who: 'uploader',
  },
  'planned_action:anew': {
    happened:
      'The device would be removed on {platform} for {customer} and registered anew with the group tag “{groupTag}”: no call changes a tag there.',
    advice: 'In between the device is registered for nobody; that usually takes minutes.',
    who: 'uploader',
  },
  'planned_action:identifier': {
    happened: 'Intune of {customer} would list the device as the customer’s own. That is no Autopilot registration.',
    advice: 'Once there is a first such identifier, devices that are not listed may enrol as personal.',
    who: 'uploader',
  },
  identifiers_not_allowed: {
    happened: 'The settings do not allow corporate identifiers for {customer}.',
    advice:
      'Ask the operator to allow them for this customer, and the customer before that: from the first identifier on, devices that are not listed may enrol as personal.',
    who: 'operator',
  },
  identifier_was_there: {
    happened: 'Intune listed the device as the customer’s own already.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  looked_only_there: {
    happened: 'Only {platform} was asked; the customer has other connections, too ({others}).',
    advice: 'If the device was registered by another way, remove or change it there.',
    who: 'uploader',
  },
  change_was_there: {
    happened: 'The device has what the row asks for already.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  tag_changed_anew: {
    happened:
      'The device was removed and registered anew with the group tag “{groupTag}”, the only way there is on this platform.',
    advice: 'Nothing to do. Groups in Entra follow minutes or hours later.',
    who: 'nobody',
  },
  change_not_shown: {
    happened: 'The platform has taken the change, and did not show it yet when it was looked at last.',
    advice: 'Look at the device in Intune later.',
    who: 'nobody',
  },
  still_listed: {
    happened: 'The platform has taken the removal, and still listed the device when it was looked at last.',
    advice: 'Lists follow later. Look again in some hours.',
    who: 'nobody',
  },
  list_not_read_in_check: {
    happened: 'A check does not read the platform’s list, so whether the device is there shows only when it is sent.',
    advice: 'Nothing to do. Removals and moves say so once more before they are done, and wait for a confirmation.',
    who: 'nobody',
  },
  device_not_listed: {
    happened: 'The platform does not list the device for this customer, so there is nothing to change.',
    advice: 'Check customer and spelling; register the device first if it is new.',
    who: 'uploader',
  },
  not_registered_by_us: {
    happened:
      'This platform can’t be asked whose a device is, and this service did not register it for this customer; it was not touched.',
    advice: 'Whoever registered the device removes it, or the customer does so in Intune.',
    who: 'uploader',
  },
  registered_since_plan: {
    happened: 'The device was registered again after the plan was made that this row confirms; it was not touched.',
    advice: 'If it is to be removed all the same, drop the first file again and confirm the new plan.',
    who: 'uploader',
  },
  confirmation_wrong: {
    happened: 'The confirmation code does not fit the row: something in it was changed since it was written.',
    advice: 'Drop the first file again, and confirm what its report says.',
    who: 'uploader',
  },
  confirmation_expired: {
    happened: 'The plan this row confirms is more than 14 days old.',
    advice: 'Drop the first file again, and confirm what its new report says.',
    who: 'uploader',
  },
  removal_limit: {
    happened:
      'With these {count} devices more would be removed on one day than the connection is set to; nothing of it was removed.',
    advice: 'The operator looks at it and allows it (removals allow), or the rows end unchanged when the hold expires.',
    who: 'operator',
  },
  still_propagating: {
    happened:
      'The device was removed where it was, and the platform still answers that it is registered: its parts notice a removal one after the other.',
    advice: 'Nothing to do: it is tried again by itself for 24 hours. For now the device is registered for nobody.',
    who: 'microsoft',
  },
  was_not_registered_before: {
    happened: '{customer} did not have the device on this connection, so there was nothing to remove.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  registered_nowhere: {
    happened: 'The device is registered NOWHERE now: it was removed for {from}, and could not be registered for {to}.',
    advice: 'See the remarks for why, then drop the retry workbook: it is registered for {to} then.',
    who: 'uploader',
  },
  'registered_nowhere:unknown': {
    happened:
      'The device was removed for {from}, and whether it is registered for {to} was never confirmed: it may be registered NOWHERE now.',
    advice: 'Drop the retry workbook: it is registered for {to} then, if it is not yet.',
    who: 'uploader',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
