import type { VerdictKind } from '../../shared/domain/verdict.ts';
import type { Chance } from './chance.ts';

/** What a row must end as, and the device it names; the name is unique within a run, but for repeated rows. */
export interface ExpectedRow {
  readonly verdict: VerdictKind;
  readonly device: string;
  readonly customerTenantId: string;
  readonly groupTag?: string;
}

/** A file to drop. */
export interface Delivery {
  readonly partner: string;
  readonly fileName: string;
  readonly text: string;
  readonly rows: readonly ExpectedRow[];
}

/** Who sends files: a partner, the customers and group tags its rows name, and the devices it takes. */
interface Source {
  readonly partner: string;
  readonly customers: readonly [CustomerName, ...CustomerName[]];
  readonly groupTags: boolean;
}
interface CustomerName {
  readonly tenantId: string;
  readonly domain: string;
}

const customer = (last: string, domain: string): CustomerName => ({
  tenantId: `00000000-0000-4000-8000-00000000${last}`,
  domain: `${domain}.example`,
});

/** Two partners share the distributor's connection, one has its own, one is an OEM. */
const sources: readonly [Source, ...Source[]] = [
  { partner: 'tailwind', customers: [customer('c001', 'contoso')], groupTags: true },
  { partner: 'wingtip', customers: [customer('c005', 'fourthcoffee')], groupTags: true },
  { partner: 'alpine', customers: [customer('c002', 'northwind'), customer('c004', 'adatum')], groupTags: true },
  { partner: 'proseware', customers: [customer('c001', 'contoso')], groupTags: false },
];

/** Serial numbers of devices that somebody else has registered before the run. */
export const registeredElsewhere: readonly string[] = Array.from({ length: 200 }, (_, index) => `ELSE${index + 1}`);

const header = 'Device Serial Number,Windows Product ID,Manufacturer name,Device model,Customer Domain,Group Tag,Row';
const model = '20XWSYN900';

/** What a row is made to be, by how often. */
const kinds = [
  ['tuple', 0.46],
  ['pkid', 0.44],
  ['unknownModel', 0.03],
  ['elsewhere', 0.02],
  ['noModel', 0.02],
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
export function makeDeliveries(chance: Chance): { next(rows: number): Delivery } {
  let devices = 0;
  let files = 0;
  let elsewhere = 0;

  const cellsOf = (kind: RowKind): { readonly device: string; readonly cells: readonly string[] } => {
    const number = String(++devices).padStart(8, '0');
    if (kind === 'pkid') return { device: `33051${number}`, cells: ['', `33051${number}`, '', ''] };
    const serial =
      kind === 'elsewhere'
        ? (registeredElsewhere[elsewhere++] ?? `SYN${number}`)
        : `${kind === 'storageError' ? 'STORAGE640' : 'SYN'}${number}`;
    const named = kind === 'unknownModel' ? '20XW-UNKNOWN' : kind === 'noModel' ? '' : model;
    return { device: serial, cells: [serial, '', 'LENOVO', named] };
  };

  const verdictOf = (kind: RowKind, device: string): VerdictKind => {
    if (kind === 'unknownModel') return 'refused';
    if (kind === 'elsewhere') return device.startsWith('ELSE') ? 'refused' : 'registered';
    return kind === 'noModel' ? 'rejected' : 'registered';
  };

  return {
    next: (count) => {
      const source = chance.of(sources);
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
        const made = kind === 'repeated' ? 'tuple' : kind;
        const { device, cells } = cellsOf(made);
        const { tenantId: customerTenantId, domain } = chance.of(source.customers);
        const groupTag = source.groupTags ? chance.of(tags) : undefined;
        lines.push([...cells, domain, groupTag ?? ''].join(','));
        const verdict = verdictOf(made, device);
        rows.push({ verdict, device, customerTenantId, ...(groupTag === undefined ? {} : { groupTag }) });
      }
      return {
        partner: source.partner,
        fileName: `delivery-${String(file).padStart(4, '0')}.csv`,
        text: `${[header, ...lines.map((line, index) => `${line},${index}`)].join('\r\n')}\r\n`,
        rows,
      };
    },
  };
}

/** The same content once more: what was registered by the first delivery is registered already. */
export function dropAgain({ partner, fileName, text, rows }: Delivery): Delivery {
  return {
    partner,
    fileName: `again-${fileName}`,
    text,
    rows: rows.map((row) => (row.verdict === 'registered' ? { ...row, verdict: 'alreadyRegistered' } : row)),
  };
}
