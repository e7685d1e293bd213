import type { HardwareHashIdentity, Tuple } from '../identity.ts';
import type { Reason } from '../reason.ts';
import type { ReasonCode } from '../reasons/codes.ts';
import { isBlank, saysNothing, shownText, unwrap } from './cell-text.ts';
import { bad, cellFault, type Field, good, none } from './field.ts';
import type { Header } from './find-header.ts';
import { readHardwareHash } from './hardware-hash.ts';
import { readPkid } from './read-pkid.ts';
import { readManufacturer, readModel, readSerial } from './read-tuple.ts';
import { judgeBesideMaker, withoutDecimals } from './serial-number.ts';
import type { Cell } from './sheet-event.ts';
import type { KnownColumn } from './titles/title-table.ts';

/** What a row says a device is known by, field by field, before it is weighed. */
export interface IdentityFields {
  readonly hash: Field<HardwareHashIdentity>;
  readonly pkid: Field<string>;
  readonly tuple: Field<Tuple>;
  /** Every serial number of the row as text, for comparison with the one in the hash. */
  readonly serialTexts: readonly string[];
}

const empty: Cell = { kind: 'empty' };

/** `modelMayMiss`: the device is registered already, and is looked for by what the row says of it. */
export function readIdentityFields(cells: readonly Cell[], header: Header, modelMayMiss = false): IdentityFields {
  const manufacturer = readAlike(cells, header, 'manufacturer', readManufacturer);
  return {
    hash: readProven(cells, header, 'hardwareHash', readHash, (identity) => identity.hash),
    pkid: readProven(cells, header, 'pkid', readPkid, (pkid) => pkid),
    tuple: joinTuple(
      {
        serial: readAlike(cells, header, 'serial', readSerial),
        manufacturer,
        model: withoutModel(readModelBeside(cells, header, manufacturer), modelMayMiss),
      },
      modelMayMiss,
    ),
    serialTexts: cellsUnder(cells, header, 'serial').map((cell) => withoutDecimals(unwrap(shownText(cell)))),
  };
}

const withoutModel = (model: Field<string>, mayMiss: boolean): Field<string> =>
  mayMiss && model.kind === 'none' ? good('') : model;

/** The cells of all columns that were taken for the same thing. */
export function cellsUnder(cells: readonly Cell[], header: Header, column: KnownColumn): readonly Cell[] {
  return header.columns.flatMap((known, index) => (known === column ? [cells[index] ?? empty] : []));
}

/** Two columns that mean the same must say the same: nothing shows which of them is right. */
export function readAlike<T>(
  cells: readonly Cell[],
  header: Header,
  column: KnownColumn,
  read: (cell: Cell) => Field<T>,
): Field<T> {
  const [first, ...others] = cellsUnder(cells, header, column);
  if (first === undefined) return none;
  if (others.length === 0) return read(first);
  const filled = [first, ...others].filter((cell) => !isBlank(cell));
  if (new Set(filled.map((cell) => unwrap(shownText(cell)))).size > 1) return ambiguous(header, column);
  return read(filled[0] ?? first);
}

/** Lenovo's devices report machine type and model (`20L7001LMH`) as their model, not the name they are sold by. */
const machineTypeModel = /^\d{2}[A-Z0-9]{8}$/i;

/** A model and a machine type model beside each other: for Lenovo the one its devices report holds. */
function readModelBeside(cells: readonly Cell[], header: Header, manufacturer: Field<string>): Field<string> {
  const field = readAlike(cells, header, 'model', readModel);
  if (field.kind !== 'bad' || field.reason.code !== 'ambiguous_column') return field;
  if (manufacturer.kind !== 'good' || !/^lenovo\b/i.test(manufacturer.value)) return field;
  const fitting = cellsUnder(cells, header, 'model').filter((cell) => machineTypeModel.test(unwrap(shownText(cell))));
  const [model] = fitting;
  if (model === undefined || new Set(fitting.map((cell) => unwrap(shownText(cell)))).size > 1) return field;
  const read = readModel(model);
  return read.kind === 'good' ? good(read.value, ...read.warnings, { code: 'machine_type_model_used' }) : read;
}

/** Refuses to choose between columns that mean the same. */
export function ambiguous(header: Header, column: KnownColumn): { readonly kind: 'bad'; readonly reason: Reason } {
  const titles = header.titles.filter((_, index) => header.columns[index] === column);
  return bad('ambiguous_column', { columns: titles.map((title) => `"${title}"`).join(', ') });
}

/** Of several columns that mean the same, the one value that proves itself by its shape; two different ones can't be weighed. */
function readProven<T>(
  cells: readonly Cell[],
  header: Header,
  column: KnownColumn,
  read: (cell: Cell) => Field<T>,
  key: (value: T) => string,
): Field<T> {
  const fields = cellsUnder(cells, header, column).map(read);
  const first = fields.find((field) => field.kind === 'good');
  if (!first) return fields.find((field) => field.kind === 'bad') ?? none;
  if (fields.some((field) => field.kind === 'good' && key(field.value) !== key(first.value)))
    return ambiguous(header, column);
  const others = fields.flatMap((field) => (field.kind === 'bad' ? [pkidNotUsed(field.reason)] : []));
  return good(first.value, ...first.warnings, ...others);
}

/** The warning that a number beside a good identity was left alone. */
export function pkidNotUsed(reason: Reason): Reason {
  if (reason.code === 'pkid_is_windows_product_id') return { code: 'windows_product_id_ignored' };
  if (reason.code === 'pkid_is_product_key') return { code: 'product_key_removed' };
  return notUsed('value_not_used', reason);
}

/** The remark that something in the row was left alone, and why: the reason's own parameters go with it, for its words. */
export const notUsed = (code: 'value_not_used' | 'hash_not_used', { code: because, params }: Reason): Reason => ({
  code,
  params: { ...params, because },
});

function readHash(cell: Cell): Field<HardwareHashIdentity> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  if (isBlank(cell)) return none;
  if (cell.kind !== 'text') return bad('cell_type', { detail: 'number' });
  if (cell.text.length < 64 && saysNothing(unwrap(cell.text))) return none;
  const reading = readHardwareHash(cell.text);
  if (reading.kind === 'bad') return reading;
  return reading.repaired ? good(reading.identity, { code: 'hash_repaired' }) : good(reading.identity);
}

/** Cells that could not be read, whatever else the row says. */
const unreadable = new Set<ReasonCode>(['cell_error', 'formula_no_value']);

/** Serial, maker and model together, or what keeps them from being a tuple. */
function joinTuple(parts: Readonly<Record<keyof Tuple, Field<string>>>, isRegistered: boolean): Field<Tuple> {
  const { manufacturer, model, serial } = parts;
  const fields = [serial, manufacturer, model];
  if (fields.every((field) => field.kind === 'none' || (field.kind === 'good' && field.value === ''))) return none;
  const faults = fields.filter((field) => field.kind === 'bad');
  const fault = faults.find((field) => unreadable.has(field.reason.code));
  if (fault) return fault;
  if (serial.kind === 'good' && manufacturer.kind === 'good' && model.kind === 'good') {
    const tuple = { manufacturer: manufacturer.value, model: model.value, serial: serial.value };
    const beside = judgeBesideMaker(tuple);
    if ('kind' in beside) return beside;
    const warnings = [serial, manufacturer, model].flatMap((field) => field.warnings);
    return good(tuple, ...warnings, ...beside.remarks, ...lostZeros(tuple));
  }
  const missing = Object.entries(parts).flatMap(([name, field]) => (field.kind === 'none' ? [name] : []));
  if (missing.length > 0)
    return bad('incomplete_tuple', { missing: missing.join(', '), ...(isRegistered ? { detail: 'registered' } : {}) });
  return faults[0] ?? none;
}

/** Surface serials have 12 digits and often begin with a zero that spreadsheets drop. */
function lostZeros(tuple: Tuple): Reason[] {
  const short = tuple.manufacturer === 'Microsoft Corporation' && /^\d{9,11}$/.test(tuple.serial);
  return short ? [{ code: 'serial_zeros_likely_lost', params: { digits: tuple.serial.length } }] : [];
}
