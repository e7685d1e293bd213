import type { actionReasons } from '../action-reasons.ts';
import type { ReasonWords } from '../explanation.ts';

/** Why a device that is registered already is not removed, changed or moved, in German. */
export const germanActionReasons: Readonly<Record<keyof typeof actionReasons, ReasonWords>> = {
  pkid_not_listed: {
    happened:
      'Die Liste der Plattform zeigt keine PKIDs, und die Zeile benennt das Gerät durch nichts anderes: hier lässt es sich also weder entfernen noch ändern oder umziehen.',
    advice:
      'Das Gerät durch Hersteller und Seriennummer benennen. Eines, das nur mit PKID registriert wurde, wird im Portal entfernt.',
  },
  unnamed_devices_listed: {
    happened: 'Die Plattform führt {count} Geräte ohne Seriennummer auf; dieses könnte eines davon sein.',
    advice:
      'Das Gerät im Portal nachsehen, oder den Betreiber bitten, es über den Upload zu finden, der es registriert hat.',
  },
  listed_in_other_case: {
    happened:
      'Die Plattform führt ein Gerät auf, dessen Seriennummer sich nur in Großbuchstaben unterscheidet: {listed}.',
    advice: 'Ist es dasselbe Gerät, die Seriennummer so schreiben, wie sie dort steht, und die Zeile neu hochladen.',
  },
  listed_as_other_device: {
    happened: 'Die Plattform führt diese Seriennummer unter einem anderen Hersteller oder Modell auf: {listed}.',
    advice:
      'Ist es dasselbe Gerät, Hersteller und Modell so schreiben, wie sie dort stehen, und die Zeile neu hochladen.',
  },
  platform_cannot_be_asked: {
    happened: '{platform} gibt keine Auskunft darüber, was dort registriert ist; mehr als dieser Dienst weiß niemand.',
    advice: 'Nichts zu tun.',
  },
  lists_only_ours: {
    happened:
      '{platform} führt nur auf, was über diese Verbindung registriert wurde; jemand anders kann das Gerät haben.',
    advice: 'Der Kunde sieht alle Geräte in Intune („Geräte“, „Registrierung“, „Windows Autopilot-Geräte“).',
  },
  asking_took_too_long: {
    happened: 'Die Liste der Plattform war nach einer Minute noch nicht durchgesehen.',
    advice: 'Noch einmal fragen, oder das Gerät im Portal nachsehen.',
  },
  several_devices_listed: {
    happened: 'Die Plattform führt {count} Geräte auf, die zur Zeile passen: {listed}.',
    advice: 'Hersteller und Modell oder die PKID ergänzen, damit nur eines passt.',
  },
  whole_identity_needed: {
    happened: 'Diese Plattform nimmt ein Gerät nach PKID, oder nach Hersteller, Modell und Seriennummer zusammen.',
    advice: 'Die Zeile vervollständigen und neu hochladen.',
  },
  enrolled_in_intune: {
    happened: 'Das Gerät ist noch in Intune registriert; das muss zuerst enden.',
    advice: 'Das Gerät in Intune löschen („Geräte“, „Alle Geräte“); danach diese Zeile neu hochladen.',
  },
  identifier_not_allowed: {
    happened: 'Intune nimmt keine Unternehmens-ID, in der ohne Kommas und Punkte nichts übrig bleibt: {part}.',
    advice: 'Die Zeile korrigieren und neu hochladen.',
  },
  move_file: {
    happened:
      'Neben diesem Bericht liegt eine Datei, die das Gerät hierher umziehen lässt: {file}. In Ihren eigenen Ordner legen, nicht in den eines Kunden.',
    advice: 'Vorher ihre Zeilen prüfen.',
  },
  device_link_file: {
    happened:
      'Das ist eine Gerätezuordnungsdatei (Device Association): ein einziges Gerät, signiert von dessen TPM. Sie ist keine Geräteliste.',
    advice:
      'Der Kunde importiert sie in Intune („Geräte“, „Registrierung“, „Gerätezuordnung“); dieser Dienst tut das nicht.',
  },
  planned_action: {
    happened: 'Das Gerät würde auf {platform} für {customer} aus Windows Autopilot entfernt.',
    advice:
      'In Microsofts Reihenfolge löscht der Kunde das Gerät zuerst in Intune; dann wird es hier entfernt; sein Entra-Objekt verschwindet von selbst (ein hybrides: das Objekt in Active Directory löschen).',
  },
  'planned_action:move': {
    happened: 'Das Gerät würde auf {platform} für {customer} entfernt und danach für {target} registriert.',
    advice:
      'In Microsofts Reihenfolge löscht {customer} das Gerät zuerst in Intune; dann zieht es hier um. Dazwischen ist es für niemanden registriert.',
  },
  'planned_action:change': {
    happened: 'Das registrierte Gerät würde auf {platform} für {customer} geändert.',
    advice: 'Sonst nichts: Gruppen in Entra folgen Minuten oder Stunden später.',
  },
  'planned_action:anew': {
    happened:
      'Das Gerät würde auf {platform} für {customer} entfernt und mit dem Gruppentag „{groupTag}“ neu registriert: kein Aufruf ändert dort ein Tag.',
    advice: 'Dazwischen ist das Gerät für niemanden registriert; das dauert meist Minuten.',
  },
  'planned_action:identifier': {
    happened:
      'Intune von {customer} würde das Gerät als eigenes des Kunden führen. Das ist keine Autopilot-Registrierung.',
    advice:
      'Sobald es eine erste solche ID gibt, können sich Geräte, die nicht in der Liste stehen, als private anmelden.',
  },
  identifiers_not_allowed: {
    happened: 'Die Einstellungen erlauben für {customer} keine Unternehmens-IDs.',
    advice:
      'Den Betreiber bitten, sie für diesen Kunden zu erlauben, und vorher den Kunden fragen: ab der ersten ID können sich Geräte, die nicht in der Liste stehen, als private anmelden.',
  },
  identifier_was_there: {
    happened: 'Intune führte das Gerät schon als eigenes des Kunden.',
    advice: 'Nichts zu tun.',
  },
  looked_only_there: {
    happened: 'Nur {platform} wurde gefragt; der Kunde hat noch andere Verbindungen ({others}).',
    advice: 'Wurde das Gerät auf anderem Weg registriert, es dort entfernen oder ändern.',
  },
  change_was_there: { happened: 'Das Gerät hat schon, was die Zeile verlangt.', advice: 'Nichts zu tun.' },
  tag_changed_anew: {
    happened:
      'Das Gerät wurde entfernt und mit dem Gruppentag „{groupTag}“ neu registriert; einen anderen Weg gibt es auf dieser Plattform nicht.',
    advice: 'Nichts zu tun. Gruppen in Entra folgen Minuten oder Stunden später.',
  },
  change_not_shown: {
    happened: 'Die Plattform hat die Änderung angenommen und zeigte sie beim letzten Nachsehen noch nicht.',
    advice: 'Das Gerät später in Intune ansehen.',
  },
  still_listed: {
    happened: 'Die Plattform hat die Entfernung angenommen und führte das Gerät beim letzten Nachsehen noch auf.',
    advice: 'Listen folgen später. In einigen Stunden noch einmal nachsehen.',
  },
  list_not_read_in_check: {
    happened: 'Eine Prüfung liest die Liste der Plattform nicht; ob das Gerät dort ist, zeigt sich erst beim Senden.',
    advice:
      'Nichts zu tun. Entfernen und Umziehen melden es noch einmal, bevor es geschieht, und warten auf die Bestätigung.',
  },
  device_not_listed: {
    happened: 'Die Plattform führt das Gerät für diesen Kunden nicht auf; es gibt nichts zu ändern.',
    advice: 'Kunde und Schreibweise prüfen; ein neues Gerät zuerst registrieren.',
  },
  not_registered_by_us: {
    happened:
      'Diese Plattform lässt sich nicht fragen, wem ein Gerät gehört, und dieser Dienst hat es für diesen Kunden nicht registriert; es blieb unberührt.',
    advice: 'Wer das Gerät registriert hat, entfernt es, oder der Kunde tut es in Intune.',
  },
  registered_since_plan: {
    happened:
      'Das Gerät wurde wieder registriert, nachdem der Plan entstand, den diese Zeile bestätigt; es blieb unberührt.',
    advice: 'Soll es trotzdem entfernt werden, die erste Datei neu ablegen und den neuen Plan bestätigen.',
  },
  confirmation_wrong: {
    happened: 'Der Bestätigungscode passt nicht zur Zeile: etwas darin wurde seither geändert.',
    advice: 'Die erste Datei neu ablegen und bestätigen, was ihr Bericht sagt.',
  },
  confirmation_expired: {
    happened: 'Der Plan, den diese Zeile bestätigt, ist älter als 14 Tage.',
    advice: 'Die erste Datei neu ablegen und bestätigen, was ihr neuer Bericht sagt.',
  },
  removal_limit: {
    happened:
      'Mit diesen {count} Geräten würde an einem Tag mehr entfernt, als für die Verbindung eingestellt ist; nichts davon wurde entfernt.',
    advice:
      'Der Betreiber sieht es sich an und erlaubt es (removals allow), oder die Zeilen bleiben unverändert, wenn die Frist endet.',
  },
  still_propagating: {
    happened:
      'Das Gerät wurde an seinem alten Ort entfernt, und die Plattform antwortet noch, es sei registriert: ihre Teile bemerken es nacheinander.',
    advice:
      'Nichts zu tun: es wird 24 Stunden lang von selbst wieder versucht. Bis dahin ist das Gerät für niemanden registriert.',
  },
  was_not_registered_before: {
    happened: '{customer} hatte das Gerät auf dieser Verbindung nicht; es gab nichts zu entfernen.',
    advice: 'Nichts zu tun.',
  },
  registered_nowhere: {
    happened:
      'Das Gerät ist jetzt NIRGENDS registriert: es wurde für {from} entfernt und konnte für {to} nicht registriert werden.',
    advice: 'Warum, steht in den Hinweisen; dann die Korrekturdatei ablegen: damit wird es für {to} registriert.',
  },
  'registered_nowhere:unknown': {
    happened:
      'Das Gerät wurde für {from} entfernt, und ob es für {to} registriert ist, wurde nie bestätigt: es ist jetzt vielleicht NIRGENDS registriert.',
    advice: 'Die Korrekturdatei ablegen: damit wird es für {to} registriert, falls es das noch nicht ist.',
  },
};
