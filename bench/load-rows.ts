import { makeHash } from './make-hash.ts';
import { makeRandom, type Random } from './random.ts';

/** What can be wrong with a generated row, each with the reason our reader must give. */
const defectReasons = {
  pkidScientific: 'pkid_scientific_notation',
  pkidShort: 'pkid_bad_length',
  productKey: 'pkid_is_product_key',
  modelMissing: 'incomplete_tuple',
  serialPlaceholder: 'serial_placeholder',
  hashCut: 'hash_truncated',
  hashChanged: 'hash_checksum_mismatch',
  hashOfOther: 'hash_serial_conflict',
  duplicate: undefined,
} as const;

type Defect = keyof typeof defectReasons;
type Kind = 'pkid' | 'tuple' | 'hash';

const defectsOf: Readonly<Record<Kind, readonly Defect[]>> = {
  pkid: ['pkidScientific', 'pkidShort', 'productKey'],
  tuple: ['modelMissing', 'serialPlaceholder'],
  hash: ['hashCut', 'hashChanged', 'hashOfOther'],
};

export interface LoadOptions {
  readonly seed: number;
  readonly rows: number;
  /** Weights of the identities. */
  readonly mix: Readonly<Record<Kind, number>>;
  /** Share of rows with something wrong. */
  readonly defectRate: number;
  /** Share of rows that repeat an earlier one. */
  readonly duplicateRate: number;
  /** Fills a Group Tag column; empty: no such column. */
  readonly groupTags?: readonly string[];
  /** Fills a Customer Tenant ID column; empty: no such column. */
  readonly customers?: readonly string[];
}

/** What distributors mostly send. */
export const partnerFeed: LoadOptions = {
  seed: 1,
  rows: 1000,
  mix: { pkid: 55, tuple: 30, hash: 15 },
  defectRate: 0,
  duplicateRate: 0,
};

/** One line of the ledger: what has to become of the row. */
export interface ExpectedRow {
  readonly row: number;
  readonly outcome: 'accept' | 'reject' | 'duplicate';
  readonly reason?: string;
  readonly duplicateOf?: number;
}

export interface LoadRow {
  readonly cells: readonly string[];
  readonly expected: ExpectedRow;
}

export function loadTitles(options: LoadOptions): string[] {
  const titles = ['Device Serial Number', 'Windows Product ID', 'Hardware Hash', 'Manufacturer name', 'Device model'];
  if (options.groupTags?.length) titles.push('Group Tag');
  if (options.customers?.length) titles.push('Customer Tenant ID');
  return titles;
}

/** How many earlier rows a duplicate may repeat; a hash row is 4 KB, so not all of them are kept. */
const rememberedRows = 200;

/** Rows of a load file and what has to become of each; the same for the same options. The header is row 1. */
export function* loadRows(options: LoadOptions): Generator<LoadRow> {
  const random = makeRandom(options.seed);
  const earlier: { cells: readonly string[]; row: number }[] = [];
  for (let index = 0; index < options.rows; index++) {
    const row = index + 2;
    const repeated = random.next() < options.duplicateRate ? earlier[random.below(earlier.length)] : undefined;
    if (repeated) {
      yield { cells: repeated.cells, expected: { row, outcome: 'duplicate', duplicateOf: repeated.row } };
      continue;
    }
    const kind = random.pick(Object.entries(options.mix).map(([name, weight]) => [asKind(name), weight] as const));
    const faults = defectsOf[kind];
    const defect = random.next() < options.defectRate ? faults[random.below(faults.length)] : undefined;
    const cells = [...identityCells(kind, defect, index, random), ...requestCells(options, index)];
    const reason = defect && defectReasons[defect];
    if (reason === undefined) earlier[index % rememberedRows] = { cells, row };
    yield { cells, expected: reason === undefined ? { row, outcome: 'accept' } : { row, outcome: 'reject', reason } };
  }
}

function asKind(name: string): Kind {
  return name === 'pkid' || name === 'tuple' ? name : 'hash';
}

function requestCells(options: LoadOptions, index: number): string[] {
  const lists = [options.groupTags ?? [], options.customers ?? []];
  return lists.flatMap((list) => (list.length === 0 ? [] : [list[index % list.length] ?? '']));
}

function identityCells(kind: Kind, defect: Defect | undefined, index: number, random: Random): string[] {
  const maker = random.pick(makers);
  const model = modelOf(maker, random);
  const serial = serialOf(maker, index, random);
  const pkid = `33${String(index).padStart(8, '0')}${random.below(10)}${random.below(10)}${1 + random.below(9)}`;
  switch (kind) {
    case 'pkid':
      return [serial, damagedPkid(pkid, defect), '', '', ''];
    case 'tuple':
      return [
        defect === 'serialPlaceholder' ? 'To be filled by O.E.M.' : serial,
        '',
        '',
        maker,
        defect === 'modelMissing' ? '' : model,
      ];
    case 'hash': {
      const device = { manufacturer: maker, model, serial };
      const hash = makeHash(random.next() < 0.7 ? { ...device, pkid } : device, random);
      return [defect === 'hashOfOther' ? `${serial}X` : serial, '', damagedHash(hash, defect), '', ''];
    }
    default:
      return kind satisfies never;
  }
}

function damagedPkid(pkid: string, defect: Defect | undefined): string {
  if (defect === 'pkidScientific') return `${pkid.slice(0, 1)}.${pkid.slice(1, 6)}E+12`;
  if (defect === 'productKey') return 'SYNTH-ABCDE-FGHJK-MNPQR-23467';
  return defect === 'pkidShort' ? pkid.slice(0, 12) : pkid;
}

function damagedHash(hash: string, defect: Defect | undefined): string {
  if (defect === 'hashCut') return hash.slice(0, 400);
  if (defect !== 'hashChanged') return hash;
  const at = 300;
  return `${hash.slice(0, at)}${hash[at] === 'A' ? 'B' : 'A'}${hash.slice(at + 1)}`;
}

/** Weights are assumptions; two of the others have a comma in their name. */
const makers: readonly (readonly [string, number])[] = [
  ['HP', 30],
  ['LENOVO', 27],
  ['Dell Inc.', 25],
  ['Microsoft Corporation', 10],
  ['VMware, Inc.', 3],
  ['Panasonic Connect Co., Ltd.', 2],
  ['ASUSTeK COMPUTER INC.', 2],
  ['Getac', 1],
];

const modelsPerMaker = 30;

/** A few models make up most of a maker's devices. */
function modelOf(maker: string, random: Random): string {
  const number = Math.floor(modelsPerMaker * random.next() ** 3);
  if (maker === 'LENOVO')
    return `21${String.fromCharCode(65 + (number % 26))}${number % 10}SYN${String(number).padStart(3, '0')}`;
  if (maker === 'HP') return `HP EliteBook ${800 + number} G${7 + (number % 5)} Notebook PC`;
  if (maker === 'Microsoft Corporation') return `Surface Pro ${number + 1}`;
  return maker === 'VMware, Inc.' ? `VMware${number + 7},1` : `Model ${5000 + number * 10}`;
}

/** The maker's shape with a prefix by which synthetic devices can be told; unique over a file. */
function serialOf(maker: string, index: number, random: Random): string {
  const base36 = index.toString(36).toUpperCase();
  if (maker === 'LENOVO') return `PS${base36.padStart(6, '0')}`;
  if (maker === 'Dell Inc.') return `SY${base36.padStart(5, '0')}`;
  if (maker === 'HP')
    return `SYN${String(index % 10_000).padStart(4, '0')}${Math.floor(index / 10_000)
      .toString(36)
      .toUpperCase()
      .padStart(3, 'Z')}`;
  if (maker === 'Microsoft Corporation') return `${random.next() < 0.1 ? 0 : 1}77${String(index + 1).padStart(9, '0')}`;
  if (maker === 'VMware, Inc.') return `VMware-56 4d ${base36.padStart(6, '0')} 05-06 07 08`;
  return `SYNO${base36.padStart(8, '0')}`;
}
