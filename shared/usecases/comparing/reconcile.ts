import type { PartnerSettings } from '../../domain/settings/settings-folder.ts';
import type { Comparisons, PartnerList, Settings, Suspensions } from '../../ports.ts';
import { byTime, type ComparedPartner, type ComparisonProgress, makeComparePartner } from './compare-partner.ts';
import { sharedCustomers } from './scopes.ts';

/** Compares one partner, or all: those first whose last comparison is longest ago. */
export type Reconcile = (
  partnerId?: string,
  onProgress?: (progress: ComparisonProgress) => void,
) => Promise<readonly ComparedPartner[]>;

/** Times in milliseconds. */
export interface CompareTimes {
  /** How long a platform's job usually takes at most, where the connection does not say. */
  readonly usualJob: number;
  /** A run ends after this, so that the host need not kill it; the next one goes on with listings that are not finished. */
  readonly reconcile: number;
}

export function makeReconcile(
  deps: Parameters<typeof makeComparePartner>[0] & {
    readonly settings: Settings & PartnerList;
    readonly suspensions: Suspensions;
    readonly comparisons: Comparisons;
    readonly times: CompareTimes;
  },
): Reconcile {
  const { clock, settings, suspensions, comparisons, times } = deps;
  const { compare, end: endPartner } = makeComparePartner(deps);

  /** Those in the settings or compared before; whose last comparison is longest ago comes first, so that no run leaves one out for good. */
  const inTurn = async (inSettings: readonly string[]): Promise<readonly string[]> => {
    const ids = [...new Set([...inSettings, ...(await comparisons.partners())])];
    const turns = await Promise.all(
      ids.map(async (id) => ({ id, at: (await comparisons.last(id))?.comparedAt ?? '' })),
    );
    return turns
      .filter(({ id, at }) => at !== '' || inSettings.includes(id))
      .toSorted(byTime)
      .map(({ id }) => id);
  };

  return async (only, onProgress = () => undefined) => {
    const inSettings = await settings.ids();
    const all = new Map(
      await Promise.all(
        inSettings.map(async (id): Promise<[string, PartnerSettings]> => [id, await settings.ofPartner(id)]),
      ),
    );
    const partners = [...all.values()].flatMap((one) => (one.kind === 'found' ? one.partner : []));
    const shared = sharedCustomers(partners);
    const suspended = (await suspensions.list()).filter(({ of }) => of === 'partner').map(({ id }) => id);
    const signal = AbortSignal.timeout(times.reconcile);
    const end = { signal, patientUntilMs: clock.now().getTime() + times.reconcile };

    const compareOne = (partnerId: string): Promise<ComparedPartner> | ComparedPartner => {
      const found = all.get(partnerId);
      if (found === undefined || found.kind === 'unknown') return endPartner(partnerId, 'comparison_partner_removed');
      if (found.kind === 'broken') return endPartner(partnerId, 'comparison_settings_unusable');
      if (signal.aborted)
        return { partnerId, kind: 'skipped', why: 'there was no time left; it comes first next time' };
      return compare({ found, shared, isSuspended: suspended.includes(partnerId), end, onProgress });
    };

    const results: ComparedPartner[] = [];
    const failures: unknown[] = [];
    for (const partnerId of only === undefined ? await inTurn(inSettings) : [only]) {
      try {
        results.push(await compareOne(partnerId));
      } catch (error) {
        // A bug that one partner's devices bring to light must not keep the others from their reports.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} partners could not be compared`);
    return results;
  };
}
