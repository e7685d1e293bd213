import type { InvocationContext } from '@azure/functions';

/** Runs work on an upload. When it fails, a line says which one it was: the host's own record of the error does not. */
export async function about<T>(context: InvocationContext, ids: object, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    context.error(JSON.stringify({ ...ids, event: 'failed', error: name }));
    throw error;
  }
}
