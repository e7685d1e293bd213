import type { Refused, Removed } from '../../domain/registering/device-actions.ts';
import { judge } from '../../domain/registering/device-result.ts';
import type { PlatformWords } from '../../domain/verdict.ts';
import { ServiceUnavailable } from '../../errors.ts';

/** A refusal with the platform's words; a passing fault of the platform's own is none, and is thrown. */
export function refusedBy(message: PlatformWords): Refused {
  const { kind, reason } = judge(message);
  if (kind === 'transient')
    throw new ServiceUnavailable(`the platform said ${message.name ?? message.code ?? reason.code}`);
  return { kind: 'refused', reason, platformMessage: message };
}

/** A refused removal; "not registered" means that there is nothing left to remove. */
export function removalRefused(message: PlatformWords): Removed {
  const refused = refusedBy(message);
  return refused.reason.code === 'device_not_registered' ? { kind: 'alreadyGone' } : refused;
}
