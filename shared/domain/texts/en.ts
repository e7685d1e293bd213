import { explanations } from '../reasons/codes.ts';
import type { Actor } from '../reasons/explanation.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import type { VerdictKind } from '../verdict.ts';
import { explainFrom } from './explain-from.ts';
import { englishTemplate } from './template-texts.ts';
import { verdictWords } from './verdict-words.ts';

const number = (value: number): string => value.toLocaleString('en-GB');
const rows = (count: number): string => (count === 1 ? '1 row' : `${number(count)} rows`);
const one = (count: number, single: string, several: string): string => (count === 1 ? single : several);

/** What is said of one kind of verdict. */
export interface KindTexts {
  /** The line of the legend. */
  readonly meaning: string;
  /** Said of a row that carries no reason of its own. */
  readonly happened: string;
  readonly advice: string;
  /** One sentence of the summary for all rows of this kind, with or without a retry workbook beside it; absent: nothing is left to do. */
  readonly next?: (count: number, withRetry: boolean) => string;
}

const kinds: Readonly<Record<VerdictKind, KindTexts>> = {
  registered: {
    meaning: 'The platform has taken the device and confirmed it.',
    happened: 'The device is registered.',
    advice: 'Nothing to do.',
  },
  alreadyRegistered: {
    meaning: 'The device was registered for this customer before. That is a success, not an error.',
    happened: 'The device was already registered for this customer.',
    advice: 'Nothing to do.',
  },
  deregistered: {
    meaning: 'The device was removed from Windows Autopilot for this customer, as the row asked.',
    happened: 'The device is no longer registered with Windows Autopilot for this customer.',
    advice: 'The customer deletes what is left of the device in Intune and Entra, if that was not done before.',
    next: (count) =>
      `${rows(count)} deregistered: the customer deletes what is left of ${one(count, 'the device', 'the devices')} in Intune and Entra.`,
  },
  notRegistered: {
    meaning: 'The row asked to deregister the device, and it was gone already. That is a success, not an error.',
    happened: 'The device is not registered for this customer; there was nothing to remove.',
    advice: 'Nothing to do.',
  },
  tagChanged: {
    meaning: 'Group tag, user or name of the registered device is what the row asks for.',
    happened: 'The device was changed as the row asks.',
    advice: 'Nothing to do. Groups in Entra follow minutes or hours later.',
  },
  moved: {
    meaning: 'The device was removed for one customer and registered for the other, as the row asked.',
    happened: 'The device is registered for the new customer and no longer for the old one.',
    advice: 'Nothing to do.',
  },
  identifierAdded: {
    meaning: 'Intune lists the device as the customer’s own. It is not registered with Windows Autopilot by that.',
    happened: 'Intune knows the device as the customer’s own; that is no Autopilot registration.',
    advice: 'Nothing to do.',
  },
  refused: {
    meaning: 'The device was sent and the platform said no. Its code and words stand in the row.',
    happened: 'The platform refused the device.',
    advice: 'Read what the platform said; correct the row or ask the person named under "Who acts".',
    next: (count, withRetry) =>
      `${rows(count)} refused by the platform: read "What to do"${withRetry ? ', then drop the retry workbook again' : ''}.`,
  },
  rejected: {
    meaning: 'We did not send the row, because it would have failed or could have registered the wrong device.',
    happened: 'The row was not sent.',
    advice: 'Correct the row and drop it again.',
    next: (count, withRetry) => {
      const them = one(count, 'it', 'them');
      const where = withRetry ? 'the retry workbook and drop that into the same folder' : 'your file';
      return `${rows(count)} not sent: correct ${them} in ${where}.`;
    },
  },
  duplicate: {
    meaning: 'Another row of the same file names the same device. That row carries the verdict.',
    happened: 'The same device stands in another row.',
    advice: 'Nothing to do: look at the other row.',
  },
  ignored: {
    meaning: 'A note, a total or a repeated header, not a device.',
    happened: 'This line is not a device.',
    advice: 'Nothing to do.',
  },
  handedOff: {
    meaning: 'The platform has no interface for programs. A ready-to-upload file lies beside this report.',
    happened: 'The device is in the hand-off file beside this report.',
    advice: 'Upload the hand-off file in the portal.',
    next: (count) => `${rows(count)} handed off: upload the hand-off file beside this report in the portal.`,
  },
  held: {
    meaning:
      'Nothing is wrong with the row, but somebody has to allow something first. It is sent by itself afterwards.',
    happened: 'The device waits for a permission or a setting.',
    advice: 'See "What to do next" on the Summary sheet. Do not upload the row again.',
    next: (count) =>
      `${rows(count)} on hold: we send ${one(count, 'it', 'them')} by ourselves once what is missing is there.`,
  },
  awaitingConfirmation: {
    meaning: 'The device would be removed. Nothing was done yet: it needs your word once more.',
    happened: 'The device would be removed for this customer; nothing was done yet.',
    advice: 'Check the confirmation workbook beside this report and drop it into the same folder.',
    next: (count) =>
      `${rows(count)} to be confirmed: check the confirmation workbook, delete the rows that are to stay, and drop it into the same folder.`,
  },
  unknown: {
    meaning: 'The device was sent, and the platform never said what became of it.',
    happened: 'The device was sent, but the platform never confirmed it.',
    advice: 'Drop the retry workbook again: a device that did arrive is then reported as already registered.',
    next: (count) => `${rows(count)} never confirmed: drop the retry workbook again; nothing is registered twice.`,
  },
  inProgress: {
    meaning: 'The device is on its way. The final report says how it ended.',
    happened: 'The platform is still working on the device.',
    advice: 'Wait for the final report.',
    next: (count) => `${rows(count)} in progress: wait for the final report, which replaces this one.`,
  },
  wouldRegister: {
    meaning: 'Check only: nothing was sent. Dropped into the upload folder, the device would go out.',
    happened: 'The row is good.',
    advice: 'Drop the file into the upload folder to register it.',
    next: (count) => `${rows(count)} would be registered: drop the file into the upload folder to do so.`,
  },
  wouldChange: {
    meaning: 'Check only: nothing was done. Dropped into the upload folder, the row would do what it asks for.',
    happened: 'The row is good.',
    advice: 'Drop the file into the upload folder to do it.',
    next: (count) => `${rows(count)} would be changed: drop the file into the upload folder to do so.`,
  },
};

const actors: Readonly<Record<Actor, string>> = {
  nobody: '–',
  uploader: 'You',
  operator: 'Operator of this service',
  customer: 'The customer',
  maker: 'The device maker',
  microsoft: 'Microsoft',
};

const values: Readonly<Record<ValueCode, string>> = {
  tuple: 'manufacturer, model and serial number',
  pkid: 'PKID',
  hardwareHash: 'hardware hash',
  serial: 'serial number',
  manufacturer: 'manufacturer',
  model: 'model',
  groupTag: 'group tag',
  anyPlatform: 'any platform',
  identityColumn: 'a column with values that name devices',
  dellServiceTag: '7 letters and digits (the service tag)',
  tenLettersAndDigits: '10 letters and digits',
  eightLettersAndDigits: '8 letters and digits',
  noTextTable: 'its table of texts is missing',
  textNotThere: 'a cell points to a text that is not there',
  sheetMissing: 'a sheet of it is missing',
  cellWithoutPlace: 'a cell has no valid place',
  cellInOtherRow: 'a cell stands in another row than it says',
  cellBeyondLastColumn: 'a cell lies beyond the last column',
  cellsInSamePlace: 'two cells stand in the same place',
  rowsNotInOrder: 'its rows are not in order',
  partMissing: 'a part of it is missing',
  partsNamedAlike: 'two of its parts have the same name',
  contentsUnreadable: 'its table of contents cannot be read',
  partNotUnpacked: 'a part of it cannot be unpacked',
  checkSumWrong: 'the check sum of a part is wrong',
  tooManyStyles: 'it has too many styles',
  tooManyMergedCells: 'it has too many merged cells',
  partNotUtf8: 'the text of a part is not UTF-8',
  xmlBroken: 'its XML is broken',
  xmlDocumentType: 'its XML contains a document type',
  xmlTooDeep: 'its XML is nested too deeply',
};

/** Every text a report has of its own, in English. Another language is another value of this shape. */
export const english = {
  language: 'en',
  number,
  rows,
  share: (part: number) => `${(part * 100).toFixed(1)} %`,
  /** How `date-fns` is to write a point of time. */
  timeFormat: 'yyyy-MM-dd HH:mm',
  /** The words in the Status column. */
  verdicts: verdictWords.en,
  kinds,
  actors,
  /** The words of a reason; its `detail` picks the closest ones. Undefined: a code of another release. */
  explain: explainFrom(explanations),
  /** Words for the codes that the values of a reason may hold. */
  values,
  /** Titles of the columns a report puts beside the uploader's own. */
  columns: {
    sheet: 'Sheet',
    row: 'Row',
    status: 'Status',
    code: 'Code',
    happened: 'What happened',
    advice: 'What to do',
    who: 'Who acts',
    remarks: 'Remarks',
    route: 'Route',
  },
  /** Titles of the columns a retry workbook puts behind the uploader's own, and its sheet where the upload was a CSV. */
  retry: { reason: 'Reason', uploadReference: 'Upload reference', sheet: 'Devices' },
  /** Titles of the columns a confirmation workbook puts there. */
  confirm: { happens: 'What would happen', confirmation: 'Confirmation code' },
  line: {
    ofSheet: (sheet: string) => ` of the sheet "${sheet}"`,
    rowOfSheet: (row: string, sheet: string) => `${row} of "${sheet}"`,
    /** What stands in a value that was put together in English. */
    quoted: (text: string) => text,
    repeats: (row: number) => `The same device stands in row ${row}.`,
    repeatsSheet: (row: number, sheet: string) => `The same device stands in row ${row} of sheet "${sheet}".`,
    platformSaid: (words: string) => `The platform said: "${words}".`,
    surplus: (cells: string) => `Cells without a column title: ${cells}`,
    unexplained: (code: string) => `No explanation is known for the code ${code}.`,
    unexplainedAdvice: 'Pass the code on to the operator of this service.',
  },
  report: {
    title: { final: 'Registration report', provisional: 'Provisional report', check: 'Check report: nothing was sent' },
    refused: (why: string) => `Nothing was sent. ${why}`,
    refusedStatus: '✖ File not used, nothing sent',
    empty: 'The file has no device rows.',
    allDone: (count: number) => (count === 1 ? 'The only row is done.' : `All ${rows(count)} are done.`),
    allGood: (count: number) => (count === 1 ? 'The only row is good.' : `All ${rows(count)} are good.`),
    done: (count: number, of: number) => `${number(count)} of ${rows(of)} ${count === 1 ? 'is' : 'are'} done`,
    good: (count: number, of: number) => `${number(count)} of ${rows(of)} ${count === 1 ? 'is' : 'are'} good`,
    action: (count: number) => `${number(count)} ${count === 1 ? 'needs' : 'need'} action`,
    open: (count: number) => `${number(count)} ${count === 1 ? 'is' : 'are'} still open`,
    nothing: 'Nothing is left to do.',
    fixFile:
      'Correct the file and drop it again. The template (autopilot-devices) has the columns we know; the operator of this service sends it to you.',
    dropAgain: 'Then drop the file again.',
    lasts: (minutes: number) => `Estimated time: up to ${number(minutes)} ${one(minutes, 'minute', 'minutes')}.`,
    known: (count: number) =>
      `${number(count)} ${one(count, 'device was', 'devices were')} registered by this service for the same customer before.`,
    reach: {
      yes: (who: string, platform: string) => `✔ ${who} can be reached through ${platform}.`,
      no: (who: string, platform: string, why: string) => `✖ ${who} cannot be reached through ${platform}: ${why}`,
      unknown: (who: string, platform: string) =>
        `? Whether ${who} can be reached through ${platform} could not be asked.`,
      notAsked: (who: string, platform: string) => `► ${platform} cannot be asked about ${who}: a file is handed off.`,
    },
    followUp: (fileName: string, counts: string) =>
      `This file follows up ${fileName}. Combined result for that file: ${counts}.`,
    retryLater: 'The retry workbook comes with the final report.',
    /** `who`: an actor other than the reader. */
    holdStep: (customer: string, count: number, advice: string, who?: string) =>
      `${customer} (${rows(count)}): ${advice}${who === undefined ? '' : ` Who acts: ${who}.`}`,
    holdReason: (customer: string, happened: string) => `${customer}: ${happened}`,
    withoutProfile: (count: number) => `${number(count)} without a deployment profile`,
    profileStep: (customer: string, count: number, why: string, file?: string) =>
      `${customer}: ${number(count)} ${one(count, 'device is', 'devices are')} registered without a deployment profile. ${why}${file === undefined ? '' : ` The setting is profileId in ${file}.`}`,
  },
  summary: {
    sheet: 'Summary',
    file: 'File',
    partner: 'Partner',
    received: 'Received',
    written: 'Report written',
    upload: 'Upload',
    outcome: 'What became of the rows',
    status: 'Status',
    count: 'Rows',
    share: 'Share',
    total: 'All rows',
    forecast: 'Before you send it',
    next: 'What to do next',
    reasons: 'Why, and what to do',
    code: 'Code',
    advice: 'What happened and what to do',
    open: 'Why rows are on hold',
    notices: 'Good to know',
    facts: 'About this file',
    groups: 'By customer, group tag and platform',
    customer: 'Customer',
    groupTag: 'Group tag',
    noGroupTag: '(none)',
    customerNotKnown: '(not known)',
    notSent: 'Not sent',
    platform: 'Platform',
    done: 'Done',
    good: verdictWords.en.wouldRegister,
    action: 'Needs action',
    openCount: 'Open',
    neutral: 'Not to be sent',
    otherCodes: '(other codes)',
  },
  notification: {
    received: (file: string, count: number) => `${file} was read: ${rows(count)} on the way`,
    nothingToSend: (file: string, count: number) => `${file} was read: none of its ${rows(count)} can be sent`,
    held: (file: string, count: number) => `${file}: ${rows(count)} on hold`,
    refused: (file: string) => `${file} was refused; nothing was sent`,
    finished: (file: string, result: string) => `${file}: ${result}`,
    acts: (who: string) => `Who acts: ${who}.`,
    grant: (customer: string) => `Link for ${customer}`,
    openReport: 'Open the report',
    openPage: 'Open the page',
  },
  template: englishTemplate,
  rowsSheet: 'Rows',
  legend: {
    sheet: 'Legend',
    statuses: 'What the status words mean',
    columns: 'What the columns say',
    codes: 'The codes of this report',
    row: 'The row number of your own file.',
    status: 'What became of the row. The sign in front says it without colour, too.',
    code: 'A short word for the reason that never changes: quote it when you ask.',
    happened: 'The reason in plain words; for a refusal also what the platform said.',
    advice: 'The next step.',
    who: 'Who has to take it.',
    remarks: 'Repairs and warnings that changed nothing about the verdict.',
    route: 'Where the device went: platform, customer, group tag, and what it was known by.',
    hash: 'Hardware hashes are personal data: only the first 12 digits of their SHA-256 are shown.',
  },
  page: {
    needsAction: 'Rows that need action',
    yourCells: 'Your row',
    shortened: (count: number, of: number) =>
      `The first ${number(count)} of ${rows(of)} that need action. All of them are in the report workbook.`,
    noAction: 'No row needs action.',
    complete: 'Every row of your file is in the report workbook beside this page.',
    noRows: 'No row of the file was used, so no report lists its rows.',
  },
};

/** What a catalogue of texts has to offer. */
export type Texts = Readonly<typeof english>;
