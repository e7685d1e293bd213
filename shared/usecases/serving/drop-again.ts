import { uploadIdOf } from '../../domain/ids.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { ReportHead } from '../../domain/reporting/report.ts';
import { withoutRetrySuffix } from '../../domain/settings/group-tag.ts';
import type { Audit, Clock, Drops } from '../../ports.ts';
import type { Person } from './report-files.ts';

const compact = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');

/** After so many names that are taken something is wrong. */
export const mostNames = 100;

/** Folder and name of a file below its partner's folder, without `check/`. */
export function placeOf(fileName: string): { readonly folder: string; readonly name: string } {
  const [first, ...rest] = fileName.split('/');
  const segments = first === 'check' && rest.length > 0 ? rest : fileName.split('/');
  const name = segments.at(-1) ?? fileName;
  return {
    folder: segments
      .slice(0, -1)
      .map((segment) => `${segment}/`)
      .join(''),
    name,
  };
}

/** What a workbook of rows of an upload says of it; metadata of the first file does not travel along. */
export const headOf = ({ uploadId, uploadAction }: Plan): Pick<ReportHead, 'uploadId' | 'action'> => ({
  uploadId,
  ...(uploadAction === undefined ? {} : { action: uploadAction }),
});

/** Drops a workbook with rows of an upload into the folder that upload came from, and records who did it. */
export function makeDropAgain({
  clock,
  drops,
  audit,
}: {
  readonly clock: Clock;
  readonly drops: Drops;
  readonly audit: Audit;
}) {
  return async (
    { partnerId, uploadId, fileName: first }: Pick<Plan, 'partnerId' | 'uploadId' | 'fileName'>,
    file: { readonly path: string },
    what: 'rowsCorrected' | 'removalsConfirmed',
    person: Person,
    check = false,
  ): Promise<{ readonly uploadId: string; readonly fileName: string }> => {
    const { folder, name } = placeOf(first);
    const base = `${check ? 'check/' : ''}${folder}${withoutRetrySuffix(name)}`;
    for (let second = 0; second < mostNames; second += 1) {
      // The name of a retry file: a group tag made from it is that of the first file.
      const at = compact(new Date(clock.now().getTime() + second * 1000));
      const fileName = `${base}.${at}-${uploadId.slice(0, 6)}.retry.xlsx`;
      const blobName = `${partnerId}/${fileName}`;
      const etag = await drops.put(blobName, { path: file.path }, {});
      if (etag === undefined) continue;
      const newUploadId = uploadIdOf('uploads', blobName, etag);
      await audit.record({ what, uploadId, newUploadId, partnerId, at: clock.now().toISOString(), ...person });
      return { uploadId: newUploadId, fileName };
    }
    throw new Error(`No name is free for rows of upload ${uploadId} that are sent again.`);
  };
}
