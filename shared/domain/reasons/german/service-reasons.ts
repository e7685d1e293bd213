import type { ReasonWords } from '../explanation.ts';
import type { serviceReasons } from '../service-reasons.ts';

const nothing = 'Nichts zu tun.';
const askOperator = 'Den Betreiber dieses Dienstes fragen.';
const ownFolder = 'Die Datei in den Ordner legen, der Ihre Partner-ID trägt.';
const followsByItself = 'Nichts zu tun: die Geräte folgen von selbst.';
const correctRow = 'Die Zeile korrigieren, oder die Datei in den richtigen Ordner legen.';
const hotTier = 'Die Datei neu hochladen, und zwar in die Stufe „Heiß“ (keine Stufe wählen).';

/** Everything between reading a row and the platform's own answer, in German. */
export const germanServiceReasons: Readonly<Record<keyof typeof serviceReasons, ReasonWords>> = {
  unknown_partner: { happened: 'Der Ordner gehört zu keinem Partner in den Einstellungen.', advice: ownFolder },
  no_partner_folder: { happened: 'Die Datei liegt außerhalb aller Partnerordner.', advice: ownFolder },
  path_not_allowed: {
    happened:
      'Der Ordner- oder Dateiname enthält Zeichen, die nicht erlaubt sind (Pfadtrenner, Steuerzeichen, nur Punkte).',
    advice: 'Die Datei mit Buchstaben, Ziffern, Leerzeichen, Bindestrichen und Punkten benennen und neu hochladen.',
  },
  path_too_long: {
    happened: 'Der Ordner- oder Dateiname ist länger als 255 Zeichen.',
    advice: 'Der Datei einen kürzeren Namen geben und sie neu hochladen.',
  },
  path_too_deep: {
    happened: 'Die Datei liegt zu tief: verstanden werden nur check/, der Ordner einer Aktion und ein Kundenordner.',
    advice: 'Die Datei in Ihren Ordner legen, oder in den Ordner eines Kunden.',
  },
  folder_reserved: {
    happened: 'Der Ordnername {folder} hat eine eigene Bedeutung und kann kein Kunde sein.',
    advice: 'Als Ordnernamen Mandanten-ID, Domäne oder Alias des Kunden verwenden.',
  },
  metadata_action_unknown: {
    happened: 'Die Metadaten der Datei verlangen die Aktion „{found}“; die kennen wir nicht.',
    advice: 'Dort {words} schreiben oder sie weglassen, und die Datei neu hochladen.',
  },
  'metadata_action_unknown:conflict': {
    happened: 'Der Ordner der Datei verlangt die Aktion „{folder}“, ihre Metadaten „{found}“.',
    advice: 'Die Datei ohne andere Metadaten in den richtigen Ordner legen.',
  },
  action_not_supported: {
    happened: 'Das kann dieser Dienst auf keiner Verbindung des Kunden ({platforms}): {action}.',
    advice: 'Es im Portal der Plattform tun, oder den Betreiber um eine andere Verbindung bitten.',
  },
  move_target_missing: {
    happened: 'Die Zeile verlangt einen Umzug des Geräts und sagt nicht, zu welchem Kunden.',
    advice: 'Die Spalte „Neuer Kunde“ ausfüllen; die Spalte „Kunde“ sagt, wo das Gerät jetzt registriert ist.',
  },
  move_target_same: {
    happened: 'Das Gerät soll von {customer} zu {customer} umziehen.',
    advice: 'Die Spalte „Kunde“ sagt, wo das Gerät jetzt registriert ist, „Neuer Kunde“, wohin es soll.',
  },
  move_not_asked: {
    happened: 'Die Zeile nennt einen neuen Kunden und verlangt keinen Umzug des Geräts.',
    advice: '„move“ in die Spalte „Action“ schreiben, oder die Spalte „Neuer Kunde“ leeren.',
  },
  nothing_to_change: {
    happened: 'Die Zeile verlangt eine Änderung und nennt weder Gruppentag noch Benutzer noch Gerätenamen.',
    advice: 'In Gruppentag, Zugewiesener Benutzer oder Neuer Gerätename eintragen, was das Gerät bekommen soll.',
  },
  change_not_possible: {
    happened: '{platform} kann nur das Gruppentag ändern, und die Zeile nennt keines.',
    advice: 'Benutzer und Gerätenamen ändert der Kunde in Intune.',
  },
  whole_device_needed: {
    happened: 'Das Gerät wird neu registriert; dafür braucht es Hersteller, Modell und Seriennummer zusammen.',
    advice: 'Das Fehlende ergänzen, oder PKID oder Hardwarehash angeben.',
  },
  'whole_device_needed:identifier': {
    happened: 'Eine Unternehmenskennung braucht Hersteller, Modell und Seriennummer zusammen.',
    advice: 'Das Fehlende ergänzen, oder den Hardwarehash angeben.',
  },
  device_name_not_sent: {
    happened: 'Der neue Gerätename wurde nicht weitergegeben.',
    advice: 'Der Kunde benennt das Gerät in Intune um.',
  },
  partner_suspended: { happened: 'Dieser Partner ist gesperrt; nichts wurde gesendet.', advice: askOperator },
  sending_suspended: {
    happened: 'Der Betreiber hat das Senden für diesen Partner angehalten.',
    advice: 'Die Zeilen gehen von selbst hinaus, sobald der Betreiber es wieder freigibt.',
  },
  connection_suspended: {
    happened: 'Der Betreiber hat die Verbindung angehalten, über die dieses Gerät gehen sollte.',
    advice: 'Die Zeilen gehen von selbst hinaus, sobald der Betreiber sie wieder freigibt.',
  },
  cancelled: {
    happened: 'Vor dem Senden abgebrochen von {by}.',
    advice: 'Die Zeile neu ablegen, wenn das Gerät doch registriert werden soll.',
  },
  partner_removed: {
    happened: 'Dieser Partner wurde aus den Einstellungen entfernt; weiter wurde nichts gesendet.',
    advice: askOperator,
  },
  customer_folder_unknown: {
    happened: 'Keiner Ihrer Kunden heißt {folder} wie der Ordner.',
    advice: 'Mandanten-ID, Domäne oder Alias des Kunden verwenden, oder den Betreiber bitten, den Kunden aufzunehmen.',
  },
  customer_unknown: {
    happened: '{customer} steht nicht in der Liste Ihrer Kunden.',
    advice: 'Mandanten-ID oder Domäne prüfen, oder den Betreiber bitten, den Kunden aufzunehmen.',
  },
  'customer_unknown:column': {
    happened: 'In der Spalte {column} steht {customer}; das ist keiner Ihrer Kunden.',
    advice:
      'Mandanten-ID, Domäne, Alias oder den genauen Namen des Kunden verwenden, oder den Betreiber bitten, den Kunden aufzunehmen.',
  },
  customer_in_unread_column: {
    happened:
      'Die Spalte {column} nennt Ihren Kunden {customer}, aber ihren Titel kennen wir nicht, und nichts anderes sagt, für welchen Kunden das Gerät ist.',
    advice: 'Die Spalte „Kunde“ nennen, oder sie löschen und die Datei in den Ordner des Kunden legen.',
  },
  group_tag_in_unread_column: {
    happened: 'Die Spalte {column} enthält das Gruppentag {groupTag}, aber ihren Titel kennen wir nicht.',
    advice: 'Die Spalte Gruppentag nennen, oder löschen.',
  },
  customer_name_not_known: {
    happened:
      'Die Zeile nennt ihren Kunden auch {name}; das kennen die Einstellungen nicht. Mandanten-ID oder Domäne hat entschieden.',
    advice: nothing,
  },
  customer_ambiguous: {
    happened: '{customer} steht für mehr als einen Ihrer Kunden.',
    advice: 'Die Mandanten-ID verwenden, und den Betreiber bitten, die Einstellungen zu korrigieren.',
  },
  customer_conflict: {
    happened: 'In der Zeile steht {customer}, aber die Datei liegt im Ordner von {folder}.',
    advice: correctRow,
  },
  'customer_conflict:column': {
    happened: 'In der Spalte {column} steht {customer}, aber das Gerät ginge an {folder}.',
    advice: correctRow,
  },
  'customer_conflict:domain': {
    happened: 'In der Zeile steht {customer}, aber {domain} ist nicht als Domäne dieses Kunden bekannt.',
    advice: 'Mandanten-ID oder Domäne korrigieren, oder den Betreiber bitten, die Domäne beim Kunden zu ergänzen.',
  },
  customer_missing: {
    happened: 'Weder Zeile noch Ordner sagen, für welchen Kunden das Gerät ist.',
    advice: 'Eine Spalte Kundenmandanten-ID ergänzen, oder die Datei in den Ordner des Kunden legen.',
  },
  customer_claimed_twice: {
    happened:
      'Die Einstellungen geben diesen Kunden mehr als einem Partner; bis das korrigiert ist, wird für ihn nichts gesendet.',
    advice: 'Den Betreiber dieses Dienstes bitten, die Einstellungen zu korrigieren.',
  },
  group_tag_missing: {
    happened: 'Partner Center braucht ein Gruppentag, und für diese Zeile gibt es keines.',
    advice: 'Eine Spalte Gruppentag ergänzen, oder den Betreiber um ein Standardtag für diesen Kunden bitten.',
  },
  'group_tag_missing:move': {
    happened:
      'Partner Center braucht ein Gruppentag für {customer}, wohin das Gerät soll, und die Zeile gibt keines an.',
    advice: 'Gruppentag ausfüllen, oder den Betreiber um ein Standardtag für {customer} bitten.',
  },
  group_tag_not_allowed: {
    happened: 'Das Gruppentag {groupTag} enthält nicht erlaubte Zeichen, oder ist zu lang.',
    advice: 'Höchstens 64 Buchstaben, Ziffern, Leerzeichen, Binde- und Unterstriche und Punkte verwenden.',
  },
  group_tag_case_differs: {
    happened: 'Es gibt schon ein Gruppentag {existing}, das sich nur in Groß- und Kleinschreibung unterscheidet.',
    advice: 'Das Tag genau wie {existing} schreiben, oder ein anderes wählen.',
  },
  too_many_group_tags: {
    happened: 'Die Datei verlangt mehr als {limit} verschiedene Paare aus Kunde und Gruppentag; nichts wurde gesendet.',
    advice: 'Prüfen, ob in der Spalte Gruppentag Tags stehen und keine Seriennummern, oder die Datei aufteilen.',
  },
  platform_retired: {
    happened: '{platform} wurde 2023 eingestellt und nimmt keine Geräte mehr.',
    advice: 'Den Betreiber bitten, diesen Kunden über Partner Center oder Microsoft Intune zu leiten.',
  },
  no_route: {
    happened: 'Die Zeile enthält {has}; das nimmt {platforms} nicht.',
    advice:
      'Ergänzen, was die Plattform nimmt (Partner Center: alles; OEM Direct: PKID oder Hersteller, Modell und Seriennummer; Intune: Hardwarehash).',
  },
  hand_off_not_possible: {
    happened: 'Die Seriennummer enthält ein Zeichen, das die Datei für das Portal nicht aufnehmen kann.',
    advice:
      'Dieses Gerät auf anderem Weg registrieren; das Format erlaubt keine Kommas und Anführungszeichen und nur westeuropäische Buchstaben.',
  },
  'hand_off_not_possible:groupTag': {
    happened: 'Das Gruppentag {groupTag} enthält ein Zeichen, das die Datei für das Portal nicht aufnehmen kann.',
    advice:
      'Ein anderes Gruppentag wählen; das Format erlaubt keine Kommas und Anführungszeichen und nur westeuropäische Buchstaben.',
  },
  handed_off: {
    happened: 'Diese Plattform hat keine Schnittstelle für Programme. Eine fertige Datei wurde geschrieben: {file}.',
    advice: 'Die Datei von Hand hochladen: admin.microsoft.com, „Geräte“, „Autopilot“, „Geräte hinzufügen“.',
  },
  'handed_off:intune': {
    happened: 'Diese Plattform hat keine Schnittstelle für Programme. Eine fertige Datei wurde geschrieben: {file}.',
    advice:
      'Die Datei von Hand hochladen: intune.microsoft.com, „Geräte“, „Windows“, „Registrierung“, „Geräte“ (Windows Autopilot), „Importieren“.',
  },
  file_archived: {
    happened: 'Die Datei wurde in die Archivstufe des Speicherkontos gelegt; daraus lässt sich nichts lesen.',
    advice: hotTier,
  },
  file_being_rehydrated: {
    happened:
      'Die Datei wird gerade aus der Archivstufe zurückgeholt; das dauert Stunden, und solange ist sie nicht lesbar.',
    advice: hotTier,
  },
  file_encrypted_by_key: {
    happened: 'Die Datei wurde mit einem eigenen Schlüssel verschlüsselt und ist deshalb nicht lesbar.',
    advice: 'Die Datei ohne eigenen Schlüssel neu hochladen; der Speicher verschlüsselt sie ohnehin.',
  },
  reading_gave_up: {
    happened: 'Diese Datei zu lesen wurde {tries}-mal versucht und kam nie zum Ende.',
    advice:
      'Das Blatt unter neuem Namen oder als CSV speichern und neu hochladen; geschieht es wieder, den Betreiber fragen.',
  },
  settings_broken: {
    happened: 'Die Einstellungen dieses Partners sind zurzeit nicht verwendbar.',
    advice: 'Der Betreiber muss sie korrigieren; danach wird die Datei von selbst gelesen.',
  },
  connection_missing: {
    happened: 'Die Verbindung, über die dieses Gerät gehen sollte, steht nicht mehr in den Einstellungen.',
    advice: 'Der Betreiber muss sie wiederherstellen; danach gehen die Zeilen von selbst hinaus.',
  },
  hold_expired: {
    happened: 'Die Zeilen warteten auf eine Freigabe, die nicht rechtzeitig kam; nichts wurde gesendet.',
    advice: 'Die Freigabe erteilen lassen, dann die Zeilen neu hochladen.',
  },
  no_answer: {
    happened: 'Das Gerät wurde gesendet, aber die Plattform sagte nie, was daraus wurde.',
    advice: 'Das Gerät im Portal nachsehen; die Zeile noch einmal zu senden schadet nicht.',
  },
  platform_unavailable: {
    happened: 'Die Plattform ist zurzeit nicht erreichbar.',
    advice: 'Nichts zu tun: es wird von selbst wieder versucht. Ist der Bericht endgültig, die Zeile neu hochladen.',
  },
  platform_throttled: {
    happened: 'Die Plattform bittet um Geduld (zu viele Aufrufe).',
    advice: 'Nichts zu tun: es wird von selbst wieder versucht.',
  },
  comparison_claimed_twice: {
    happened:
      'Die Einstellungen geben diesen Kunden mehreren Partnern; bis das berichtigt ist, wird er für keinen abgeglichen.',
    advice: 'Den Betreiber dieses Dienstes bitten, die Einstellungen zu berichtigen.',
  },
  comparison_customer_left: {
    happened:
      'Dieser Kunde steht nicht mehr in den Einstellungen; die Plattform wurde nicht nach seinen Geräten gefragt.',
    advice:
      'Ist der Kunde gegangen, ist nichts zu tun; sonst den Betreiber dieses Dienstes bitten, ihn wieder einzutragen.',
  },
  comparison_connection_left: {
    happened:
      'Die Verbindung steht nicht mehr in den Einstellungen; die Plattform wurde nicht nach diesen Geräten gefragt.',
    advice:
      'Werden die Geräte anderswo betreut, ist nichts zu tun; sonst den Betreiber dieses Dienstes bitten, sie wieder einzutragen.',
  },
  comparison_suspended: {
    happened:
      'Dieser Partner ist gesperrt: für ihn wird nichts gesendet. Was registriert ist, wurde trotzdem abgeglichen.',
    advice: 'Der Betreiber dieses Dienstes hebt die Sperre auf.',
  },
  comparison_partner_removed: {
    happened:
      'Dieser Partner steht nicht mehr in den Einstellungen: es wird nichts mehr abgeglichen. Geräte in seinem Bestand: {devices}.',
    advice: 'Der Betreiber dieses Dienstes trägt ihn wieder ein oder löscht, was von ihm gespeichert ist.',
  },
  comparison_settings_unusable: {
    happened:
      'Die Einstellungen dieses Partners sind unbrauchbar: es wird nichts abgeglichen. Geräte in seinem Bestand: {devices}.',
    advice: 'Der Betreiber dieses Dienstes berichtigt die Einstellungen; settings check sagt, was daran falsch ist.',
  },
  listing_unreadable: {
    happened: 'Die Antwort der Plattform auf die Frage nach ihrem Bestand war nicht lesbar.',
    advice: 'Nichts zu tun: sie wird das nächste Mal wieder gefragt. Bleibt es so, Plattform und Uhrzeit melden.',
  },
  listing_not_finished: {
    happened:
      'Die Plattform nach ihrem ganzen Bestand zu fragen dauert länger als ein Lauf darf; bisher wurden {listed} Geräte aufgeführt.',
    advice:
      'Nichts zu tun: der nächste Lauf macht weiter, wo dieser aufhörte. Der Befehl reconcile für diesen Partner nimmt sich die nötige Zeit.',
  },
  connection_busy: {
    happened: 'Es laufen schon so viele Aufrufe, wie die Plattform zugleich annimmt.',
    advice: followsByItself,
  },
  batch_being_created: {
    happened: 'Die Gerätegruppe wird in Partner Center gerade angelegt.',
    advice: followsByItself,
  },
  found_on_platform: {
    happened: 'Die Antwort der Plattform ging verloren, aber das Gerät wurde dort gefunden.',
    advice: nothing,
  },
  confirmed_by_resend: {
    happened:
      'Durch nochmaliges Senden bestätigt: die erste Antwort ging verloren. Dass jemand anderes das Gerät vorher registriert hat, vielleicht mit anderem Gruppentag, ist nicht auszuschließen.',
    advice: 'Nichts zu tun. Kommt es auf das Gruppentag an, es in Intune vergleichen.',
  },
  registered_by_another_file: {
    happened: 'Eine andere Datei von Ihnen mit demselben Gerät war zur selben Zeit unterwegs und hat es registriert.',
    advice: 'Nichts zu tun: der Bericht der anderen Datei zählt es.',
  },
  group_tag_not_verified: {
    happened: 'Ob das Gerät das Gruppentag „{groupTag}“ trägt, wurde nicht geprüft: es war schon registriert.',
    advice: 'Das Tag in Intune vergleichen und dort ändern, wenn es abweicht.',
  },
  'group_tag_not_verified:other': {
    happened:
      'Dieser Dienst hat das Gerät früher mit dem Gruppentag „{before}“ registriert; ob es jetzt „{groupTag}“ trägt, wurde nicht geprüft.',
    advice: 'Das Tag in Intune vergleichen und dort ändern, wenn es abweicht.',
  },
  registered_for_other_customer: {
    happened: 'Dieser Dienst hat das Gerät für Ihren Kunden {customer} registriert.',
    advice: 'Hat es den Besitzer gewechselt, die fertige Datei neben diesem Bericht ablegen, die es umziehen lässt.',
  },
  profile_assigned: { happened: 'Das Bereitstellungsprofil wurde zugewiesen.', advice: nothing },
  profile_refused: {
    happened: 'Das Gerät ist registriert, aber Partner Center hat das Bereitstellungsprofil nicht zugewiesen.',
    advice: 'Der Betreiber korrigiert profileId in den Einstellungen, oder weist in Partner Center ein Profil zu.',
  },
  profile_not_confirmed: {
    happened: 'Das Gerät ist registriert; dass es sein Bereitstellungsprofil erhielt, wurde nicht bestätigt.',
    advice: 'Das Gerät in Partner Center nachsehen und dort das Profil zuweisen, wenn es fehlt.',
  },
  profile_not_assignable: {
    happened:
      'Das Gerät ist registriert, aber so lässt sich ihm kein Bereitstellungsprofil zuweisen: Partner Center führt keine PKIDs auf.',
    advice:
      'Das Profil in Partner Center oder Intune zuweisen, sobald das Gerät dort steht; oder die Zeile mit Hersteller, Modell und Seriennummer oder dem Hardwarehash neu senden: dann wird es zugewiesen.',
  },
  group_tag_not_sent: {
    happened: 'Das Gruppentag „{groupTag}“ wurde nicht weitergegeben: die Datei für das Portal hat keine Spalte dafür.',
    advice: 'Das Tag nach dem Hochladen in Intune setzen.',
  },
  assigned_user_not_sent: {
    happened: 'Der zugewiesene Benutzer wurde nicht weitergegeben: {platform} nimmt keinen.',
    advice: 'Den Benutzer in Intune zuweisen.',
  },
  upload_reference_ignored: {
    happened: 'Die Upload-Referenz nennt keinen Upload von Ihnen; die Zeile wurde als neue genommen.',
    advice: nothing,
  },
  registered_by_us_before: {
    happened: 'Dieser Dienst hat das Gerät für diesen Kunden schon früher registriert.',
    advice: nothing,
  },
  answered_from_ledger: {
    happened:
      'Dieser Dienst hat das Gerät für diesen Kunden schon früher registriert und es nicht noch einmal gesendet.',
    advice: 'Nichts zu tun. Soll es ein anderes Gruppentag tragen, das Tag in Intune ändern.',
  },
  earlier_version_superseded: {
    happened:
      'Eine frühere Fassung dieser Datei wurde überschrieben, bevor sie gelesen war; nichts davon wurde gesendet.',
    advice: 'Nichts zu tun: diese Fassung tritt an ihre Stelle.',
  },
  earlier_version_goes_on: {
    happened: 'Eine frühere Fassung dieser Datei war beim Überschreiben schon unterwegs; sie läuft weiter.',
    advice: 'Ihr Bericht steht neben diesem, unter der Zeit, zu der sie abgelegt wurde.',
  },
};
