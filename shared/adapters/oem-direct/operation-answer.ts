import { AccessDenied, SubmissionUnknown } from '../../errors.ts';
import { parsedOrNothing, readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { isValid, type WireFault, type WireOperation } from './answers.ts';
import { operationIdIn } from './wire.ts';

/** How a gateway answered a registration or deregistration. */
type RegisterAnswer =
  | {
      readonly kind: 'operation';
      readonly operation: WireOperation;
      readonly operationId: string | undefined;
      readonly requestId: string;
    }
  | { readonly kind: 'refused'; readonly fault: WireFault; readonly status: number };

/** Reads the answer of the one operation that registers and deregisters. */
export function registerAnswer(answer: Answer): RegisterAnswer {
  const { status, requestId } = answer;
  denyAccess(answer);
  if (status === 200 || status === 202) {
    const operation = operationIn(answer);
    const location = answer.headers.get('location');
    return { kind: 'operation', operation, operationId: operationIdIn(operation, location), requestId };
  }
  if (status === 409) {
    // The same request is already under way.
    const operationId = operationIdIn(faultIn(answer), answer.headers.get('location'));
    if (operationId === undefined)
      throw new SubmissionUnknown(`${answer.operation}: 409, already under way (request ${requestId})`);
    return { kind: 'operation', operation: {}, operationId, requestId };
  }
  if (status >= 400 && status !== 404) return { kind: 'refused', fault: faultIn(answer), status };
  throw status < 300
    ? new SubmissionUnknown(`${answer.operation}: ${status} (request ${requestId})`)
    : unexpected(answer);
}

/** A success whose body can't be read was taken all the same. */
function operationIn(answer: Answer): WireOperation {
  const body = answer.text === '' ? {} : parsedOrNothing(answer);
  if (isValid.operation(body)) return body;
  if (answer.headers.has('location')) return {};
  throw new SubmissionUnknown(
    `${answer.operation}: ${answer.status} with an answer that can't be read (request ${answer.requestId})`,
  );
}

/** The operation as it stands; undefined: the gateway does not know it (yet, or no longer). */
export function statusAnswer(answer: Answer): WireOperation | undefined {
  denyAccess(answer);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200 && answer.status !== 202) throw unexpected(answer);
  return readJson(answer, isValid.operation);
}

function faultIn(answer: Answer): WireFault {
  const body = parsedOrNothing(answer);
  return isValid.fault(body) ? body : {};
}

/** 401 and 403 are for a person to solve. */
export function denyAccess(answer: Answer): void {
  const { operation, status, requestId } = answer;
  const what = `${operation}: ${status} (request ${requestId})`;
  if (status === 401) throw new AccessDenied('credential_rejected', what);
  if (status !== 403) return;
  const consentMissing = faultIn(answer).Consent?.toLowerCase() === 'missing';
  throw new AccessDenied(consentMissing ? 'oem_consent_missing' : 'access_denied', what);
}
