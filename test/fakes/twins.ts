import { expect } from 'chai';
import { describe, it } from 'mocha';
import { deviceKeys } from '../../shared/domain/device-key.ts';
import { makeChance } from '../chaos/chance.ts';
import { Crash, type Gate } from './gate.ts';
import type { Letter } from './memory-queue.ts';
import type { Mishap } from './pretend-platform.ts';
import { reportsOf, runUntilQuiet } from './run-host.ts';
import { contoso, fabrikam } from './sample-settings.ts';
import { deviceOf, sheetOf } from './sheets.ts';
import { makeHost, makeWorld, type World } from './world.ts';

const second = 1_000;
const minute = 60 * second;
export const serials = ['S-1', 'S-2', 'S-3'] as const;

export type Way = 'pc' | 'oem';
const customerOf = { pc: contoso, oem: fabrikam } as const;
export const rowsOf = (way: Way) =>
  serials.map(
    (serial) =>
      (way === 'pc' ? ['contoso.example', 'Sales', serial] : ['fabrikam.example', '', serial]) as readonly [
        string,
        string,
        string,
      ],
  );

/** Two files of one partner with the same devices, planned and released; nothing was sent yet. */
export async function twins(way: Way): Promise<World> {
  const world = makeWorld();
  const host = makeHost(world);
  await world.dropUnseen('northwind/May.csv', sheetOf(...rowsOf(way)));
  await world.dropUnseen('northwind/June.csv', sheetOf(...rowsOf(way).toReversed()));
  await host.intakeUpload('northwind/May.csv');
  await host.intakeUpload('northwind/June.csv');
  return world;
}

/** What each of the two reports says of each device, and which upload the ledger names as its origin. */
export async function said(world: World, way: Way) {
  const reports = [...reportsOf(world).values()];
  expect(reports.map(({ head }) => head.kind)).to.deep.equal(['final', 'final']);
  const { customerTenantId } = customerOf[way];
  return Promise.all(
    serials.map(async (serial) => {
      const [key] = deviceKeys(deviceOf(serial));
      const row = (await world.ports.devices.known('northwind', way, customerTenantId, [key])).get(key);
      const kinds = reports.map(({ rows }) => rows.find(({ cells }) => cells.includes(serial))?.verdict.kind ?? 'none');
      const registeredBy = reports.filter((_, at) => kinds[at] === 'registered').map(({ head }) => head.uploadId);
      return { kinds: kinds.toSorted(), registeredBy, origin: row?.origin?.uploadId };
    }),
  );
}

export async function expectOneRegistered(world: World, way: Way, what: string): Promise<void> {
  for (const { kinds, registeredBy, origin } of await said(world, way)) {
    expect(kinds, what).to.deep.equal(['alreadyRegistered', 'registered']);
    expect(registeredBy, what).to.deep.equal([origin]);
  }
}

interface Task {
  readonly letter: Letter;
  next: { readonly go: () => void; readonly die: () => void } | undefined;
  over: boolean;
}

/**
 * Several processes work on the chunks of both files at once. Chance decides before each effect whose turn it is, how far
 * the clock moves, which answers and calls are lost, and which process ends at which effect.
 */
export async function interleaved(seed: number, way: Way, there = false): Promise<World> {
  const world = await twins(way);
  const { customerTenantId } = customerOf[way];
  if (there) for (const serial of serials) world.platforms[way].hold(deviceOf(serial), customerTenantId, 'Theirs');
  const { next: chance } = makeChance(seed);
  const below = (count: number): number => Math.floor(chance() * count);
  const mishaps: readonly (Mishap | undefined)[] = ['answerLost', 'callLost', undefined, undefined];
  world.platforms[way].how.submits = Array.from({ length: 3 }, () => mishaps[below(mishaps.length)]);
  const plain = makeHost(world);
  let tasks: readonly Task[] = [];
  let crashes = 0;

  const start = (letter: Letter): void => {
    if (letter.work.kind !== 'chunk') return;
    const task: Task = { letter, next: undefined, over: false };
    const gate: Gate = {
      before: (effect) =>
        new Promise((resolve, reject) => {
          task.next = { go: () => resolve(0), die: () => reject(new Crash(effect)) };
        }),
      after: async () => {},
    };
    tasks = [...tasks, task];
    const done = (error?: unknown): void => {
      task.over = true;
      if (error === undefined) world.post.done(letter);
      else if (!(error instanceof Crash)) throw error;
    };
    void makeHost(world, gate)
      .registerChunk(letter.work.message)
      .then(() => done(), done);
  };
  const isOver = async (): Promise<boolean> => {
    for (const { uploadId } of await world.ports.ledger.newest('northwind', 10)) {
      if ((await world.ports.chunks.list(uploadId)).some(({ state }) => state !== 'settled')) return false;
    }
    return true;
  };

  for (let turns = 0; turns < 5_000; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    tasks = tasks.filter(({ over }) => !over);
    if (tasks.length === 0 && (await isOver())) break;
    const letter = tasks.length < 3 && chance() < 0.3 ? world.post.receive() : undefined;
    if (letter !== undefined && letter.work.kind !== 'chunk') world.post.done(letter);
    else if (letter !== undefined) start(letter);
    const waiting = tasks.filter(({ next }) => next !== undefined);
    const task = waiting[below(waiting.length)];
    const next = task?.next;
    if (task === undefined || next === undefined || chance() < 0.05) {
      world.clock.move(below(task === undefined ? 2 * minute : 40 * second));
      if (task === undefined && chance() < 0.1) await plain.repair();
      continue;
    }
    task.next = undefined;
    if (crashes < 2 && chance() < 0.01) {
      crashes += 1;
      next.die();
    } else next.go();
  }
  await runUntilQuiet(world, plain);
  return world;
}

/** Chance decides the order of effects, what is lost and who dies; the same seeds always give the same runs. */
export function describeTwins(seeds: number): void {
  describe('two files with the same devices at once, in whatever order effects happen, whatever is lost and whoever dies', () => {
    for (const way of ['pc', 'oem'] as const) {
      it(`on ${way}: exactly one report says registered`, async () => {
        const wrong: string[] = [];
        for (let seed = 1; seed <= seeds; seed += 1) {
          const world = await interleaved(seed, way);
          await expectOneRegistered(world, way, `seed ${seed}`).catch((error: unknown) => wrong.push(String(error)));
        }
        expect(wrong).to.deep.equal([]);
      });
    }

    it('that somebody else had registered before: on a platform that lists, no report says registered', async () => {
      for (let seed = 1; seed <= seeds; seed += 1) {
        for (const { kinds } of await said(await interleaved(seed, 'pc', true), 'pc')) {
          expect(kinds, `seed ${seed}`).to.deep.equal(['alreadyRegistered', 'alreadyRegistered']);
        }
      }
    });

    it('that somebody else had registered before: on one that lists nothing, no more than one report does', async () => {
      for (let seed = 1; seed <= seeds; seed += 1) {
        for (const { kinds } of await said(await interleaved(seed, 'oem', true), 'oem')) {
          expect(kinds[0], `seed ${seed}`).to.equal('alreadyRegistered');
        }
      }
    });
  });
}
