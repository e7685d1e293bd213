const levels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;

export type LogLevel = (typeof levels)[number];

/** One structured line. `user` is what a handler wrote, `system` the Functions package, `host` this host. */
export interface LogLine {
  readonly time: string;
  readonly level: LogLevel;
  readonly category: 'host' | 'user' | 'system';
  readonly message: string;
  readonly function?: string;
  readonly invocationId?: string;
}

export type Log = (
  level: LogLevel,
  message: string,
  about?: Readonly<Partial<Pick<LogLine, 'category' | 'function' | 'invocationId'>>>,
) => void;

/** Is the text one of the platform's log levels? */
export function isLogLevel(text: string): text is LogLevel {
  return levels.some((level) => level === text);
}

/** Passes on lines of at least this level. */
export function makeLog(least: LogLevel, sink: (line: LogLine) => void): Log {
  return (level, message, about = {}) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    sink({ time: new Date().toISOString(), level, category: 'host', message, ...about });
  };
}

/** JSON lines on stderr: stdout is for the one line that says the host is ready. */
export function writeLogLine(line: LogLine): void {
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** An error as one text, with its stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
