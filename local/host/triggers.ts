import type { BlobServiceClient } from '@azure/storage-blob';
import type { QueueServiceClient } from '@azure/storage-queue';
import type { RunNow } from './admin.ts';
import { parseBlobPath } from './blob-path.ts';
import { type BlobFunction, startBlobTriggers } from './blob-trigger.ts';
import type { App, RegisteredFunction } from './core.ts';
import type { HttpFunction } from './http-trigger.ts';
import { type Invoke, triggerOf } from './invoke.ts';
import type { Log } from './log.ts';
import { parseSchedule } from './ncrontab.ts';
import { startQueueTrigger } from './queue-trigger.ts';
import { parseRoute } from './routes.ts';
import { connectionString, type HostSettings, resolveSettings } from './settings.ts';
import { startTimer, wireTimer } from './timer-trigger.ts';

type Stoppable = { stop(): Promise<void> };

interface TriggerDeps {
  readonly app: App;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly settings: HostSettings;
  readonly hostId: string;
  readonly visibilitySeconds: number;
  readonly twice: () => boolean;
  readonly invoke: Invoke;
  readonly blobs: (connectionString: string) => BlobServiceClient;
  readonly queues: (connectionString: string) => QueueServiceClient;
}

/** The app's triggers, checked and ready to start. */
export interface Triggers {
  readonly http: readonly HttpFunction[];
  /** What `POST /admin/functions/{name}` runs. */
  readonly runNow: ReadonlyMap<string, RunNow>;
  start(): Promise<Stoppable>;
}

/** The longest pause between two looks at a quiet queue: shorter than in the cloud, because a person waits. */
const longestLocalPollMs = 1000;
const hostContainer = 'azure-webjobs-hosts';

/** Turns each function's binding into a trigger that can be started; whatever is wrong with one is thrown here. */
export function bindTriggers(deps: TriggerDeps): Triggers {
  const { app, env, log, invoke, hostId, visibilitySeconds } = deps;
  const settings: HostSettings = {
    ...deps.settings,
    queues: { ...deps.settings.queues, maxPollingMs: Math.min(deps.settings.queues.maxPollingMs, longestLocalPollMs) },
  };
  const hostBlobs = deps.blobs(connectionString('AzureWebJobsStorage', env));
  const hostQueues = deps.queues(connectionString('AzureWebJobsStorage', env));
  const container = hostBlobs.getContainerClient(hostContainer);
  const http: HttpFunction[] = [];
  const blobFunctions: BlobFunction[] = [];
  const starts: (() => Stoppable)[] = [];
  const runNow = new Map<string, RunNow>();

  const bind: Readonly<Record<string, (fn: RegisteredFunction, setting: SettingReader) => void>> = {
    httpTrigger: (fn, setting) => {
      const level = setting.text('authLevel', 'anonymous');
      if (level !== 'anonymous')
        throw new Error(`${fn.name}: the local host knows no keys, so no authLevel "${level}"`);
      http.push({
        fn,
        route: parseRoute(setting.text('route', fn.name)),
        methods: setting.list('methods').map((method) => method.toUpperCase()),
      });
    },
    queueTrigger: (fn, setting) => {
      const queues = deps.queues(connectionString(setting.text('connection'), env));
      const queueName = setting.text('queueName');
      starts.push(() =>
        startQueueTrigger({ fn, queueName, queues, settings: settings.queues, visibilitySeconds, invoke, log }),
      );
      runNow.set(fn.name, (text) => quietly(invoke(fn, { string: text }, { QueueTrigger: { string: text } })));
    },
    blobTrigger: (fn, setting) =>
      blobFunctions.push({
        fn,
        path: parseBlobPath(setting.text('path')),
        connection: setting.text('connection'),
        byEvent: setting.text('source', 'LogsAndContainerScan') === 'EventGrid',
        byReference: setting.flag('sdkBinding') === true,
        blobs: deps.blobs(connectionString(setting.text('connection'), env)),
      }),
    timerTrigger: (fn, setting) => {
      const schedule = parseSchedule(setting.text('schedule'));
      const monitor = setting.flag('useMonitor') ?? minutesApart(schedule);
      const runOnStartup = setting.flag('runOnStartup') ?? false;
      starts.push(() => startTimer({ fn, schedule, runOnStartup, monitor, hostId, container, invoke, log }));
      runNow.set(fn.name, () => quietly(invoke(fn, wireTimer(false), {})));
    },
  };
  for (const fn of app.functions.values()) {
    const others = Object.entries(fn.bindings).filter(
      ([name, { type }]) => type !== 'http' && name !== triggerOf(fn).name,
    );
    const { type } = triggerOf(fn);
    const bindTrigger = bind[type];
    if (bindTrigger === undefined) throw new Error(`${fn.name}: the local host knows no ${type}`);
    if (others.length > 0) throw new Error(`${fn.name}: the local host knows no bindings besides the trigger`);
    bindTrigger(fn, makeSettingReader(fn, env));
  }

  return {
    http,
    runNow,
    start: async () => {
      await container.createIfNotExists();
      const running: Stoppable[] = starts.map((start) => start());
      if (blobFunctions.length > 0) {
        const { twice } = deps;
        running.push(
          await startBlobTriggers({
            functions: blobFunctions,
            hostId,
            receipts: container,
            queues: hostQueues,
            settings,
            visibilitySeconds,
            twice,
            invoke,
            log,
          }),
        );
      }
      return {
        stop: async () => {
          await Promise.all(running.map((part) => part.stop()));
        },
      };
    },
  };
}

/** A failed run has been logged already, and its caller does not wait for it. */
function quietly(run: Promise<unknown>): void {
  void run.catch(() => undefined);
}

function minutesApart(schedule: (after: Date) => Date): boolean {
  const first = schedule(new Date());
  return schedule(first).getTime() - first.getTime() >= 60_000;
}

interface SettingReader {
  text(name: string, fallback?: string): string;
  flag(name: string): boolean | undefined;
  list(name: string): readonly string[];
}

function makeSettingReader(fn: RegisteredFunction, env: TriggerDeps['env']): SettingReader {
  const trigger = triggerOf(fn);
  return {
    text: (name, fallback) => {
      const value = trigger[name] ?? fallback;
      if (typeof value === 'string') return resolveSettings(value, env);
      throw new Error(`${fn.name}: its trigger's ${name} is not a text`);
    },
    flag: (name) => {
      const value = trigger[name];
      return typeof value === 'boolean' ? value : undefined;
    },
    list: (name) => {
      const value = trigger[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}
