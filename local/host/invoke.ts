import { setTimeout as sleep } from 'node:timers/promises';
import type { App, CoreContext, RegisteredFunction } from './core.ts';
import { describeError, isLogLevel, type Log } from './log.ts';
import { type WireMetadata, type WireValue, wireSystemMetadata } from './wire.ts';

/** Runs a function once; rejects when its handler does. */
export type Invoke = (
  fn: RegisteredFunction,
  input: WireValue,
  metadata: WireMetadata,
) => Promise<WireValue | undefined>;

export interface Invoker {
  readonly invoke: Invoke;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/**
 * Runs invocations as the worker does: arguments, pre-invocation hooks (which may replace arguments and handler),
 * handler, post-invocation hooks (which may replace result and error), answer.
 */
export function makeInvoker(deps: {
  readonly app: App;
  readonly log: Log;
  readonly timeoutMs: number;
  /** Called when an invocation outlives the time-out: the platform then ends the worker with all that runs in it. */
  readonly fatal: (error: Error) => void;
}): Invoker {
  const { app, log, timeoutMs, fatal } = deps;
  const running = new Set<Promise<unknown>>();

  const invoke: Invoke = async (fn, input, metadata) => {
    const invocationId = crypto.randomUUID();
    const about = { function: fn.name, invocationId };
    const started = performance.now();
    const timer = setTimeout(() => fatal(new Error(`${fn.name} ran longer than functionTimeout`)), timeoutMs);
    const run = runOnce(app, log, fn, invocationId, input, metadata);
    running.add(run);
    const took = () => `${Math.round(performance.now() - started)} ms`;
    log('debug', 'started', about);
    try {
      const answer = await run;
      log('debug', `succeeded after ${took()}`, about);
      return answer;
    } catch (error) {
      log('error', `failed after ${took()}: ${describeError(error)}`, about);
      throw error;
    } finally {
      running.delete(run);
      clearTimeout(timer);
    }
  };

  const idle = async () => {
    while (running.size > 0) {
      await Promise.allSettled(running);
      await sleep(0);
    }
  };
  return { invoke, idle };
}

async function runOnce(
  app: App,
  log: Log,
  fn: RegisteredFunction,
  invocationId: string,
  input: WireValue,
  metadata: WireMetadata,
): Promise<WireValue | undefined> {
  const context: CoreContext = {
    invocationId,
    metadata: fn,
    request: {
      inputData: [{ name: triggerOf(fn).name, data: input }],
      triggerMetadata: { ...metadata, ...wireSystemMetadata(fn.name, new Date()) },
    },
    state: undefined,
    log: (level, category, message) =>
      log(isLogLevel(level) ? level : 'information', message, { category, function: fn.name, invocationId }),
  };
  const model = app.model.getInvocationModel(context);
  const { context: invocationContext, inputs } = await model.getArguments();
  const hookData = {};

  context.state = 'preInvocationHooks';
  const before = { hookData, invocationContext, inputs, functionCallback: fn.handler };
  await app.runHooks('preInvocation', before);

  context.state = 'invocation';
  const outcome: { result: unknown; error: unknown } = { result: undefined, error: undefined };
  try {
    outcome.result = await model.invokeFunction(invocationContext, before.inputs, before.functionCallback);
  } catch (error) {
    outcome.error = error ?? new Error(`${fn.name} threw ${String(error)}`);
  }

  context.state = 'postInvocationHooks';
  const done = { hookData, invocationContext, inputs: before.inputs, ...outcome };
  await app.runHooks('postInvocation', done);
  if (done.error !== undefined) throw done.error;
  const { returnValue } = await model.getResponse(invocationContext, done.result);
  return returnValue ?? undefined;
}

/** The one binding that starts a function, with its name. */
export function triggerOf(
  fn: RegisteredFunction,
): { readonly name: string; readonly type: string } & Record<string, unknown> {
  for (const [name, binding] of Object.entries(fn.bindings)) {
    if (binding.type.endsWith('Trigger')) return { ...binding, name };
  }
  throw new Error(`${fn.name} has no trigger`);
}
