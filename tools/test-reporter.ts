import Mocha from 'mocha';

const { Dot, Spec } = Mocha.reporters;

/** A dot for each test, or with `each=line` its name; at the end one plain line of counts, which `.ci/run` reads. */
export default class Reporter {
  readonly #shown: Mocha.reporters.Base;

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    const each = options.reporterOptions?.each;
    this.#shown = each === 'line' ? new Spec(runner, options) : new Dot(runner, options);
    runner.once('end', () => {
      const { passes, failures } = this.#shown.stats;
      process.stdout.write(`${passes} passed, ${failures} failed\n`);
    });
  }
}
