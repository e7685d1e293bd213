import { unknownPartner, uploadIdOf } from '../../domain/ids.ts';
import { isProgramFile } from '../../domain/planning/program-file.ts';
import { parseUploadPath, uploadPlace } from '../../domain/planning/upload-path.ts';
import type { UploadBlob } from '../../domain/work.ts';
import type { Clock, UploadLedger, Uploads } from '../../ports.ts';
import type { IntakeUpload } from '../receiving/intake-upload.ts';

/** What became of the files a sweep found, by kind of intake. */
export type Swept = Readonly<Record<string, number>>;
export type Sweep = () => Promise<Swept>;

/** Times in milliseconds. */
export interface SweepTimes {
  /** An upload without a claim is taken up this long after it was dropped. */
  readonly unclaimed: number;
  /** How far back dropped blobs are looked at. */
  readonly lookBack: number;
}

/** So many ledger rows are read one by one; of more files, all of their partner's ids are. */
const fewFiles = 10;

/**
 * Takes up uploads whose event never came: every recent blob must have a ledger row. It lists all blobs, so it
 * runs more rarely than repair, which only looks at what the ledger lists as open. Two at once, or one that is cut off, do no harm.
 */
export function makeSweep(deps: {
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly ledger: UploadLedger;
  readonly intakeUpload: IntakeUpload;
  readonly times: SweepTimes;
}): Sweep {
  const { clock, uploads, ledger, intakeUpload, times } = deps;

  const idOf = ({ name, etag }: UploadBlob): string => uploadIdOf('uploads', name, etag);
  const isKnown = async (partnerId: string, uploadId: string): Promise<boolean> =>
    (await ledger.read({ partnerId, uploadId })) !== undefined;

  /** Files whose upload the ledger does not have under this partner; of many, their ids are read by the thousand. */
  const unknownTo = async (partnerId: string, files: readonly UploadBlob[]): Promise<readonly UploadBlob[]> => {
    if (files.length > fewFiles) {
      const ids = await ledger.ids(partnerId);
      return files.filter((file) => !ids.has(idOf(file)));
    }
    const known = await Promise.all(files.map((file) => isKnown(partnerId, idOf(file))));
    return files.filter((_, at) => known[at] === false);
  };

  /** Recently dropped files that nobody has claimed. A folder may have become a partner's after its file was refused. */
  const findUnclaimed = async (): Promise<readonly UploadBlob[]> => {
    const byPartner = new Map<string, UploadBlob[]>();
    for await (const blob of uploads.list()) {
      const age = clock.now().getTime() - Date.parse(blob.receivedAt);
      if (age < times.unclaimed || age > times.lookBack || isProgramFile(blob.name)) continue;
      const { partnerId = unknownPartner } = uploadPlace(parseUploadPath(blob.name));
      byPartner.set(partnerId, [...(byPartner.get(partnerId) ?? []), blob]);
    }
    const unclaimed: UploadBlob[] = [];
    for (const [partnerId, files] of byPartner) unclaimed.push(...(await unknownTo(partnerId, files)));
    return unclaimed.length === 0 ? [] : unknownTo(unknownPartner, unclaimed);
  };

  return async () => {
    const swept: Record<string, number> = {};
    // What is wrong with one file must not keep the others from being found; it is thrown at the end.
    const failures: unknown[] = [];
    for (const blob of await findUnclaimed()) {
      try {
        const { kind } = await intakeUpload(blob.name);
        swept[kind] = (swept[kind] ?? 0) + 1;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} files could not be taken up.`);
    return swept;
  };
}
