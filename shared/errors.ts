import type { GrantCode } from './domain/reasons/grants.ts';

/** The few classes that are thrown; everything expected about rows, files and devices is a value instead. */

/** A platform throttles or is unavailable and has certainly *not* taken the call. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
  /** Milliseconds to wait at least, as the platform asked; absent where it did not ask. */
  readonly retryAfterMs: number | undefined;
  /** Did the platform say 429? (Lowers the connection's share; a 503 does not.) */
  readonly throttled: boolean;
  readonly code: 'platform_throttled' | 'platform_unavailable';
  constructor(message: string, options: { retryAfterMs?: number; throttled?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.throttled = options.throttled ?? false;
    this.code = this.throttled ? 'platform_throttled' : 'platform_unavailable';
  }
}

/** A submission went out and no usable answer came back: it may or may not have been taken. Never repeat it blindly. */
export class SubmissionUnknown extends Error {
  override readonly name = 'SubmissionUnknown';
}

/** A grant, role, consent or credential is missing; a person has to act. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly grant: GrantCode;
  constructor(grant: GrantCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.grant = grant;
  }
}

/** An answer, message or stored document that does not fit its schema. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
}

/** Settings of the deployment that do not work; lists every problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings are wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The blob was overwritten or deleted while it was being read. */
export class UploadChanged extends Error {
  override readonly name = 'UploadChanged';
}

/** Why a blob's content can't be had, as a reason code. */
export type UnreadableCode = 'file_archived' | 'file_being_rehydrated' | 'file_encrypted_by_key';

/** The blob is there, but the storage service does not give its content; dropping it again is all that helps. */
export class UploadUnreadable extends Error {
  override readonly name = 'UploadUnreadable';
  readonly code: UnreadableCode;
  constructor(code: UnreadableCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
