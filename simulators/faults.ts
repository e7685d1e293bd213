import { createHash } from 'node:crypto';
import { type Behaviour, defaultBehaviour } from './behaviour.ts';
import { type Checked, makeCheck } from './checked.ts';
import schema from './faults.schema.json' with { type: 'json' };

/** Something that goes wrong with one call. */
export type Fault =
  /** 429 in the gateway's shape, in the platform's own, or with no body; without `retryAfterSeconds` no header. */
  | {
      readonly kind: 'throttle';
      readonly shape?: 'gateway' | 'platform' | 'empty';
      readonly retryAfterSeconds?: number;
      readonly retryAfterAs?: 'seconds' | 'date';
    }
  /** 5xx; `after`: the call was carried out all the same. */
  | {
      readonly kind: 'error';
      readonly status?: number;
      readonly body?: 'platform' | 'html' | 'empty';
      readonly after?: boolean;
    }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'resetBefore' }
  /** Accepted, and the connection cut before the answer: the lost 202. */
  | { readonly kind: 'resetAfter' }
  | { readonly kind: 'contentType' }
  | { readonly kind: 'cutBody' }
  /** JSON whose properties have other types than any document says. */
  | { readonly kind: 'misshapen' }
  | { readonly kind: 'bom' }
  | { readonly kind: 'expiredToken' }
  | { readonly kind: 'mfaRequired' }
  | { readonly kind: 'neverEnds'; readonly at?: 'queued' | 'processing' }
  | { readonly kind: 'dropResults'; readonly share?: number }
  | { readonly kind: 'reorderResults' }
  | { readonly kind: 'emptyResults' }
  /** Devices (all, or a share) are refused with these words instead of being registered. */
  | { readonly kind: 'refuseDevices'; readonly code?: number; readonly name?: string; readonly share?: number }
  | { readonly kind: 'finishedWithFailures' }
  | { readonly kind: 'unknownStatus' }
  | { readonly kind: 'notFoundFirst'; readonly looks?: number };

/** When a fault hits. Job faults are named on the operation that starts the job. */
export type FaultRule = Fault & {
  /** Exact name, `platform.*` or `*`. */
  readonly operation: string;
  /** 0 … 1; default 1. */
  readonly rate?: number;
  /** At most so many hits. */
  readonly times?: number;
  /** The first calls are spared. */
  readonly skip?: number;
  readonly customerTenantId?: string;
  readonly clientId?: string;
};

/** At most `calls` in `seconds`, counted per caller (app and tenant) or per caller and customer; more is answered 429 with `Retry-After`. */
interface CallLimit {
  readonly operation: string;
  readonly per: 'caller' | 'callerAndCustomer';
  readonly calls: number;
  readonly seconds: number;
}

export interface FaultPlan {
  readonly seed?: number;
  readonly behaviour?: Partial<Behaviour>;
  readonly rules?: readonly FaultRule[];
  readonly limits?: readonly CallLimit[];
}

export interface CallFacts {
  readonly operation: string;
  readonly customerTenantId?: string | undefined;
  readonly clientId?: string | undefined;
  /** The tenant the caller's token was issued in. */
  readonly tenantId?: string | undefined;
}

/** Decides which faults hit a call; counts hits, so one lives as long as its plan. */
export interface FaultInjector {
  readonly behaviour: Behaviour;
  hit(call: CallFacts): readonly Fault[];
  /** Seconds to wait if the call is over a limit. */
  overLimit(call: CallFacts, now: number): number | undefined;
}

/** Checks a fault plan; all problems are listed. */
export const checkFaultPlan: (value: unknown) => Checked<FaultPlan> = makeCheck<FaultPlan>(schema);

/** A number from 0 up to 1 that depends on nothing but the words. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32LE(0) / 2 ** 32;
}

const covers = (pattern: string, operation: string): boolean =>
  pattern === '*' || pattern === operation || (pattern.endsWith('.*') && operation.startsWith(pattern.slice(0, -1)));

function wanted(rule: FaultRule, call: CallFacts): boolean {
  if (!covers(rule.operation, call.operation)) return false;
  if (rule.customerTenantId !== undefined && rule.customerTenantId !== call.customerTenantId) return false;
  return rule.clientId === undefined || rule.clientId === call.clientId;
}

interface Counter {
  seen: number;
  hits: number;
}

/** The same plan, seed and order of calls give the same faults. */
export function makeFaultInjector(plan: FaultPlan, defaultSeed: number): FaultInjector {
  const seed = plan.seed ?? defaultSeed;
  const rules = (plan.rules ?? []).map((rule) => ({ rule, count: { seen: 0, hits: 0 } satisfies Counter }));
  const windows = new Map<string, number[]>();

  const hits = (rule: FaultRule, count: Counter, index: number): boolean => {
    count.seen += 1;
    if (count.seen <= (rule.skip ?? 0)) return false;
    if (rule.times !== undefined && count.hits >= rule.times) return false;
    if (chance(seed, index, rule.operation, count.seen) >= (rule.rate ?? 1)) return false;
    count.hits += 1;
    return true;
  };

  return {
    behaviour: { ...defaultBehaviour, ...plan.behaviour },
    hit: (call) =>
      rules.filter(({ rule, count }, index) => wanted(rule, call) && hits(rule, count, index)).map(({ rule }) => rule),
    overLimit: (call, now) => {
      for (const limit of plan.limits ?? []) {
        if (!covers(limit.operation, call.operation)) continue;
        const customer = limit.per === 'callerAndCustomer' ? call.customerTenantId : '';
        const key = JSON.stringify([limit.operation, limit.per, call.tenantId, call.clientId, customer]);
        const recent = (windows.get(key) ?? []).filter((at) => at > now - limit.seconds * 1000);
        windows.set(key, recent);
        const oldest = recent[0];
        if (recent.length >= limit.calls && oldest !== undefined) {
          return Math.max(1, Math.ceil((oldest + limit.seconds * 1000 - now) / 1000));
        }
        recent.push(now);
      }
      return undefined;
    },
  };
}
