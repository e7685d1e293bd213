/** Titles of the columns a report puts beside the uploader's own. */
export const reportColumns = {
  sheet: 'Sheet',
  row: 'Row',
  status: 'Status',
  code: 'Code',
  happened: 'What happened',
  advice: 'What to do',
  who: 'Who acts',
  remarks: 'Remarks',
  route: 'Route',
} as const;

/** Titles of the columns a retry workbook puts behind the uploader's own. */
export const retryColumns = {
  reason: 'Reason',
  uploadReference: 'Upload reference',
} as const;

/** Titles of the columns a confirmation workbook puts behind the uploader's own. */
export const confirmationColumns = {
  happens: 'What would happen',
  confirmation: 'Confirmation code',
} as const;

/** Every title we add: a reader of files takes none of them for a column of the uploader. */
export const addedTitles: readonly string[] = [
  ...Object.values(reportColumns),
  ...Object.values(retryColumns),
  ...Object.values(confirmationColumns),
];
