import { createHash } from 'node:crypto';
import { AccessDenied } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { Answer } from '../http/http.ts';
import type { WireApproval } from './answers.ts';

/** Requests for approval, newest last. */
export const approvalRequests = '/beta/deviceManagement/operationApprovalRequests';

/** A second person's decision counts for so long; a request without a decision expires after it as well. */
const decisionLifeMs = 3 * 24 * 3_600_000;

/**
 * Does the customer's Intune want a second person's approval? It says so by 400, 403, 409 or 412, of which sources name different
 * ones, so the words decide. See https://learn.microsoft.com/intune/intune-service/fundamentals/multi-admin-approval.
 */
export function wantsApproval({ status, headers, text }: Answer): boolean {
  if (![400, 403, 409, 412].includes(status)) return false;
  return headers.has('x-msft-approval-code') || /x-msft-approval|ApprovalRequired|active approval request/i.test(text);
}

/** Names one very request in the justification, so that it is found again without anything being kept here. */
export function approvalKey(method: string, url: string, body: string, requestId: string | undefined): string {
  const parts = JSON.stringify([method, url, body, requestId ?? '']);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}

/** The header that files a request; people who approve read it. */
export const justified = (operation: string, key: string): Readonly<Record<string, string>> => {
  const text = `Windows Autopilot devices from a partner's list: ${operation} (request ${key})`;
  return { 'x-msft-approval-justification': Buffer.from(text).toString('base64') };
};

/** Every request the app may see; `hidden`: it may see none. */
export type Approvals = readonly WireApproval[] | 'hidden';

export type Approval =
  | { readonly kind: 'file' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'approved'; readonly code: string }
  | { readonly kind: 'refused'; readonly status: string };

/**
 * How the request of this key stands. One that was carried out, or whose refusal is old, may be filed anew. Where requests are hidden
 * nobody could tell when one is approved, so none is filed.
 */
export function approvalOf(requests: Approvals, key: string, clock: Clock): Approval {
  if (requests === 'hidden') return { kind: 'waits' };
  const own = requests.filter(({ requestJustification: text }) => text?.includes(`request ${key}`));
  const newest = own.toSorted((one, other) => timeOf(other) - timeOf(one))[0];
  switch (newest?.status?.toLowerCase()) {
    case 'needsapproval':
      return { kind: 'waits' };
    case 'approved':
      return { kind: 'approved', code: newest.id };
    case 'rejected':
    case 'cancelled':
    case 'expired': {
      const isRecent = clock.now().getTime() - timeOf(newest) < 2 * decisionLifeMs;
      return isRecent ? { kind: 'refused', status: newest.status.toLowerCase() } : { kind: 'file' };
    }
    default:
      return { kind: 'file' };
  }
}

const timeOf = ({ requestDateTime }: WireApproval): number => Date.parse(requestDateTime ?? '') || 0;

/** The decision as the refusal of the request itself, so that it reaches the report like any other. */
export function refusalOf(answer: Answer, status: string): Answer {
  const message = `Multi Admin Approval: the request for a second person's approval is ${status}.`;
  return { ...answer, status: 400, text: JSON.stringify({ error: { code: `Approval${status}`, message } }) };
}

/** Nothing was carried out; somebody at the customer has to approve. */
export const approvalNeeded = (operation: string): AccessDenied =>
  new AccessDenied('approval_needed', `${operation}: the customer's Intune wants a second person's approval`);
