import { randomUUID } from 'node:crypto';
import { type Call, header, type Problem, type Reply } from '../call.ts';
import type { Simulation } from '../simulation.ts';

/** Partner Center's fault body; `code` is a string in the documents and a number in captures. */
export function makeRefuse(simulation: Simulation): (problem: Problem) => Reply {
  return (problem) => ({
    status: problem.status,
    headers:
      problem.status === 401
        ? { 'www-authenticate': 'OAuth realm=urn:cpsvc:cpid:00000000-0000-0000-0000-000000000000' }
        : {},
    json: {
      code: simulation.behaviour().faultCode === 'string' ? String(problem.code) : problem.code,
      description: problem.text,
      data: [],
      source: 'PartnerFD',
    },
  });
}

/** Tracing headers of every answer: what the caller sent, or new ones. */
export function tracingHeaders(call: Pick<Call, 'headers'>): Readonly<Record<string, string>> {
  return {
    'ms-requestid': header(call.headers, 'ms-requestid') ?? randomUUID(),
    'ms-correlationid': header(call.headers, 'ms-correlationid') ?? randomUUID(),
    'ms-cv': `${randomUUID().slice(0, 8)}.0`,
    'ms-serverid': '000000001',
  };
}

/** `ValidateMfa: true` asks whether the token carries the MFA claim. */
export function mfaHeader(call: Pick<Call, 'headers' | 'token'>): Readonly<Record<string, string>> {
  if (header(call.headers, 'validatemfa')?.toLowerCase() !== 'true') return {};
  return { ismfacompliant: String(call.token?.mfa ?? false) };
}
