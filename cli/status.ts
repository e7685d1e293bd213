import { setTimeout as wait } from 'node:timers/promises';
import { describeProgress, progressBar } from '../local/progress-view.ts';
import type { StorageClients } from '../shared/adapters/storage/clients.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';
import { type Command, openStorage, partnerOf, storageHelp } from './command.ts';
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

/** Draws how far the newest uploads are. */
export const status: Command = {
  usage: 'status [PARTNER] [--watch] [--storage TEXT] [--json]',
  about: 'how far the newest uploads are: progress bars and the estimated time left',
  help: `  PARTNER          only this partner's uploads; without it, every partner's
  --watch          draw again every two seconds until no upload is open
  --json           print one JSON object instead of text
${storageHelp}

Shows the ${uploadsShown} newest uploads. Reads only.`,
  run: async (args, print) => {
    const { values, positionals } = readArguments(args, {
      watch: { type: 'boolean' },
      storage: { type: 'string' },
      json: { type: 'boolean' },
    });
    const only = positionals.length === 0 ? undefined : partnerOf(positionals);
    const storage = openStorage(values.storage);
    for (;;) {
      const partners = only === undefined ? await partnersInSettings(storage) : [only];
      const uploads = await readNewest(storage, partners);
      const again = values.watch === true && uploads.some(isOpen);
      if (values.json) print(`${JSON.stringify({ uploads })}\n`);
      // A terminal is drawn over; anywhere else each look is added.
      else print(`${values.watch && process.stdout.isTTY ? '\u001b[H\u001b[2J' : ''}${draw(uploads, new Date())}\n`);
      if (!again) return 0;
      await wait(watchEveryMs);
    }
  },
};
