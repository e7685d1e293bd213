/** What a column of an uploader's sheet can mean to us. `report`: written by our own reports; `other`: known, and of no use here. */
export const knownColumns = [
  'serial',
  'pkid',
  'hardwareHash',
  'manufacturer',
  'model',
  'groupTag',
  'assignedUser',
  'customer',
  'uploadReference',
  'report',
  'other',
] as const;

export type KnownColumn = (typeof knownColumns)[number];

/** Titles of the columns our reports add. A report or retry file can be dropped as it is: they are recognised and ignored. */
export const reportTitles = {
  row: 'Row',
  sheet: 'Sheet',
  status: 'Status',
  code: 'Code',
  happened: 'What happened',
  advice: 'What to do',
  who: 'Who acts',
  remarks: 'Remarks from check',
  duplicateOf: 'Duplicate of',
  identity: 'Identity',
  platform: 'Platform',
  platformSaid: 'Platform said',
  customer: 'Customer',
  hashFingerprint: 'Hash fingerprint',
} as const;

/** Title of the column that ties a retry row to the row it was made from: `uploadId#sheet#row`. The one report column we read. */
export const uploadReferenceTitle = 'Upload reference';

/** What the group tag was called before; beside a group tag column it is the partner's own order number. */
const formerGroupTags = ['Order Identifier', 'Order ID'];

/**
 * Titles as partners write them; compared after `foldTitle`, so case, spacing, punctuation and accents do not matter.
 * Translations: https://learn.microsoft.com/partner-center/customers/autopilot in its language editions.
 */
const synonyms: Readonly<Record<KnownColumn, readonly string[]>> = {
  serial: [
    ...[
      'Device Serial Number',
      'Serial Number',
      'Serial',
      'Serial No',
      'Serial Nr',
      'Serial Num',
      'Ser. No.',
      'S/N',
      'SN',
    ],
    ...[
      'Device Serial',
      'Device Serial No',
      'System Serial Number',
      'Machine Serial Number',
      'SmbiosSystemSerialNumber',
    ],
    ...['Service Tag', 'ServiceTag', 'Dell Service Tag', 'Seriennummer', 'Seriennr.', 'Serien-Nr.', 'Serial-Nr.'],
    ...[
      'Geräteseriennummer',
      'Geraeteseriennummer',
      'Seriennummer des Geräts',
      'N° de série',
      'No de série',
      'Nº de série',
    ],
    ...[
      'Numéro de série',
      'Numéro de série de l’appareil',
      'Número de serie',
      'Nº de serie',
      'Número de serie del dispositivo',
    ],
    ...[
      'デバイスのシリアル番号',
      'シリアル番号',
      'Número de série',
      'Número de série do dispositivo',
      'Numero di serie',
    ],
    ...[
      'Numero di serie del dispositivo',
      'Серийный номер устройства',
      'Серийный номер',
      '裝置序號',
      '序號',
      '设备序列号',
      '序列号',
    ],
    ...['Serienummer', 'Numer seryjny'],
  ],
  pkid: [
    ...[
      'Windows Product ID',
      'Product ID',
      'Product Key',
      'ProductKeyID',
      'Product Key ID',
      'Windows Product Key ID',
      'PKID',
    ],
    ...[
      'Windows PKID',
      'OA3 PKID',
      'OEM PKID',
      'DPK ID',
      'DPKID',
      'PK ID',
      'Windows Product Key',
      'PKID Number',
      'PKID No',
    ],
    ...[
      'Windows-Produkt-ID',
      'Produkt-ID',
      'Produktschlüssel-ID',
      'ID de produit Windows',
      'ID. de producto de Windows',
    ],
    ...['Windows 製品 ID', 'ID do produto do Windows', 'ID prodotto Windows', 'идентификатор продукта Windows'],
    ...['Windows 產品識別碼', 'Windows 产品 ID'],
  ],
  hardwareHash: [
    ...[
      'Hardware Hash',
      'HWHash',
      'HW Hash',
      'Hardware Identifier',
      'Device Hardware Data',
      '4K HH',
      '4KHH',
      '4K Hash',
    ],
    ...[
      '4K Hardware Hash',
      'HardwareHash4K',
      'Device ID',
      'Autopilot Hash',
      'Autopilot Hardware Hash',
      'Device Hash',
      'HWID',
    ],
    ...[
      'Hardware-Hash',
      'Hardwarehash',
      'hachage matériel',
      'hash de hardware',
      'ハードウェアハッシュ',
      'ハードウェア ハッシュ',
    ],
    ...['hash hardware', 'хэш оборудования', '硬體雜湊', '硬件哈希'],
  ],
  manufacturer: [
    ...[
      'Manufacturer Name',
      'Manufacturer',
      'OEM Manufacturer Name',
      'OEM Manufacturer',
      'Device Manufacturer',
      'OEM',
      'Make',
    ],
    ...[
      'Device Make',
      'Mfr',
      'Mfg',
      'Vendor',
      'Brand',
      'System Manufacturer',
      'SmbiosSystemManufacturer',
      'Hersteller',
    ],
    ...[
      'Herstellername',
      'Gerätehersteller',
      'nom de fabricant',
      'nom du fabricant',
      'fabricant',
      'nombre del fabricante',
    ],
    ...['fabricante', '製造元名', '製造元', 'nome do fabricante', 'nome produttore', 'produttore', 'имя производителя'],
    ...['производитель', '製造商名稱', '制造商名称'],
  ],
  model: [
    ...[
      'Device Model',
      'Model',
      'Model Name',
      'Product Name',
      'MTM',
      'Machine Type Model',
      'System Model',
      'Computer Model',
    ],
    ...[
      'SmbiosSystemProductName',
      'Modell',
      'Gerätemodell',
      'Geraetemodell',
      'Modellname',
      'modèle',
      'modèle d’appareil',
    ],
    ...[
      'modelo',
      'modelo de dispositivo',
      'デバイスモデル',
      'デバイス モデル',
      'モデル',
      'modelo do dispositivo',
      'modello',
    ],
    ...['modello di dispositivo', 'модель устройства', 'модель', '裝置型號', '设备型号'],
  ],
  groupTag: [
    'Group Tag',
    'Autopilot Group Tag',
    'Order Identifier',
    'Order ID',
    'Device Group Tag',
    'Gruppentag',
    'Gruppen-Tag',
  ],
  assignedUser: [
    'Assigned User',
    'Assigned User Principal Name',
    'Zugewiesener Benutzer',
    'Utilisateur affecté',
    'Usuario asignado',
  ],
  customer: [
    ...[
      'Customer Tenant ID',
      'Tenant ID',
      'Customer ID',
      'Customer Domain',
      'Domain',
      'Tenant Domain',
      'Customer Tenant',
    ],
    ...[
      'Customer Tenant Domain',
      'Entra Tenant ID',
      'Azure Tenant ID',
      'Kunden-ID',
      'Mandanten-ID',
      'Kunden-Mandanten-ID',
    ],
    ...[
      'Kundendomäne',
      'Kundendomain',
      'Domäne',
      'ID de client',
      'ID du client',
      'ID de locataire',
      'ID du locataire',
      'Domaine',
    ],
    ...[
      'Domaine du client',
      'ID de cliente',
      'ID del cliente',
      'ID de inquilino',
      'ID do locatário',
      'Dominio',
      'Domínio',
    ],
    ...[
      'ID cliente',
      'ID tenant',
      'テナント ID',
      '顧客 ID',
      'ドメイン',
      'идентификатор клиента',
      'домен',
      '租用戶識別碼',
      '租户 ID',
    ],
  ],
  uploadReference: [uploadReferenceTitle],
  report: Object.values(reportTitles),
  other: [
    ...[
      'Purchase Order',
      'PO',
      'PO Number',
      'PO No',
      'Qty',
      'Quantity',
      'Asset Tag',
      'Asset',
      'Location',
      'Remarks',
      'Remark',
    ],
    ...[
      'Part Number',
      'Part No',
      'SKU',
      'Description',
      'Comment',
      'Comments',
      'Notes',
      'Invoice',
      'Invoice Number',
      'Bemerkung',
    ],
    ...[
      'Bestellnummer',
      'Menge',
      'Standort',
      'Order Number',
      'Delivery Date',
      'Ship Date',
      'MAC Address',
      'Family',
      'Product Family',
    ],
  ],
};

const qualifiers = /[([]?\s*\b(?:required|mandatory|optional|if applicable|pflichtfeld|erforderlich)\b\s*[)\]]?\s*$/i;

/** A title with everything removed that people vary: case, white space, punctuation, accents, width, "(required)". */
function foldTitle(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(qualifiers, '')
    .toLowerCase()
    .replace(/[\s_\-‐-―.#*:;()[\]{}/\\'’‘"“”`´,?!º°]/g, '');
}

/** Tells what a title means: a partner's own names first, then the synonyms; null for a title nobody knows. */
export type ColumnFinder = (title: string) => KnownColumn | null;

/** `own` is the partner's own list, title to known column; an entry that names no known column is left out. */
export function makeColumnFinder(own: Readonly<Record<string, string>> = {}): ColumnFinder {
  const byTitle = new Map<string, KnownColumn>();
  for (const column of knownColumns) {
    for (const title of synonyms[column]) byTitle.set(foldTitle(title), column);
  }
  for (const [title, meant] of Object.entries(own)) {
    const column = knownColumns.find((known) => known === meant);
    if (column) byTitle.set(foldTitle(title), column);
  }
  // Asked of every cell of every row (is this a second header?): most cells can be told from any title by their digits.
  const digits = new Set([...byTitle.keys()].map((title) => title.replace(/\D/g, '')));
  const whole = (title: string) => byTitle.get(foldTitle(title)) ?? null;
  return (title) => {
    const annotated = /^([^(]+)\(([^()]*)\)\s*$/.exec(title);
    if (!annotated && !digits.has(title.replace(/\D/g, ''))) return null;
    return whole(title) ?? (annotated ? withoutAnnotation(annotated[1] ?? '', annotated[2] ?? '', whole) : null);
  };
}

/**
 * `PKID (13 digits)`, `Serial Number (S/N)`: what stands in brackets may change the meaning (`Model (family)`), so it is
 * only left out where it says the same, or where values prove themselves by their shape.
 */
function withoutAnnotation(title: string, annotation: string, find: ColumnFinder): KnownColumn | null {
  const column = find(title);
  return column === 'pkid' || column === 'hardwareHash' || column === find(annotation) ? column : null;
}

/** The columns of a header row. */
export function findColumns(titles: readonly string[], find: ColumnFinder): (KnownColumn | null)[] {
  const former = formerGroupTags.map(foldTitle);
  const columns = titles.map((title) => (title === '' ? null : find(title)));
  const isFormer = (index: number) => columns[index] === 'groupTag' && former.includes(foldTitle(titles[index] ?? ''));
  const named = columns.some((column, index) => column === 'groupTag' && !isFormer(index));
  return named ? columns.map((column, index) => (isFormer(index) ? 'other' : column)) : columns;
}
