import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Preloaded into a host (`NODE_OPTIONS=--import`): on SIGUSR2 it collects garbage and says what is left on stderr. */

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  collect();
  process.stderr.write(`${JSON.stringify({ heapAfterGc: process.memoryUsage().heapUsed })}\n`);
});
