import ExcelJS from 'exceljs';
import { makeHash } from '../../bench/make-hash.ts';
import type { VerdictKind } from '../../shared/domain/verdict.ts';
import type { Chance } from './chance.ts';

/** What a row must end as, and the device it names; the name is unique within a run, but for repeated rows. */
export interface ExpectedRow {
  readonly verdict: VerdictKind;
  readonly device: string;
  readonly customerTenantId: string;
  readonly groupTag?: string;
  /** Another file that was dropped with this one names the device, too: one of the two registers it. */
  readonly shared?: boolean;
  /** Somebody else has registered it for this customer before the run. */
  readonly heldBefore?: boolean;
}

/** A file to drop. */
export interface Delivery {
  readonly partner: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly rows: readonly ExpectedRow[];
}

/** Who sends files: a partner, the customers and group tags its rows name, and what it knows of its devices. */
interface Source {
  readonly partner: string;
  readonly customers: readonly [CustomerName, ...CustomerName[]];
  readonly groupTags: boolean;
  readonly knows: 'tupleOrPkid' | 'hardwareHash';
}
interface CustomerName {
  readonly tenantId: string;
  readonly domain: string;
}

const customer = (last: string, domain: string): CustomerName => ({
  tenantId: `00000000-0000-4000-8000-00000000${last}`,
  domain: `${domain}.example`,
});

const contoso = customer('c001', 'contoso');
const northwind = customer('c002', 'northwind');
const adatum = customer('c004', 'adatum');
const knows = 'tupleOrPkid';

/** Two partners share the distributor's connection, one has its own, one is an OEM, one imports into Intune. */
const sources: readonly [Source, ...Source[]] = [
  { partner: 'tailwind', customers: [contoso], groupTags: true, knows },
  { partner: 'wingtip', customers: [customer('c005', 'fourthcoffee')], groupTags: true, knows },
  { partner: 'alpine', customers: [northwind, adatum], groupTags: true, knows },
  { partner: 'proseware', customers: [contoso], groupTags: false, knows },
  { partner: 'litware', customers: [customer('c006', 'woodgrove')], groupTags: true, knows: 'hardwareHash' },
];

/** Serial numbers of devices that somebody else has registered before the run. */
export const registeredElsewhere: readonly string[] = Array.from({ length: 200 }, (_, index) => `ELSE${index + 1}`);

/** Serial numbers of devices that somebody else has registered for the very customer before the run, by tenant id. */
export const registeredBefore: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['c001', 'c005', 'c002'].map((last) => [
    customer(last, '').tenantId,
    Array.from({ length: 100 }, (_, index) => `THERE${last.toUpperCase()}N${index + 1}`),
  ]),
);

const header =
  'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Customer Domain,Group Tag,Row';
const model = '20XWSYN900';

/** What a row is made to be, by how often. */
const kinds = [
  ['tuple', 0.44],
  ['pkid', 0.44],
  ['unknownModel', 0.03],
  ['elsewhere', 0.02],
  ['there', 0.02],
  ['damaged', 0.02],
  ['repeated', 0.025],
  ['storageError', 0.005],
] as const;
type RowKind = (typeof kinds)[number][0];

function kindOf(chance: Chance): RowKind {
  let left = chance.next();
  for (const [kind, share] of kinds) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'tuple';
}

/** Makes delivery after delivery, the same ones for the same seed. */
export function makeDeliveries(chance: Chance): {
  /** `over`: under the name of that one, from the same partner. */
  next(rows: number, over?: Delivery): Promise<Delivery>;
} {
  let devices = 0;
  let files = 0;
  let elsewhere = 0;
  const before = new Map(Object.entries(registeredBefore).map(([tenantId, serials]) => [tenantId, [...serials]]));

  const serialOf = (kind: RowKind, number: string): string => {
    if (kind === 'elsewhere') return registeredElsewhere[elsewhere++] ?? `SYN${number}`;
    return `${kind === 'storageError' ? 'STORAGE640' : 'SYN'}${number}`;
  };

  const cellsOf = (
    kind: RowKind,
    { knows }: Source,
  ): { readonly device: string; readonly cells: readonly string[] } => {
    const number = String(++devices).padStart(8, '0');
    const manufacturer = 'LENOVO';
    if (knows === 'hardwareHash') {
      const serial = serialOf(kind, number);
      const hash = makeHash({ serial, manufacturer, model });
      // One that was cut off on its way has no valid check sum any more.
      return { device: serial, cells: ['', '', kind === 'damaged' ? hash.slice(0, -1200) : hash, '', ''] };
    }
    if (kind === 'pkid') return { device: `33051${number}`, cells: ['', `33051${number}`, '', '', ''] };
    const serial = serialOf(kind, number);
    const named = kind === 'unknownModel' ? '20XW-UNKNOWN' : kind === 'damaged' ? '' : model;
    return { device: serial, cells: [serial, '', '', manufacturer, named] };
  };

  const verdictOf = (kind: RowKind, device: string, { knows }: Source): VerdictKind => {
    // A hash needs no model that Microsoft knows.
    if (kind === 'unknownModel') return knows === 'hardwareHash' ? 'registered' : 'refused';
    if (kind === 'elsewhere') return device.startsWith('ELSE') ? 'refused' : 'registered';
    return kind === 'damaged' ? 'rejected' : 'registered';
  };

  return {
    next: async (count, over) => {
      const source = sources.find(({ partner }) => partner === over?.partner) ?? chance.of(sources);
      const file = ++files;
      // A new batch every few files, so that its creation is raced for again and again.
      const tags = [`Wave-${Math.ceil(file / 6)}`, `Kiosk-${Math.ceil(file / 12)}`] as const;
      const lines: string[] = [];
      const rows: ExpectedRow[] = [];
      while (rows.length < count) {
        const earlier = rows.length === 0 ? 0 : chance.between(0, rows.length - 1);
        const [kind, line, row] = [kindOf(chance), lines[earlier], rows[earlier]];
        if (kind === 'repeated' && line !== undefined && row !== undefined && row.verdict !== 'rejected') {
          lines.push(line);
          rows.push({ ...row, verdict: 'duplicate' });
          continue;
        }
        const { tenantId: customerTenantId, domain } = chance.of(source.customers);
        // Only where a listing can prove that the device is not ours; else a lost answer leaves it open.
        const there =
          kind === 'there' && source.groupTags && source.knows === knows
            ? before.get(customerTenantId)?.shift()
            : undefined;
        const made = kind === 'repeated' || kind === 'there' ? 'tuple' : kind;
        const { device, cells } =
          there === undefined
            ? cellsOf(made, source)
            : { device: there, cells: [there, '', '', 'LENOVO', model] as const };
        const groupTag = source.groupTags ? chance.of(tags) : undefined;
        lines.push([...cells, domain, groupTag ?? ''].join(','));
        const verdict = there === undefined ? verdictOf(made, device, source) : 'alreadyRegistered';
        rows.push({
          ...{ verdict, device, customerTenantId },
          ...(groupTag === undefined ? {} : { groupTag }),
          ...(there === undefined ? {} : { heldBefore: true }),
        });
      }
      const table = [header, ...lines.map((line, index) => `${line},${index}`)];
      const fileName = over?.fileName ?? `delivery-${String(file).padStart(4, '0')}.${file % 2 === 0 ? 'xlsx' : 'csv'}`;
      return {
        partner: source.partner,
        fileName,
        content: fileName.endsWith('.xlsx') ? await workbookOf(table) : Buffer.from(`${table.join('\r\n')}\r\n`),
        rows,
      };
    },
  };
}

/** The table as another program writes it. */
async function workbookOf(lines: readonly string[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Devices').addRows(lines.map((line) => line.split(',')));
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** The same content under two names, for two files at once. */
export function twinsOf(delivery: Delivery): readonly Delivery[] {
  const rows = delivery.rows.map((row) => (row.verdict === 'registered' ? { ...row, shared: true } : row));
  return [
    { ...delivery, rows },
    { ...delivery, rows, fileName: `twin-${delivery.fileName}` },
  ];
}

/** The same content once more: what was registered by the first delivery is registered already. */
export function dropAgain({ partner, fileName, content, rows }: Delivery): Delivery {
  return {
    partner,
    fileName: `again-${fileName}`,
    content,
    rows: rows.map((row) => (row.verdict === 'registered' ? { ...row, verdict: 'alreadyRegistered' } : row)),
  };
}
