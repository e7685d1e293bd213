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

  const isClaimed = async ({ name, etag }: UploadBlob): Promise<boolean> => {
    const { partnerId = unknownPartner } = uploadPlace(parseUploadPath(name));
    const uploadId = uploadIdOf('uploads', name, etag);
    return (
      ((await ledger.read({ partnerId, uploadId })) ?? (await ledger.read({ partnerId: unknownPartner, uploadId }))) !==
      undefined
    );
  };

  return async () => {
    const swept: Record<string, number> = {};
    // What is wrong with one file must not keep the others from being found; it is thrown at the end.
    const failures: unknown[] = [];
    for await (const blob of uploads.list()) {
      const age = clock.now().getTime() - Date.parse(blob.receivedAt);
      if (age < times.unclaimed || age > times.lookBack || isProgramFile(blob.name)) continue;
      try {
        if (await isClaimed(blob)) continue;
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
