import { createInterface } from 'node:readline/promises';
import { UsageError } from './command-line.ts';

/** Somebody who can be asked. */
export interface Terminal {
  /** A question and the answer, without blanks around it. */
  ask(question: string): Promise<string>;
  say(text: string): void;
}

/** The person at the terminal; undefined in a script, which must never wait for an answer. */
export function openTerminal(): (Terminal & { close(): void }) | undefined {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
  let reader: ReturnType<typeof createInterface> | undefined;
  let given: Promise<never> | undefined;
  return {
    ask: async (question) => {
      reader ??= createInterface({ input: process.stdin, output: process.stderr });
      given ??= new Promise((_, reject) => {
        reader?.once('close', () => reject(new UsageError('\nNothing was written.')));
      });
      given.catch(() => undefined);
      return (await Promise.race([reader.question(question), given])).trim();
    },
    say: (text) => void process.stderr.write(text),
    close: () => reader?.close(),
  };
}

/** Yes or no; Enter takes what stands in capitals. */
export async function confirm(terminal: Terminal, question: string, standard: boolean): Promise<boolean> {
  for (;;) {
    const answer = (await terminal.ask(`${question} ${standard ? '[Y/n]' : '[y/N]'} `)).toLowerCase();
    if (answer === '') return standard;
    if (['y', 'yes'].includes(answer)) return true;
    if (['n', 'no'].includes(answer)) return false;
    terminal.say('Please answer y or n.\n');
  }
}
