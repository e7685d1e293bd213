import type { Letter } from './memory-queue.ts';
import type { PlainReport } from './memory-reports.ts';
import type { Host, World } from './world.ts';

const timersEveryMs = 60_000;
const longestRunMs = 4 * 24 * 3_600_000;

/** Does what a letter asks for. */
export const handle = async (host: Host, { work }: Pick<Letter, 'work'>): Promise<unknown> => {
  switch (work.kind) {
    case 'upload':
      return host.intakeUpload(work.blobName);
    case 'chunk':
      return host.registerChunk(work.message);
    case 'report':
      return host.writeReport(work.message);
    case 'notice':
      return undefined;
  }
};

/** Handles what is visible now, one letter after the other; `false`: there was nothing. */
export async function handleVisible(world: World, host: Host): Promise<boolean> {
  let any = false;
  for (let letter = world.post.receive(); letter !== undefined; letter = world.post.receive()) {
    any = true;
    await handle(host, letter);
    world.post.done(letter);
  }
  return any;
}

/** Works as the Functions host does, with a timer for repair and sweep, until nothing is left to do; time passes by itself. */
export async function runUntilQuiet(world: World, host: Host): Promise<void> {
  const { clock, post } = world;
  const started = clock.now().getTime();
  let timersAt = started;
  for (;;) {
    await handleVisible(world, host);
    if (post.all().length === 0 && world.ports.open.all().length === 0) return;
    const now = clock.now().getTime();
    if (now - started > longestRunMs) throw new Error('It never gets quiet.');
    const nextLetter = Math.min(...post.all().map(({ visibleAt }) => visibleAt));
    clock.move(Math.max(0, Math.min(nextLetter, timersAt) - now));
    if (clock.now().getTime() >= timersAt) {
      await host.repair();
      await host.sweep();
      timersAt = clock.now().getTime() + timersEveryMs;
    }
  }
}

/** Every report there is, by its file's name. */
export const reportsOf = (world: World): ReadonlyMap<string, PlainReport> =>
  new Map(
    [...world.files]
      .filter(([name]) => name.endsWith('.report.json'))
      .map(([name, { text }]): [string, PlainReport] => [name, JSON.parse(text)]),
  );

/** The only report there is. */
export function onlyReport(world: World): PlainReport {
  const [report, ...others] = reportsOf(world).values();
  if (report === undefined || others.length > 0)
    throw new Error(`There are ${others.length + (report ? 1 : 0)} reports.`);
  return report;
}
