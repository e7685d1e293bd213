import { makeKeptAnswer } from '../../../domain/kept-answer.ts';
import { tokenMargin } from '../../../domain/waits.ts';
import type { CallContext, Clock } from '../../../ports.ts';

export interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

export interface TokenSource {
  token(context: CallContext): Promise<string>;
  /** Forgets this token if it is still the current one: the platform turned it away. */
  reject(token: string): void;
}

/** Keeps a token until shortly before it expires; whoever needs one meanwhile waits for the same redemption. */
export function makeTokenCache(clock: Clock, redeem: (context: CallContext) => Promise<Token>): TokenSource {
  const kept = makeKeptAnswer<Token>(
    () => clock.now().getTime(),
    ({ expiresAtMs }, askedMs) => expiresAtMs - Math.min(tokenMargin, (expiresAtMs - askedMs) / 2),
  );
  /** Undefined while a new one is being redeemed, which cannot have been turned away yet. */
  let current: string | undefined;

  return {
    async token({ correlationId, onCall }) {
      const { value } = await kept.get(async () => {
        current = undefined;
        // The redemption serves everyone who waits for it, so the first one's shutdown signal must not end it.
        const token = await redeem({ correlationId, onCall });
        current = token.value;
        return token;
      });
      return value;
    },
    reject(token) {
      if (current === token) kept.forget();
    },
  };
}
