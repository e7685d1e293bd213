import { RestError } from '@azure/storage-blob';

const statusOf = (error: unknown): number | undefined =>
  error instanceof RestError || (error instanceof Error && error.name === 'RestError' && 'statusCode' in error)
    ? Number((error as RestError).statusCode)
    : undefined;

/** The thing is not there. */
export const isMissing = (error: unknown): boolean => statusOf(error) === 404;

/** Already there, or changed since it was read. */
export const isConflict = (error: unknown): boolean => [409, 412].includes(statusOf(error) ?? 0);

/** Runs an effect; `undefined` when what it acts on is missing. */
export async function unlessMissing<T>(effect: Promise<T>): Promise<T | undefined> {
  try {
    return await effect;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Runs a conditional effect; `undefined` when its condition no longer holds. */
export async function unlessChanged<T>(effect: Promise<T>): Promise<T | undefined> {
  try {
    return await effect;
  } catch (error) {
    if (isConflict(error) || isMissing(error)) return undefined;
    throw error;
  }
}
