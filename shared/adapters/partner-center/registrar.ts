import { runningWith, type Submission, type Submitted } from '../../domain/registering/submission.ts';
import type { PartnerCenterConnection } from '../../domain/settings/connection.ts';
import { batchNameFault } from '../../domain/settings/group-tag.ts';
import { batchCreatorDelay, missingBatchDelay, notFoundGrace, usualBatchTime } from '../../domain/waits.ts';
import { ContractViolation } from '../../errors.ts';
import type { Batches, CallContext, Clock, Registrar } from '../../ports.ts';
import { refusedWith } from '../http/platform-words.ts';
import { type BatchRef, confirm, confirmListed, forget, standingOf } from './batch-creation.ts';
import type { Catalogue } from './catalogue.ts';
import type { PartnerCenterClient } from './client.ts';
import { denied, wordsOf } from './faults.ts';
import { readJob } from './job.ts';
import { askCustomer } from './permit.ts';
import { fromReceipt, toReceipt, type UploadAnswer, uploadAnswer } from './upload.ts';
import { appendBody, createBody, jobResults, jobState } from './wire.ts';

export interface PartnerCenterRegistrarDeps {
  readonly connection: PartnerCenterConnection;
  readonly client: PartnerCenterClient;
  readonly catalogue: Catalogue;
  readonly batches: Batches;
  readonly clock: Clock;
}

const secondsOr = (seconds: number | undefined, usual: number): number =>
  seconds === undefined ? usual : seconds * 1000;

/** Registers with Partner Center: the group tag is the name of the device batch, which is created first or appended to. */
export function makePartnerCenterRegistrar(deps: PartnerCenterRegistrarDeps): Registrar {
  const { connection, client } = deps;
  const creatingMs = secondsOr(connection.usualJobSeconds, usualBatchTime);
  const batchDeps = { ...deps, creatingMs };

  async function submit(submission: Submission, context: CallContext): Promise<Submitted> {
    const batchId = submission.groupTag ?? '';
    const fault = batchNameFault(submission.groupTag, connection.groupTagPattern);
    if (fault !== undefined) return { kind: 'turnedDown', verdict: { kind: 'rejected', reason: fault } };
    const { customer, chunkId } = submission;
    const ref: BatchRef = { connectionId: connection.connectionId, customer, chunkId, batchId };
    const standing = await standingOf(batchDeps, ref, context);
    switch (standing.kind) {
      case 'wait':
        return { kind: 'later', reason: { code: 'batch_being_created' }, afterMs: batchCreatorDelay };
      case 'differs':
        return caseDiffers(standing.existing);
      case 'append':
        return await append(submission, ref, context);
      case 'create':
        return await create(submission, ref, context);
    }
  }

  async function create(submission: Submission, ref: BatchRef, context: CallContext): Promise<Submitted> {
    const answer = await client.send(
      {
        operation: 'createBatch',
        method: 'POST',
        path: ['customers', ref.customer.tenantId, 'deviceBatches'],
        requestId: submission.requestId,
        body: createBody(ref.batchId, submission.devices),
        interpret: uploadAnswer,
      },
      context,
    );
    if (answer.kind === 'accepted') return accepted(answer, true);
    if (answer.kind === 'notFound') {
      await forget(deps, ref);
      throw denied(answer.answer);
    }
    // The documentation only says that names are unique: 409 is expected, but a 400 may mean the same.
    const listed = await confirmListed(batchDeps, ref, context);
    if (listed?.kind === 'differs') return caseDiffers(listed.existing);
    if (listed?.kind === 'append') return await append(submission, ref, context);
    if (answer.kind === 'conflict') return missingBatch();
    await forget(deps, ref);
    return { kind: 'turnedDown', verdict: refusedWith(wordsOf(answer.answer)) };
  }

  async function append(submission: Submission, ref: BatchRef, context: CallContext): Promise<Submitted> {
    const answer = await client.send(
      {
        operation: 'appendDevices',
        method: 'POST',
        path: ['customers', ref.customer.tenantId, 'deviceBatches', ref.batchId, 'devices'],
        requestId: submission.requestId,
        body: appendBody(submission.devices),
        interpret: uploadAnswer,
      },
      context,
    );
    switch (answer.kind) {
      case 'accepted':
        return accepted(answer, false);
      case 'notFound':
        return await batchNotFound(ref, context);
      case 'conflict':
        return missingBatch();
      case 'refused':
        return { kind: 'turnedDown', verdict: refusedWith(wordsOf(answer.answer)) };
    }
  }

  /** A batch appears only when its job has run. If it is not even listed long after, it has to be created again. */
  async function batchNotFound(ref: BatchRef, context: CallContext): Promise<Submitted> {
    const known = await deps.batches.read(ref.connectionId, ref.customer.tenantId, ref.batchId);
    const overdue = known !== undefined && Date.parse(known.value.creatingUntil) <= deps.clock.now().getTime();
    if (overdue && (await confirmListed(batchDeps, ref, context)) === undefined) await forget(deps, ref);
    return missingBatch();
  }

  function accepted({ trackingId }: Extract<UploadAnswer, { kind: 'accepted' }>, creates: boolean): Submitted {
    const acceptedAt = deps.clock.now().toISOString();
    return { kind: 'accepted', receipt: toReceipt({ trackingId, acceptedAt, creates }) };
  }

  return {
    submit,
    permit: (customer, context) => askCustomer(client, customer, context),

    async poll(submission, receipt, context) {
      const kept = fromReceipt(receipt);
      if (kept === undefined) throw new ContractViolation(`the receipt of chunk ${submission.chunkId} names no job`);
      const { customer, chunkId, groupTag: batchId = '' } = submission;
      const job = await readJob(client, customer.tenantId, kept.trackingId, context);
      if (job === undefined) {
        const ageMs = deps.clock.now().getTime() - Date.parse(kept.acceptedAt);
        const graceMs = secondsOr(connection.jobNotFoundSeconds, notFoundGrace);
        return { kind: ageMs < graceMs ? 'running' : 'lost' };
      }
      const state = jobState(job);
      if (kept.creates && state !== 'queued') {
        await confirm(deps, { connectionId: connection.connectionId, customer, chunkId, batchId }, batchId);
      }
      const results = jobResults(submission.devices, job);
      if (state === 'ended') return { kind: 'done', results };
      return state === 'running' ? runningWith(results) : { kind: 'running' };
    },
  };
}

function caseDiffers(existing: string): Submitted {
  return {
    kind: 'turnedDown',
    verdict: { kind: 'rejected', reason: { code: 'group_tag_case_differs', params: { existing } } },
  };
}

function missingBatch(): Submitted {
  return { kind: 'later', reason: { code: 'batch_being_created' }, afterMs: missingBatchDelay };
}
