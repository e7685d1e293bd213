import type { Command } from '../../cli/command.ts';

/** Runs a command in this process; what it printed, and how it ended. */
export async function runCommandHere(command: Command, ...args: readonly string[]) {
  const printed: string[] = [];
  const code = await command.run(args, (text) => printed.push(text));
  return { code, text: printed.join('') };
}
