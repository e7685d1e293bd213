import { createHash, randomUUID } from 'node:crypto';
import { type Call, header, type Problem } from '../call.ts';
import type { Simulation } from '../simulation.ts';
import type { ApprovalRequest } from '../state.ts';
import { sameText } from '../world.ts';

/** A request that is not decided in time. */
const threeDays = 3 * 24 * 3600 * 1000;

/** What is approved is this very request: method, path and body. */
const fingerprint = ({ method, path, body }: Call): string =>
  createHash('sha256').update(`${method} ${path.toLowerCase()}\n`).update(body).digest('hex');

/** The request as it stands now; one without a decision expires. */
export const approvalNow = (request: ApprovalRequest, now: number): ApprovalRequest =>
  request.status === 'needsApproval' && now >= request.requestedAt + threeDays
    ? { ...request, status: 'expired' }
    : request;

/** Writes that stay open: what only tidies up, searches or asks for a sync. Which ones Intune means is not documented. */
const open = /\/(?:sync|searchExistingIdentities|importedWindowsAutopilotDeviceIdentities\/(?!import$)[^/]+)$/i;

interface Withheld {
  readonly problem: Problem;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Multi Admin Approval of app-only writes: without a justification 400 (or 403), with one the request is filed and answered 412 (or
 * 403) with its code; once approved the identical request passes with that code, once. Sources disagree on the statuses:
 * `approvalDemand`, `approvalFiled`.
 */
export function withheld(simulation: Simulation, call: Call, tenantId: string): Withheld | undefined {
  const { multiAdminApproval } = simulation.world().customers.find((one) => sameText(one.tenantId, tenantId)) ?? {};
  if (multiAdminApproval === undefined || open.test(call.path)) return undefined;
  const { approvalDemand, approvalFiled } = simulation.behaviour();
  const code = header(call.headers, 'x-msft-approval-code');
  const justification = header(call.headers, 'x-msft-approval-justification');
  const own = [...simulation.store.all('approvals')]
    .map((request) => approvalNow(request, call.now))
    .filter((request) => sameText(request.customerTenantId, tenantId) && request.fingerprint === fingerprint(call));
  const approved = own.find(({ id, status }) => id === code && status === 'approved');
  if (approved) {
    simulation.store.commit([{ in: 'approvals', key: approved.id, value: { ...approved, status: 'completed' } }]);
    return undefined;
  }
  if (justification === undefined) {
    const text = "The request header 'x-msft-approval-justification' is required.";
    return { problem: { status: approvalDemand, code: 'BadRequest', text } };
  }
  if (own.some(({ status }) => status === 'needsApproval' || status === 'approved')) {
    return {
      problem: { status: 409, code: 'Conflict', text: 'An active Approval Request already exists for this operation.' },
    };
  }
  const id = randomUUID();
  const value: ApprovalRequest = {
    id,
    customerTenantId: tenantId,
    fingerprint: fingerprint(call),
    justification: Buffer.from(justification, 'base64').toString('utf8'),
    status: 'needsApproval',
    requestedAt: call.now,
  };
  simulation.store.commit([{ in: 'approvals', key: id, value }]);
  const text = `Approval Required. x-msft-approval-code: ${id}`;
  return {
    problem: { status: approvalFiled, code: 'ApprovalRequired', text },
    headers: { 'x-msft-approval-code': id },
  };
}

/** A second person decides everything that waits. */
export function decideApprovals(simulation: Simulation, status: ApprovalRequest['status'], now: number): void {
  for (const request of simulation.store.all('approvals')) {
    if (approvalNow(request, now).status !== 'needsApproval') continue;
    simulation.store.commit([{ in: 'approvals', key: request.id, value: { ...request, status } }]);
  }
}
