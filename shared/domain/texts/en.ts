import type { Actor } from '../reasons/explanation.ts';
import type { VerdictKind } from '../verdict.ts';

const number = (value: number): string => value.toLocaleString('en-GB');
const rows = (count: number): string => (count === 1 ? '1 row' : `${number(count)} rows`);
const one = (count: number, single: string, several: string): string => (count === 1 ? single : several);

interface KindTexts {
  /** The word in the Status column. */
  readonly status: string;
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
    status: 'Registered',
    meaning: 'The platform has taken the device and confirmed it.',
    happened: 'The device is registered.',
    advice: 'Nothing to do.',
  },
  alreadyRegistered: {
    status: 'Already registered',
    meaning: 'The device was registered for this customer before. That is a success, not an error.',
    happened: 'The device was already registered for this customer.',
    advice: 'Nothing to do.',
  },
  deregistered: {
    status: 'Deregistered',
    meaning: 'The device was removed from Windows Autopilot for this customer, as the row asked.',
    happened: 'The device is no longer registered with Windows Autopilot for this customer.',
    advice: 'The customer deletes what is left of the device in Intune and Entra, if that was not done before.',
    next: (count) =>
      `${rows(count)} deregistered: the customer deletes what is left of ${one(count, 'the device', 'the devices')} in Intune and Entra.`,
  },
  notRegistered: {
    status: 'Not registered',
    meaning: 'The row asked to deregister the device, and it was gone already. That is a success, not an error.',
    happened: 'The device is not registered for this customer; there was nothing to remove.',
    advice: 'Nothing to do.',
  },
  tagChanged: {
    status: 'Changed',
    meaning: 'Group tag, user or name of the registered device is what the row asks for.',
    happened: 'The device was changed as the row asks.',
    advice: 'Nothing to do. Groups in Entra follow minutes or hours later.',
  },
  moved: {
    status: 'Moved',
    meaning: 'The device was removed for one customer and registered for the other, as the row asked.',
    happened: 'The device is registered for the new customer and no longer for the old one.',
    advice: 'Nothing to do.',
  },
  identifierAdded: {
    status: 'Corporate identifier',
    meaning: 'Intune lists the device as the customer’s own. It is not registered with Windows Autopilot by that.',
    happened: 'Intune knows the device as the customer’s own; that is no Autopilot registration.',
    advice: 'Nothing to do.',
  },
  refused: {
    status: 'Refused by platform',
    meaning: 'The device was sent and the platform said no. Its code and words stand in the row.',
    happened: 'The platform refused the device.',
    advice: 'Read what the platform said; correct the row or ask the person named under "Who acts".',
    next: (count, withRetry) =>
      `${rows(count)} refused by the platform: read "What to do"${withRetry ? ', then drop the retry workbook again' : ''}.`,
  },
  rejected: {
    status: 'Rejected, not sent',
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
    status: 'Duplicate',
    meaning: 'Another row of the same file names the same device. That row carries the verdict.',
    happened: 'The same device stands in another row.',
    advice: 'Nothing to do: look at the other row.',
  },
  ignored: {
    status: 'Ignored',
    meaning: 'A note, a total or a repeated header, not a device.',
    happened: 'This line is not a device.',
    advice: 'Nothing to do.',
  },
  handedOff: {
    status: 'Handed off',
    meaning: 'The platform has no interface for programs. A ready-to-upload file lies beside this report.',
    happened: 'The device is in the hand-off file beside this report.',
    advice: 'Upload the hand-off file in the portal.',
    next: (count) => `${rows(count)} handed off: upload the hand-off file beside this report in the portal.`,
  },
  held: {
    status: 'On hold',
    meaning:
      'Nothing is wrong with the row, but somebody has to allow something first. It is sent by itself afterwards.',
    happened: 'The device waits for a permission or a setting.',
    advice: 'See "Still open" on the Summary sheet. Do not upload the row again.',
    next: (count) =>
      `${rows(count)} on hold: ${one(count, 'it goes out by itself', 'they go out by themselves')} when what is missing has been granted.`,
  },
  awaitingConfirmation: {
    status: 'To be confirmed',
    meaning: 'The device would be removed. Nothing was done yet: it needs your word once more.',
    happened: 'The device would be removed for this customer; nothing was done yet.',
    advice: 'Check the confirmation workbook beside this report and drop it into the same folder.',
    next: (count) =>
      `${rows(count)} to be confirmed: check the confirmation workbook, delete the rows that are to stay, and drop it into the same folder.`,
  },
  unknown: {
    status: 'Unknown',
    meaning: 'The device was sent, and the platform never said what became of it.',
    happened: 'The device was sent, but the platform never confirmed it.',
    advice: 'Drop the retry workbook again: a device that did arrive is then reported as already registered.',
    next: (count) => `${rows(count)} never confirmed: drop the retry workbook again; nothing is registered twice.`,
  },
  inProgress: {
    status: 'In progress',
    meaning: 'The device is on its way. The final report says how it ended.',
    happened: 'The platform is still working on the device.',
    advice: 'Wait for the final report.',
    next: (count) => `${rows(count)} in progress: wait for the final report, which replaces this one.`,
  },
  wouldRegister: {
    status: 'Would be registered',
    meaning: 'Check only: nothing was sent. Dropped into the upload folder, the device would go out.',
    happened: 'The row is good.',
    advice: 'Drop the file into the upload folder to register it.',
    next: (count) => `${rows(count)} would be registered: drop the file into the upload folder to do so.`,
  },
  wouldChange: {
    status: 'Would be changed',
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

/** Every text a report has of its own, in English. Another language is another value of this shape. */
export const english = {
  language: 'en',
  number,
  rows,
  kinds,
  actors,
  identities: {
    tuple: 'manufacturer, model and serial number',
    pkid: 'PKID',
    hardwareHash: 'hardware hash',
  },
  line: {
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
    fixFile: 'Correct the file and drop it again.',
    takes: (chunks: number, calls: number) =>
      `Sending it would take ${number(chunks)} ${one(chunks, 'chunk', 'chunks')} and at least ${number(calls)} calls to platforms.`,
    lasts: (minutes: number) =>
      `The platforms usually need up to ${number(minutes)} ${one(minutes, 'minute', 'minutes')} for that; nobody can promise it.`,
    known: (count: number) =>
      `${number(count)} ${one(count, 'device was', 'devices were')} registered by this service for the same customer before.`,
    reach: {
      yes: (who: string, platform: string) => `✔ ${who} can be reached through ${platform}.`,
      no: (who: string, platform: string, why: string) => `✖ ${who} can not be reached through ${platform}: ${why}`,
      unknown: (who: string, platform: string) =>
        `? Whether ${who} can be reached through ${platform} could not be asked.`,
      notAsked: (who: string, platform: string) => `► ${platform} can not be asked about ${who}: a file is handed off.`,
    },
    followUp: (fileName: string, counts: string) =>
      `This file follows up ${fileName}. Together with it, the rows of that file stand so: ${counts}.`,
    retryLater: 'The retry workbook comes with the final report.',
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
    forecast: 'What sending it would take',
    next: 'What to do next',
    reasons: 'Why, and what to do',
    code: 'Code',
    advice: 'What happened and what to do',
    open: 'Still open',
    notices: 'Good to know',
    groups: 'By customer, group tag and platform',
    customer: 'Customer',
    groupTag: 'Group tag',
    noGroupTag: '(none)',
    customerNotKnown: '(not known)',
    notSent: 'Not sent',
    platform: 'Platform',
    chunks: 'Chunks',
    done: 'Done',
    action: 'Needs action',
    openCount: 'Open',
    neutral: 'Not to be sent',
    calls: 'Calls to platforms',
    otherCodes: '(other codes)',
  },
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
  },
};

/** What a catalogue of texts has to offer. */
export type Texts = typeof english;
