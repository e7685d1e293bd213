import { randomUUID } from 'node:crypto';
import { odata, type TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import { cutVisibly } from '../../domain/cut-text.ts';
import { ContractViolation } from '../../errors.ts';
import type { Versioned } from '../../ports.ts';
import { parseJson } from '../../schema-check.ts';
import { unlessChanged, unlessMissing } from './storage-error.ts';

/** A table whose rows are one JSON document each; `columns` are copies for people and filters. */
export interface DocumentTable<T> {
  read(partition: string, row: string): Promise<Versioned<T> | undefined>;
  /** `etag` undefined: only if there is none yet. Undefined comes back when changed (or there) meanwhile. */
  write(partition: string, row: string, value: T, etag: string | undefined): Promise<Versioned<T> | undefined>;
  /** Adds those that are not there yet. */
  addMissing(partition: string, rows: readonly (readonly [string, T])[]): Promise<void>;
  /** Those whose key begins so, or all. */
  list(partition: string, beginning?: string): Promise<readonly Versioned<T>[]>;
}

/**
 * A text property holds 32,768 UTF-16 units, a row 1 MiB
 * (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
 */
const propertyLength = 32_768;
const mostProperties = 14;
/** Longer than any id, name, path or address; what people wrote or a fault list may be longer, and is cut. */
const textLength = 4_096;
/** What stands in a column of its own, for people and filters. */
export const columnLength = 1_024;

/** A value whose every text fits: what is cut says so. */
function withCutTexts(value: unknown): unknown {
  if (typeof value === 'string') return cutVisibly(value, textLength);
  if (Array.isArray(value)) return value.map(withCutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withCutTexts(part)]));
}

/** A long document stands in several properties: `document`, `document2`, … */
const propertyName = (at: number): string => (at === 0 ? 'document' : `document${at + 1}`);

function propertiesOf(document: string): Readonly<Record<string, string>> {
  const parts = Math.ceil(document.length / propertyLength);
  if (parts > mostProperties) throw new ContractViolation(`A document of ${document.length} characters fits no row.`);
  return Object.fromEntries(
    Array.from({ length: parts }, (_, at) => [
      propertyName(at),
      document.slice(at * propertyLength, (at + 1) * propertyLength),
    ]),
  );
}

function documentIn(row: Row): string {
  let document = row.document;
  for (let at = 1; typeof row[propertyName(at)] === 'string'; at++) document += row[propertyName(at)];
  return document;
}

const cutColumn = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' ? cutVisibly(value, columnLength) : value;

interface Row {
  readonly document: string;
  /** Names the one write that this row is from. */
  readonly written?: string;
  readonly [column: string]: string | number | boolean;
}

/** Table keys hold no `/ \ # ? %` and no control characters; serials and tags may. Readable, one-to-one, never empty. */
export const tableKey = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.replace(/[^A-Za-z0-9 ._@-]/gu, (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}~`))
    .join('|');

const batchSize = 100;

/** Splits work into what one table transaction takes. */
export function batchesOf<T>(items: readonly T[], size = batchSize): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Everything in one partition whose key begins so, in key order. */
export async function partitionOf(
  table: TableClient,
  partition: string,
  beginning = '',
): Promise<readonly TableEntityResult<Row>[]> {
  const rows: TableEntityResult<Row>[] = [];
  const all = odata`PartitionKey eq ${partition}`;
  const behind = `${beginning.slice(0, -1)}${String.fromCharCode(beginning.charCodeAt(beginning.length - 1) + 1)}`;
  const filter = beginning === '' ? all : `${all} and ${odata`RowKey ge ${beginning} and RowKey lt ${behind}`}`;
  for await (const row of table.listEntities<Row>({ queryOptions: { filter } })) rows.push(row);
  return rows;
}

export function makeDocumentTable<T>(
  table: TableClient,
  check: (value: unknown, what: string) => T,
  columns: (value: T) => Readonly<Record<string, string | number | boolean>> = () => ({}),
): DocumentTable<T> {
  const entityOf = (partitionKey: string, rowKey: string, value: T) => ({
    ...Object.fromEntries(Object.entries(columns(value)).map(([name, column]) => [name, cutColumn(column)])),
    partitionKey,
    rowKey,
    ...propertiesOf(JSON.stringify(withCutTexts(value))),
    written: randomUUID(),
  });
  const documentOf = (row: TableEntityResult<Row>): Versioned<T> => {
    const { etag, partitionKey = '', rowKey = '' } = row;
    const what = `${table.tableName} ${partitionKey} ${rowKey}`;
    return { value: check(parseJson(documentIn(row), what), what), etag };
  };

  const write: DocumentTable<T>['write'] = async (partition, row, value, etag) => {
    const entity = entityOf(partition, row, value);
    const written = await unlessChanged(
      etag === undefined ? table.createEntity(entity) : table.updateEntity(entity, 'Replace', { etag }),
    );
    if (written?.etag !== undefined) return { value, etag: written.etag };
    // The storage client repeats a write whose answer was lost, and the repetition is refused: it may be there already.
    // Another run may have written the very same document; only the mark tells whose it is.
    const there = await unlessMissing(table.getEntity<Row>(partition, row));
    return there?.written === entity.written ? { value, etag: there.etag } : undefined;
  };

  const list: DocumentTable<T>['list'] = async (partition, beginning) =>
    (await partitionOf(table, partition, beginning)).map(documentOf);

  return {
    write,
    list,
    read: async (partition, row) => {
      const there = await unlessMissing(table.getEntity<Row>(partition, row));
      return there === undefined ? undefined : documentOf(there);
    },
    addMissing: async (partition, rows) => {
      const there = new Set((await partitionOf(table, partition)).map((row) => row.rowKey));
      const missing = rows.filter(([row]) => !there.has(row));
      for (const batch of batchesOf(missing)) {
        const actions = batch.map(([row, value]): TransactionAction => ['create', entityOf(partition, row, value)]);
        // Another run may have added some of them meanwhile; then the batch is refused whole and each goes alone.
        const added = await unlessChanged(table.submitTransaction(actions));
        if (added === undefined) for (const [row, value] of batch) await write(partition, row, value, undefined);
      }
    },
  };
}
