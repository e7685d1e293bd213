import { cutVisibly } from '../cut-text.ts';
import { actionNames, type OtherAction } from '../device-action.ts';
import type { Device, NamedCustomer, OrderData } from '../identity.ts';
import type { Reason } from '../reason.ts';
import { actionOf, nearestActions } from './action-words.ts';
import { holdsProductKey, isBlank, numberValue, shownText, unwrap } from './cell-text.ts';
import { bad, cellFault, type Field, good, none } from './field.ts';
import type { Header } from './find-header.ts';
import { isNote } from './note-row.ts';
import { isPlaceholderWord } from './placeholders.ts';
import type { RowReading } from './read-event.ts';
import { asShown } from './read-tuple.ts';
import { ambiguous, cellsUnder, readAlike, readIdentityFields } from './row-fields.ts';
import type { Cell } from './sheet-event.ts';
import { shownNumber } from './shown-number.ts';
import { type KnownColumn, orderColumns } from './titles/title-table.ts';
import { unreadIdentity } from './unread-cells.ts';
import { weighIdentities } from './weigh-identities.ts';

/** A data row as it was read. */
export interface RowCells {
  readonly cells: readonly Cell[];
  /** Cells come from a text file, where a separator too many or too few shifts all that follows. */
  readonly delimited: boolean;
  /** What the reader itself found wrong with the row. */
  readonly fault?: Reason;
}

/** How rows are read, beside what the rows themselves say. */
export interface RowOptions {
  readonly fallbackFromDamagedHash?: boolean;
  /** What is to be done with every device of the file. */
  readonly action?: OtherAction;
}

/** A sheet's row -> a device with everything it may be known by, or the one reason why it is not one. Nothing is guessed. */
export function readRow(row: RowCells, header: Header, options: RowOptions = {}): RowReading {
  const reading = judgeRow(row, header, options);
  if (reading.kind !== 'rejected') return reading;
  const customer = readCustomer(row.cells, header);
  return customer.kind === 'good' ? { ...reading, named: customer.value } : reading;
}

function judgeRow(row: RowCells, header: Header, options: RowOptions): RowReading {
  const { cells } = row;
  if (row.fault && row.fault.code !== 'hidden_row') return rejected(row.fault);
  if (isNote(cells, header.columns)) return { kind: 'ignored', reason: { code: 'note_row' } };
  if (row.fault) return rejected(row.fault);
  if (row.delimited && hasTooMany(cells, header))
    return rejected({ code: 'column_count_mismatch', params: { detail: 'more' } });
  if (keyInUsedColumn(cells, header))
    return rejected({ code: 'pkid_is_product_key', params: { detail: 'otherColumn' } });

  const action = readAction(cells, header, options.action);
  if (action.kind === 'bad') return rejected(action.reason);
  const asked = action.kind === 'good' ? action.value : undefined;
  const fields = readIdentityFields(cells, header, asked !== undefined);
  const weighed = weighIdentities(fields, options.fallbackFromDamagedHash ?? false);
  const short = row.delimited && cells.length < header.titles.length;
  // Cells left of the missing one have moved: only a value that proves itself by its shape still stands where it should.
  if (short && (weighed.kind !== 'good' || weighed.value[0].kind === 'tuple')) {
    return rejected({ code: 'column_count_mismatch', params: { detail: 'fewer' } });
  }
  if (weighed.kind === 'bad') return rejected(weighed.reason);
  const unread = unreadIdentity(cells, header, weighed.kind === 'good' ? weighed.value : []);
  if (unread) return rejected(unread);
  const request = readRequest(cells, header);
  if (weighed.kind === 'none') {
    const reference = request.kind === 'good' && !short ? request.value.uploadReference : undefined;
    if (asked === undefined || reference === undefined || request.kind !== 'good')
      return rejected({ code: 'missing_identity' });
    return byReference(reference, asked, { ...request.value, ...readOrder(cells, header) }, request.warnings);
  }
  if (request.kind !== 'good') return rejected(request.reason);
  const extra: readonly Reason[] = short ? [{ code: 'row_short' }] : [];
  const warnings = [...weighed.warnings, ...request.warnings, ...extra];
  const device: Device = {
    identities: weighed.value,
    ...request.value,
    ...(asked === undefined ? {} : { action: asked }),
    ...readOrder(cells, header),
  };
  return { kind: 'device', device, warnings };
}

/** Until its reference is followed, the row says nothing of a device. */
function byReference(
  reference: string,
  action: OtherAction,
  asked: Omit<Device, 'identities' | 'action'>,
  warnings: readonly Reason[],
): Extract<RowReading, { kind: 'rejected' }> {
  return {
    ...{ kind: 'rejected', reason: { code: 'reference_not_found' }, warnings },
    byReference: {
      reference,
      action,
      identify: (identities, customer) => ({
        ...{ kind: 'device', device: { customer, ...asked, action, identities }, warnings },
      }),
    },
  };
}

function rejected(reason: Reason): RowReading {
  return { kind: 'rejected', reason, warnings: [] };
}

function hasTooMany(cells: readonly Cell[], header: Header): boolean {
  return cells.some((cell, index) => (header.titles[index] ?? '') === '' && !isBlank(cell));
}

/** Columns whose content is of no use to us, so that a product key in them is only blanked. */
const unused: readonly (KnownColumn | null)[] = [null, 'other', 'report', 'possibleCustomer', 'pkid', ...orderColumns];

/** A product key outside the PKID column would travel on as serial number, group tag or user. */
function keyInUsedColumn(cells: readonly Cell[], header: Header): boolean {
  return cells.some((cell, index) => {
    return cell.kind === 'text' && !unused.includes(header.columns[index] ?? null) && holdsProductKey(cell.text);
  });
}

/** The row's own word, else that for the whole file; two that differ are not weighed. Nothing: it is registered. */
function readAction(cells: readonly Cell[], header: Header, ofFile: OtherAction | undefined): Field<OtherAction> {
  const read = readAlike(cells, header, 'action', readWords);
  if (read.kind === 'bad') return read;
  if (read.kind === 'none') return ofFile === undefined ? none : good(ofFile);
  const action = actionOf(read.value);
  if (action === undefined)
    return bad('action_unknown', { found: cutVisibly(read.value, 40), words: nearestActions(read.value) });
  if (ofFile !== undefined && action !== ofFile)
    return bad('action_conflict', { row: actionNames[action], file: actionNames[ofFile] });
  return action === 'register' ? none : good(action);
}

/** A word of an order is at most this long; a longer text is no number. */
const longestOrderWord = 100;

/** What the row says of its order: a courtesy, so that nothing in it spoils the row. */
function readOrder(cells: readonly Cell[], header: Header): { readonly order?: OrderData } {
  const wordUnder = (column: KnownColumn): string | undefined => {
    const texts = cellsUnder(cells, header, column).flatMap((cell) =>
      cell.kind === 'error' || cell.kind === 'formulaWithoutValue' ? [] : [unwrap(shownText(cell))],
    );
    return texts.find((text) => text !== '' && text.length <= longestOrderWord && !damagedText.test(text));
  };
  const [purchaseOrder, deliveryDate, reference] = [
    wordUnder('purchaseOrder'),
    wordUnder('deliveryDate'),
    wordUnder('orderReference'),
  ];
  if (purchaseOrder === undefined && deliveryDate === undefined && reference === undefined) return {};
  return {
    order: {
      ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
      ...(deliveryDate === undefined ? {} : { deliveryDate }),
      ...(reference === undefined ? {} : { reference }),
    },
  };
}

type Request = Omit<Device, 'identities' | 'action' | 'order'>;

/** What the row asks for beside its device: customer, group tag, user. Never guessed either: an unreadable one spoils the row. */
function readRequest(cells: readonly Cell[], header: Header): Exclude<Field<Request>, { kind: 'none' }> {
  const customer = readCustomer(cells, header);
  const words = {
    groupTag: readAlike(cells, header, 'groupTag', readGroupTag),
    assignedUser: readAlike(cells, header, 'assignedUser', readWords),
    moveTo: readAlike(cells, header, 'moveTo', readWords),
    newDeviceName: readAlike(cells, header, 'newDeviceName', readWords),
    uploadReference: readAlike(cells, header, 'uploadReference', readWords),
  };
  const fault = [customer, ...Object.values(words)].find((field) => field.kind === 'bad');
  if (fault) return fault;
  const present = Object.entries(words).flatMap(([name, field]) =>
    field.kind === 'good' ? [[name, field.value]] : [],
  );
  const named = customer.kind === 'good' ? customer.value : {};
  const warnings = words.groupTag.kind === 'good' ? words.groupTag.warnings : [];
  return { kind: 'good', value: { ...named, ...Object.fromEntries(present) }, warnings };
}

/** Control characters, or the two characters that an umlaut in UTF-8 becomes when it is read as Windows-1252. */
const damagedText = /[\p{Cc}\p{Zl}\p{Zp}\ufffd]|[ÂÃ][\u0080-\u00bf]/u;

function readWords(cell: Cell): Field<string> {
  const fault = cellFault(cell);
  if (fault) return { kind: 'bad', reason: fault };
  if (cell.kind === 'date') return bad('cell_type', { detail: 'date' });
  if (cell.kind === 'number') return wordsFromNumber(cell);
  const text = unwrap(shownText(cell));
  if (text === '') return none;
  if (damagedText.test(text)) return bad('text_bad_characters');
  if (/^[;|,]|[;|,]$/.test(text)) return bad('text_bad_characters', { detail: 'separators' });
  return programWord.test(text) ? bad('text_bad_characters', { detail: 'program' }) : good(text);
}

/** A tag decides which profile a device gets: "tbd" or "en attente" must not become one. */
function readGroupTag(cell: Cell): Field<string> {
  const read = readWords(cell);
  return read.kind === 'good' && isPlaceholderWord(read.value)
    ? bad('text_bad_characters', { detail: 'placeholder' })
    : read;
}

/** What programs write for "no value", where no person could mean it: `N/A` may be a tag, `NaN` is none. */
const programWord =
  /^(?:nan|null|undefined|<na>|\((?:blank|leer|vide|vacío|vazio|vuoto|leeg|пусто|空白)\)|\[object \w+\]|system\.[\w.]+(?:\[\])?)$/i;

/** A number is what its format shows of it, or nothing certain. */
function wordsFromNumber(cell: Extract<Cell, { kind: 'number' }>): Field<string> {
  const value = numberValue(cell.text);
  const shown = value.kind === 'integer' ? shownNumber(value.digits, cell.format) : undefined;
  if (value.kind !== 'integer' || shown === undefined) return bad('cell_type', { detail: 'number' });
  return shown === value.digits ? good(shown) : good(shown, asShown(shown));
}

const tenantId = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const domain = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/**
 * A customer may be named by tenant id and by domain at once, and "Customer ID" may be the partner's own number:
 * the shape decides, and a row that names two tenants or two domains names none. A name beside them is compared in planning.
 */
function readCustomer(cells: readonly Cell[], header: Header): Field<NamedCustomer> {
  const fields = cellsUnder(cells, header, 'customer').map(readWords);
  const fault = fields.find((field) => field.kind === 'bad');
  if (fault) return fault;
  const named = new Map(
    fields.flatMap((field) => (field.kind === 'good' ? [[field.value.toLowerCase(), field.value]] : [])),
  );
  const texts = [...named.values()];
  const tenants = texts.filter((text) => tenantId.test(text));
  const domains = texts.filter((text) => domain.test(text));
  const names = texts.filter((text) => !tenants.includes(text) && !domains.includes(text));
  const others = tenants.length + domains.length > 0 ? [] : names;
  if (tenants.length > 1 || domains.length > 1 || others.length > 1) return ambiguous(header, 'customer');
  const [customer, customerDomain] = [...tenants, ...domains, ...others];
  if (customer === undefined) return none;
  return good({
    customer: customer.replace(/^\{(.*)\}$/, '$1'),
    ...(customerDomain === undefined ? {} : { customerDomain }),
    ...(others.length > 0 || names.length === 0 ? {} : { customerNames: names }),
  });
}
