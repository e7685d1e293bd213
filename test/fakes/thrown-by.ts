/** What a promise was rejected with; a promise that succeeds fails the test. */
export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => ({ kind: 'fulfilled' }) as const,
    (error: unknown) => ({ kind: 'rejected', error }) as const,
  );
  if (outcome.kind === 'fulfilled') throw new Error('expected a rejection');
  return outcome.error;
}
