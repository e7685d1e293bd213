import type { Explanation } from './explanation.ts';

const nothing = 'Nothing to do.';
const collectAgain =
  'Collect the hash again on the device and send it unchanged, as a text file or in a column formatted as text.';
const fromLabel =
  'Copy the number from the shipping label or the maker’s delivery file into a column formatted as text.';
const splitUp = 'Split the file into smaller ones and send each of them.';

function uploader(happened: string, advice: string): Explanation {
  return { happened, advice, who: 'uploader' };
}

function noteworthy(happened: string, advice = nothing): Explanation {
  return { happened, advice, who: advice === nothing ? 'nobody' : 'uploader' };
}

/**
 * Everything our reader has to say, in words for people who sell laptops. Keys are codes, or `code:detail` where one
 * code has several causes. Codes of the sample battery keep its words.
 */
export const rowReasons = {
  // ------------------------------------------------------------ the row as a whole
  missing_identity: uploader(
    'The row does not say which device it is.',
    'Give a hardware hash, or a PKID, or serial number, manufacturer and model together.',
  ),
  reference_not_found: uploader(
    'The row names its device by an upload reference alone, and that leads to no row of yours with a device.',
    'Copy the upload reference (uploadId#sheet#row) of the row that registered it, or name the device itself.',
  ),
  'reference_not_found:many': uploader(
    'The file names more devices by an upload reference alone than are followed: {rows}, of {uploads} uploads.',
    splitUp,
  ),
  named_by_reference: noteworthy('The device is that of row {row} of {file}.'),
  incomplete_tuple: uploader(
    'Serial number, manufacturer and model are only valid together; missing: {missing}.',
    'Fill in what is missing, or give the PKID or the hardware hash instead.',
  ),
  'incomplete_tuple:registered': uploader(
    'A registered device is found by manufacturer and serial number together; missing: {missing}.',
    'Fill in what is missing, or give the PKID or the hardware hash instead.',
  ),
  action_unknown: uploader(
    'The action “{found}” is none we know.',
    'Write {words}, or leave the cell empty to register the device.',
  ),
  action_conflict: uploader(
    'The row says “{row}”, but the folder or the metadata of the file says “{file}” for all its rows.',
    'Correct the row, or drop the file into another folder.',
  ),
  action_contradicts: uploader(
    'Row {place} asks for something else with the same device: {asked}.',
    'Keep one of the two rows; register a device again only after its deregistration is reported.',
  ),
  'action_contradicts:values': uploader(
    'Row {place} asks for the same with this device ({asked}), but not with the same customer, group tag, user or name.',
    'Keep one of the two rows. The other one was taken as it is written.',
  ),
  column_count_mismatch: uploader(
    'The row has another number of columns than the header.',
    'Put values that contain the separator (such as "VMware, Inc.") into double quotes, and send the row again.',
  ),
  'column_count_mismatch:fewer': uploader(
    'The row has fewer columns than the header, so it is not certain which value belongs where.',
    'Add the missing separators, or save the sheet as .xlsx, and send the row again.',
  ),
  'column_count_mismatch:comma': uploader(
    'A comma inside a name has split it over two columns.',
    'Put the name into double quotes ("VMware, Inc.") or send an .xlsx file.',
  ),
  cell_error: uploader(
    'A cell the row needs holds an error value such as #N/A.',
    'Repair the formula or type in the value.',
  ),
  cell_type: uploader(
    'A cell the row needs holds something else than text.',
    'Format the column as text and type the value in again.',
  ),
  'cell_type:date': uploader(
    'A cell the row needs holds a date.',
    'Format the column as text and type the value in again.',
  ),
  'cell_type:boolean': uploader(
    'A cell the row needs holds TRUE or FALSE.',
    'Format the column as text and type the value in again.',
  ),
  'cell_type:number': uploader(
    'A cell the row needs holds a number that cannot be the value.',
    'Format the column as text and type the value in again.',
  ),
  'cell_type:format': uploader(
    'A cell the row needs has a number format that shows something else than its text.',
    'Format the column as text and type in what is to be seen.',
  ),
  formula_no_value: uploader(
    'A cell the row needs holds a formula that was never calculated.',
    'Open the file in Excel, let it calculate, save it; or paste the values.',
  ),
  ambiguous_column: uploader(
    'The columns {columns} mean the same to us and say different things in this row.',
    'Keep the right one and delete or rename the other.',
  ),
  header_changed: uploader(
    'Row {headerRow} is a second header with other columns, so the rows below it cannot be read.',
    'Put these rows into a sheet or file of their own.',
  ),
  above_header: uploader(
    'The row stands above the header (row {headerRow}).',
    'Move it below the header and send it again.',
  ),
  quote_swallowed_rows: uploader(
    'A double quote that is opened here and closed further down has swallowed the rows in between.',
    'Remove the stray quote and send this row and those after it again, up to row {lastRow}.',
  ),
  text_bad_characters: uploader(
    'Group tag, user or customer contains a line break or another character that cannot be part of it.',
    'Type it in again.',
  ),
  'text_bad_characters:separators': uploader(
    'Manufacturer, model, group tag, user or customer carries separators (; , |) that an export has left behind.',
    'Take the separators out, or save the sheet as .xlsx.',
  ),
  'text_bad_characters:placeholder': uploader(
    'The group tag is a word that stands for "there is none (yet)".',
    'Type in the group tag, or empty the cell: the customer’s usual one is then taken, where it has one.',
  ),
  'text_bad_characters:program': uploader(
    'Group tag, user or customer holds what a program writes where there is no value.',
    'Type in the value, or empty the cell.',
  ),
  hidden_row: uploader(
    'The row is hidden in the sheet, by hand or by a filter, so it was not sent.',
    'Unhide the row (or clear the filter) if the device is to be registered; otherwise delete it.',
  ),
  encoding_uncertain: uploader(
    'The file does not say how its characters are encoded, and what would be sent has other than plain letters (accents, Greek, Chinese, …): it may have been misread.',
    'Save the list as "CSV UTF-8" or .xlsx and send the row again; or have the encoding of your files put into your settings.',
  ),
  note_row: noteworthy('A remark or footer, not a device.'),
  header_repeated: noteworthy('The header again, not a device.'),

  identity_in_unread_column: uploader(
    'The column {column} holds what a device is known by, but its title is none we know.',
    'Name the column like the template (autopilot-devices), or delete it.',
  ),
  'identity_in_unread_column:pkid': uploader(
    'The column {column} holds a PKID, but its title is none we know.',
    'Name the column PKID, or delete it.',
  ),
  'identity_in_unread_column:hash': uploader(
    'The column {column} holds a hardware hash, but its title is none we know.',
    'Name the column Hardware Hash, or delete it.',
  ),

  // ------------------------------------------------------------ PKID
  pkid_bad_length: uploader('A PKID has 13 digits; this one has {digits}.', fromLabel),
  pkid_not_integer: uploader('This is not a PKID. A PKID is exactly 13 digits.', fromLabel),
  pkid_placeholder: uploader('The PKID is a made-up number.', fromLabel),
  pkid_scientific_notation: uploader(
    'A spreadsheet has shortened the PKID to something like 3.3E+12; the lost digits cannot be brought back.',
    fromLabel,
  ),
  'pkid_scientific_notation:rounded': uploader(
    'The PKID ends in zeros only: a spreadsheet has once shortened it to something like 3.3E+12.',
    fromLabel,
  ),
  pkid_is_windows_product_id: uploader(
    'This is the product ID that Windows shows in Settings. It is not unique to a device.',
    'Give the 13-digit PKID from the shipping label instead.',
  ),
  pkid_is_product_key: uploader(
    'This is a 25-character Windows product key. It is a secret: we have removed it, and so should you.',
    'Give the 13-digit PKID from the shipping label instead, and delete the key from your file.',
  ),
  'pkid_is_product_key:otherColumn': uploader(
    'A 25-character Windows product key stands in a column meant for something else. We have removed it.',
    'Delete the key from your file and put the right value there.',
  ),

  // ------------------------------------------------------------ serial number, manufacturer, model
  serial_scientific_notation: uploader(
    'A spreadsheet has shortened the serial number to something like 1.2E+11; the lost digits cannot be brought back.',
    'Format the column as text and type the serial number in again.',
  ),
  serial_precision_lost: uploader(
    'The serial number was kept as a number and has lost digits: spreadsheets keep 15.',
    'Format the column as text and type the serial number in again.',
  ),
  serial_date_mangled: uploader(
    'A spreadsheet has turned the serial number into a date.',
    'Format the column as text and type the serial number in again.',
  ),
  serial_numeric_format: uploader(
    'The serial number is a number that only looks complete through its number format; its zeros are not in the file.',
    'Format the column as text and type the serial number in again.',
  ),
  serial_placeholder: uploader(
    'The serial number is a placeholder, not a real one.',
    'Give the serial number on the device’s label. If the device itself reports the placeholder, ask its maker.',
  ),
  'serial_placeholder:words': uploader(
    'Words stand where the serial number should be.',
    'Give the serial number on the device’s label, or leave the row out until you know it.',
  ),
  'serial_placeholder:model': uploader(
    'The manufacturer or the model stands where the serial number should be.',
    'Check that the columns are not mixed up, and give the serial number on the device’s label.',
  ),
  'serial_placeholder:inHash': {
    happened: 'The device reports a placeholder as its serial number, so its hash names no device.',
    advice: 'The maker has to write the serial number into the device; then collect the hash again.',
    who: 'maker',
  },
  serial_bad_characters: uploader(
    'The serial number contains characters that no serial number has (line breaks, quotes, accents, full-width letters).',
    'Type it in again exactly as on the label.',
  ),
  'serial_bad_characters:several': uploader(
    'The cell holds several serial numbers, or a range of them.',
    'Give each device a row of its own.',
  ),
  'serial_bad_characters:label': uploader(
    'A label such as "S/N" stands in front of the serial number.',
    'Leave only the serial number in the cell.',
  ),
  'serial_bad_characters:words': uploader(
    'Other words stand beside the serial number.',
    'Leave only the serial number in the cell, and move remarks to a column of their own.',
  ),
  'serial_bad_characters:barcode': uploader(
    'The cell holds more than the serial number: a barcode with the model in it.',
    'Give only the serial number, as the label prints it behind S/N.',
  ),
  'serial_bad_characters:url': uploader(
    'The cell holds a web address, as a QR code has it.',
    'Give only the serial number, as the label prints it behind S/N.',
  ),
  'serial_bad_characters:formula': uploader(
    'The cell holds the text of a formula.',
    'Let the spreadsheet calculate it, and paste the value.',
  ),
  'serial_bad_characters:grouped': uploader(
    'The serial number is written like an amount, with blanks or full stops after three digits.',
    'Format the column as text and type the serial number in again exactly as on the label.',
  ),
  'serial_bad_characters:expressServiceCode': uploader(
    'This is Dell’s express service code, not the service tag; it stands for the service tag {tag}.',
    'Compare {tag} with the label, and give the service tag as the serial number.',
  ),
  serial_model_conflict: uploader(
    'Row {place} gives the same serial number with another model.',
    'Find out which row is right, and correct or delete the other; row {place} was judged by itself.',
  ),
  pkid_serial_conflict: uploader(
    'Row {place} has the same serial number with another PKID, or the same PKID with another serial number.',
    'Find out which row is right, and correct or delete the other; row {place} was judged by itself.',
  ),
  serial_too_long: uploader(
    'The serial number has {characters} characters; at most {value} are possible.',
    'Check the column.',
  ),
  manufacturer_placeholder: uploader(
    'The manufacturer is a placeholder, not a name.',
    'Give the name the device reports.',
  ),
  'manufacturer_placeholder:inHash': {
    happened: 'The device reports a placeholder as its manufacturer, so its hash names no device.',
    advice: 'The maker has to write the name into the device; then collect the hash again.',
    who: 'maker',
  },
  manufacturer_bad_characters: uploader('The manufacturer contains characters that no name has.', 'Type it in again.'),
  manufacturer_too_long: uploader(
    'The manufacturer has {characters} characters; at most {value} are possible.',
    'Check the column.',
  ),
  model_placeholder: uploader('The model is a placeholder, not a name.', 'Give the model the device reports.'),
  'model_placeholder:inHash': {
    happened: 'The device reports a placeholder as its model, so its hash names no device.',
    advice: 'The maker has to write the model into the device; then collect the hash again.',
    who: 'maker',
  },
  model_bad_characters: uploader('The model contains characters that no model has.', 'Type it in again.'),
  model_too_long: uploader('The model has {characters} characters; at most {value} are possible.', 'Check the column.'),
  model_is_manufacturer: uploader(
    'The model column holds the name of a manufacturer.',
    'Check that the columns are not mixed up.',
  ),

  // ------------------------------------------------------------ hardware hash
  hash_not_base64: uploader('The hardware hash contains characters that no hash has.', collectAgain),
  'hash_not_base64:urlSafe': uploader('A program has replaced + and / in the hardware hash by - and _.', collectAgain),
  hash_bad_header: uploader('This is no hardware hash: it does not begin like one.', collectAgain),
  'hash_bad_header:lowerCased': uploader('A program has turned the hardware hash into small letters.', collectAgain),
  hash_bad_structure: uploader('The hardware hash is damaged: its parts do not fit together.', collectAgain),
  'hash_bad_structure:padding': uploader(
    'Something that does not belong there was put at the end of the hardware hash.',
    collectAgain,
  ),
  'hash_bad_structure:unnamed': uploader('The hardware hash does not say which device it is from.', collectAgain),
  hash_bad_length: uploader(
    'The hardware hash has {characters} characters instead of 4000; something was cut off or added at the end.',
    collectAgain,
  ),
  'hash_bad_length:several': uploader('The cell holds several hardware hashes.', 'Give each device a row of its own.'),
  'hash_bad_length:plusLost': uploader(
    'A program has turned the plus signs of the hardware hash into spaces.',
    collectAgain,
  ),
  hash_truncated: uploader(
    'The hardware hash was cut off after {characters} characters; data of the device is missing.',
    collectAgain,
  ),
  'hash_truncated:stub': uploader(
    'This is the short example from Microsoft’s documentation, not a hardware hash.',
    collectAgain,
  ),
  hash_checksum_mismatch: uploader(
    'At least one character of the hardware hash was changed: its check sum does not fit.',
    collectAgain,
  ),
  hash_serial_conflict: uploader(
    'The hardware hash is from a device with another serial number than the one in the row.',
    'Find out which of the two is right. Probably rows were mixed up: check the rows around it, too.',
  ),
  'hash_serial_conflict:zerosLost': uploader(
    'The serial number in the row lacks the leading zeros of the one in the hardware hash.',
    'Format the serial number column as text and type it in again, or leave it empty.',
  ),
  hash_pkid_conflict: uploader(
    'The hardware hash is from a device with another PKID than the one in the row.',
    'Find out which of the two is right. Probably rows were mixed up: check the rows around it, too.',
  ),

  // ------------------------------------------------------------ the file as a whole
  empty_file: uploader('The file is empty.', 'Send a file with a header row and one row for each device.'),
  no_header: uploader(
    'No sheet has a header we know among its first {rows} filled rows.',
    'Name the columns: Hardware Hash, or PKID, or Serial Number, Manufacturer and Model; or fill in the template (autopilot-devices).',
  ),
  'no_header:titles': uploader(
    'No row names all the columns we need. Row {row} comes nearest: of its titles {found} we know {recognised}; missing: {missing}.',
    'Rename or add the missing columns; or give a Hardware Hash or PKID column instead, or fill in the template (autopilot-devices).',
  ),
  'no_header:unknown': uploader(
    'No row has a column title we know. Row {row} may be the header: {found}.',
    'Name the columns: Hardware Hash, or PKID, or Serial Number, Manufacturer and Model; or fill in the template (autopilot-devices).',
  ),
  'no_header:oneColumn': uploader(
    'Each line of the list stands whole in one column, so no value can be told from the next, and no line has titles we know.',
    'Send the file as it was before it was opened in Excel, or open it with Data, From Text/CSV and the right separator; or fill in the template (autopilot-devices).',
  ),
  no_data_rows: uploader('There is a header, but no device below it.', 'Add one row for each device.'),
  not_a_spreadsheet: uploader(
    'This is neither an Excel workbook (.xlsx) nor a text file (.csv).',
    'Save the list as .xlsx or .csv and send it again.',
  ),
  'not_a_spreadsheet:damaged': uploader(
    'The workbook is damaged: {problem}.',
    'Open it in Excel, save it again and send it again.',
  ),
  'not_a_spreadsheet:markup': uploader(
    'This is a web page or XML file with the name of a spreadsheet.',
    'Open it in Excel and save it as .xlsx.',
  ),
  'not_a_spreadsheet:pdf': uploader(
    'This is a PDF, which holds no table we can read.',
    'Ask whoever made it for the list as .xlsx or .csv.',
  ),
  'not_a_spreadsheet:picture': uploader('This is a picture.', 'Send the list itself as .xlsx or .csv.'),
  'not_a_spreadsheet:richText': uploader(
    'This is formatted text (RTF), not a spreadsheet.',
    'Copy the table into Excel and save it as .xlsx.',
  ),
  'not_a_spreadsheet:document': uploader(
    'This is a text document or a presentation, not a spreadsheet.',
    'Copy the table into Excel and save it as .xlsx.',
  ),
  'not_a_spreadsheet:mail': uploader('This is a saved e-mail.', 'Save the list that is attached to it, and send that.'),
  'not_a_spreadsheet:archive': uploader(
    'This is an archive (such as .zip) with other files in it.',
    'Unpack it and send each list as a file of its own.',
  ),
  'not_a_spreadsheet:binaryWorkbook': uploader(
    'This is a binary Excel workbook (.xlsb), which we do not read.',
    'Open it in Excel and save it as "Excel Workbook (.xlsx)".',
  ),
  'not_a_spreadsheet:openDocument': uploader(
    'This is an OpenDocument spreadsheet (.ods, .fods), which we do not read.',
    'Open it in LibreOffice or Excel and save it as .xlsx.',
  ),
  'not_a_spreadsheet:numbers': uploader(
    'This is a Numbers document, which we do not read.',
    'In Numbers choose File, Export To, Excel, and send that file.',
  ),
  'not_a_spreadsheet:exchange': uploader(
    'This is an old exchange format (.dif, .slk), which we do not read.',
    'Open it in Excel and save it as .xlsx.',
  ),
  'not_a_spreadsheet:mixedEncodings': uploader(
    'Parts of the text are in another encoding than its beginning: something was appended to it, for example with >> in PowerShell.',
    'Send each part as a file of its own, or collect them again with the same encoding throughout.',
  ),
  'not_a_spreadsheet:badText': uploader(
    'The text of the file is damaged: it is not valid {encoding}.',
    'Save the list again as .xlsx or .csv (UTF-8).',
  ),
  encrypted_or_legacy: uploader(
    'The file is password-protected, or an old .xls file.',
    'Save it as .xlsx without a password and send it again.',
  ),
  'encrypted_or_legacy:password': uploader(
    'The file is protected by a password.',
    'Save it as .xlsx without a password and send it again.',
  ),
  'encrypted_or_legacy:xls': uploader(
    'This is an old Excel workbook (.xls), which we do not read.',
    'Open it in Excel, save it as "Excel Workbook (.xlsx)" without a password, and send that file.',
  ),
  too_large_uncompressed: uploader('Unpacked, the workbook is larger than we read ({limit}: {value}).', splitUp),
  ambiguous_sheets: uploader(
    'The sheets have different columns that mean the same to us, so they cannot be read alike.',
    'Give all sheets the same columns, or send one file for each sheet.',
  ),
  unclosed_quote: uploader(
    'A double quote that is opened in row {row} is never closed, so it is not certain where the rows end.',
    'Remove the stray quote and send the file again.',
  ),
  limit_upload: uploader('The file is larger than we read ({limit}: {value} bytes).', splitUp),
  limit_entries: uploader(
    'The workbook has more parts than we read ({limit}: {value}).',
    'Copy the devices into a new workbook.',
  ),
  limit_sheets: uploader('The workbook has more sheets than we read ({limit}: {value}).', splitUp),
  limit_rows: uploader('The file has more rows than we read ({limit}: {value}).', splitUp),
  limit_columns: uploader(
    'Row {row} has more columns than we read ({limit}: {value}).',
    'Keep only the columns that name devices.',
  ),
  limit_cells: uploader('The file has more filled cells than we read ({limit}: {value}).', splitUp),
  limit_cell_characters: uploader(
    'A cell in or near row {row} has more characters than a cell can hold ({limit}: {value}).',
    'Repair that row.',
  ),
  limit_record: uploader(
    'Row {row} is longer than any real row ({limit}: {value}); probably a double quote is missing.',
    'Repair that row.',
  ),
  'limit_record:sheet': uploader(
    'Row {row} holds more text than any real row ({limit}: {value}).',
    'Keep only the columns that name devices.',
  ),
  limit_shared_strings: uploader('The workbook has more texts than we read ({limit}: {value}).', splitUp),

  limit_blank_rows: uploader(
    'The file has more blank rows than we read ({limit}: {value}).',
    'Delete the blank rows below and between the devices.',
  ),
  limit_elements: uploader(
    'The file has more cells than we read, empty ones included ({limit}: {value}).',
    'Delete empty rows and columns, keep only the columns that name devices, or split the file.',
  ),
  limit_shared_characters: uploader(
    'The workbook repeats long texts more often than we read them ({limit}: {value} characters in all).',
    'Keep only the columns that name devices.',
  ),

  // ------------------------------------------------------------ notices about the file
  encoding_assumed: noteworthy(
    'The file is not UTF-8; it was read as Windows-1252 (Western European).',
    'Check names with accents.',
  ),
  hidden_sheet: noteworthy(
    'The hidden sheet "{sheet}" was not read.',
    'Unhide it and send the file again if it holds devices.',
  ),
  hidden_rows: noteworthy(
    'Rows that are hidden by hand or by a filter were not sent: {rows}.',
    'Unhide them (or clear the filter) and send the file again if they are to be registered.',
  ),
  hidden_columns: noteworthy(
    'The hidden columns {columns} were used like the others.',
    'Unhide them and check their values.',
  ),
  sheet_without_devices: noteworthy('The sheet "{sheet}" was not read: it has no header we know.'),
  far_cells_ignored: noteworthy('Cells to the right of column {value} were not read (row {row} is the first).'),
  doubled_column: noteworthy(
    'The columns {columns} mean the same to us; rows in which they differ are rejected.',
    'Keep the right one and delete or rename the other.',
  ),

  columns_not_read: noteworthy(
    'Not read{where}: {columns}.',
    'If one of them says which device, customer, group tag or user is meant, rename it like the template (autopilot-devices) and send the file again.',
  ),
  'columns_not_read:known': noteworthy('Not needed here, and not read{where}: {columns}.'),
  untitled_columns_not_read: noteworthy(
    'Columns without a title were not read{where}: {columns}.',
    'Give them a title if they hold something we need.',
  ),
  column_taken_for: noteworthy(
    'The column {column}{where} was taken for the {meaning}.',
    'Rename the column if it is something else.',
  ),
  one_column_split: noteworthy(
    'Each line stood whole in one column; it was taken apart at its separators, as a text file would be.',
    'Check that the values stand where they should.',
  ),
  customer_column_not_used: noteworthy(
    'The column {column}{where} names none of your customers in {rows} rows; there it was not read.',
    'Check the customer of these rows.',
  ),

  // ------------------------------------------------------------ remarks on rows
  group_tag_platform_limited: noteworthy(
    'Partner Center refuses the group tag {groupTag} unless its connection says otherwise: it takes A–Z, digits, blank, dot, hyphen and underscore, 64 at most. Intune takes it.',
    'Choose another tag if these devices go to Partner Center.',
  ),
  machine_type_model_used: noteworthy(
    'Of several models the machine type and model was used, as it is what Lenovo devices report.',
  ),
  hash_repaired: noteworthy(
    'White space, line breaks or quotes were taken out of the hardware hash; its check sum proves the rest.',
  ),
  hash_not_used: noteworthy(
    'The hardware hash was left out: {because} The row’s other identity was used.',
    collectAgain,
  ),
  value_not_used: noteworthy('Another value of the row was left out: {because} The device is known without it.'),
  windows_product_id_ignored: noteworthy(
    'The product ID from Windows Settings was ignored; the device is known without it.',
  ),
  product_key_removed: noteworthy(
    'A Windows product key was removed from the row: it is a secret.',
    'Delete product keys from your files.',
  ),
  tuple_differs_from_hash: noteworthy(
    'Manufacturer or model in the row differ from those in the hardware hash; the hash was used.',
  ),
  pkid_leading_zero: noteworthy('The PKID begins with a zero, which is unusual.', 'Check it against the label.'),
  pkid_decimals_removed: noteworthy(
    'The PKID was written as a decimal number; all its digits are there.',
    'Format the column as text.',
  ),
  serial_decimals_removed: noteworthy(
    'The serial number was written as a decimal number (.0); leading zeros would be lost.',
    'Check it against the label, and format the column as text.',
  ),
  serial_with_blank: noteworthy(
    'The serial number has a blank inside, which is unusual.',
    'Check it against the label.',
  ),
  serial_without_digits: noteworthy('The serial number has no digit, which is unusual.', 'Check it against the label.'),
  serial_short: noteworthy(
    'The serial number has hardly any characters; it may be the number of a line.',
    'Check it against the label.',
  ),
  serial_may_be_range: noteworthy(
    'The serial number ends like a range of numbers; it was taken for one.',
    'Give each device a row of its own if it stands for several.',
  ),
  serial_form_unusual: noteworthy(
    'Serial numbers of {maker} have {form}; this one is different and was passed on as it is.',
    'Check it against the label.',
  ),
  serial_of_two_makers: noteworthy(
    'Row {place} gives the same serial number with another manufacturer. That happens.',
    'Check both rows.',
  ),
  letter_case_differs: noteworthy('The two rows differ in capital and small letters only.'),
  from_hidden_column: noteworthy('A value of this row stands in a hidden column.', 'Unhide the column and check it.'),
  value_as_shown: noteworthy('A number was used as its number format shows it: {value}.', 'Format the column as text.'),
  serial_from_number: noteworthy(
    'The serial number was kept as a number; leading zeros would be lost.',
    'Format the column as text.',
  ),
  serial_zeros_likely_lost: noteworthy(
    'Surface serial numbers have 12 digits, this one has {digits}; leading zeros were probably lost.',
    'Check it against the label.',
  ),
  manufacturer_spelling_repaired: noteworthy('The manufacturer was set to the spelling its devices use: {name}.'),
  manufacturer_unusual: noteworthy(
    'No device we know spells its manufacturer like this; it was passed on as it is.',
    'Check it against what the device reports.',
  ),
  'manufacturer_unusual:suggestion': noteworthy(
    'Devices usually spell this manufacturer {suggestion}; it was passed on as it is.',
    'Correct it if you meant {suggestion}.',
  ),
  model_from_number: noteworthy('The model was kept as a number.', 'Check it, and format the column as text.'),
  unusual_characters: noteworthy(
    'Manufacturer or model contain letters that devices do not use in names.',
    'Check the spelling.',
  ),
  row_short: noteworthy('The row has fewer columns than the header; the missing ones were taken as empty.'),
} as const satisfies Readonly<Record<string, Explanation>>;
