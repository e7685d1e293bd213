/**
 * What the storage service means by an error, decided by its code and never by its status: 409 and 412 also stand for
 * leases, legal holds and archived blobs (https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes,
 * https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes). A missing container or table is not a
 * missing thing: something is wrong with the deployment.
 */
const refusals = {
  /** The thing is not there. */
  missing: ['BlobNotFound', 'ResourceNotFound', 'EntityNotFound', 'QueueNotFound'],
  /** Already there, or changed since it was read. */
  changed: [
    'ConditionNotMet',
    'AppendPositionConditionNotMet',
    'UpdateConditionNotSatisfied',
    'BlobAlreadyExists',
    'EntityAlreadyExists',
  ],
  /** Somebody holds a lease on it. */
  leased: ['LeaseIdMissing', 'LeaseAlreadyPresent', 'LeaseLost', 'LeaseIdMismatchWithBlobOperation'],
  /** There is no lease to break any more. */
  unleased: ['LeaseNotPresentWithLeaseOperation', 'LeaseAlreadyBroken'],
  /** A legal hold or an immutability policy forbids the change. */
  locked: ['BlobImmutableDueToPolicy', 'ContainerImmutableDueToPolicy'],
  archived: ['BlobArchived'],
  rehydrating: ['BlobBeingRehydrated'],
  /** It was written with a key that only the uploader has. */
  encrypted: ['BlobUsesCustomerSpecifiedEncryption', 'BlobCustomerSpecifiedEncryptionMismatch'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Refusal = keyof typeof refusals;

const byCode: ReadonlyMap<string, Refusal> = new Map(
  (Object.keys(refusals) as Refusal[]).flatMap((refusal) => refusals[refusal].map((code) => [code, refusal] as const)),
);

/** Blobs and queues put the code beside the error or in its details, tables below `odataError`. */
interface WithCode {
  readonly code?: unknown;
  readonly details?: { readonly errorCode?: unknown; readonly odataError?: { readonly code?: unknown } };
}

/** The service's own code of an error; undefined: it is none of the service's. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'RestError') return undefined;
  const { code, details } = error as WithCode;
  const found = details?.errorCode ?? details?.odataError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
}

/** What the service means by it; undefined: an error that work can't go on from. */
export const refusalOf = (error: unknown): Refusal | undefined => byCode.get(codeOf(error) ?? '');

async function unless<T>(effect: Promise<T>, expected: readonly Refusal[]): Promise<T | undefined> {
  try {
    return await effect;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== undefined && expected.includes(refusal)) return undefined;
    throw error;
  }
}

/** Runs an effect; `undefined` when what it acts on is missing. */
export const unlessMissing = <T>(effect: Promise<T>): Promise<T | undefined> => unless(effect, ['missing']);

/** Runs a conditional effect; `undefined` when its condition no longer holds. */
export const unlessChanged = <T>(effect: Promise<T>): Promise<T | undefined> => unless(effect, ['changed', 'missing']);

/** Runs an effect on a lease; `undefined` when there is none any more. */
export const unlessUnleased = <T>(effect: Promise<T>): Promise<T | undefined> =>
  unless(effect, ['unleased', 'missing']);
