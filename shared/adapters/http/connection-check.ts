import { grantReasons } from '../../domain/reasons/grants.ts';
import type { Permit } from '../../domain/registering/submission.ts';
import { AccessDenied } from '../../errors.ts';

/** One thing that was tried, and what to do if it failed. */
export interface CheckFinding {
  readonly tried: string;
  readonly ok: boolean;
  readonly message: string;
}

/** What an attempt found; without what was tried. */
export type CheckOutcome = Omit<CheckFinding, 'tried'>;

export interface Attempt {
  readonly tried: string;
  readonly act: () => Promise<CheckOutcome>;
  /** If it fails there is no use in going on. */
  readonly decisive?: boolean;
}

/** Tries one thing after the other and says in plain words what is missing; what a failure hides is not tried. */
export async function findingsOf(attempts: readonly Attempt[]): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const { tried, act, decisive } of attempts) {
    const found = await act().catch(inPlainWords);
    findings.push({ tried, ...found });
    if (decisive === true && !found.ok) break;
  }
  return findings;
}

/** A permit in plain words. */
export function permitFound(permit: Permit, granted: string): CheckOutcome {
  if (permit.kind === 'granted') return { ok: true, message: granted };
  return inPlainWords(new AccessDenied(permit.reason.code, permit.reason.code));
}

/** What happened, what to do and who does it. */
export function inPlainWords(error: unknown): CheckOutcome {
  if (!(error instanceof AccessDenied))
    return { ok: false, message: error instanceof Error ? error.message : 'failed' };
  const known = grantReasons[error.grant];
  const who = { customer: 'The customer acts', operator: 'You act' }[known.who];
  return { ok: false, message: `${known.happened} ${who}: ${known.advice}` };
}
