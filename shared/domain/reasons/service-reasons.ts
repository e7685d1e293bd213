import type { Explanation } from './explanation.ts';

/**
 * Why a file or a row can't go where it should, and what is said on the way: everything between reading a row and the
 * platform's own answer. What is wrong with a row's content is in `row-reasons.ts`, what platforms say in
 * `platform-results.ts`, missing grants in `grants.ts`.
 */
export const serviceReasons = {
  unknown_partner: {
    happened: 'The folder belongs to no partner in the settings.',
    advice: 'Drop the file into the folder named after your partner id.',
    who: 'uploader',
  },
  no_partner_folder: {
    happened: 'The file lies outside every partner folder.',
    advice: 'Drop the file into the folder named after your partner id.',
    who: 'uploader',
  },
  path_not_allowed: {
    happened:
      'The folder or file name holds characters that are not allowed (path separators, control characters, dots only).',
    advice: 'Rename the file with letters, digits, spaces, dashes and dots, and upload it again.',
    who: 'uploader',
  },
  path_too_long: {
    happened: 'The folder or file name is longer than 255 characters.',
    advice: 'Give the file a shorter name and upload it again.',
    who: 'uploader',
  },
  path_too_deep: {
    happened: 'The file lies too deep: only check/, the folder of an action and one customer folder are understood.',
    advice: 'Move the file to your folder, or to the folder of one customer.',
    who: 'uploader',
  },
  folder_reserved: {
    happened: 'The folder name {folder} has a meaning of its own and can’t be a customer.',
    advice: 'Use the customer’s tenant id, domain or alias as the folder name.',
    who: 'uploader',
  },
  metadata_action_unknown: {
    happened: 'The metadata of the file asks for the action “{found}”, which is none we know.',
    advice: 'Write {words} there, or leave it out, and upload the file again.',
    who: 'uploader',
  },
  'metadata_action_unknown:conflict': {
    happened: 'The folder of the file asks for the action “{folder}”, its metadata for “{found}”.',
    advice: 'Drop the file into the right folder, without other metadata.',
    who: 'uploader',
  },
  action_not_supported: {
    happened: 'This service can’t do that by any connection of the customer ({platforms}): {action}.',
    advice: 'Do it in the portal of the platform, or ask the operator for another connection.',
    who: 'operator',
  },
  move_target_missing: {
    happened: 'The row asks to move the device, and does not say to which customer.',
    advice: 'Fill in the column New Customer; the column Customer says where the device is registered now.',
    who: 'uploader',
  },
  move_target_same: {
    happened: 'The device is to be moved from {customer} to {customer}.',
    advice: 'The column Customer says where the device is registered now, New Customer where it is to go.',
    who: 'uploader',
  },
  move_not_asked: {
    happened: 'The row names a new customer, and does not ask to move the device.',
    advice: 'Write “move” into the column Action, or empty the column New Customer.',
    who: 'uploader',
  },
  nothing_to_change: {
    happened: 'The row asks for a change, and says neither a new group tag nor a new user or device name.',
    advice: 'Fill in Group Tag, Assigned User or New Device Name with what the device is to get.',
    who: 'uploader',
  },
  change_not_possible: {
    happened: '{platform} can change the group tag only, and the row gives none.',
    advice: 'The customer changes user and device name in Intune.',
    who: 'customer',
  },
  whole_device_needed: {
    happened: 'The device is registered anew, which needs manufacturer, model and serial number together.',
    advice: 'Fill in what is missing, or give the PKID or the hardware hash.',
    who: 'uploader',
  },
  'whole_device_needed:identifier': {
    happened: 'A corporate identifier needs manufacturer, model and serial number together.',
    advice: 'Fill in what is missing, or give the hardware hash.',
    who: 'uploader',
  },
  device_name_not_sent: {
    happened: 'The new device name was not passed on.',
    advice: 'The customer renames the device in Intune.',
    who: 'customer',
  },
  partner_suspended: {
    happened: 'This partner is suspended; nothing was sent.',
    advice: 'Ask the operator of this service.',
    who: 'operator',
  },
  sending_suspended: {
    happened: 'The operator has suspended sending for this partner.',
    advice: 'The rows go on by themselves once the operator resumes it.',
    who: 'operator',
  },
  connection_suspended: {
    happened: 'The operator has suspended the connection this device was to go through.',
    advice: 'The rows go on by themselves once the operator resumes it.',
    who: 'operator',
  },
  cancelled: {
    happened: 'Cancelled by {by} before it was sent.',
    advice: 'Drop the row again if the device is to be registered after all.',
    who: 'uploader',
  },
  partner_removed: {
    happened: 'This partner was removed from the settings; nothing more was sent.',
    advice: 'Ask the operator of this service.',
    who: 'operator',
  },
  customer_folder_unknown: {
    happened: 'No customer of yours is called {folder}, the name of the folder.',
    advice: 'Use the customer’s tenant id, domain or alias, or ask the operator to add the customer.',
    who: 'uploader',
  },
  customer_unknown: {
    happened: '{customer} is not on your list of customers.',
    advice: 'Check the tenant id or domain, or ask the operator to add the customer.',
    who: 'uploader',
  },
  'customer_unknown:column': {
    happened: 'The column {column} says {customer}, which is not on your list of customers.',
    advice: 'Use the customer’s tenant id, domain, alias or exact name, or ask the operator to add the customer.',
    who: 'uploader',
  },
  customer_in_unread_column: {
    happened:
      'The column {column} names your customer {customer}, but its title is none we know, and nothing else says which customer the device is for.',
    advice: 'Name the column Customer, or delete it and drop the file into the customer’s folder.',
    who: 'uploader',
  },
  group_tag_in_unread_column: {
    happened: 'The column {column} holds the group tag {groupTag}, but its title is none we know.',
    advice: 'Name the column Group Tag, or delete it.',
    who: 'uploader',
  },
  customer_name_not_known: {
    happened: 'The row also calls its customer {name}, which the settings do not know; tenant id or domain decided.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  customer_ambiguous: {
    happened: '{customer} stands for more than one of your customers.',
    advice: 'Use the tenant id, and ask the operator to correct the settings.',
    who: 'operator',
  },
  customer_conflict: {
    happened: 'The row says {customer}, but the file lies in the folder of {folder}.',
    advice: 'Correct the row, or move the file to the right folder.',
    who: 'uploader',
  },
  'customer_conflict:column': {
    happened: 'The column {column} says {customer}, but the device would go to {folder}.',
    advice: 'Correct the row, or move the file to the right folder.',
    who: 'uploader',
  },
  'customer_conflict:domain': {
    happened: 'The row says {customer}, but {domain} is not known as a domain of that customer.',
    advice: 'Correct the tenant id or the domain, or ask the operator to add the domain to the customer.',
    who: 'uploader',
  },
  customer_missing: {
    happened: 'Neither the row nor the folder says which customer the device is for.',
    advice: 'Add a column Customer Tenant ID, or drop the file into the customer’s folder.',
    who: 'uploader',
  },
  customer_claimed_twice: {
    happened:
      'The settings give this customer to more than one partner; until that is corrected nothing is sent for it.',
    advice: 'Ask the operator of this service to correct the settings.',
    who: 'operator',
  },
  group_tag_missing: {
    happened: 'Partner Center needs a group tag, and there is none for this row.',
    advice: 'Add a column Group Tag, or ask the operator to set a default for this customer.',
    who: 'uploader',
  },
  'group_tag_missing:move': {
    happened: 'Partner Center needs a group tag for {customer}, where the device is to go, and the row gives none.',
    advice: 'Fill in Group Tag, or ask the operator to set a default for {customer}.',
    who: 'uploader',
  },
  group_tag_not_allowed: {
    happened: 'The group tag {groupTag} holds characters that are not taken, or is too long.',
    advice: 'Use up to 64 letters, digits, spaces, dashes, dots and underscores.',
    who: 'uploader',
  },
  group_tag_case_differs: {
    happened: 'There is a group tag {existing} already, which differs only in upper and lower case.',
    advice: 'Spell the tag exactly as {existing}, or choose another one.',
    who: 'uploader',
  },
  too_many_group_tags: {
    happened: 'The file asks for more than {limit} different pairs of customer and group tag; nothing was sent.',
    advice: 'Check that the Group Tag column holds tags and not serial numbers, or split the file.',
    who: 'uploader',
  },
  platform_retired: {
    happened: '{platform} was retired in 2023 and takes no devices any more.',
    advice: 'Ask the operator to route this customer to Partner Center or Microsoft Intune.',
    who: 'operator',
  },
  no_route: {
    happened: 'The row has a {has}, which {platforms} does not take.',
    advice:
      'Add what the platform takes (Partner Center: any; OEM Direct: PKID or manufacturer, model and serial; Intune: hardware hash).',
    who: 'uploader',
  },
  hand_off_not_possible: {
    happened: 'The serial number holds a character that the file for the portal cannot carry.',
    advice:
      'Register this device by another way; the format allows no commas, no quotes and only Western European letters.',
    who: 'operator',
  },
  'hand_off_not_possible:groupTag': {
    happened: 'The group tag {groupTag} holds a character that the file for the portal cannot carry.',
    advice: 'Choose another group tag; the format allows no commas, no quotes and only Western European letters.',
    who: 'uploader',
  },
  handed_off: {
    happened: 'This platform has no interface for programs. A ready-made file was written: {file}.',
    advice: 'Upload that file by hand: admin.microsoft.com, Devices, Autopilot, Add devices.',
    who: 'operator',
  },
  'handed_off:intune': {
    happened: 'This platform has no interface for programs. A ready-made file was written: {file}.',
    advice:
      'Upload that file by hand: intune.microsoft.com, Devices, Windows, Enrollment, Devices (Windows Autopilot), Import.',
    who: 'operator',
  },
  file_archived: {
    happened: 'The file was put into the archive tier of the storage account, from which nothing can be read.',
    advice: 'Upload the file again, into the tier Hot (leave out any choice of a tier).',
    who: 'uploader',
  },
  file_being_rehydrated: {
    happened: 'The file is just being brought back from the archive tier, which takes hours; it can’t be read yet.',
    advice: 'Upload the file again, into the tier Hot (leave out any choice of a tier).',
    who: 'uploader',
  },
  file_encrypted_by_key: {
    happened: 'The file was encrypted with a key of its own (customer-provided key), so it can’t be read.',
    advice: 'Upload the file again without a key of your own; storage encrypts it in any case.',
    who: 'uploader',
  },
  reading_gave_up: {
    happened: 'Reading this file was tried {tries} times and never came to its end.',
    advice: 'Save the sheet under a new name, or as CSV, and upload it again; if it happens again, ask the operator.',
    who: 'operator',
  },
  settings_broken: {
    happened: 'The settings of this partner can’t be used at the moment.',
    advice: 'The operator has to correct them; the file is taken up by itself afterwards.',
    who: 'operator',
  },
  connection_missing: {
    happened: 'The connection this device was to go through is no longer in the settings.',
    advice: 'The operator has to restore it; the rows go on by themselves afterwards.',
    who: 'operator',
  },
  hold_expired: {
    happened: 'The rows waited for a grant that was not given in time; nothing was sent.',
    advice: 'Have the grant given, then upload the rows again.',
    who: 'customer',
  },
  no_answer: {
    happened: 'The device was sent, but the platform never said what became of it.',
    advice: 'Look the device up in the portal; sending the row again does no harm.',
    who: 'operator',
  },
  platform_unavailable: {
    happened: 'The platform can’t be reached at the moment.',
    advice: 'Nothing to do: it is tried again by itself. If the report is final, upload the row again.',
    who: 'nobody',
  },
  platform_throttled: {
    happened: 'The platform asks for patience (too many calls).',
    advice: 'Nothing to do: it is tried again by itself.',
    who: 'nobody',
  },
  comparison_claimed_twice: {
    happened:
      'The settings give this customer to more than one partner; until that is corrected it is compared for none.',
    advice: 'Ask the operator of this service to correct the settings.',
    who: 'operator',
  },
  comparison_customer_left: {
    happened: 'This customer is no longer in the settings, so the platform was not asked about its devices.',
    advice: 'If the customer has left, nothing to do; else ask the operator of this service to put it back.',
    who: 'operator',
  },
  comparison_connection_left: {
    happened: 'The connection is no longer in the settings, so the platform was not asked about these devices.',
    advice:
      'If the devices are looked after elsewhere, nothing to do; else ask the operator of this service to put it back.',
    who: 'operator',
  },
  comparison_suspended: {
    happened: 'This partner is suspended: nothing is sent for it. What is registered was compared all the same.',
    advice: 'The operator of this service resumes sending.',
    who: 'operator',
  },
  comparison_partner_removed: {
    happened:
      'This partner is no longer in the settings: nothing is compared any more. Devices still in its ledger: {devices}.',
    advice: 'The operator of this service puts the settings back, or erases what is stored of this partner.',
    who: 'operator',
  },
  comparison_settings_unusable: {
    happened: 'The settings of this partner can’t be used: nothing is compared. Devices in its ledger: {devices}.',
    advice: 'The operator of this service corrects the settings; settings check says what is wrong.',
    who: 'operator',
  },
  listing_unreadable: {
    happened: 'What the platform answered when it was asked what it holds could not be read.',
    advice: 'Nothing to do: it is asked again next time. If it stays so, report the platform and the time.',
    who: 'operator',
  },
  listing_not_finished: {
    happened:
      'Asking the platform for everything it holds takes longer than one run may take; {listed} devices were listed so far.',
    advice:
      'Nothing to do: the next run goes on where this one stopped. The reconcile command for this partner takes the time it needs.',
    who: 'operator',
  },
  connection_busy: {
    happened: 'As many calls as the platform takes at once are under way.',
    advice: 'Nothing to do: the devices follow by themselves.',
    who: 'nobody',
  },
  batch_being_created: {
    happened: 'The device group is just being created on Partner Center.',
    advice: 'Nothing to do: the devices follow by themselves.',
    who: 'nobody',
  },
  found_on_platform: {
    happened: 'The platform’s answer was lost, but the device was found there.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  confirmed_by_resend: {
    happened:
      'Confirmed by sending it again: the first answer was lost. That somebody else had registered the device before, perhaps with another group tag, can’t be ruled out.',
    advice: 'Nothing to do. If the group tag matters, compare it in Intune.',
    who: 'nobody',
  },
  registered_by_another_file: {
    happened: 'Another file of yours with the same device was under way at the same time, and registered it.',
    advice: 'Nothing to do: the report of the other file counts it.',
    who: 'nobody',
  },
  group_tag_not_verified: {
    happened: 'Whether the device carries the group tag “{groupTag}” was not verified: it was registered before.',
    advice: 'Compare the tag in Intune, and change it there if it differs.',
    who: 'customer',
  },
  'group_tag_not_verified:other': {
    happened:
      'This service registered the device with the group tag “{before}” before; whether it carries “{groupTag}” now was not verified.',
    advice: 'Compare the tag in Intune, and change it there if it differs.',
    who: 'customer',
  },
  registered_for_other_customer: {
    happened: 'This service registered the device for your customer {customer}.',
    advice: 'If it has changed hands, drop the ready file beside this report that moves it.',
    who: 'customer',
  },
  profile_assigned: {
    happened: 'The deployment profile was assigned.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  profile_refused: {
    happened: 'The device is registered, but Partner Center did not assign the deployment profile.',
    advice: 'The operator corrects profileId in the settings, or assigns a profile in Partner Center.',
    who: 'operator',
  },
  profile_not_confirmed: {
    happened: 'The device is registered, but whether it got its deployment profile was not confirmed.',
    advice: 'Look the device up in Partner Center and assign the profile there if it is missing.',
    who: 'operator',
  },
  profile_not_assignable: {
    happened:
      'The device is registered, but no deployment profile can be assigned to it this way: Partner Center lists no PKIDs.',
    advice:
      'Assign the profile in Partner Center or Intune once the device shows there; or send the row again with manufacturer, model and serial number, or with its hardware hash: then it is assigned.',
    who: 'uploader',
  },
  group_tag_not_sent: {
    happened: 'The group tag “{groupTag}” was not passed on: the hand-off file has no column for it.',
    advice: 'Set the tag in Intune after the upload.',
    who: 'customer',
  },
  assigned_user_not_sent: {
    happened: 'The assigned user was not passed on: {platform} does not take one.',
    advice: 'Assign the user in Intune.',
    who: 'customer',
  },
  upload_reference_ignored: {
    happened: 'The upload reference names no upload of yours, so the row was taken as a new one.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  registered_by_us_before: {
    happened: 'This service registered the device for this customer before.',
    advice: 'Nothing to do.',
    who: 'nobody',
  },
  answered_from_ledger: {
    happened: 'This service registered the device for this customer before, so it was not sent again.',
    advice: 'Nothing to do. If it should carry another group tag, change the tag in Intune.',
    who: 'nobody',
  },
  earlier_version_superseded: {
    happened: 'An earlier version of this file was overwritten before it was read; nothing of it was sent.',
    advice: 'Nothing to do: this version stands in for it.',
    who: 'nobody',
  },
  earlier_version_goes_on: {
    happened: 'An earlier version of this file was already on its way when it was overwritten; it goes on.',
    advice: 'Its report stands beside this one, under the time it was dropped.',
    who: 'nobody',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
