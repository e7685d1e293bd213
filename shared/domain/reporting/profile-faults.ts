import type { ProfileFault } from '../planning/upload-state.ts';
import type { ReportRow } from './report.ts';

/** Remarks that leave a registered device without its profile. */
const faults: readonly string[] = ['profile_refused', 'profile_not_confirmed', 'profile_not_assignable'];

/** Counts devices without a profile while rows go by. A verdict says nothing of it: the device is registered all the same. */
export const makeProfileTally = () => {
  const tallied = new Map<string, ProfileFault>();
  return {
    count({ verdict: { remarks = [] }, customerTenantId }: ReportRow): void {
      const at = remarks.findIndex(({ code }) => faults.includes(code));
      const fault = remarks[at];
      if (fault === undefined || customerTenantId === undefined) return;
      const because = fault.code === 'profile_refused' ? remarks[at + 1] : undefined;
      const key = JSON.stringify([customerTenantId, fault.code, because?.code]);
      const known = { customerTenantId, code: fault.code, ...(because === undefined ? {} : { because }) };
      tallied.set(key, { ...known, rows: (tallied.get(key)?.rows ?? 0) + 1 });
    },
    all: (): readonly ProfileFault[] => [...tallied.values()],
  };
};
