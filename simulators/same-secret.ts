import { timingSafeEqual } from 'node:crypto';

/** Is this the secret that is accepted? Where none is known, none is right. */
export function sameSecret(given: string | undefined, known: string | undefined): boolean {
  if (given === undefined || known === undefined) return false;
  const left = Buffer.from(given);
  const right = Buffer.from(known);
  return left.length === right.length && timingSafeEqual(left, right);
}
