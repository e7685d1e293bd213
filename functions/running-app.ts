import { app } from '@azure/functions';
import { makeApp } from '../shared/app.ts';
import { type Config, readConfig } from '../shared/config.ts';
import type { App } from '../shared/wire.ts';
import { nameOurFiles } from './readable-stack.ts';

let made: App | undefined;
let config: Config | undefined;

/** The settings of the deployment, read once. */
export function runningConfig(): Config {
  config ??= readConfig();
  return config;
}

/**
 * The one app of this process. It is made when it is first needed, not while files load: an error before the first
 * registration would leave the host with no functions and no failure.
 */
export function runningApp(): App {
  made ??= makeApp(runningConfig());
  return made;
}

// Wrong settings fail the start, loudly and with every problem, instead of the first invocation.
app.hook.appStart(() => {
  runningApp();
});

app.hook.postInvocation(({ error }) => nameOurFiles(error));
