import { germanExplanations } from '../reasons/codes.ts';
import type { Actor } from '../reasons/explanation.ts';
import type { ValueCode } from '../reasons/value-codes.ts';
import type { VerdictKind } from '../verdict.ts';
import type { KindTexts, Texts } from './en.ts';
import { explainFrom } from './explain-from.ts';
import { germanTemplate } from './template-texts.ts';
import { verdictWords } from './verdict-words.ts';

const number = (value: number): string => value.toLocaleString('de-DE');
const one = (count: number, single: string, several: string): string => (count === 1 ? single : several);
const rows = (count: number): string => `${number(count)} ${one(count, 'Zeile', 'Zeilen')}`;

const kinds: Readonly<Record<VerdictKind, KindTexts>> = {
  registered: {
    meaning: 'Die Plattform hat das Gerät angenommen und bestätigt.',
    happened: 'Das Gerät ist registriert.',
    advice: 'Nichts zu tun.',
  },
  alreadyRegistered: {
    meaning: 'Das Gerät war für diesen Kunden schon registriert. Das ist ein Erfolg, kein Fehler.',
    happened: 'Das Gerät war für diesen Kunden schon registriert.',
    advice: 'Nichts zu tun.',
  },
  deregistered: {
    meaning: 'Das Gerät wurde für diesen Kunden aus Windows Autopilot entfernt, wie die Zeile es verlangt.',
    happened: 'Das Gerät ist für diesen Kunden nicht mehr bei Windows Autopilot registriert.',
    advice: 'Der Kunde löscht, was in Intune und Entra von dem Gerät übrig ist, falls das nicht schon geschehen ist.',
    next: (count) =>
      `${rows(count)} abgemeldet: der Kunde löscht, was von ${one(count, 'dem Gerät', 'den Geräten')} in Intune und Entra übrig ist.`,
  },
  notRegistered: {
    meaning: 'Die Zeile verlangte, das Gerät abzumelden; es war schon weg. Das ist ein Erfolg, kein Fehler.',
    happened: 'Das Gerät ist für diesen Kunden nicht registriert; es gab nichts zu entfernen.',
    advice: 'Nichts zu tun.',
  },
  tagChanged: {
    meaning: 'Gruppentag, Benutzer oder Name des registrierten Geräts ist, was die Zeile verlangt.',
    happened: 'Das Gerät wurde geändert, wie die Zeile es verlangt.',
    advice: 'Nichts zu tun. Gruppen in Entra folgen Minuten oder Stunden später.',
  },
  moved: {
    meaning:
      'Das Gerät wurde für den einen Kunden entfernt und für den anderen registriert, wie die Zeile es verlangt.',
    happened: 'Das Gerät ist für den neuen Kunden registriert und für den alten nicht mehr.',
    advice: 'Nichts zu tun.',
  },
  identifierAdded: {
    meaning: 'Intune führt das Gerät als eigenes des Kunden. Bei Windows Autopilot ist es damit nicht registriert.',
    happened: 'Intune kennt das Gerät als eigenes des Kunden; das ist keine Autopilot-Registrierung.',
    advice: 'Nichts zu tun.',
  },
  refused: {
    meaning: 'Das Gerät wurde gesendet, und die Plattform lehnte es ab. Ihr Code und ihre Worte stehen in der Zeile.',
    happened: 'Die Plattform hat das Gerät abgelehnt.',
    advice: 'Lesen, was die Plattform sagt; die Zeile korrigieren, oder fragen, wer unter „Wer handelt“ steht.',
    next: (count, withRetry) =>
      `${rows(count)} von der Plattform abgelehnt: „Was ist zu tun“ lesen${withRetry ? ', dann die Korrekturdatei neu ablegen' : ''}.`,
  },
  rejected: {
    meaning:
      'Wir haben die Zeile nicht gesendet: sie wäre gescheitert oder hätte das falsche Gerät registrieren können.',
    happened: 'Die Zeile wurde nicht gesendet.',
    advice: 'Die Zeile korrigieren und neu ablegen.',
    next: (count, withRetry) =>
      withRetry
        ? `${rows(count)} nicht gesendet: in der Korrekturdatei korrigieren und diese in denselben Ordner legen.`
        : `${rows(count)} nicht gesendet: in Ihrer Datei korrigieren.`,
  },
  duplicate: {
    meaning: 'Eine andere Zeile derselben Datei nennt dasselbe Gerät. Das Ergebnis steht dort.',
    happened: 'Dasselbe Gerät steht in einer anderen Zeile.',
    advice: 'Nichts zu tun: die andere Zeile ansehen.',
  },
  ignored: {
    meaning: 'Eine Notiz, eine Summe oder eine wiederholte Kopfzeile, kein Gerät.',
    happened: 'Diese Zeile ist kein Gerät.',
    advice: 'Nichts zu tun.',
  },
  handedOff: {
    meaning: 'Die Plattform hat keine Schnittstelle für Programme. Neben diesem Bericht liegt eine fertige Datei.',
    happened: 'Das Gerät steht in der Übergabedatei neben diesem Bericht.',
    advice: 'Die Übergabedatei im Portal hochladen.',
    next: (count) => `${rows(count)} übergeben: die Übergabedatei neben diesem Bericht im Portal hochladen.`,
  },
  held: {
    meaning:
      'Mit der Zeile ist alles in Ordnung, aber jemand muss zuerst etwas erlauben. Danach geht sie von selbst hinaus.',
    happened: 'Das Gerät wartet auf eine Freigabe oder eine Einstellung.',
    advice: 'Siehe „Was jetzt zu tun ist“ auf dem Blatt Übersicht. Die Zeile nicht neu hochladen.',
    next: (count) => `${rows(count)} angehalten: wir senden sie von selbst, sobald da ist, was fehlt.`,
  },
  awaitingConfirmation: {
    meaning: 'Das Gerät würde entfernt. Noch ist nichts geschehen: dafür braucht es Ihre Bestätigung.',
    happened: 'Das Gerät würde für diesen Kunden entfernt; noch ist nichts geschehen.',
    advice: 'Die Bestätigungsdatei neben diesem Bericht prüfen und in denselben Ordner legen.',
    next: (count) =>
      `${rows(count)} zu bestätigen: die Bestätigungsdatei prüfen, Zeilen löschen, die bleiben sollen, und sie in denselben Ordner legen.`,
  },
  unknown: {
    meaning: 'Das Gerät wurde gesendet, und die Plattform sagte nie, was daraus wurde.',
    happened: 'Das Gerät wurde gesendet, aber die Plattform hat es nie bestätigt.',
    advice: 'Die Korrekturdatei neu ablegen: ein angekommenes Gerät wird dann als schon registriert gemeldet.',
    next: (count) => `${rows(count)} nie bestätigt: die Korrekturdatei neu ablegen; nichts wird doppelt registriert.`,
  },
  inProgress: {
    meaning: 'Das Gerät ist unterwegs. Der endgültige Bericht sagt, wie es ausging.',
    happened: 'Die Plattform arbeitet noch an dem Gerät.',
    advice: 'Auf den endgültigen Bericht warten.',
    next: (count) => `${rows(count)} in Arbeit: auf den endgültigen Bericht warten, der diesen ersetzt.`,
  },
  wouldRegister: {
    meaning: 'Nur geprüft: nichts wurde gesendet. Im Upload-Ordner ginge das Gerät hinaus.',
    happened: 'Die Zeile ist in Ordnung.',
    advice: 'Die Datei zum Registrieren in den Upload-Ordner legen.',
    next: (count) =>
      `${rows(count)} ${one(count, 'würde', 'würden')} registriert: dafür die Datei in den Upload-Ordner legen.`,
  },
  wouldChange: {
    meaning: 'Nur geprüft: nichts wurde getan. Im Upload-Ordner täte die Zeile, was sie verlangt.',
    happened: 'Die Zeile ist in Ordnung.',
    advice: 'Die Datei zum Ausführen in den Upload-Ordner legen.',
    next: (count) =>
      `${rows(count)} ${one(count, 'würde', 'würden')} geändert: dafür die Datei in den Upload-Ordner legen.`,
  },
};

const actors: Readonly<Record<Actor, string>> = {
  nobody: '–',
  uploader: 'Sie',
  operator: 'Betreiber dieses Dienstes',
  customer: 'Der Kunde',
  maker: 'Der Gerätehersteller',
  microsoft: 'Microsoft',
};

const values: Readonly<Record<ValueCode, string>> = {
  tuple: 'Hersteller, Modell und Seriennummer',
  pkid: 'PKID',
  hardwareHash: 'Hardwarehash',
  serial: 'Seriennummer',
  manufacturer: 'Hersteller',
  model: 'Modell',
  groupTag: 'Gruppentag',
  anyPlatform: 'keine Plattform',
  identityColumn: 'eine Spalte mit Werten, die Geräte benennen',
  dellServiceTag: '7 Buchstaben und Ziffern (die Service-Tag-Nummer)',
  tenLettersAndDigits: '10 Buchstaben und Ziffern',
  eightLettersAndDigits: '8 Buchstaben und Ziffern',
  noTextTable: 'ihre Texttabelle fehlt',
  textNotThere: 'eine Zelle verweist auf einen Text, den es nicht gibt',
  sheetMissing: 'eines ihrer Blätter fehlt',
  cellWithoutPlace: 'eine Zelle hat keinen gültigen Platz',
  cellInOtherRow: 'eine Zelle steht in einer anderen Zeile, als sie angibt',
  cellBeyondLastColumn: 'eine Zelle liegt hinter der letzten Spalte',
  cellsInSamePlace: 'zwei Zellen stehen am selben Platz',
  rowsNotInOrder: 'ihre Zeilen sind nicht in der richtigen Reihenfolge',
  partMissing: 'ein Teil von ihr fehlt',
  partsNamedAlike: 'zwei ihrer Teile haben denselben Namen',
  contentsUnreadable: 'ihr Inhaltsverzeichnis ist nicht lesbar',
  partNotUnpacked: 'ein Teil von ihr lässt sich nicht entpacken',
  checkSumWrong: 'die Prüfsumme eines Teils stimmt nicht',
  tooManyStyles: 'sie hat zu viele Formate',
  tooManyMergedCells: 'sie hat zu viele verbundene Zellen',
  partNotUtf8: 'der Text eines Teils ist kein UTF-8',
  xmlBroken: 'ihr XML ist fehlerhaft',
  xmlDocumentType: 'ihr XML enthält einen Dokumenttyp',
  xmlTooDeep: 'ihr XML ist zu tief verschachtelt',
};

/** Every text a report has of its own, in German. */
export const german: Texts = {
  language: 'de',
  number,
  rows,
  share: (part) => `${(part * 100).toFixed(1).replace('.', ',')} %`,
  timeFormat: 'dd.MM.yyyy HH:mm',
  verdicts: verdictWords.de,
  kinds,
  actors,
  explain: explainFrom(germanExplanations),
  values,
  columns: {
    sheet: 'Blatt',
    row: 'Zeile',
    status: 'Status',
    code: 'Code',
    happened: 'Was ist passiert',
    advice: 'Was ist zu tun',
    who: 'Wer handelt',
    remarks: 'Hinweise',
    route: 'Weg',
  },
  retry: { reason: 'Grund', uploadReference: 'Upload-Referenz', sheet: 'Geräte' },
  confirm: { happens: 'Was geschehen würde', confirmation: 'Bestätigungscode' },
  line: {
    ofSheet: (sheet) => ` auf dem Blatt „${sheet}“`,
    rowOfSheet: (row, sheet) => `${row} auf „${sheet}“`,
    quoted: (text) => text.replaceAll(/\(did you mean ("[^"]*")\?\)/g, '(gemeint: $1?)'),
    repeats: (row) => `Dasselbe Gerät steht in Zeile ${row}.`,
    repeatsSheet: (row, sheet) => `Dasselbe Gerät steht in Zeile ${row} auf dem Blatt „${sheet}“.`,
    platformSaid: (words) => `Die Plattform sagt: „${words}“.`,
    surplus: (cells) => `Zellen ohne Spaltentitel: ${cells}`,
    unexplained: (code) => `Für den Code ${code} ist keine Erklärung bekannt.`,
    unexplainedAdvice: 'Dem Betreiber dieses Dienstes den Code nennen.',
  },
  report: {
    title: {
      final: 'Registrierungsbericht',
      provisional: 'Vorläufiger Bericht',
      check: 'Prüfbericht: nichts wurde gesendet',
    },
    refused: (why) => `Nichts wurde gesendet. ${why}`,
    refusedStatus: '✖ Datei nicht verwendet, nichts gesendet',
    empty: 'Die Datei enthält keine Gerätezeilen.',
    allDone: (count) => (count === 1 ? 'Die einzige Zeile ist erledigt.' : `Alle ${rows(count)} sind erledigt.`),
    allGood: (count) => (count === 1 ? 'Die einzige Zeile ist in Ordnung.' : `Alle ${rows(count)} sind in Ordnung.`),
    done: (count, of) => `${number(count)} von ${rows(of)} erledigt`,
    good: (count, of) => `${number(count)} von ${rows(of)} in Ordnung`,
    action: (count) => `bei ${number(count)} ist etwas zu tun`,
    open: (count) => `${number(count)} noch offen`,
    nothing: 'Nichts mehr zu tun.',
    fixFile:
      'Die Datei korrigieren und neu ablegen. Die Vorlage (autopilot-devices) hat die Spalten, die wir kennen; der Betreiber dieses Dienstes schickt sie Ihnen.',
    dropAgain: 'Danach die Datei neu ablegen.',
    lasts: (minutes) => `Voraussichtliche Dauer: bis zu ${number(minutes)} ${one(minutes, 'Minute', 'Minuten')}.`,
    known: (count) =>
      `${number(count)} ${one(count, 'Gerät', 'Geräte')} hat dieser Dienst für denselben Kunden schon früher registriert.`,
    reach: {
      yes: (who, platform) => `✔ ${who} ist über ${platform} erreichbar.`,
      no: (who, platform, why) => `✖ ${who} ist über ${platform} nicht erreichbar: ${why}`,
      unknown: (who, platform) => `? Ob ${who} über ${platform} erreichbar ist, war nicht zu erfahren.`,
      notAsked: (who, platform) => `► ${platform} lässt sich zu ${who} nicht fragen: es entsteht eine Übergabedatei.`,
    },
    followUp: (fileName, counts) => `Diese Datei setzt ${fileName} fort. Gesamtergebnis für jene Datei: ${counts}.`,
    retryLater: 'Die Korrekturdatei kommt mit dem endgültigen Bericht.',
    holdStep: (customer, count, advice, who) =>
      `${customer} (${rows(count)}): ${advice}${who === undefined ? '' : ` Wer handelt: ${who}.`}`,
    holdReason: (customer, happened) => `${customer}: ${happened}`,
    withoutProfile: (count) => `${number(count)} ohne Bereitstellungsprofil`,
    profileStep: (customer, count, why, file) =>
      `${customer}: ${number(count)} ${one(count, 'Gerät ist', 'Geräte sind')} ohne Bereitstellungsprofil registriert. ${why}${file === undefined ? '' : ` Die Einstellung heißt profileId und steht in ${file}.`}`,
  },
  summary: {
    sheet: 'Übersicht',
    file: 'Datei',
    partner: 'Partner',
    received: 'Eingegangen',
    written: 'Bericht vom',
    upload: 'Upload',
    outcome: 'Was aus den Zeilen wurde',
    status: 'Status',
    count: 'Zeilen',
    share: 'Anteil',
    total: 'Alle Zeilen',
    forecast: 'Vor dem Senden',
    next: 'Was jetzt zu tun ist',
    reasons: 'Warum, und was zu tun ist',
    code: 'Code',
    advice: 'Was passiert ist und was zu tun ist',
    open: 'Warum Zeilen angehalten sind',
    notices: 'Gut zu wissen',
    facts: 'Zu dieser Datei',
    groups: 'Nach Kunde, Gruppentag und Plattform',
    customer: 'Kunde',
    groupTag: 'Gruppentag',
    noGroupTag: '(keines)',
    customerNotKnown: '(nicht bekannt)',
    notSent: 'Nicht gesendet',
    platform: 'Plattform',
    done: 'Erledigt',
    good: 'Würde registriert',
    action: 'Zu tun',
    openCount: 'Offen',
    neutral: 'Nicht zu senden',
    otherCodes: '(andere Codes)',
  },
  notification: {
    received: (file, count) => `${file} wurde gelesen: ${rows(count)} unterwegs`,
    nothingToSend: (file, count) => `${file} wurde gelesen: keine von ${rows(count)} kann gesendet werden`,
    held: (file, count) => `${file}: ${rows(count)} angehalten`,
    refused: (file) => `${file} wurde abgelehnt; nichts wurde gesendet`,
    finished: (file, result) => `${file}: ${result}`,
    acts: (who) => `Wer handelt: ${who}.`,
    grant: (customer) => `Link für ${customer}`,
    openReport: 'Bericht öffnen',
    openPage: 'Seite öffnen',
  },
  template: germanTemplate,
  rowsSheet: 'Zeilen',
  legend: {
    sheet: 'Legende',
    statuses: 'Was der Status bedeutet',
    columns: 'Was die Spalten sagen',
    codes: 'Die Codes dieses Berichts',
    row: 'Die Zeilennummer Ihrer eigenen Datei.',
    status: 'Was aus der Zeile wurde. Das Zeichen davor sagt es auch ohne Farbe.',
    code: 'Ein kurzes Wort für den Grund, das sich nie ändert: bei Rückfragen angeben.',
    happened: 'Der Grund in klaren Worten; bei einer Ablehnung auch, was die Plattform sagt.',
    advice: 'Der nächste Schritt.',
    who: 'Wer ihn tun muss.',
    remarks: 'Korrekturen und Warnungen, die am Ergebnis nichts geändert haben.',
    route: 'Wohin das Gerät ging: Plattform, Kunde, Gruppentag, und woran es erkannt wurde.',
    hash: 'Hardwarehashs sind personenbezogene Daten: gezeigt werden nur die ersten 12 Stellen ihres SHA-256.',
  },
  page: {
    needsAction: 'Zeilen, bei denen etwas zu tun ist',
    yourCells: 'Ihre Zeile',
    shortened: (count, of) =>
      `Die ersten ${number(count)} von ${rows(of)}, bei denen etwas zu tun ist. Alle stehen in der Berichtsmappe.`,
    noAction: 'Bei keiner Zeile ist etwas zu tun.',
    complete: 'Jede Zeile Ihrer Datei steht in der Berichtsmappe neben dieser Seite.',
    noRows: 'Keine Zeile der Datei wurde verwendet; deshalb führt kein Bericht ihre Zeilen auf.',
  },
};
