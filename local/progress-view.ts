import type { StateReason } from '../shared/domain/reporting/notification.ts';
import { english } from '../shared/domain/texts/en.ts';
import type { VerdictCounts } from '../shared/domain/verdict.ts';
import { verdictKinds } from '../shared/domain/verdict.ts';
import type { UploadProgress } from '../shared/usecases/upload-progress.ts';

/** Draws how far uploads are: one bar for each on a terminal, a line for each change elsewhere. */
export interface ProgressView {
  show(progress: UploadProgress): void;
  /** A line of its own, above the bars. */
  say(line: string): void;
  end(): void;
}

const barWidth = 24;
const count = (value: number): string => value.toLocaleString('en');
/** A count with its noun. */
export const several = (value: number, name: string): string => `${count(value)} ${name}${value === 1 ? '' : 's'}`;

/** How far an upload is, in words. */
export function describeProgress(progress: UploadProgress): string {
  const { state, check, rows, chunks, devices, counts, refused } = progress;
  if (state === 'planning') return `reading, ${several(rows, 'row')} so far`;
  if (state === 'superseded') return 'superseded by a newer version of the file';
  if (refused !== undefined) return `${state === 'waiting' ? 'waiting' : 'refused'}: ${reasonText(refused)}`;
  const held = chunks.held > 0 ? `, ${chunks.held} held` : '';
  const sent = `chunks ${chunks.settled}/${chunks.total}${held}, devices ${count(devices.settled)}/${count(devices.total)}`;
  const work = `${several(rows, 'row')}, ${check ? 'checked only' : sent}`;
  if (state !== 'reported') return [work, ...progress.holds.map((hold) => `held: ${reasonText(hold)}`)].join('; ');
  const verdicts = countsInWords(counts);
  return `${work} – report written${verdicts === '' ? '' : `: ${verdicts}`}`;
}

/** A verdict inside a sentence: `on hold`, `rejected`. */
const inSentence = (status: string): string => status.charAt(0).toLowerCase() + status.slice(1).replace(/,.*/, '');

/** Rows by verdict, as reports call them: `36 registered, 4 on hold`. */
export const countsInWords = (counts: VerdictCounts): string =>
  verdictKinds
    .filter((kind) => (counts[kind] ?? 0) > 0)
    .map((kind) => `${count(counts[kind] ?? 0)} ${inSentence(english.verdicts[kind])}`)
    .join(', ');

/** Why, what to do, who does it and with which link, in one line. */
export const reasonText = ({ happened, advice, who, customer, link }: StateReason): string =>
  [
    customer === undefined ? happened : `${customer}: ${happened}`,
    advice,
    ...(who === 'nobody' ? [] : [`(${who} acts)`]),
    ...(link === undefined || advice.includes(link) ? [] : [link]),
  ].join(' ');

/** How far an upload is, as a bar. */
export function progressBar({ state, devices }: UploadProgress): string {
  const share = devices.total === 0 ? (state === 'reported' ? 1 : 0) : devices.settled / devices.total;
  const full = Math.round(share * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
}

function makeBars(out: NodeJS.WriteStream): ProgressView {
  const uploads = new Map<string, UploadProgress>();
  let drawn = 0;
  const clear = (): void => {
    if (drawn > 0) out.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    for (const progress of uploads.values()) {
      const line = `${progressBar(progress)} ${progress.partnerId}/${progress.fileName}  ${describeProgress(progress)}`;
      out.write(`${line.slice(0, (out.columns ?? 120) - 1)}\n`);
      drawn += 1;
    }
  };
  return {
    show: (progress) => {
      uploads.set(progress.uploadId, progress);
      clear();
      draw();
    },
    say: (line) => {
      clear();
      out.write(`${line}\n`);
      draw();
    },
    end: () => {
      drawn = 0;
      uploads.clear();
    },
  };
}

function makeLines(out: NodeJS.WriteStream): ProgressView {
  const last = new Map<string, string>();
  return {
    show: (progress) => {
      const line = describeProgress(progress);
      if (last.get(progress.uploadId) === line) return;
      last.set(progress.uploadId, line);
      out.write(`${progress.partnerId}/${progress.fileName}: ${line}\n`);
    },
    say: (line) => void out.write(`${line}\n`),
    end: () => undefined,
  };
}

export const makeProgressView = (out: NodeJS.WriteStream): ProgressView => (out.isTTY ? makeBars(out) : makeLines(out));
