import type { Refused, Removed } from '../../domain/registering/device-actions.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { ServiceUnavailable } from '../../errors.ts';

/** A refusal with the platform's words; a passing fault of the platform's own is none, and is thrown. */
export function refusedBy(said: PlatformWords): Refused {
  const { kind, reason } = judge(said);
  if (kind === 'transient') throw new ServiceUnavailable(`the platform said ${said.name ?? said.code ?? reason.code}`);
  return { kind: 'refused', reason, said };
}

/** A refused removal; "not registered" means that there is nothing left to remove. */
export function removalRefused(said: PlatformWords): Removed {
  const refused = refusedBy(said);
  return refused.reason.code === 'device_not_registered' ? { kind: 'alreadyGone' } : refused;
}
