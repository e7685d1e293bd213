import type { ComparisonFinding } from '../../domain/comparing/comparison.ts';
import { type Listed, namesOf } from '../../domain/device-key.ts';
import type { RowPlace } from '../../domain/identity.ts';
import { namesIn } from '../../domain/registering/device-actions.ts';
import type { DeviceRow } from '../../domain/registering/device-row.ts';
import type { UploadKey } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type { Plans, UploadLedger } from '../../ports.ts';
import { lastUsed } from '../last-used.ts';

type Origin = NonNullable<DeviceRow['origin']>;

/** What our ledger knows of a device. */
export type RegisteredFrom = (
  ours: Pick<DeviceRow, 'names' | 'origin'>,
) => Promise<Listed & Pick<ComparisonFinding, 'from'>>;

/** Chunks read for one comparison at most: with more findings than these name, the place in the file has to do. */
const maxChunksRead = 500;
const maxKept = 50;

const rowName = ({ sheet = '', row }: RowPlace): string => `${row} ${sheet}`;

/** Many findings come from one upload. */
function remembered<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = lastUsed<string, T>(maxKept);
  return (name) => known(name, () => ask(name));
}

/** For one comparison of one partner. */
export function makeRegisteredFrom(
  deps: { readonly ledger: UploadLedger; readonly plans: Plans },
  partnerId: string,
): RegisteredFrom {
  const { ledger, plans } = deps;
  let chunksRead = 0;
  const keyOf = (uploadId: string): UploadKey => ({ partnerId, uploadId });

  const fileOf = remembered(async (uploadId) => {
    const blobName = (await ledger.read(keyOf(uploadId)))?.value.blobName;
    return blobName?.slice(partnerId.length + 1);
  });
  const planOf = remembered((uploadId) => plans.read(keyOf(uploadId)));
  // Names only: the hashes of a thousand devices are four megabytes.
  const chunkOf = remembered(async (name): Promise<ReadonlyMap<string, Listed>> => {
    const [uploadId = '', chunk = ''] = name.split('/');
    const plan = chunksRead < maxChunksRead ? await planOf(uploadId) : undefined;
    if (plan === undefined) return new Map();
    chunksRead += 1;
    try {
      const devices = await plans.readChunk(plan, Number(chunk));
      return new Map(devices.map((device) => [rowName(device), namesIn(device.identity)]));
    } catch (error) {
      // An upload's content is not kept for ever; its place in the file still says which device it was.
      if (error instanceof ContractViolation) return new Map();
      throw error;
    }
  });

  /** Earlier releases kept no names in the ledger: then those of the upload, as long as its content is there. */
  const uploaded = async ({ uploadId, chunk, sheet, row }: Origin): Promise<Listed> =>
    (await chunkOf(`${uploadId}/${chunk}`)).get(rowName({ row, ...(sheet === undefined ? {} : { sheet }) })) ?? {};

  return async ({ names, origin }) => {
    if (origin === undefined) return namesOf(names ?? {});
    const { uploadId, sheet, row, registeredAt, file = await fileOf(uploadId) } = origin;
    const place = { ...(file === undefined ? {} : { file }), ...(sheet === undefined ? {} : { sheet }) };
    return { ...namesOf(names ?? (await uploaded(origin))), from: { ...place, uploadId, row, registeredAt } };
  };
}
