import type { GrantCode } from '../../domain/reasons/grants.ts';
import { type CustomerRef, runningWith, type Submission, type Submitted } from '../../domain/registering/submission.ts';
import { notFoundGrace } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, SubmissionUnknown } from '../../errors.ts';
import type { CallContext, Clock, Registrar } from '../../ports.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { refusedWith } from '../http/platform-words.ts';
import { isValid, type WireImport } from './answers.ts';
import { denyAccess, type GraphClient, wordsOf } from './client.ts';
import type { Tidying } from './tidying.ts';
import { hasEnded, importBody, importResults } from './wire.ts';

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities';

/** What one customer has not granted; anything else concerns the whole connection. */
const customerGrants: ReadonlySet<GrantCode> = new Set(['graph_consent_missing', 'delegation_missing']);

interface IntuneRegistrarDeps {
  readonly client: GraphClient;
  readonly clock: Clock;
  readonly tidying: Tidying;
}

/** How an import call was answered. */
type ImportAnswer =
  | { readonly kind: 'taken'; readonly records: readonly WireImport[] }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Registers hashes by Graph import: post once, look at our own records until all have ended, then remove them. */
export function makeIntuneRegistrar({ client, clock, tidying }: IntuneRegistrarDeps): Registrar {
  async function submit(submission: Submission, context: CallContext): Promise<Submitted> {
    const answer = await client.write(
      submission.customer,
      {
        operation: 'import',
        method: 'POST',
        path: `${imports}/import`,
        requestId: submission.requestId,
        body: importBody(submission),
        interpret: importAnswer,
      },
      context,
    );
    if (answer.kind === 'refused') return { kind: 'turnedDown', verdict: refusedWith(wordsOf(answer.answer)) };
    const importIds = answer.records.map(({ id }) => id);
    return { kind: 'accepted', receipt: { importIds, acceptedAt: clock.now().toISOString() } };
  }

  async function ownRecords(
    customer: CustomerRef,
    ids: ReadonlySet<string>,
    context: CallContext,
  ): Promise<readonly WireImport[]> {
    const own: WireImport[] = [];
    // One list of everything costs fewer calls than 500 single looks; records of others are left alone.
    const list = { operation: 'listImports', path: imports, isValid: isValid.importPage };
    for await (const record of client.items(customer, list, context)) if (ids.has(record.id)) own.push(record);
    return own;
  }

  return {
    submit,

    async permit(customer, context) {
      try {
        await client.call(
          customer,
          {
            operation: 'getImports',
            method: 'GET',
            path: `${imports}?$top=1`,
            repeatable: true,
            interpret: (answer) => {
              denyAccess(answer);
              if (answer.status !== 200) throw unexpected(answer);
            },
          },
          context,
        );
        return { kind: 'granted' };
      } catch (error) {
        const isCustomers = error instanceof AccessDenied && customerGrants.has(error.grant);
        if (!isCustomers) throw error;
        return { kind: 'missing', reason: { code: error.grant } };
      }
    },

    async poll(submission, receipt, context) {
      const { importIds, acceptedAt } = receipt;
      if (!Array.isArray(importIds) || typeof acceptedAt !== 'string') {
        throw new ContractViolation(`the receipt of chunk ${submission.chunkId} names no imports`);
      }
      const records = await ownRecords(submission.customer, new Set(importIds), context);
      const ageMs = clock.now().getTime() - Date.parse(acceptedAt);
      if (records.length < importIds.length && ageMs < notFoundGrace) return { kind: 'running' };
      if (records.length === 0) return { kind: 'lost' };
      const results = importResults(submission.devices, records);
      if (!records.every(hasEnded)) return runningWith(results);
      const registered = results.some(({ kind }) => kind === 'registered');
      const ids = records.map(({ id }) => id);
      const tidy = () => tidying.afterImport(submission.customer, ids, registered, context);
      return { kind: 'done', results, tidy };
    },
  };
}

function importAnswer(answer: Answer): ImportAnswer {
  denyAccess(answer);
  const { status, requestId } = answer;
  if (status === 200 || status === 201) {
    try {
      return { kind: 'taken', records: readJson(answer, isValid.importPage).value };
    } catch (error) {
      throw new SubmissionUnknown(`import: taken, with an answer that cannot be read (request ${requestId})`, {
        cause: error,
      });
    }
  }
  if (status >= 400) return { kind: 'refused', answer };
  throw status < 300 ? new SubmissionUnknown(`import: ${status} (request ${requestId})`) : unexpected(answer);
}
