import { it, type Test } from 'mocha';

/** A test of something Windows does not have; there it is shown as pending, with the reason. */
export const notOnWindows = (reason: string, title: string, body: () => void | Promise<void>): Test =>
  process.platform === 'win32' ? it.skip(`${title} (not on Windows: ${reason})`, body) : it(title, body);
