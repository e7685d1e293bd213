import type { BatchRow } from '../../domain/registering/batch-row.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import { sameBatch } from '../../domain/settings/group-tag.ts';
import type { Batches, CallContext, Clock } from '../../ports.ts';
import type { Catalogue } from './catalogue.ts';

/** What a chunk may do with the batch of its group tag. */
export type Standing =
  | { readonly kind: 'append' }
  /** This chunk, and only this one, may create it. */
  | { readonly kind: 'create' }
  /** Another chunk is creating it, or somebody changed the row meanwhile. */
  | { readonly kind: 'wait' }
  /** It exists with other capitals; the group tag of its devices would be that spelling. */
  | { readonly kind: 'differs'; readonly existing: string };

export interface BatchRef {
  readonly connectionId: string;
  readonly customer: CustomerRef;
  readonly batchId: string;
  readonly chunkId: string;
}

interface BatchDeps {
  readonly batches: Batches;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** How long others wait for the creator before one of them looks for itself. */
  readonly creatingMs: number;
}

/** Asks the ledger, and only if it does not know the batch, the platform's list. */
export async function standingOf(deps: BatchDeps, ref: BatchRef, context: CallContext): Promise<Standing> {
  const known = await deps.batches.read(ref.connectionId, ref.customer.tenantId, ref.batchId);
  if (known?.value.state === 'exists') return spelling(known.value.batchId, ref.batchId);
  const row = known?.value;
  const waitsForOther =
    row !== undefined && row.createdBy !== ref.chunkId && Date.parse(row.creatingUntil) > deps.clock.now().getTime();
  if (waitsForOther) return { kind: 'wait' };
  if (!(await claim(deps, ref, known?.etag))) return { kind: 'wait' };
  return (await confirmListed(deps, ref, context)) ?? { kind: 'create' };
}

/** Looks for the batch in the platform's list; if it is there, the ledger learns that. */
export async function confirmListed(
  deps: BatchDeps,
  ref: BatchRef,
  context: CallContext,
): Promise<Extract<Standing, { kind: 'append' | 'differs' }> | undefined> {
  const names = (await deps.catalogue.batches(ref.customer, context)).map(({ groupTag }) => groupTag);
  const existing = names.find((name) => name === ref.batchId) ?? names.find((name) => sameBatch(name, ref.batchId));
  if (existing === undefined) return undefined;
  await confirm(deps, ref, existing);
  return spelling(existing, ref.batchId);
}

/** The batch is there (its job has left the queue): whoever waits may append. */
export async function confirm(deps: Pick<BatchDeps, 'batches'>, ref: BatchRef, existing: string): Promise<void> {
  const known = await deps.batches.read(ref.connectionId, ref.customer.tenantId, ref.batchId);
  if (known === undefined || known.value.state === 'exists') return;
  const row: BatchRow = { ...known.value, batchId: existing, state: 'exists' };
  // Changed meanwhile: then somebody else knows better.
  await deps.batches.write(ref.connectionId, ref.customer.tenantId, row, known.etag);
}

/** The platform refused the creation, or lost the batch: the next chunk starts over. */
export async function forget(deps: Pick<BatchDeps, 'batches'>, ref: BatchRef): Promise<void> {
  const known = await deps.batches.read(ref.connectionId, ref.customer.tenantId, ref.batchId);
  const othersTurn = known?.value.state === 'creating' && known.value.createdBy !== ref.chunkId;
  if (known === undefined || othersTurn) return;
  await deps.batches.remove(ref.connectionId, ref.customer.tenantId, ref.batchId, known.etag);
}

async function claim(deps: BatchDeps, ref: BatchRef, etag: string | undefined): Promise<boolean> {
  const creatingUntil = new Date(deps.clock.now().getTime() + deps.creatingMs).toISOString();
  const row: BatchRow = { batchId: ref.batchId, state: 'creating', createdBy: ref.chunkId, creatingUntil };
  return await deps.batches.write(ref.connectionId, ref.customer.tenantId, row, etag);
}

function spelling(existing: string, wanted: string): Extract<Standing, { kind: 'append' | 'differs' }> {
  return existing === wanted ? { kind: 'append' } : { kind: 'differs', existing };
}
