import { posix } from 'node:path';
import { attribute, parseWhole } from './parse-xml.ts';
import { damaged, Refusal } from './refusal.ts';
import type { Breathe } from './slices.ts';
import type { WorkCount } from './work-count.ts';
import { smallPartBytes, type ZipParts } from './zip-parts.ts';

/** A sheet as the workbook lists it. */
export interface SheetEntry {
  readonly name: string;
  readonly visible: boolean;
  readonly path: string;
}

/** Where a workbook keeps what we read. Found by following relationships: part names are the writer's own affair. */
export interface WorkbookParts {
  readonly sheets: readonly SheetEntry[];
  readonly stringsPath?: string;
  readonly stylesPath?: string;
  /** Dates count from 1904 (old Mac files) instead of 1900. */
  readonly from1904: boolean;
}

interface Relationship {
  readonly id: string;
  /** Last word of the type: strict and transitional files differ only in what stands before it. */
  readonly type: string;
  readonly path: string;
}

export async function readWorkbookParts(
  zip: ZipParts,
  maxSheets: number,
  work: WorkCount,
  breathe: Breathe,
): Promise<WorkbookParts> {
  const root = await readRelationships(zip, '', work, breathe);
  const workbookPath = root.find(({ type }) => type === 'officeDocument')?.path;
  if (workbookPath === undefined || !zip.has(workbookPath)) throw new Refusal('not_a_spreadsheet');
  const relationships = await readRelationships(zip, workbookPath, work, breathe);
  const { listed, from1904 } = await readWorkbook(zip, workbookPath, work, breathe);
  if (listed.length > maxSheets) throw new Refusal('limit_sheets', { limit: 'sheets', value: maxSheets });

  const sheets = listed.flatMap(({ name, visible, id }): SheetEntry[] => {
    const target = relationships.find((relationship) => relationship.id === id);
    if (!target) throw damaged('sheetMissing');
    return target.type === 'worksheet' ? [{ name, visible, path: target.path }] : [];
  });
  const stringsPath = relationships.find(({ type }) => type === 'sharedStrings')?.path;
  const stylesPath = relationships.find(({ type }) => type === 'styles')?.path;
  return {
    sheets,
    from1904,
    ...(stringsPath === undefined ? {} : { stringsPath }),
    ...(stylesPath === undefined ? {} : { stylesPath }),
  };
}

async function readRelationships(
  zip: ZipParts,
  source: string,
  work: WorkCount,
  breathe: Breathe,
): Promise<Relationship[]> {
  const folder = posix.dirname(source);
  const path = posix.join(folder, '_rels', `${posix.basename(source)}.rels`);
  if (!zip.has(path)) throw new Refusal('not_a_spreadsheet');
  const found: Relationship[] = [];
  await parseWhole(
    zip.open(path, smallPartBytes),
    {
      open(name, attributes) {
        if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
        const target = attribute(attributes, 'Target') ?? '';
        found.push({
          id: attribute(attributes, 'Id') ?? '',
          type: posix.basename(attribute(attributes, 'Type') ?? ''),
          path: posix
            .join('/', folder, posix.isAbsolute(target) ? posix.relative(posix.join('/', folder), target) : target)
            .slice(1),
        });
      },
      text() {},
      close() {},
    },
    work,
    breathe,
  );
  return found;
}

interface ListedSheet {
  readonly name: string;
  readonly visible: boolean;
  readonly id: string;
}

async function readWorkbook(
  zip: ZipParts,
  path: string,
  work: WorkCount,
  breathe: Breathe,
): Promise<{ listed: ListedSheet[]; from1904: boolean }> {
  const listed: ListedSheet[] = [];
  let root = '';
  let from1904 = false;
  await parseWhole(
    zip.open(path, smallPartBytes),
    {
      open(name, attributes) {
        root ||= name;
        if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute(attributes, 'date1904') ?? '');
        if (name !== 'sheet') return;
        const visible = (attribute(attributes, 'state') ?? 'visible') === 'visible';
        listed.push({ name: attribute(attributes, 'name') ?? '', visible, id: attribute(attributes, 'id') ?? '' });
      },
      text() {},
      close() {},
    },
    work,
    breathe,
  );
  if (root !== 'workbook') throw new Refusal('not_a_spreadsheet');
  return { listed, from1904 };
}
