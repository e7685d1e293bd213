import { setTimeout as wait } from 'node:timers/promises';
import { describeProgress, progressBar } from '../local/progress-view.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import type { Alarm } from '../shared/domain/reporting/alarm.ts';
import { minuteOf } from '../shared/domain/reporting/alarm-text.ts';
import { explained } from '../shared/domain/reporting/report-lines.ts';
import { english } from '../shared/domain/texts/en.ts';
import type { ConnectionHealth } from '../shared/usecases/serving/overview.ts';
import type { Serving } from '../shared/usecases/serving/serving.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';
import { type Command, counted, openServing, openStorage, partnerOf, storageHelp } from './command.ts';
import { readArguments } from './command-line.ts';
import { openLedger, partnersInSettings } from './ledger.ts';

const uploadsShown = 10;
const watchEveryMs = 2_000;

const isOpen = ({ state }: UploadProgress): boolean =>
  state === 'planning' || state === 'planned' || state === 'waiting';

/**
 * How long it may still take. Only the pace of this very upload is known: until a chunk has come back nothing can be
 * said, and what waits for a person has no time at all.
 */
export function timeLeft(progress: UploadProgress, now: Date): string {
  const { state, devices, chunks, receivedAt } = progress;
  if (state === 'planning') return 'time left: not known before the file is read';
  if (state !== 'planned') return '';
  const left = devices.total - devices.settled;
  if (left === 0 || progress.check) return 'the report is being written';
  if (chunks.held > 0 && chunks.held + chunks.settled === chunks.total) return 'waits for a person';
  if (devices.settled === 0) return 'time left: not known before the first chunk is back';
  const perDevice = (now.getTime() - Date.parse(receivedAt)) / devices.settled;
  const minutes = Math.ceil((left * perDevice) / 60_000);
  const text = minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
  return `about ${text} left at the pace so far${chunks.held > 0 ? ', without what is held' : ''}`;
}

/** The newest uploads of these partners, newest first. */
async function readNewest(storage: StorageClients, partners: readonly string[]): Promise<readonly UploadProgress[]> {
  const { ledger, readProgress } = openLedger(storage);
  const newest = (await Promise.all(partners.map((partnerId) => ledger.newest(partnerId, uploadsShown))))
    .flat()
    .sort((a, b) => b.receivedAt.localeCompare(a.receivedAt))
    .slice(0, uploadsShown);
  const all = await Promise.all(newest.map((state) => readProgress(state)));
  return all.filter((progress) => progress !== undefined);
}

const draw = (uploads: readonly UploadProgress[], now: Date): string =>
  uploads
    .map((progress) => {
      const left = timeLeft(progress, now);
      const time = `${progress.receivedAt.slice(0, 16).replace('T', ' ')}Z`;
      const lines = [
        `${progressBar(progress)} ${time} ${progress.partnerId}/${progress.fileName}`,
        describeProgress(progress),
      ];
      return [...lines, ...(left === '' ? [] : [left])].join('\n    ');
    })
    .join('\n') || 'No uploads.';

/** Connections through which not everything goes as it should, with the alarm about each. */
export interface Trouble {
  readonly connections: readonly ConnectionHealth[];
  readonly alarms: readonly Alarm[];
}

const isTroubled = ({ state }: ConnectionHealth): boolean => state !== 'well' && state !== 'idle';

async function readTrouble({ overseeing, alarms }: Serving, only: string | undefined): Promise<Trouble> {
  const own = (await overseeing.connections()).filter(({ partners }) => only === undefined || partners.includes(only));
  const raised = (await alarms()).filter(
    ({ id, overAt }) => overAt === undefined && own.some(({ connectionId }) => connectionId === id),
  );
  const isRaised = ({ connectionId }: ConnectionHealth): boolean => raised.some(({ id }) => id === connectionId);
  return { connections: own.filter((one) => isTroubled(one) || isRaised(one)), alarms: raised };
}

/** What is wrong with each connection, a line or two for each. */
export const troubleText = ({ connections, alarms }: Trouble): string =>
  connections
    .map(({ connectionId, state, width, fullWidth, waiting, held, holds, suspension }) => {
      const counts = [
        ...(held === 0 ? [] : [`${counted(held, 'chunk')} held`]),
        ...(waiting === 0 ? [] : [`${counted(waiting, 'chunk')} under way or waiting`]),
      ].join(', ');
      const behind = counts === '' ? '' : ` (${counts})`;
      const alarm = alarms.find(({ id }) => id === connectionId);
      if (alarm !== undefined) {
        const { happened, advice } = explained({ code: alarm.code }, english);
        return `✖ ${connectionId} is signed out since ${minuteOf(alarm.since)}${behind}\n    ${happened} ${advice}`;
      }
      if (suspension !== undefined)
        return `⏸ ${connectionId} is suspended since ${minuteOf(suspension.at)}: ${suspension.reason}${behind}`;
      if (state === 'throttled')
        return `⚠ ${connectionId} is throttled by its platform: ${width} of ${fullWidth} calls at once${behind}`;
      if (state === 'troubled') return `⚠ ${connectionId} does not reach its platform${behind}`;
      const why = holds.find(({ who }) => who === 'operator');
      return `✖ ${connectionId} is blocked${behind}${why === undefined ? '' : `\n    ${why.happened} ${why.advice}`}`;
    })
    .join('\n');

/** Draws how far the newest uploads are. */
export const status: Command = {
  usage: 'status [PARTNER] [--watch] [--storage TEXT] [--json]',
  about:
    'how far the newest uploads are, with the estimated time left, and which connections are signed out or throttled',
  help: `  PARTNER          only this partner's uploads; without it, every partner's
  --watch          draw again every two seconds until no upload is open
  --json           print one JSON object instead of text
${storageHelp}

Shows the ${uploadsShown} newest uploads, and above them each connection that is signed out, blocked, throttled or suspended. Reads only.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      watch: { type: 'boolean' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const only = positionals.length === 0 ? undefined : partnerOf(positionals);
    const storage = openStorage(values.storage);
    const { serving } = await openServing(values.storage);
    for (;;) {
      const partners = only === undefined ? await partnersInSettings(storage) : [only];
      const uploads = await readNewest(storage, partners);
      // Whoever may not look into the vault sees uploads all the same.
      const trouble = await readTrouble(serving, only).catch((error: unknown) => {
        process.stderr.write(`Connections could not be looked at: ${error instanceof Error ? error.message : error}\n`);
        return { connections: [], alarms: [] };
      });
      const again = values.watch === true && uploads.some(isOpen);
      if (values.json) print(`${JSON.stringify({ uploads, ...trouble })}\n`);
      // A terminal is drawn over; anywhere else each look is added.
      else
        print(
          `${values.watch && process.stdout.isTTY ? '\u001b[H\u001b[2J' : ''}${[troubleText(trouble), draw(uploads, new Date())].filter((text) => text !== '').join('\n')}\n`,
        );
      if (!again) return 0;
      await wait(watchEveryMs);
    }
  },
};
