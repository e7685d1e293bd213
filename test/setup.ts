import fc from 'fast-check';

/** The same generated cases in every run; another seed looks at others: `SEED=7 npm test`. */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });

// A worker of mocha gets a second to end, then this signal: too little to write down its coverage on a busy machine.
if (process.env['MOCHA_WORKER_ID'] !== undefined) process.on('SIGTERM', () => undefined);
