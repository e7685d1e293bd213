import { deviceKeys } from '../../../shared/domain/device-key.ts';
import type { Identity } from '../../../shared/domain/identity.ts';
import { chunkIdOf, uploadIdOf } from '../../../shared/domain/ids.ts';
import { Crash } from '../../fakes/gate.ts';
import { handle } from '../../fakes/run-host.ts';
import { goodFile } from '../../fakes/sample-settings.ts';
import { type Host, makeHost, makeWorld, worldTimes } from '../../fakes/world.ts';
import { makeChance } from '../chance.ts';
import { type FileVersion, type HeldDevice, judgeSchedule, neededCalls, type Problem } from './judge-schedule.ts';
import { makeLetters } from './letters.ts';
import { plainSheets, reportsInMemory } from './quick-ports.ts';
import { connections, makeScenario, mostDevices, type OutsideEvent, partners } from './scenario.ts';
import { makeTroubledPlatforms } from './troubled-platforms.ts';
import { makeTurns, type SimulatedHost, type Task } from './turns.ts';

export interface ScheduleOptions {
  /** Disturbances at most; absent: as many as the seed draws. */
  readonly disturbances?: number;
  /** Hears of every effect and disturbance. */
  readonly onStep?: (line: string) => void;
}

/** What came of one seed. */
export interface Schedule {
  readonly seed: number;
  readonly problems: readonly Problem[];
  readonly uploads: number;
  readonly rows: number;
  readonly effects: number;
  readonly crashes: number;
  readonly submissions: number;
  readonly minimumSubmissions: number;
  /** What was done on purpose, in order. */
  readonly disturbances: readonly string[];
}

const second = 1_000;
const minute = 60 * second;
const times = { ...worldTimes, usualJob: 5 * minute, giveUp: 60 * minute };
const jobMs = 20 * second;
const longestRunMs = 5 * 60 * minute;
const mostEffects = 30_000;
const tasksOfHost = 3;
const hosts = 2;
/** The sweep looks for what nobody heard of once it is this old. */
const quietAfterMs = times.unclaimed + minute;

const tupleOf = (serial: string): Identity => ({ kind: 'tuple', manufacturer: 'LENOVO', model: '20XW', serial });

interface LiveHost {
  readonly process: SimulatedHost;
  readonly app: Host;
}

const delay = (task: Task): void => {
  task.disturbed = true;
  task.delayed = true;
};

/** Runs one schedule: the same seed gives the same effects in the same order. */
export async function runSchedule(seed: number, options: ScheduleOptions = {}): Promise<Schedule> {
  const [order, luck] = [makeChance(seed), makeChance(seed ^ 0x5bd1e995)];
  const scenario = makeScenario(makeChance(seed ^ 0x2545f491));
  const world = makeWorld(partners, connections, jobMs);
  const { clock } = world;
  const started = clock.now().getTime();
  const now = (): number => clock.now().getTime();
  const letters = makeLetters(clock);
  const { renderer, reports, all: allReports } = reportsInMemory();
  const turns = makeTurns();
  const disturbances: string[] = [];
  const mostDisturbances = Math.min(luck.between(0, 10), options.disturbances ?? Number.POSITIVE_INFINITY);
  let effects = 0;
  let crashes = 0;
  let hostIds = 0;
  const say = (line: string): void => options.onStep?.(`${((now() - started) / second).toFixed(2)} ${line}`);

  /** Draws in any case, so that fewer disturbances do not change those before. */
  const disturb = (share: number, what: string): boolean => {
    const hit = luck.next() < share && disturbances.length < mostDisturbances;
    if (!hit) return false;
    disturbances.push(what);
    const task = turns.current();
    if (task !== undefined) task.disturbed = true;
    say(`! ${what}`);
    return true;
  };

  const platforms = makeTroubledPlatforms(world, {
    disturb,
    chance: luck,
    current: turns.current,
    step: () => effects,
    cleanMs: times.call / 2,
  });
  for (const { serial, connectionId, customer, groupTag } of scenario.heldBefore)
    (connectionId === 'oem' ? world.platforms.oem : world.platforms.pc).hold(tupleOf(serial), customer, groupTag);
  for (const serial of scenario.stumbling) {
    for (const { how } of Object.values(world.platforms)) how.stumbling.set(deviceKeys(tupleOf(serial))[0], 1);
  }

  const startHost = (): LiveHost => {
    const process: SimulatedHost = { id: ++hostIds, dead: false, stoppedUntil: 0 };
    const skewMs = luck.of([0, 0, -45 * second, 45 * second]);
    const own = { now: () => new Date(now() + skewMs) };
    const { queue, poison } = letters;
    const ports = {
      ...world.ports,
      sheets: plainSheets,
      queue,
      poison,
      renderer,
      reports,
      clock: { ...own, move: clock.move },
    };
    return { process, app: makeHost({ ...world, ports, clientOf: platforms.clientOf }, turns.gateOf(process), times) };
  };
  let alive: readonly LiveHost[] = Array.from({ length: hosts }, startHost);
  const crash = (process: SimulatedHost): void => {
    crashes += 1;
    turns.kill(process);
    alive = [...alive.filter((host) => host.process !== process), startHost()];
  };

  const versions: { version: FileVersion; blobName: string }[] = [];
  const standing = new Map<string, string>();
  const happen = async (event: OutsideEvent): Promise<void> => {
    if (event.kind === 'settings') {
      const { folder } = world;
      const partner = partners.find(({ partnerId }) => partnerId === event.partnerId);
      if (partner === undefined) return;
      const file = goodFile({ ...partner, name: `${partner.name} ${event.at}` }, `version ${event.at}`);
      const { value: _value, ...broken } = file;
      folder.partners.set(event.partnerId, event.usable ? file : { ...broken, faults: ['name is missing'] });
      say(`${event.partnerId}: settings ${event.usable ? 'changed' : 'broken'}`);
      return;
    }
    const blobName = `${event.partnerId}/${event.fileName}`;
    if (event.kind === 'remove') {
      standing.delete(blobName);
      await world.remove(blobName);
      say(`${blobName} removed`);
      return;
    }
    const { etag } = await world.dropUnseen(blobName, event.text);
    const uploadId = uploadIdOf('uploads', blobName, etag);
    standing.set(blobName, uploadId);
    versions.push({ blobName, version: { uploadId, fileName: event.fileName, standing: false, rows: event.rows } });
    for (let count = 0; count < event.events; count++) letters.send({ kind: 'upload', blobName, etag });
    say(`${blobName} dropped as ${uploadId}, ${event.rows.length} rows, ${event.events} events`);
  };

  const canRun = ({ process }: LiveHost): boolean => process.stoppedUntil <= now();
  const roomOn = ({ process }: LiveHost): boolean =>
    turns.tasks().filter(({ host }) => host === process).length < tasksOfHost;
  const start = (
    host: LiveHost,
    name: string,
    work: () => Promise<unknown>,
    done: (error: unknown, task: Task) => void,
  ): void => {
    turns.start(host.process, name, work, (error, task) => {
      const known = error === undefined || error instanceof Crash;
      if (!known) say(`${host.process.id} ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      done(error, task);
    });
  };
  /** Chunks whose work was cut. */
  const cut: string[] = [];
  const takeLetter = (host: LiveHost): void => {
    const visible = letters.visible();
    const letter = visible[order.between(0, visible.length - 1)];
    if (letter === undefined) return;
    letters.take(letter, disturb(0.04, `a message comes twice: ${letter.work.kind}`));
    say(`${host.process.id} takes ${JSON.stringify(letter.work)}`);
    start(
      host,
      letter.work.kind,
      () => handle(host.app, letter),
      (error, task) => {
        if (letter.work.kind === 'chunk' && (task.disturbed || task.failed))
          cut.push(chunkIdOf(letter.work.message.uploadId, letter.work.message.chunk));
        if (error === undefined) letters.done(letter);
        else letters.failed(letter);
      },
    );
  };
  let timersAt = started + minute;
  let timerCount = 0;
  /** When the last sweep began that came to its end. */
  let sweptAt = started;
  const runTimers = (host: LiveHost): void => {
    timerCount += 1;
    timersAt = now() + (now() - started < 15 * minute ? minute : 5 * minute);
    const { app } = host;
    start(
      host,
      'repair',
      () => app.repair(),
      () => {},
    );
    if (timerCount % 2 !== 0) return;
    const at = now();
    start(
      host,
      'sweep',
      () => app.requeuePoison().then(() => app.sweep()),
      (error) => {
        if (error === undefined) sweptAt = at;
      },
    );
  };

  /** What the seed does to an effect whose turn has come; most are left alone. */
  const go = (one: ReturnType<typeof turns.waiting>[number]): void => {
    effects += 1;
    say(`${one.host.id} ${one.task.name}: ${one.effect}`);
    const draw = luck.next();
    const [rate, left] = [0.012, disturbances.length < mostDisturbances];
    const toPlatform = /^(?:pc|oem)\./.test(one.effect);
    const kind = left && draw < rate ? luck.between(0, 7) : undefined;
    if (kind === undefined || (kind > 5 && toPlatform)) {
      one.go();
      return;
    }
    const hit = (what: string): void => {
      one.task.disturbed = true;
      disturbances.push(`${what} ${one.effect} of ${one.task.name}`);
      say(`! ${what} ${one.effect}`);
    };
    if (kind <= 1) {
      hit('the process ends before');
      crash(one.host);
      return;
    }
    if (kind <= 3) {
      hit('the process ends after');
      one.go({ when: 'after', error: new Crash('the process ended') });
      // It happens first; whatever comes next does not.
      crash(one.host);
      return;
    }
    if (kind === 4) {
      hit('the process is stopped before');
      one.host.stoppedUntil = now() + luck.between(5, 400) * second;
      for (const task of turns.tasks()) if (task.host === one.host) delay(task);
      return;
    }
    if (kind === 5) {
      hit('time passes before');
      clock.move(luck.between(5, 200) * second);
      for (const task of turns.tasks()) delay(task);
      return;
    }
    hit(kind === 6 ? 'storage is away before' : 'the answer of storage is lost after');
    one.go({ when: kind === 6 ? 'before' : 'after', error: new Error('Storage answers 503.') });
  };

  const outside = [...scenario.events];
  let lastEventAt = started;
  const problems: Problem[] = [];
  const ended = new Set<Task>();
  let known: readonly Task[] = [];
  for (;;) {
    await turns.quiet();
    for (const task of known) {
      if (!task.over || ended.has(task)) continue;
      ended.add(task);
      platforms.taskEnded(task);
    }
    known = turns.tasks();
    const next = outside[0];
    if (next !== undefined && started + next.at <= now()) {
      outside.shift();
      lastEventAt = now();
      await happen(next);
      continue;
    }
    const able = alive.filter(canRun);
    const free = able.filter(roomOn);
    const host = free[order.between(0, Math.max(0, free.length - 1))];
    const waiting = turns.waiting().filter((one) => one.host.stoppedUntil <= now());
    if (host !== undefined && timersAt <= now()) {
      runTimers(host);
      continue;
    }
    const some = letters.visible().length > 0;
    if (host !== undefined && some && (waiting.length === 0 || order.next() < 0.2)) {
      takeLetter(host);
      continue;
    }
    const one = waiting[order.between(0, Math.max(0, waiting.length - 1))];
    if (one !== undefined) {
      clock.move(order.between(0, 30));
      go(one);
      if (effects < mostEffects) continue;
      problems.push({ kind: 'notQuiet', text: `not quiet after ${mostEffects} effects` });
      break;
    }
    const idle = turns.tasks().length === 0 && outside.length === 0 && letters.all().length === 0;
    if (idle && world.ports.open.all().length === 0 && sweptAt > lastEventAt + quietAfterMs) break;
    if (now() - started > longestRunMs) {
      problems.push({ kind: 'notQuiet', text: `not quiet after ${longestRunMs / minute} minutes` });
      break;
    }
    const stops = alive.map(({ process }) => process.stoppedUntil).filter((until) => until > now());
    const nextEvent = outside[0] === undefined ? Number.POSITIVE_INFINITY : started + outside[0].at;
    const visibleAt = letters.nextAt() > now() ? letters.nextAt() : Number.POSITIVE_INFINITY;
    const timers = timersAt > now() ? timersAt : Number.POSITIVE_INFINITY;
    clock.move(Math.max(1, Math.min(nextEvent, visibleAt, timers, ...stops) - now()));
  }

  const dropped = versions.map(({ version, blobName }) => ({
    ...version,
    standing: standing.get(blobName) === version.uploadId,
  }));
  const serials = new Set(dropped.flatMap(({ rows }) => rows.map(({ serial }) => serial)));
  const held = Object.entries(world.platforms).flatMap(([connectionId, platform]) =>
    [...serials].flatMap((serial): HeldDevice[] => {
      const there = platform.holderOf(tupleOf(serial));
      const by = platform.registeredBy(tupleOf(serial));
      return there === undefined ? [] : [{ connectionId, serial, ...there, ...(by === undefined ? {} : { by }) }];
    }),
  );
  const calls = platforms.facts();
  const removed = Object.entries(world.platforms).flatMap(([connectionId, { actions }]) =>
    actions.removed.map(({ customer, device: { serial = '' } }) => ({ connectionId, customer, serial })),
  );
  problems.push(
    ...judgeSchedule({
      ...{ versions: dropped, reports: allReports(), held, calls, removed, mostDevices },
      ...{ cut, stumbling: scenario.stumbling, unlisted: ['oem'] },
    }),
  );
  const sent = new Set(calls.map(({ chunkId }) => chunkId.slice(0, chunkId.lastIndexOf('-'))));
  return {
    seed,
    problems,
    uploads: dropped.length,
    rows: dropped.reduce((sum, { rows }) => sum + rows.length, 0),
    effects,
    crashes,
    submissions: calls.filter(({ accepted }) => accepted).length,
    minimumSubmissions: dropped
      .filter(({ uploadId }) => sent.has(uploadId))
      .reduce((sum, version) => sum + neededCalls(version, mostDevices), 0),
    disturbances,
  };
}
