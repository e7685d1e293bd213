import fc from 'fast-check';

/** The same generated cases in every run; another seed looks at others: `SEED=7 npm test`. */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });
