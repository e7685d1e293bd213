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

const marginMs = 3 * 60 * 1000;

/** Keeps a token until shortly before it expires; whoever needs one meanwhile waits for the same redemption. */
export function makeTokenCache(clock: Clock, redeem: (context: CallContext) => Promise<Token>): TokenSource {
  let current: (Token & { readonly freshUntilMs: number }) | undefined;
  let underWay: Promise<Token> | undefined;

  async function renew(context: CallContext): Promise<Token> {
    const startedMs = clock.now().getTime();
    // The redemption serves everyone who waits for it, so the first one's shutdown signal must not end it.
    const token = await redeem({ correlationId: context.correlationId, onCall: context.onCall });
    const lifeMs = token.expiresAtMs - startedMs;
    current = { ...token, freshUntilMs: token.expiresAtMs - Math.min(marginMs, lifeMs / 2) };
    return token;
  }

  return {
    async token(context) {
      if (current !== undefined && clock.now().getTime() < current.freshUntilMs) return current.value;
      underWay ??= renew(context).finally(() => {
        underWay = undefined;
      });
      return (await underWay).value;
    },
    reject(token) {
      if (current?.value === token) current = undefined;
    },
  };
}
