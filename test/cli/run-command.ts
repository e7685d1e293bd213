import type { Command } from '../../cli/command.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** Runs a command in this process; what it printed, and how it ended. */
export async function runCommandHere(command: Command, ...args: readonly string[]) {
  const { code, text } = await runAnswered(command, args);
  return { code, text };
}

/** The same with somebody at a terminal who gives these answers in turn; `asked` is all they read. */
export async function runAnswered(command: Command, args: readonly string[], answers?: readonly string[]) {
  const printed: string[] = [];
  const asked: string[] = [];
  const left = [...(answers ?? [])];
  const terminal: Terminal = {
    ask: async (question) => {
      asked.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nobody answers "${question}".`);
      return answer;
    },
    say: (text) => void asked.push(text),
  };
  const code = await command.run(args, (text) => printed.push(text), answers === undefined ? undefined : terminal);
  return { code, text: printed.join(''), asked: asked.join(''), left };
}
