import type { GrantCode } from '../../../domain/reasons/grants.ts';
import { AccessDenied } from '../../../errors.ts';
import type { Answer, Http } from '../http.ts';
import type { TokenSource } from './token-cache.ts';

/**
 * Calls with a bearer token. A 401 certainly took nothing, so even a submission is sent once more with a new token;
 * the second 401 is for a person to solve. `grantOf` may see in the first one that a new token would not help.
 */
export function makeAuthorized(
  http: Http,
  tokens: TokenSource,
  grantOf: (answer: Answer) => GrantCode | undefined,
): Http {
  return async (call, context) => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.token(context);
      const outcome = await http(
        {
          ...call,
          headers: { ...call.headers, authorization: `Bearer ${token}` },
          interpret: (answer) =>
            answer.status === 401
              ? ({ kind: 'unauthorized', answer } as const)
              : ({ kind: 'read', value: call.interpret(answer) } as const),
        },
        context,
      );
      if (outcome.kind === 'read') return outcome.value;
      tokens.reject(token);
      const grant = grantOf(outcome.answer);
      if (grant !== undefined || attempt === 2) {
        const { operation, requestId } = outcome.answer;
        throw new AccessDenied(grant ?? 'access_denied', `${operation}: 401 (request ${requestId})`);
      }
    }
  };
}
