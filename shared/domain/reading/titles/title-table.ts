/** What a column of an uploader's sheet can mean to us. */
export const knownColumns = [
  'serial',
  'pkid',
  'hardwareHash',
  'manufacturer',
  'model',
  'groupTag',
  'assignedUser',
  'customer',
  /** May name the customer ("Company", "Ship To"): it counts where its value is one of the partner's customers. */
  'possibleCustomer',
  /** What is to be done with the device: one of our words for it, not a free text. */
  'action',
  /** The customer a device is moved to. */
  'moveTo',
  /** The name a registered device gets. */
  'newDeviceName',
  /** What the list says of the order it came with: kept with the device, never sent. */
  'purchaseOrder',
  'deliveryDate',
  'orderReference',
  'uploadReference',
  /** A code our confirmation workbook carries for a row. */
  'confirmation',
  /** Written by our own reports. */
  'report',
  /** Known, and of no use here. */
  'other',
] as const;

export type KnownColumn = (typeof knownColumns)[number];

/** Columns of order data. They are kept; for everything else they count as not read, since anything may stand in them. */
export const orderColumns: readonly (KnownColumn | null)[] = ['purchaseOrder', 'deliveryDate', 'orderReference'];

/**
 * How sure a title is. `clear`: it says so. `likely`: it usually means that, unless a clear one stands beside it.
 * `unclear`: it can mean that where nothing better is there, and the report says what it was taken for.
 */
export const titleLevels = ['clear', 'likely', 'unclear'] as const;

export type TitleLevel = (typeof titleLevels)[number];

/** Titles separated by commas. They are compared after folding: case, spacing, punctuation and accents do not matter. */
type TitleList = string;

/** The titles of one language. */
export type LanguageTitles = Readonly<Partial<Record<TitleLevel, Readonly<Partial<Record<KnownColumn, TitleList>>>>>>;

/** The single titles of a list, as they are spelled in it. */
export function titlesIn(list: TitleList): readonly string[] {
  return list
    .split(',')
    .map((title) => title.trim().replace(/\s+/g, ' '))
    .filter((title) => title !== '');
}
