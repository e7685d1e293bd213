/** The columns of our templates. */
export type TemplateColumn =
  | 'serial'
  | 'pkid'
  | 'hardwareHash'
  | 'manufacturer'
  | 'model'
  | 'groupTag'
  | 'assignedUser'
  | 'customer';

/** What a template says, in one language. */
export interface TemplateTexts {
  readonly sheet: string;
  readonly separator: string;
  readonly titles: Readonly<Record<TemplateColumn, string>>;
  /** Title of the customer column where customers are named by their domains. */
  readonly customerDomain: string;
  /** Of the sheet that explains the other one. */
  readonly explanation: {
    readonly sheet: string;
    readonly heading: (partner: string) => string;
    readonly howTo: (sheet: string) => string;
    readonly identities: string;
    readonly anyOf: { readonly pkid: string; readonly tuple: string; readonly hardwareHash: string };
    readonly columns: readonly [column: string, meaning: string, example: string];
    readonly meanings: Readonly<Record<TemplateColumn, string>>;
    /** Stands behind the meaning of a column that none of the partner's connections can use. */
    readonly notUsed: string;
    readonly customers: readonly [value: string, name: string, defaultGroupTag: string];
    readonly groupTags: string;
  };
  /** What a drop-down list says of a value that it does not hold, and the PKID column of one that is too long or short. */
  readonly notInList: { readonly customer: string; readonly groupTag: string; readonly pkid: string };
}

/** English titles as Microsoft's collection script spells them. */
export const englishTemplate: TemplateTexts = {
  sheet: 'Devices',
  separator: ',',
  titles: {
    serial: 'Device Serial Number',
    pkid: 'Windows Product ID',
    hardwareHash: 'Hardware Hash',
    manufacturer: 'Manufacturer name',
    model: 'Device model',
    groupTag: 'Group Tag',
    assignedUser: 'Assigned User',
    customer: 'Customer Tenant ID',
  },
  customerDomain: 'Customer Domain',
  explanation: {
    sheet: 'Explanation',
    heading: (partner) => `Windows Autopilot devices of ${partner}`,
    howTo: (sheet) =>
      `Fill in one row for each device on the sheet "${sheet}" and drop the file into your upload folder. Nothing on this sheet is registered.`,
    identities: 'Each row needs one of these:',
    anyOf: {
      pkid: 'the Windows Product ID (PKID)',
      tuple: 'manufacturer, model and serial number together',
      hardwareHash: 'the hardware hash',
    },
    columns: ['Column', 'What to enter', 'Example'],
    meanings: {
      serial: 'The serial number exactly as the device reports it. Leading zeros count.',
      pkid: 'The 13 digits of the PKID on the box or delivery note. Never the 25-character product key.',
      hardwareHash:
        'The 4K hardware hash as the collection script writes it. It begins with T0 and is never shortened.',
      manufacturer: 'The manufacturer exactly as the device reports it. It needs model and serial number beside it.',
      model: 'The model exactly as the device reports it. It needs manufacturer and serial number beside it.',
      groupTag: "The Autopilot group tag. Leave it empty to use the customer's own tag, where there is one.",
      assignedUser: 'The sign-in name of the user. Optional; used only where devices are imported into Intune.',
      customer: 'The customer the device belongs to. Choose from the list; a tenant ID is also understood.',
    },
    notUsed: 'None of your connections uses this column: leave it empty.',
    customers: ['Your customers', 'Name and tenant ID', 'Group tag if none is given'],
    groupTags: 'Group tags',
  },
  notInList: {
    customer: 'This is none of the listed customers. A row for a customer that is not yours is rejected.',
    groupTag: 'This group tag is not in the list. A mistyped tag cannot be removed again.',
    pkid: 'A PKID has exactly 13 digits.',
  },
};

/** German titles as Microsoft's Partner Center article spells them. */
export const germanTemplate: TemplateTexts = {
  sheet: 'Geräte',
  // German Excel opens a CSV with semicolons in columns, and one with commas in a single one.
  separator: ';',
  titles: {
    serial: 'Geräteseriennummer',
    pkid: 'Windows-Produkt-ID',
    hardwareHash: 'Hardwarehash',
    manufacturer: 'Herstellername',
    model: 'Gerätemodell',
    groupTag: 'Gruppentag',
    assignedUser: 'Zugewiesener Benutzer',
    customer: 'Kundenmandanten-ID',
  },
  customerDomain: 'Kundendomäne',
  explanation: {
    sheet: 'Erläuterung',
    heading: (partner) => `Windows-Autopilot-Geräte von ${partner}`,
    howTo: (sheet) =>
      `Tragen Sie auf dem Blatt „${sheet}“ eine Zeile pro Gerät ein und legen Sie die Datei in Ihren Upload-Ordner. Von diesem Blatt wird nichts registriert.`,
    identities: 'Jede Zeile braucht eine dieser Angaben:',
    anyOf: {
      pkid: 'die Windows-Produkt-ID (PKID)',
      tuple: 'Hersteller, Modell und Seriennummer zusammen',
      hardwareHash: 'den Hardwarehash',
    },
    columns: ['Spalte', 'Was hineingehört', 'Beispiel'],
    meanings: {
      serial: 'Die Seriennummer genau so, wie das Gerät sie meldet. Führende Nullen zählen.',
      pkid: 'Die 13 Ziffern der PKID vom Karton oder Lieferschein. Nie der Product Key mit 25 Zeichen.',
      hardwareHash: 'Der 4K-Hardwarehash, wie ihn das Sammelskript schreibt. Er beginnt mit T0 und wird nie gekürzt.',
      manufacturer: 'Der Hersteller genau so, wie das Gerät ihn meldet. Nur mit Modell und Seriennummer daneben.',
      model: 'Das Modell genau so, wie das Gerät es meldet. Nur mit Hersteller und Seriennummer daneben.',
      groupTag: 'Das Autopilot-Gruppentag. Leer lassen, um das Gruppentag des Kunden zu verwenden, falls er eines hat.',
      assignedUser: 'Der Anmeldename des Benutzers. Freiwillig; gilt nur, wo Geräte in Intune importiert werden.',
      customer: 'Der Kunde, dem das Gerät gehört. Aus der Liste wählen; eine Mandanten-ID wird auch verstanden.',
    },
    notUsed: 'Keine Ihrer Verbindungen verwendet diese Spalte: leer lassen.',
    customers: ['Ihre Kunden', 'Name und Mandanten-ID', 'Gruppentag ohne Angabe'],
    groupTags: 'Gruppentags',
  },
  notInList: {
    customer: 'Dieser Kunde steht nicht in der Liste. Zeilen für fremde Kunden werden abgelehnt.',
    groupTag: 'Dieses Gruppentag steht nicht in der Liste. Ein Tippfehler lässt sich nicht mehr entfernen.',
    pkid: 'Eine PKID hat genau 13 Ziffern.',
  },
};
