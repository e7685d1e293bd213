import { runningWith, type Submission, type Submitted } from '../../domain/registering/submission.ts';
import type { OemDirectConnection } from '../../domain/settings/connection.ts';
import { notFoundGrace } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, SubmissionUnknown } from '../../errors.ts';
import type { CallContext, Clock, Registrar } from '../../ports.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Http } from '../http/http.ts';
import { refusedWith } from '../http/platform-words.ts';
import { isValid } from './answers.ts';
import { denyAccess, registerAnswer, statusAnswer } from './operation-answer.ts';
import { hasEnded, operationResults, platformMessage, submissionBody, type Target, targetOf } from './wire.ts';

export interface OemDirectRegistrarDeps {
  readonly connection: OemDirectConnection;
  /** Brings the gateway's credentials along. */
  readonly http: Http;
  readonly clock: Clock;
}

export interface OemDirectRegistrar extends Registrar {
  /** Whether the customer consented, as far as the gateway says; throws `AccessDenied` where it says no. Has no effect. */
  validate(submission: Submission, context: CallContext): Promise<'granted' | 'unknown'>;
}

/**
 * Registers through an OEM's gateway by our own contract (docs/platforms.md). It cannot deregister: a call without tenant and
 * domain is never built here.
 */
export function makeOemDirectRegistrar({ connection, http, clock }: OemDirectRegistrarDeps): OemDirectRegistrar {
  const root = connection.baseUrl.replace(/\/+$/, '');
  const headers = { 'content-type': 'application/json; charset=utf-8' };

  async function submit(submission: Submission, context: CallContext): Promise<Submitted> {
    const target = targetIn(submission);
    if (connection.validateBeforeRegister) await validate(submission, context);
    const answer = await http(
      {
        operation: 'register',
        method: 'POST',
        url: `${root}${connection.paths.register}`,
        headers,
        body: submissionBody(connection, submission, target),
        repeatable: false,
        interpret: registerAnswer,
      },
      context,
    );
    if (answer.kind === 'refused') {
      const words = platformMessage(answer.fault);
      return { kind: 'turnedDown', verdict: refusedWith({ code: String(answer.status), ...words }) };
    }
    const { operation, operationId } = answer;
    if (hasEnded(operation) || operation.Results?.length === submission.devices.length) {
      return { kind: 'answered', results: operationResults(submission.devices, operation) };
    }
    if (operationId === undefined) {
      throw new SubmissionUnknown(`register: taken, but without an operation to ask for (request ${answer.requestId})`);
    }
    return { kind: 'accepted', receipt: { operationId, acceptedAt: clock.now().toISOString() } };
  }

  /** Microsoft recommends asking whether the customer consented before registering; the call has no effect. */
  async function validate(submission: Submission, context: CallContext): Promise<'granted' | 'unknown'> {
    const target = targetIn(submission);
    const consent = await http(
      {
        operation: 'validate',
        method: 'POST',
        url: `${root}${connection.paths.validate}`,
        headers,
        body: submissionBody(connection, submission, target),
        repeatable: true,
        interpret: (answer) => {
          denyAccess(answer);
          // What is wrong with single devices, registering says as well.
          if (answer.status === 400) return 'unknown';
          if (answer.status !== 200) throw unexpected(answer);
          return readJson(answer, isValid.validation).Consent.toLowerCase();
        },
      },
      context,
    );
    if (consent === 'missing')
      throw new AccessDenied('oem_consent_missing', 'validate: the customer has not consented');
    return consent === 'granted' ? 'granted' : 'unknown';
  }

  return {
    submit,
    validate,

    /** Without devices there is nothing to validate, so consent is asked for in `submit`; here only what can be known. */
    permit: async (customer) =>
      targetOf(customer) === undefined
        ? { kind: 'missing', reason: { code: 'customer_domain_missing' } }
        : { kind: 'granted' },

    async poll(submission, receipt, context) {
      const { operationId, acceptedAt } = receipt;
      if (typeof operationId !== 'string' || typeof acceptedAt !== 'string') {
        throw new ContractViolation(`the receipt of chunk ${submission.chunkId} names no operation`);
      }
      const operation = await http(
        {
          operation: 'status',
          method: 'GET',
          url: `${root}${connection.paths.status.replace('{operationId}', encodeURIComponent(operationId))}`,
          repeatable: true,
          interpret: statusAnswer,
        },
        context,
      );
      if (operation === undefined) {
        const ageMs = clock.now().getTime() - Date.parse(acceptedAt);
        return { kind: ageMs < notFoundGrace ? 'running' : 'lost' };
      }
      const results = operationResults(submission.devices, operation);
      return hasEnded(operation) ? { kind: 'done', results } : runningWith(results);
    },
  };
}

function targetIn({ customer, chunkId }: Submission): Target {
  const target = targetOf(customer);
  if (target !== undefined) return target;
  throw new AccessDenied('customer_domain_missing', `chunk ${chunkId}: tenant or domain is blank`);
}
