import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { answerAdmin } from './admin.ts';
import { loadApp } from './core.ts';
import { answerByFunction } from './http-trigger.ts';
import { makeInvoker } from './invoke.ts';
import { type LogLevel, makeLog, writeLogLine } from './log.ts';
import { listen } from './server.ts';
import { readHostSettings } from './settings.ts';
import { bindTriggers } from './triggers.ts';

export interface HostOptions {
  /** Connection string of the storage account, also the app's `AzureWebJobsStorage`. */
  readonly storage: string;
  /** Folder whose files register the functions; default `functions`. */
  readonly functionsDir?: string | undefined;
  /** 0 or absent: a free port. */
  readonly port?: number | undefined;
  /** How long a message is hidden while it is worked on; the platform's 10 minutes by default. */
  readonly visibilitySeconds?: number | undefined;
  readonly logLevel?: LogLevel | undefined;
  /** Share of blob events that come twice, 0 to 1. */
  readonly duplicateBlobEvents?: number | undefined;
  readonly seed?: number | undefined;
}

export interface Host {
  readonly functions: readonly string[];
  readonly baseUrl: string;
  /** Takes no new work, waits half a minute for what runs, then runs the app's terminate hooks. */
  stop(): Promise<void>;
}

const longestStopMs = 30_000;

/** Starts the Functions host in this process; one per process, because the Functions package allows no more. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { storage } = options;
  const log = makeLog(options.logLevel ?? 'information', writeLogLine);
  process.env['AzureWebJobsStorage'] = storage;
  const functionsDir = resolve(options.functionsDir ?? 'functions');
  const settings = await readHostSettings(hostFileOf(functionsDir), process.env);
  const app = await loadApp(functionsDir, log);
  const invoker = makeInvoker({ app, log, timeoutMs: settings.functionTimeoutMs, fatal: endProcess });
  const triggers = bindTriggers({
    app,
    env: process.env,
    log,
    settings,
    hostId: 'local',
    visibilitySeconds: options.visibilitySeconds ?? 600,
    twice: makeChance(options.duplicateBlobEvents ?? 0, options.seed ?? 1),
    invoke: invoker.invoke,
    // An unreachable storage shall not hold up a stop for the SDK's default of several long retries.
    blobs: (text) =>
      BlobServiceClient.fromConnectionString(text, { retryOptions: { maxTries: 2, retryDelayInMs: 200 } }),
    queues: (text) =>
      QueueServiceClient.fromConnectionString(text, { retryOptions: { maxTries: 2, retryDelayInMs: 200 } }),
  });
  await app.runHooks('appStart', { hookData: {} });

  const server = await listen(
    options.port ?? 0,
    (request, response) =>
      request.url?.startsWith('/admin/')
        ? answerAdmin(request, response, { functions: app.functions, runNow: triggers.runNow, hostId: 'local' })
        : answerByFunction(request, response, {
            functions: triggers.http,
            prefix: settings.routePrefix,
            invoke: invoker.invoke,
          }),
    log,
  );
  const running = await triggers.start().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    functions: [...app.functions.keys()],
    baseUrl: server.baseUrl,
    stop: async () => {
      const ended = Promise.all([running.stop(), server.close(), invoker.idle()]);
      if (!(await settlesWithin(ended, longestStopMs))) log('warning', 'stopped while functions were still running');
      await app.runHooks('appTerminate', { hookData: {} });
    },
  };
}

/** A package brings its own beside its functions; those of tests have none and take this folder's. */
function hostFileOf(functionsDir: string): string {
  const own = resolve(functionsDir, '../host.json');
  return existsSync(own) ? own : resolve('host.json');
}

/** Not caught by anyone, so that the process ends with code 1, as a worker does that the platform ends. */
function endProcess(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), ms);
  });
  const settled = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}

/** A coin that shows heads with the given chance, in an order that follows from the seed (mulberry32). */
function makeChance(chance: number, seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < chance;
  };
}
