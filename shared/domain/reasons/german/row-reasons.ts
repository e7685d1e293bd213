import type { ReasonWords } from '../explanation.ts';
import type { rowReasons } from '../row-reasons.ts';

const nothing = 'Nichts zu tun.';
const collectAgain =
  'Den Hash auf dem Gerät neu auslesen und unverändert senden: als Textdatei oder in einer Spalte im Format Text.';
const fromLabel =
  'Die Nummer vom Versandetikett oder aus der Lieferdatei des Herstellers in eine Spalte im Format Text übernehmen.';
const splitUp = 'Die Datei in kleinere aufteilen und jede einzeln senden.';
const typeSerial = 'Die Spalte als Text formatieren und die Seriennummer neu eintippen.';
const typeValue = 'Die Spalte als Text formatieren und den Wert neu eintippen.';
const asText = 'Die Spalte als Text formatieren.';
const checkLabel = 'Mit dem Etikett vergleichen.';
const ownRows = 'Jedem Gerät eine eigene Zeile geben.';
const asXlsx = 'In Excel öffnen und als .xlsx speichern.';
const onlyDevices = 'Nur die Spalten behalten, die Geräte benennen.';

const words = (happened: string, advice = nothing): ReasonWords => ({ happened, advice });

/** What our reader has to say, in German. */
export const germanRowReasons: Readonly<Record<keyof typeof rowReasons, ReasonWords>> = {
  // ------------------------------------------------------------ the row as a whole
  missing_identity: words(
    'Die Zeile sagt nicht, welches Gerät gemeint ist.',
    'Einen Hardwarehash angeben, oder eine PKID, oder Seriennummer, Hersteller und Modell zusammen.',
  ),
  reference_not_found: words(
    'Die Zeile nennt ihr Gerät nur durch eine Upload-Referenz, und die führt zu keiner Ihrer Zeilen mit einem Gerät.',
    'Die Upload-Referenz (uploadId#Blatt#Zeile) der Zeile übernehmen, die es registriert hat, oder das Gerät selbst nennen.',
  ),
  'reference_not_found:many': words(
    'Die Datei nennt mehr Geräte nur durch eine Upload-Referenz, als verfolgt werden: {rows}, aus {uploads} Uploads.',
    splitUp,
  ),
  named_by_reference: words('Das Gerät ist das der Zeile {row} von {file}.'),
  incomplete_tuple: words(
    'Seriennummer, Hersteller und Modell gelten nur zusammen; es fehlt: {missing}.',
    'Das Fehlende ergänzen, oder stattdessen PKID oder Hardwarehash angeben.',
  ),
  'incomplete_tuple:registered': words(
    'Ein registriertes Gerät wird durch Hersteller und Seriennummer zusammen gefunden; es fehlt: {missing}.',
    'Das Fehlende ergänzen, oder stattdessen PKID oder Hardwarehash angeben.',
  ),
  action_unknown: words(
    'Die Aktion „{found}“ kennen wir nicht.',
    '{words} schreiben, oder die Zelle leer lassen, um das Gerät zu registrieren.',
  ),
  action_conflict: words(
    'In der Zeile steht „{row}“, aber Ordner oder Metadaten der Datei sagen für alle ihre Zeilen „{file}“.',
    'Die Zeile korrigieren, oder die Datei in einen anderen Ordner legen.',
  ),
  action_contradicts: words(
    'Zeile {place} verlangt für dasselbe Gerät etwas anderes: {asked}.',
    'Eine der beiden Zeilen behalten; ein Gerät erst wieder registrieren, wenn seine Abmeldung gemeldet ist.',
  ),
  'action_contradicts:values': words(
    'Zeile {place} verlangt für dieses Gerät dasselbe ({asked}), aber mit anderem Kunden, Gruppentag, Benutzer oder Namen.',
    'Eine der beiden Zeilen behalten. Die andere gilt so, wie sie geschrieben ist.',
  ),
  column_count_mismatch: words(
    'Die Zeile hat eine andere Zahl von Spalten als die Kopfzeile.',
    'Werte, die das Trennzeichen enthalten (wie "VMware, Inc."), in doppelte Anführungszeichen setzen und die Zeile neu senden.',
  ),
  'column_count_mismatch:fewer': words(
    'Die Zeile hat weniger Spalten als die Kopfzeile; welcher Wert wohin gehört, ist nicht sicher.',
    'Die fehlenden Trennzeichen ergänzen, oder das Blatt als .xlsx speichern, und die Zeile neu senden.',
  ),
  'column_count_mismatch:comma': words(
    'Ein Komma in einem Namen hat ihn auf zwei Spalten verteilt.',
    'Den Namen in doppelte Anführungszeichen setzen ("VMware, Inc.") oder eine .xlsx-Datei senden.',
  ),
  cell_error: words(
    'Eine Zelle, die gebraucht wird, enthält einen Fehlerwert wie #NV.',
    'Die Formel reparieren oder den Wert eintippen.',
  ),
  cell_type: words('Eine Zelle, die gebraucht wird, enthält etwas anderes als Text.', typeValue),
  'cell_type:date': words('Eine Zelle, die gebraucht wird, enthält ein Datum.', typeValue),
  'cell_type:boolean': words('Eine Zelle, die gebraucht wird, enthält WAHR oder FALSCH.', typeValue),
  'cell_type:number': words(
    'Eine Zelle, die gebraucht wird, enthält eine Zahl, die nicht der Wert sein kann.',
    typeValue,
  ),
  'cell_type:format': words(
    'Das Zahlenformat einer Zelle, die gebraucht wird, zeigt etwas anderes als ihren Text.',
    'Die Spalte als Text formatieren und eintippen, was zu sehen sein soll.',
  ),
  formula_no_value: words(
    'Eine Zelle, die gebraucht wird, enthält eine Formel, die nie berechnet wurde.',
    'Die Datei in Excel öffnen, berechnen lassen und speichern; oder die Werte einfügen.',
  ),
  ambiguous_column: words(
    'Die Spalten {columns} bedeuten für uns dasselbe und enthalten in dieser Zeile Verschiedenes.',
    'Die richtige behalten, die andere löschen oder umbenennen.',
  ),
  header_changed: words(
    'Zeile {headerRow} ist eine zweite Kopfzeile mit anderen Spalten; die Zeilen darunter sind nicht lesbar.',
    'Diese Zeilen in ein eigenes Blatt oder eine eigene Datei setzen.',
  ),
  above_header: words(
    'Die Zeile steht über der Kopfzeile (Zeile {headerRow}).',
    'Sie unter die Kopfzeile setzen und neu senden.',
  ),
  quote_swallowed_rows: words(
    'Ein doppeltes Anführungszeichen, das hier beginnt und weiter unten endet, hat die Zeilen dazwischen verschluckt.',
    'Das überzählige Anführungszeichen entfernen und diese Zeile samt den folgenden bis Zeile {lastRow} neu senden.',
  ),
  text_bad_characters: words(
    'Gruppentag, Benutzer oder Kunde enthält einen Zeilenumbruch oder ein anderes Zeichen, das dort nicht vorkommen kann.',
    'Den Wert neu eintippen.',
  ),
  'text_bad_characters:separators': words(
    'Hersteller, Modell, Gruppentag, Benutzer oder Kunde enthält Trennzeichen (; , |), die ein Export übrig gelassen hat.',
    'Die Trennzeichen entfernen, oder das Blatt als .xlsx speichern.',
  ),
  'text_bad_characters:placeholder': words(
    'Im Gruppentag steht ein Wort für „(noch) keines“.',
    'Das Gruppentag eintippen, oder die Zelle leeren: dann gilt das übliche des Kunden, falls er eines hat.',
  ),
  'text_bad_characters:program': words(
    'Gruppentag, Benutzer oder Kunde enthält, was Programme schreiben, wenn es keinen Wert gibt.',
    'Den Wert eintippen, oder die Zelle leeren.',
  ),
  hidden_row: words(
    'Die Zeile ist im Blatt ausgeblendet, von Hand oder durch einen Filter, und wurde deshalb nicht gesendet.',
    'Die Zeile einblenden (oder den Filter aufheben), wenn das Gerät registriert werden soll; sonst löschen.',
  ),
  encoding_uncertain: words(
    'Die Datei sagt nicht, wie ihre Zeichen kodiert sind, und zu Sendendes enthält andere als einfache Buchstaben (Umlaute, Akzente, Griechisch, Chinesisch …): es könnte falsch gelesen sein.',
    'Die Liste als „CSV UTF-8“ oder .xlsx speichern und die Zeile neu senden; oder die Kodierung Ihrer Dateien in den Einstellungen hinterlegen lassen.',
  ),
  note_row: words('Eine Bemerkung oder Fußzeile, kein Gerät.'),
  header_repeated: words('Noch einmal die Kopfzeile, kein Gerät.'),

  identity_in_unread_column: words(
    'Die Spalte {column} enthält, woran ein Gerät erkannt wird, aber ihren Titel kennen wir nicht.',
    'Die Spalte benennen wie in der Vorlage (autopilot-devices), oder löschen.',
  ),
  'identity_in_unread_column:pkid': words(
    'Die Spalte {column} enthält eine PKID, aber ihren Titel kennen wir nicht.',
    'Die Spalte PKID nennen, oder löschen.',
  ),
  'identity_in_unread_column:hash': words(
    'Die Spalte {column} enthält einen Hardwarehash, aber ihren Titel kennen wir nicht.',
    'Die Spalte Hardwarehash nennen, oder löschen.',
  ),

  // ------------------------------------------------------------ PKID
  pkid_bad_length: words('Eine PKID hat 13 Ziffern; diese hat {digits}.', fromLabel),
  pkid_not_integer: words('Das ist keine PKID. Eine PKID besteht aus genau 13 Ziffern.', fromLabel),
  pkid_placeholder: words('Die PKID ist eine erfundene Nummer.', fromLabel),
  pkid_scientific_notation: words(
    'Eine Tabellenkalkulation hat die PKID zu etwas wie 3,3E+12 verkürzt; die fehlenden Ziffern sind verloren.',
    fromLabel,
  ),
  'pkid_scientific_notation:rounded': words(
    'Die PKID endet nur auf Nullen: eine Tabellenkalkulation hat sie einmal zu etwas wie 3,3E+12 verkürzt.',
    fromLabel,
  ),
  pkid_is_windows_product_id: words(
    'Das ist die Produkt-ID, die Windows in den Einstellungen zeigt. Sie ist nicht je Gerät eindeutig.',
    'Stattdessen die 13-stellige PKID vom Versandetikett angeben.',
  ),
  pkid_is_product_key: words(
    'Das ist ein Windows Product Key mit 25 Zeichen. Er ist geheim: wir haben ihn entfernt, und das sollten Sie auch tun.',
    'Stattdessen die 13-stellige PKID vom Versandetikett angeben, und den Schlüssel aus Ihrer Datei löschen.',
  ),
  'pkid_is_product_key:otherColumn': words(
    'In einer Spalte für etwas anderes steht ein Windows Product Key mit 25 Zeichen. Wir haben ihn entfernt.',
    'Den Schlüssel aus Ihrer Datei löschen und dort den richtigen Wert eintragen.',
  ),

  // ------------------------------------------------------------ serial number, manufacturer, model
  serial_scientific_notation: words(
    'Eine Tabellenkalkulation hat die Seriennummer zu etwas wie 1,2E+11 verkürzt; die fehlenden Ziffern sind verloren.',
    typeSerial,
  ),
  serial_precision_lost: words(
    'Die Seriennummer war als Zahl gespeichert und hat Ziffern verloren: Tabellenkalkulationen behalten 15.',
    typeSerial,
  ),
  serial_date_mangled: words('Eine Tabellenkalkulation hat aus der Seriennummer ein Datum gemacht.', typeSerial),
  serial_numeric_format: words(
    'Die Seriennummer ist eine Zahl, die nur durch ihr Zahlenformat vollständig aussieht; ihre Nullen stehen nicht in der Datei.',
    typeSerial,
  ),
  serial_placeholder: words(
    'Die Seriennummer ist ein Platzhalter, keine echte.',
    'Die Seriennummer vom Etikett des Geräts angeben. Meldet das Gerät selbst den Platzhalter, den Hersteller fragen.',
  ),
  'serial_placeholder:words': words(
    'Wo die Seriennummer stehen soll, stehen Wörter.',
    'Die Seriennummer vom Etikett des Geräts angeben, oder die Zeile weglassen, bis Sie sie kennen.',
  ),
  'serial_placeholder:model': words(
    'Wo die Seriennummer stehen soll, steht der Hersteller oder das Modell.',
    'Prüfen, ob Spalten vertauscht sind, und die Seriennummer vom Etikett des Geräts angeben.',
  ),
  'serial_placeholder:inHash': words(
    'Das Gerät meldet als Seriennummer einen Platzhalter; sein Hash benennt deshalb kein Gerät.',
    'Der Hersteller muss die Seriennummer in das Gerät schreiben; danach den Hash neu auslesen.',
  ),
  serial_bad_characters: words(
    'Die Seriennummer enthält Zeichen, die keine Seriennummer hat (Zeilenumbrüche, Anführungszeichen, Akzente, breite Buchstaben).',
    'Sie genau so neu eintippen, wie sie auf dem Etikett steht.',
  ),
  'serial_bad_characters:several': words(
    'Die Zelle enthält mehrere Seriennummern, oder einen Bereich von ihnen.',
    ownRows,
  ),
  'serial_bad_characters:label': words(
    'Vor der Seriennummer steht eine Beschriftung wie „S/N“.',
    'Nur die Seriennummer in der Zelle lassen.',
  ),
  'serial_bad_characters:words': words(
    'Neben der Seriennummer stehen andere Wörter.',
    'Nur die Seriennummer in der Zelle lassen, Bemerkungen in eine eigene Spalte setzen.',
  ),
  'serial_bad_characters:barcode': words(
    'Die Zelle enthält mehr als die Seriennummer: einen Barcode, in dem auch das Modell steht.',
    'Nur die Seriennummer angeben, wie sie auf dem Etikett hinter S/N steht.',
  ),
  'serial_bad_characters:url': words(
    'Die Zelle enthält eine Webadresse, wie sie in einem QR-Code steht.',
    'Nur die Seriennummer angeben, wie sie auf dem Etikett hinter S/N steht.',
  ),
  'serial_bad_characters:formula': words(
    'Die Zelle enthält eine Formel als Text.',
    'Die Formel berechnen lassen und den Wert einfügen.',
  ),
  'serial_bad_characters:grouped': words(
    'Die Seriennummer ist wie ein Betrag geschrieben, mit Leerzeichen oder Punkten nach drei Ziffern.',
    'Die Spalte als Text formatieren und die Seriennummer genau so neu eintippen, wie sie auf dem Etikett steht.',
  ),
  'serial_bad_characters:expressServiceCode': words(
    'Das ist Dells Express-Servicecode, nicht die Service-Tag-Nummer; er steht für {tag}.',
    '{tag} mit dem Etikett vergleichen und die Service-Tag-Nummer als Seriennummer angeben.',
  ),
  serial_model_conflict: words(
    'Zeile {place} nennt dieselbe Seriennummer mit einem anderen Modell.',
    'Klären, welche Zeile stimmt, und die andere korrigieren oder löschen; Zeile {place} wurde für sich beurteilt.',
  ),
  pkid_serial_conflict: words(
    'Zeile {place} hat dieselbe Seriennummer mit einer anderen PKID, oder dieselbe PKID mit einer anderen Seriennummer.',
    'Klären, welche Zeile stimmt, und die andere korrigieren oder löschen; Zeile {place} wurde für sich beurteilt.',
  ),
  serial_too_long: words(
    'Die Seriennummer hat {characters} Zeichen; möglich sind höchstens {value}.',
    'Die Spalte prüfen.',
  ),
  manufacturer_placeholder: words(
    'Der Hersteller ist ein Platzhalter, kein Name.',
    'Den Namen angeben, den das Gerät meldet.',
  ),
  'manufacturer_placeholder:inHash': words(
    'Das Gerät meldet als Hersteller einen Platzhalter; sein Hash benennt deshalb kein Gerät.',
    'Der Hersteller muss den Namen in das Gerät schreiben; danach den Hash neu auslesen.',
  ),
  manufacturer_bad_characters: words('Der Hersteller enthält Zeichen, die kein Name hat.', 'Ihn neu eintippen.'),
  manufacturer_too_long: words(
    'Der Hersteller hat {characters} Zeichen; möglich sind höchstens {value}.',
    'Die Spalte prüfen.',
  ),
  model_placeholder: words('Das Modell ist ein Platzhalter, kein Name.', 'Das Modell angeben, das das Gerät meldet.'),
  'model_placeholder:inHash': words(
    'Das Gerät meldet als Modell einen Platzhalter; sein Hash benennt deshalb kein Gerät.',
    'Der Hersteller muss das Modell in das Gerät schreiben; danach den Hash neu auslesen.',
  ),
  model_bad_characters: words('Das Modell enthält Zeichen, die kein Modell hat.', 'Es neu eintippen.'),
  model_too_long: words('Das Modell hat {characters} Zeichen; möglich sind höchstens {value}.', 'Die Spalte prüfen.'),
  model_is_manufacturer: words(
    'In der Spalte für das Modell steht der Name eines Herstellers.',
    'Prüfen, ob Spalten vertauscht sind.',
  ),

  // ------------------------------------------------------------ hardware hash
  hash_not_base64: words('Der Hardwarehash enthält Zeichen, die kein Hash hat.', collectAgain),
  'hash_not_base64:urlSafe': words('Ein Programm hat im Hardwarehash + und / durch - und _ ersetzt.', collectAgain),
  hash_bad_header: words('Das ist kein Hardwarehash: er beginnt nicht wie einer.', collectAgain),
  'hash_bad_header:lowerCased': words('Ein Programm hat den Hardwarehash in Kleinbuchstaben verwandelt.', collectAgain),
  hash_bad_structure: words('Der Hardwarehash ist beschädigt: seine Teile passen nicht zusammen.', collectAgain),
  'hash_bad_structure:padding': words('Am Ende des Hardwarehashs steht etwas, das nicht dorthin gehört.', collectAgain),
  'hash_bad_structure:unnamed': words('Der Hardwarehash sagt nicht, von welchem Gerät er stammt.', collectAgain),
  hash_bad_length: words(
    'Der Hardwarehash hat {characters} statt 4000 Zeichen; am Ende wurde etwas abgeschnitten oder angefügt.',
    collectAgain,
  ),
  'hash_bad_length:several': words('Die Zelle enthält mehrere Hardwarehashs.', ownRows),
  'hash_bad_length:plusLost': words(
    'Ein Programm hat die Pluszeichen des Hardwarehashs in Leerzeichen verwandelt.',
    collectAgain,
  ),
  hash_truncated: words(
    'Der Hardwarehash wurde nach {characters} Zeichen abgeschnitten; Daten des Geräts fehlen.',
    collectAgain,
  ),
  'hash_truncated:stub': words(
    'Das ist das kurze Beispiel aus Microsofts Dokumentation, kein Hardwarehash.',
    collectAgain,
  ),
  hash_checksum_mismatch: words(
    'Mindestens ein Zeichen des Hardwarehashs wurde verändert: seine Prüfsumme stimmt nicht.',
    collectAgain,
  ),
  hash_serial_conflict: words(
    'Der Hardwarehash stammt von einem Gerät mit anderer Seriennummer als der in der Zeile.',
    'Klären, welche der beiden stimmt. Vermutlich sind Zeilen vertauscht: auch die benachbarten prüfen.',
  ),
  'hash_serial_conflict:zerosLost': words(
    'Der Seriennummer in der Zeile fehlen die führenden Nullen derjenigen im Hardwarehash.',
    'Die Spalte der Seriennummer als Text formatieren und sie neu eintippen, oder die Zelle leer lassen.',
  ),
  hash_pkid_conflict: words(
    'Der Hardwarehash stammt von einem Gerät mit anderer PKID als der in der Zeile.',
    'Klären, welche der beiden stimmt. Vermutlich sind Zeilen vertauscht: auch die benachbarten prüfen.',
  ),

  // ------------------------------------------------------------ the file as a whole
  empty_file: words('Die Datei ist leer.', 'Eine Datei mit Kopfzeile und einer Zeile je Gerät senden.'),
  no_header: words(
    'Kein Blatt hat unter seinen ersten {rows} gefüllten Zeilen eine Kopfzeile, die wir kennen.',
    'Die Spalten benennen: Hardwarehash, oder PKID, oder Seriennummer, Hersteller und Modell; oder die Vorlage (autopilot-devices) ausfüllen.',
  ),
  'no_header:titles': words(
    'Keine Zeile nennt alle Spalten, die wir brauchen. Zeile {row} kommt dem am nächsten: von ihren Titeln {found} kennen wir {recognised}; es fehlt: {missing}.',
    'Die fehlenden Spalten umbenennen oder ergänzen; oder eine Spalte Hardwarehash oder PKID angeben; oder die Vorlage (autopilot-devices) ausfüllen.',
  ),
  'no_header:unknown': words(
    'Keine Zeile hat einen Spaltentitel, den wir kennen. Zeile {row} könnte die Kopfzeile sein: {found}.',
    'Die Spalten benennen: Hardwarehash, oder PKID, oder Seriennummer, Hersteller und Modell; oder die Vorlage (autopilot-devices) ausfüllen.',
  ),
  'no_header:oneColumn': words(
    'Jede Zeile der Liste steht ganz in einer Spalte; die Werte lassen sich nicht trennen, und keine Zeile hat Titel, die wir kennen.',
    'Die Datei so senden, wie sie vor dem Öffnen in Excel war, oder sie mit „Daten, Aus Text/CSV“ und dem richtigen Trennzeichen öffnen; oder die Vorlage (autopilot-devices) ausfüllen.',
  ),
  no_data_rows: words('Es gibt eine Kopfzeile, aber kein Gerät darunter.', 'Je Gerät eine Zeile ergänzen.'),
  not_a_spreadsheet: words(
    'Das ist weder eine Excel-Arbeitsmappe (.xlsx) noch eine Textdatei (.csv).',
    'Die Liste als .xlsx oder .csv speichern und neu senden.',
  ),
  'not_a_spreadsheet:damaged': words(
    'Die Arbeitsmappe ist beschädigt: {problem}.',
    'Sie in Excel öffnen, neu speichern und neu senden.',
  ),
  'not_a_spreadsheet:markup': words('Das ist eine Webseite oder XML-Datei mit dem Namen einer Tabelle.', asXlsx),
  'not_a_spreadsheet:pdf': words(
    'Das ist ein PDF; darin ist keine Tabelle, die wir lesen können.',
    'Den Absender um die Liste als .xlsx oder .csv bitten.',
  ),
  'not_a_spreadsheet:picture': words('Das ist ein Bild.', 'Die Liste selbst als .xlsx oder .csv senden.'),
  'not_a_spreadsheet:richText': words(
    'Das ist formatierter Text (RTF), keine Tabelle.',
    'Die Tabelle nach Excel kopieren und als .xlsx speichern.',
  ),
  'not_a_spreadsheet:document': words(
    'Das ist ein Textdokument oder eine Präsentation, keine Tabelle.',
    'Die Tabelle nach Excel kopieren und als .xlsx speichern.',
  ),
  'not_a_spreadsheet:mail': words('Das ist eine gespeicherte E-Mail.', 'Die angehängte Liste speichern und senden.'),
  'not_a_spreadsheet:archive': words(
    'Das ist ein Archiv (wie .zip) mit anderen Dateien darin.',
    'Es entpacken und jede Liste als eigene Datei senden.',
  ),
  'not_a_spreadsheet:binaryWorkbook': words(
    'Das ist eine binäre Excel-Arbeitsmappe (.xlsb); die lesen wir nicht.',
    'Sie in Excel öffnen und als „Excel-Arbeitsmappe (.xlsx)“ speichern.',
  ),
  'not_a_spreadsheet:openDocument': words(
    'Das ist eine OpenDocument-Tabelle (.ods, .fods); die lesen wir nicht.',
    'Sie in LibreOffice oder Excel öffnen und als .xlsx speichern.',
  ),
  'not_a_spreadsheet:numbers': words(
    'Das ist ein Numbers-Dokument; das lesen wir nicht.',
    'In Numbers „Ablage, Exportieren, Excel“ wählen und jene Datei senden.',
  ),
  'not_a_spreadsheet:exchange': words('Das ist ein altes Austauschformat (.dif, .slk); das lesen wir nicht.', asXlsx),
  'not_a_spreadsheet:mixedEncodings': words(
    'Teile des Textes sind anders kodiert als sein Anfang: etwas wurde angefügt, zum Beispiel mit >> in PowerShell.',
    'Jeden Teil als eigene Datei senden, oder sie mit einheitlicher Kodierung neu sammeln.',
  ),
  'not_a_spreadsheet:badText': words(
    'Der Text der Datei ist beschädigt: er ist kein gültiges {encoding}.',
    'Die Liste neu als .xlsx oder .csv (UTF-8) speichern.',
  ),
  encrypted_or_legacy: words(
    'Die Datei hat ein Kennwort oder ist eine alte .xls-Datei.',
    'Sie ohne Kennwort als .xlsx speichern und neu senden.',
  ),
  'encrypted_or_legacy:password': words(
    'Die Datei ist durch ein Kennwort geschützt.',
    'Sie ohne Kennwort als .xlsx speichern und neu senden.',
  ),
  'encrypted_or_legacy:xls': words(
    'Das ist eine alte Excel-Arbeitsmappe (.xls); die lesen wir nicht.',
    'Sie in Excel öffnen, ohne Kennwort als „Excel-Arbeitsmappe (.xlsx)“ speichern und jene Datei senden.',
  ),
  too_large_uncompressed: words('Entpackt ist die Arbeitsmappe größer, als wir lesen ({limit}: {value}).', splitUp),
  ambiguous_sheets: words(
    'Die Blätter haben verschiedene Spalten, die für uns dasselbe bedeuten; sie lassen sich nicht gleich lesen.',
    'Allen Blättern dieselben Spalten geben, oder je Blatt eine Datei senden.',
  ),
  unclosed_quote: words(
    'Ein doppeltes Anführungszeichen, das in Zeile {row} beginnt, endet nie; wo die Zeilen enden, ist nicht sicher.',
    'Das überzählige Anführungszeichen entfernen und die Datei neu senden.',
  ),
  limit_upload: words('Die Datei ist größer, als wir lesen ({limit}: {value} Bytes).', splitUp),
  limit_entries: words(
    'Die Arbeitsmappe hat mehr Teile, als wir lesen ({limit}: {value}).',
    'Die Geräte in eine neue Arbeitsmappe kopieren.',
  ),
  limit_sheets: words('Die Arbeitsmappe hat mehr Blätter, als wir lesen ({limit}: {value}).', splitUp),
  limit_rows: words('Die Datei hat mehr Zeilen, als wir lesen ({limit}: {value}).', splitUp),
  limit_columns: words('Zeile {row} hat mehr Spalten, als wir lesen ({limit}: {value}).', onlyDevices),
  limit_cells: words('Die Datei hat mehr gefüllte Zellen, als wir lesen ({limit}: {value}).', splitUp),
  limit_cell_characters: words(
    'Eine Zelle in oder nahe Zeile {row} hat mehr Zeichen, als eine Zelle fasst ({limit}: {value}).',
    'Diese Zeile reparieren.',
  ),
  limit_record: words(
    'Zeile {row} ist länger als jede echte Zeile ({limit}: {value}); vermutlich fehlt ein doppeltes Anführungszeichen.',
    'Diese Zeile reparieren.',
  ),
  'limit_record:sheet': words('Zeile {row} enthält mehr Text als jede echte Zeile ({limit}: {value}).', onlyDevices),
  limit_shared_strings: words('Die Arbeitsmappe hat mehr Texte, als wir lesen ({limit}: {value}).', splitUp),
  limit_blank_rows: words(
    'Die Datei hat mehr leere Zeilen, als wir lesen ({limit}: {value}).',
    'Die leeren Zeilen unter den Geräten und zwischen ihnen löschen.',
  ),
  limit_elements: words(
    'Die Datei hat mit den leeren mehr Zellen, als wir lesen ({limit}: {value}).',
    'Leere Zeilen und Spalten löschen, nur die Spalten behalten, die Geräte benennen, oder die Datei aufteilen.',
  ),
  limit_shared_characters: words(
    'Die Arbeitsmappe wiederholt lange Texte öfter, als wir sie lesen ({limit}: {value} Zeichen zusammen).',
    onlyDevices,
  ),

  // ------------------------------------------------------------ notices about the file
  encoding_assumed: words(
    'Die Datei ist kein UTF-8; sie wurde als Windows-1252 (westeuropäisch) gelesen.',
    'Namen mit Umlauten und Akzenten prüfen.',
  ),
  hidden_sheet: words(
    'Das ausgeblendete Blatt „{sheet}“ wurde nicht gelesen.',
    'Es einblenden und die Datei neu senden, wenn Geräte darauf stehen.',
  ),
  hidden_rows: words(
    'Zeilen, die von Hand oder durch einen Filter ausgeblendet sind, wurden nicht gesendet: {rows}.',
    'Sie einblenden (oder den Filter aufheben) und die Datei neu senden, wenn sie registriert werden sollen.',
  ),
  hidden_columns: words(
    'Die ausgeblendeten Spalten {columns} wurden verwendet wie die anderen.',
    'Sie einblenden und ihre Werte prüfen.',
  ),
  sheet_without_devices: words('Das Blatt „{sheet}“ wurde nicht gelesen: es hat keine Kopfzeile, die wir kennen.'),
  far_cells_ignored: words('Zellen rechts von Spalte {value} wurden nicht gelesen (zuerst in Zeile {row}).'),
  doubled_column: words(
    'Die Spalten {columns} bedeuten für uns dasselbe; Zeilen, in denen sie sich unterscheiden, werden abgelehnt.',
    'Die richtige behalten, die andere löschen oder umbenennen.',
  ),

  columns_not_read: words(
    'Nicht gelesen{where}: {columns}.',
    'Sagt eine davon, welches Gerät, welcher Kunde, welches Gruppentag oder welcher Benutzer gemeint ist, sie benennen wie in der Vorlage (autopilot-devices) und die Datei neu senden.',
  ),
  'columns_not_read:known': words('Hier nicht gebraucht und nicht gelesen{where}: {columns}.'),
  untitled_columns_not_read: words(
    'Spalten ohne Titel wurden nicht gelesen{where}: {columns}.',
    'Ihnen einen Titel geben, wenn sie etwas enthalten, das wir brauchen.',
  ),
  column_taken_for: words(
    'Die Spalte {column}{where} wurde gelesen als: {meaning}.',
    'Die Spalte umbenennen, wenn sie etwas anderes ist.',
  ),
  one_column_split: words(
    'Jede Zeile stand ganz in einer Spalte; sie wurde an ihren Trennzeichen zerlegt wie eine Textdatei.',
    'Prüfen, ob die Werte stehen, wo sie sollen.',
  ),
  customer_column_not_used: words(
    'Die Spalte {column}{where} nennt in {rows} Zeilen keinen Ihrer Kunden; dort wurde sie nicht gelesen.',
    'Den Kunden dieser Zeilen prüfen.',
  ),

  // ------------------------------------------------------------ remarks on rows
  group_tag_platform_limited: words(
    'Partner Center lehnt das Gruppentag {groupTag} ab, solange seine Verbindung nichts anderes sagt: es nimmt A–Z, Ziffern, Leerzeichen, Punkt, Binde- und Unterstrich, höchstens 64. Intune nimmt es.',
    'Ein anderes Tag wählen, wenn diese Geräte zu Partner Center gehen.',
  ),
  machine_type_model_used: words(
    'Von mehreren Modellen wurde „Machine Type Model“ verwendet, wie Lenovo-Geräte es melden.',
  ),
  hash_repaired: words(
    'Leerraum, Zeilenumbrüche oder Anführungszeichen wurden aus dem Hardwarehash entfernt; seine Prüfsumme bestätigt den Rest.',
  ),
  hash_not_used: words(
    'Der Hardwarehash blieb unbenutzt: {because} Verwendet wurde die andere Angabe der Zeile.',
    collectAgain,
  ),
  value_not_used: words('Ein anderer Wert der Zeile blieb unbenutzt: {because} Das Gerät ist auch ohne ihn bekannt.'),
  windows_product_id_ignored: words(
    'Die Produkt-ID aus den Windows-Einstellungen wurde übergangen; das Gerät ist auch ohne sie bekannt.',
  ),
  product_key_removed: words(
    'Ein Windows Product Key wurde aus der Zeile entfernt: er ist geheim.',
    'Product Keys aus Ihren Dateien löschen.',
  ),
  tuple_differs_from_hash: words(
    'Hersteller oder Modell der Zeile weichen von denen im Hardwarehash ab; verwendet wurde der Hash.',
  ),
  pkid_leading_zero: words('Die PKID beginnt mit einer Null; das ist ungewöhnlich.', checkLabel),
  pkid_decimals_removed: words('Die PKID war als Dezimalzahl geschrieben; alle Ziffern sind da.', asText),
  serial_decimals_removed: words(
    'Die Seriennummer war als Dezimalzahl (,0) geschrieben; führende Nullen gingen dabei verloren.',
    'Mit dem Etikett vergleichen und die Spalte als Text formatieren.',
  ),
  serial_with_blank: words('In der Seriennummer ist ein Leerzeichen; das ist ungewöhnlich.', checkLabel),
  serial_without_digits: words('Die Seriennummer hat keine Ziffer; das ist ungewöhnlich.', checkLabel),
  serial_short: words('Die Seriennummer hat kaum Zeichen; sie könnte eine laufende Nummer sein.', checkLabel),
  serial_may_be_range: words(
    'Die Seriennummer endet wie ein Nummernbereich; sie wurde als eine einzige genommen.',
    'Steht sie für mehrere Geräte, jedem eine eigene Zeile geben.',
  ),
  serial_form_unusual: words(
    'Seriennummern von {maker} haben {form}; diese ist anders und wurde unverändert weitergegeben.',
    checkLabel,
  ),
  serial_of_two_makers: words(
    'Zeile {place} nennt dieselbe Seriennummer mit einem anderen Hersteller. Das kommt vor.',
    'Beide Zeilen prüfen.',
  ),
  letter_case_differs: words('Die beiden Zeilen unterscheiden sich nur in Groß- und Kleinschreibung.'),
  from_hidden_column: words(
    'Ein Wert dieser Zeile steht in einer ausgeblendeten Spalte.',
    'Die Spalte einblenden und den Wert prüfen.',
  ),
  value_as_shown: words('Eine Zahl wurde so verwendet, wie ihr Zahlenformat sie zeigt: {value}.', asText),
  serial_from_number: words(
    'Die Seriennummer war als Zahl gespeichert; führende Nullen gingen dabei verloren.',
    asText,
  ),
  serial_zeros_likely_lost: words(
    'Seriennummern von Surface-Geräten haben 12 Ziffern, diese hat {digits}; vermutlich fehlen führende Nullen.',
    checkLabel,
  ),
  manufacturer_spelling_repaired: words('Der Hersteller wurde so geschrieben, wie seine Geräte ihn melden: {name}.'),
  manufacturer_unusual: words(
    'Keine uns bekannten Geräte schreiben ihren Hersteller so; er wurde unverändert weitergegeben.',
    'Mit dem vergleichen, was das Gerät meldet.',
  ),
  'manufacturer_unusual:suggestion': words(
    'Geräte schreiben diesen Hersteller meist {suggestion}; er wurde unverändert weitergegeben.',
    'Korrigieren, falls {suggestion} gemeint ist.',
  ),
  model_from_number: words('Das Modell war als Zahl gespeichert.', 'Es prüfen und die Spalte als Text formatieren.'),
  unusual_characters: words(
    'Hersteller oder Modell enthält Buchstaben, die Geräte in Namen nicht verwenden.',
    'Die Schreibweise prüfen.',
  ),
  row_short: words('Die Zeile hat weniger Spalten als die Kopfzeile; die fehlenden gelten als leer.'),
};
