/** What a workbook that breaks its own rules is damaged by. */
export type Damage =
  | 'noTextTable'
  | 'textNotThere'
  | 'sheetMissing'
  | 'cellWithoutPlace'
  | 'cellInOtherRow'
  | 'cellBeyondLastColumn'
  | 'cellsInSamePlace'
  | 'rowsNotInOrder'
  | 'partMissing'
  | 'partsNamedAlike'
  | 'contentsUnreadable'
  | 'partNotUnpacked'
  | 'checkSumWrong'
  | 'tooManyStyles'
  | 'tooManyMergedCells'
  | 'partNotUtf8'
  | 'xmlBroken'
  | 'xmlDocumentType'
  | 'xmlTooDeep';

/** What a device is known by, in whole or in part, and what else a reason's values name. Each language has words for them. */
export type ValueCode =
  | 'tuple'
  | 'pkid'
  | 'hardwareHash'
  | 'serial'
  | 'manufacturer'
  | 'model'
  | 'groupTag'
  | 'anyPlatform'
  | 'identityColumn'
  | 'dellServiceTag'
  | 'tenLettersAndDigits'
  | 'eightLettersAndDigits'
  | Damage;
