import { readdir } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLogLevel, type Log } from './log.ts';
import type { WireMetadata, WireValue } from './wire.ts';

/** One binding of a function, with the settings its author gave (`path`, `queueName`, `schedule` …). */
interface Binding {
  readonly type: string;
  readonly direction: 'in' | 'out';
  readonly [setting: string]: unknown;
}

type Handler = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly handler: Handler;
}

interface FunctionMetadata extends Omit<RegisteredFunction, 'handler'> {
  readonly retryOptions?: unknown;
}

/** What the programming model is given for one invocation. */
export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: Pick<RegisteredFunction, 'name' | 'bindings'>;
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: WireValue }[];
    readonly triggerMetadata: WireMetadata;
  };
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: string, category: 'user' | 'system', message: string): void;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ readonly returnValue?: WireValue | null }>;
}

interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreContext): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation'] as const;
type HookName = (typeof hookNames)[number];
type Hook = (context: Record<string, unknown>) => unknown;

/** What the app's files registered. */
export interface App {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly model: ProgrammingModel;
  runHooks(name: HookName, context: Record<string, unknown>): Promise<void>;
}

const moduleName = '@azure/functions-core';
const moduleUrl = `local-host:${moduleName}`;

/**
 * Loads the app's files with `@azure/functions-core` in place, which only the real worker has, so that the real
 * `@azure/functions` registers them here. The package keeps the first core it meets: one app per process.
 */
export async function loadApp(folder: string, log: Log): Promise<App> {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<HookName, Set<Hook>>(hookNames.map((name) => [name, new Set()]));
  const models: ProgrammingModel[] = [];
  provideModule({
    version: '4.0.0',
    hostVersion: '4.0.0',
    registerFunction({ name, bindings, retryOptions }: FunctionMetadata, handler: Handler) {
      if (retryOptions !== undefined) throw new Error(`${name}: the local host knows no retry policies`);
      if (functions.has(name)) throw new Error(`A function with name "${name}" has already been registered.`);
      functions.set(name, { name, bindings, handler });
    },
    registerHook(name: string, hook: Hook) {
      const known = hookNames.find((hookName) => hookName === name);
      const registered = known === undefined ? undefined : hooks.get(known);
      // How an older host answers: the package then names the version it needs.
      if (registered === undefined) throw Object.assign(new RangeError(name), { isAzureFunctionsSystemError: true });
      registered.add(hook);
      return { dispose: () => registered.delete(hook) };
    },
    setProgrammingModel: (model: ProgrammingModel) => models.push(model),
    getProgrammingModel: () => models.at(-1),
    log: (level: string, _category: string, message: string) =>
      log(isLogLevel(level) ? level : 'information', message, { category: 'system' }),
  });
  for (const file of await sourceFiles(folder)) {
    await import(pathToFileURL(file).href).catch((cause: unknown) => {
      // The real host would go on to say "no functions found" if this came before the first registration.
      throw new Error(`${file} could not be loaded`, { cause });
    });
  }
  const model = models.at(-1);
  if (functions.size === 0 || model === undefined)
    throw new Error(`No functions were registered by the files in ${folder}`);
  const { HttpUri: streaming } = await model.getCapabilities({});
  if (streaming !== undefined) throw new Error('HTTP streams (enableHttpStream) are not supported by the local host');
  return {
    functions,
    model,
    runHooks: async (name, context) => {
      for (const hook of hooks.get(name) ?? []) await hook(context);
    },
  };
}

/** Answers `require('@azure/functions-core')`, a package that does not exist on disk. */
function provideModule(core: object): void {
  const key = Symbol.for(moduleName);
  if (Object.hasOwn(globalThis, key)) throw new Error('This process has a Functions host already; use spawnHost');
  Object.defineProperty(globalThis, key, { value: core });
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === moduleName ? { url: moduleUrl, format: 'commonjs', shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === moduleUrl
        ? {
            format: 'commonjs',
            source: `module.exports = globalThis[Symbol.for('${moduleName}')];`,
            shortCircuit: true,
          }
        : next(url, context),
  });
}

async function sourceFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Error(`The functions folder ${folder} cannot be read`, { cause });
  });
  return names
    .filter((name) => /(?<!\.d)\.(ts|js|mjs|cjs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
