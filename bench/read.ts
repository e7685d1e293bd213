import { createReadStream, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { makeSheetReader } from '../shared/adapters/spreadsheet/sheet-reader.ts';
import { defaultLimits } from '../shared/domain/reading/read-event.ts';
import { readUpload } from '../shared/domain/reading/read-upload.ts';

// Reads one file as an upload is read and prints speed, memory of the whole process and delay of the event loop:
// once by the clock, and once by the processor time of this thread between two turns (`busy`), which other programs on
// the machine do not disturb.

// Node lets the space for young objects grow to three times 32 MB in any long run, whatever the program keeps.
setFlagsFromString('--semi-space-growth-factor=1');

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node bench/read.ts FILE');
  process.exitCode = 2;
} else {
  await measure(file);
}

async function measure(path: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const busy = createHistogram();
  const watching = watchTurns(busy);
  const started = performance.now();
  const reader = makeSheetReader({ tempFolder: tmpdir() });
  const counts: Record<string, number> = {};
  for await (const event of readUpload(reader.read(createReadStream(path), defaultLimits), { limits: defaultLimits })) {
    const name = event.kind === 'row' ? event.row.reading.kind : event.kind;
    counts[name] = (counts[name] ?? 0) + 1;
    if (event.kind === 'refused') console.log(event.reason);
  }
  const seconds = (performance.now() - started) / 1000;
  delay.disable();
  clearInterval(watching);
  const rows = ['device', 'rejected', 'duplicate', 'ignored'].reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  console.log(
    JSON.stringify({
      rows,
      seconds: Number(seconds.toFixed(2)),
      rowsPerSecond: Math.round(rows / seconds),
      peakMb: peakMb(),
      delayP99Ms: Number((delay.percentile(99) / 1e6).toFixed(1)),
      delayMaxMs: Number((delay.max / 1e6).toFixed(1)),
      busyP99Ms: milliseconds(busy.percentile(99)),
      busyMaxMs: milliseconds(busy.max),
      counts,
    }),
  );
}

/** Records the processor time, in microseconds, that this thread takes between two chances for other invocations. */
function watchTurns(busy: RecordableHistogram): NodeJS.Timeout {
  let last = process.threadCpuUsage();
  return setInterval(() => {
    const spent = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    busy.record(Math.max(1, spent.user + spent.system));
  }, 1);
}

function milliseconds(microseconds: number): number {
  return Number((microseconds / 1000).toFixed(1));
}

/** Highest resident memory of the process so far. */
function peakMb(): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(
    process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '',
  )?.[1];
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024);
}
