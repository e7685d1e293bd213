import type { Config } from '../../shared/config.ts';
import type { SignIn } from './caller.ts';

/**
 * Our own host puts this on its process before it loads the app; the Functions worker does not, and no setting can. So the
 * chooser of `npm start` can't be switched on in Azure.
 */
const isOurHost = (): boolean => Object.hasOwn(globalThis, Symbol.for('@azure/functions-core'));

/** How people are known to this app, as its deployment proves it. */
export const signInOf = ({ signIn }: Config, ourHost = isOurHost()): SignIn => ({
  platform: signIn.platform,
  operators: signIn.operators,
  local: ourHost && signIn.loopback,
});
