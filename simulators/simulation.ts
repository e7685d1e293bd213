import type { Behaviour } from './behaviour.ts';
import type { FaultInjector } from './faults.ts';
import type { Store } from './store.ts';
import type { AcceptedSecrets, World } from './world.ts';

/** What every platform works with. `world` and `faults` are read anew on each call, since both change while running. */
export interface Simulation {
  readonly store: Store;
  readonly world: () => World;
  readonly faults: () => FaultInjector;
  readonly behaviour: () => Behaviour;
  readonly secrets: AcceptedSecrets;
  readonly seed: number;
  readonly jobMilliseconds: number;
  readonly accessTokenSeconds: number;
  /** How long a redeemed refresh token may be redeemed again; absent: as long as it lives. */
  readonly refreshTokenGraceSeconds: number | undefined;
}
