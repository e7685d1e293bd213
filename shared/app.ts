import type { Config } from './config.ts';
import { connect, type Surroundings } from './connect.ts';
import { type App, wire } from './wire.ts';

/** The composition root: settings of the deployment -> effects -> use cases. */
export const makeApp = (config: Config, surroundings?: Surroundings): App =>
  wire(connect(config, surroundings), config.times);
