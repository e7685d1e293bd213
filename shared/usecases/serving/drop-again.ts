import { uploadIdOf } from '../../domain/ids.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { RowOfSheet } from '../../domain/reporting/correct-row.ts';
import { withoutRetrySuffix } from '../../domain/settings/group-tag.ts';
import type { Audit, Clock, Drops, RetryWorkbooks, UploadLedger } from '../../ports.ts';
import { noteFollowUp } from './note-follow-up.ts';
import type { Person } from './report-files.ts';

export interface Dropped {
  readonly uploadId: string;
  readonly fileName: string;
}

const compact = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

/** After so many names that are taken something is wrong. */
const mostNames = 100;

/** Folder and name of a file below its partner's folder, without `check/`. */
export function splitFileName(fileName: string): { readonly folder: string; readonly name: string } {
  const path = fileName.replace(/^check\//, '');
  const name = path.replace(/^.*\//, '');
  return { folder: path.slice(0, path.length - name.length), name };
}

/** Drops content under the first of the partner's names that is free; undefined: `nameAt` gave none, or all were taken. */
export async function dropUnderFreeName(
  drops: Drops,
  partnerId: string,
  nameAt: (attempt: number) => Promise<string | undefined> | string,
  content: () => Parameters<Drops['put']>[1],
  metadata: Readonly<Record<string, string>> = {},
): Promise<Dropped | undefined> {
  for (let attempt = 0; attempt < mostNames; attempt += 1) {
    const fileName = await nameAt(attempt);
    if (fileName === undefined) return undefined;
    const blobName = `${partnerId}/${fileName}`;
    const etag = await drops.put(blobName, content(), metadata);
    if (etag !== undefined) return { uploadId: uploadIdOf('uploads', blobName, etag), fileName };
  }
  return undefined;
}

/**
 * Writes rows of an upload to a workbook, drops it into the folder that upload came from, and records who did it.
 * `nothing`: there were no rows. `refuse` sees their number and may say why they are not dropped.
 */
export function makeDropAgain(deps: {
  readonly clock: Clock;
  readonly ledger: UploadLedger;
  readonly drops: Drops;
  readonly retryWorkbooks: RetryWorkbooks;
  readonly audit: Audit;
}) {
  const { clock, ledger, drops, retryWorkbooks, audit } = deps;
  return async <Refusal extends string = never>(
    { partnerId, uploadId, uploadAction: action, fileName: first }: Plan,
    rows: AsyncIterable<RowOfSheet>,
    what: 'rowsCorrected' | 'removalsConfirmed',
    person: Person,
    {
      check = false,
      refuse,
    }: { readonly check?: boolean; readonly refuse?: (rows: number) => Refusal | undefined } = {},
  ): Promise<(Dropped & { readonly rows: number }) | 'nothing' | Refusal> => {
    let count = 0;
    const counted = async function* (): AsyncIterable<RowOfSheet> {
      for await (const row of rows) {
        count += 1;
        yield row;
      }
    };
    const of = { uploadId, ...(action === undefined ? {} : { action }) };
    const file = await retryWorkbooks.render(of, counted(), what === 'removalsConfirmed' ? 'confirmation' : 'retry');
    try {
      if (count === 0) return 'nothing';
      const refusal = refuse?.(count);
      if (refusal !== undefined) return refusal;
      const { folder, name } = splitFileName(first);
      const base = `${check ? 'check/' : ''}${folder}${withoutRetrySuffix(name)}`;
      // The name of a retry file: a group tag made from it is that of the first file.
      const nameAt = (attempt: number): string => {
        const at = compact(new Date(clock.now().getTime() + attempt * 1000));
        return `${base}.${at}-${uploadId.slice(0, 6)}.retry.xlsx`;
      };
      const dropped = await dropUnderFreeName(drops, partnerId, nameAt, () => ({ path: file.path }));
      if (dropped === undefined) throw new Error(`No name is free for rows of upload ${uploadId} that are sent again.`);
      const at = clock.now().toISOString();
      await audit.record({ what, uploadId, newUploadId: dropped.uploadId, partnerId, at, ...person });
      const followUp = { uploadId: dropped.uploadId, rows: count, at };
      const made = what === 'removalsConfirmed' ? 'confirmed' : 'corrected';
      await noteFollowUp(ledger, { partnerId, uploadId }, { what: made, ...followUp });
      return { ...dropped, rows: count };
    } finally {
      await file.dispose();
    }
  };
}
