import { blobDigestOf } from '../../domain/ids.ts';
import { parseUploadPath, uploadPlace } from '../../domain/planning/upload-path.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import { reportBaseName } from '../../domain/reporting/report-rows.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { Audit, Clock, Links, ReportFile, ReportFiles, UploadLedger } from '../../ports.ts';

/** What a file of a report is. */
export type ReportFileKind =
  | 'report'
  | 'page'
  | 'csv'
  | 'json'
  | 'retry'
  | 'confirm'
  | 'handOff'
  /** Moves devices that another customer of the partner holds. */
  | 'move'
  /** What a request to deregister a stranger's device has to say. */
  | 'evidence'
  | 'progress'
  | 'other';

/** A file to fetch; `name` is what stands behind the report's own name. */
export interface FileToFetch {
  readonly name: string;
  readonly kind: ReportFileKind;
  readonly bytes: number;
  readonly writtenAt: string;
}

export interface Comparison {
  readonly name: string;
  readonly writtenAt: string;
  readonly files: readonly FileToFetch[];
}

/** Who asks, for the record. */
export interface Person {
  readonly who: 'partner' | 'operator';
  /** Name and id. */
  readonly by: string;
}

/** A link that is used at once need not live long. */
export const linkMilliseconds = 10 * 60_000;

const fileName = /^[a-z0-9.-]{1,60}$/;

function kindOf(name: string): ReportFileKind {
  if (name.startsWith('handoff-')) return 'handOff';
  if (name.startsWith('move-')) return 'move';
  if (name.startsWith('evidence-')) return 'evidence';
  if (name === 'retry.xlsx') return 'retry';
  if (name === 'confirm.xlsx') return 'confirm';
  if (name === 'progress.json') return 'progress';
  const kinds = { xlsx: 'report', html: 'page', csv: 'csv', json: 'json' } as const;
  const ending = name.split('.').at(-1) ?? '';
  return Object.hasOwn(kinds, ending) ? kinds[ending as keyof typeof kinds] : 'other';
}

export interface ReportFilesOf {
  ofUpload(state: UploadState): Promise<readonly FileToFetch[]>;
  /** A link to a file of an upload; undefined: there is no such file of this partner. */
  fetch(key: UploadKey, file: string, person: Person): Promise<string | undefined>;
  comparisons(partnerId: string): Promise<readonly Comparison[]>;
  fetchComparison(partnerId: string, comparison: string, file: string, person: Person): Promise<string | undefined>;
}

/** What can be fetched of uploads and comparisons. Each link is recorded with who asked for it. */
export function makeReportFilesOf(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly reportFiles: ReportFiles;
  readonly links: Links;
  readonly audit: Audit;
}): ReportFilesOf {
  const { clock, ledger, reportFiles, links, audit } = deps;

  const baseOf = (state: UploadState): string => {
    const { partnerId, uploadId, receivedAt, blobName } = state;
    return `${reportBaseName({ partnerId, uploadId, receivedAt, fileName: uploadPlace(parseUploadPath(blobName)).fileName })}.`;
  };

  const below = async (prefix: string): Promise<readonly (FileToFetch & { readonly blob: string })[]> => {
    const found: (FileToFetch & { readonly blob: string })[] = [];
    for await (const { name: blob, bytes, writtenAt } of reportFiles.list(prefix)) {
      const name = blob.slice(prefix.length);
      if (fileName.test(name)) found.push({ blob, name, kind: kindOf(name), bytes, writtenAt });
    }
    return found;
  };

  const linkTo = async (partnerId: string, blob: string, person: Person): Promise<string> => {
    const now = clock.now();
    const until = new Date(now.getTime() + linkMilliseconds);
    const times = { at: now.toISOString(), until: until.toISOString() };
    const digest = blobDigestOf('reports', blob);
    await audit.record({ what: 'linkMade', linkTo: 'report', blob: digest, partnerId, ...person, ...times });
    return links.toFetch(blob, until);
  };

  const bare = ({ blob: _blob, ...file }: FileToFetch & { readonly blob: string }): FileToFetch => file;

  /** `2026-01-05.xlsx`: the comparison of a day, in one of its forms. */
  const comparisonFiles = async (partnerId: string): Promise<readonly (ReportFile & { readonly of: string })[]> => {
    const prefix = `${partnerId}/reconciliation/`;
    const found: (ReportFile & { readonly of: string })[] = [];
    for await (const file of reportFiles.list(prefix)) {
      const [, of] = /^([A-Za-z0-9-]{1,80})\.[a-z]{1,8}$/.exec(file.name.slice(prefix.length)) ?? [];
      if (of !== undefined) found.push({ ...file, of });
    }
    return found;
  };

  const comparisonFile = ({ name, of, bytes, writtenAt }: ReportFile & { readonly of: string }) => {
    const ending = name.slice(name.lastIndexOf(`${of}.`) + of.length + 1);
    return { name: `comparison.${ending}`, kind: kindOf(`comparison.${ending}`), bytes, writtenAt, blob: name };
  };

  return {
    ofUpload: async (state) => (await below(baseOf(state))).map(bare),
    fetch: async (key, file, person) => {
      const state = (await ledger.read(key))?.value;
      if (state === undefined) return undefined;
      const found = (await below(baseOf(state))).find(({ name }) => name === file);
      return found === undefined ? undefined : linkTo(key.partnerId, found.blob, person);
    },
    comparisons: async (partnerId) => {
      const all = Map.groupBy(await comparisonFiles(partnerId), ({ of }) => of);
      return [...all]
        .map(([name, files]) => ({
          name,
          writtenAt:
            files
              .map((file) => file.writtenAt)
              .toSorted()
              .at(-1) ?? '',
          files: files.map((file) => bare(comparisonFile(file))),
        }))
        .sort((one, other) => (one.writtenAt < other.writtenAt ? 1 : -1));
    },
    fetchComparison: async (partnerId, comparison, file, person) => {
      const all = (await comparisonFiles(partnerId)).filter(({ of }) => of === comparison).map(comparisonFile);
      const found = all.find(({ name }) => name === file);
      return found === undefined ? undefined : linkTo(partnerId, found.blob, person);
    },
  };
}
