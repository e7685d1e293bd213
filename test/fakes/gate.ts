/** Stands before and behind every effect, and may stop it or do something meanwhile. */
export interface Gate {
  before(effect: string): Promise<number>;
  after(effect: string, index: number): Promise<void>;
}

/** The process ended here; nothing of it happens any more. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Lets everything pass and writes down what passed. */
export function countingGate(): Gate & { readonly effects: readonly string[] } {
  const effects: string[] = [];
  return { effects, before: async (effect) => effects.push(effect) - 1, after: async () => {} };
}

/** The process ends before or after its n-th effect. */
export function crashingGate(at: number, when: 'before' | 'after'): Gate {
  let count = 0;
  let dead = false;
  const die = (effect: string): never => {
    dead = true;
    throw new Crash(`crashed ${when} effect ${at}, ${effect}`);
  };
  return {
    before: async (effect) => {
      const index = count++;
      if (dead || (when === 'before' && index === at)) die(effect);
      return index;
    },
    after: async (effect, index) => {
      if (dead || (when === 'after' && index === at)) die(effect);
    },
  };
}

/** Something else happens meanwhile: before the n-th effect. */
export function meanwhileGate(at: number, meanwhile: () => Promise<void>): Gate {
  let count = 0;
  return {
    before: async () => {
      const index = count++;
      if (index === at) await meanwhile();
      return index;
    },
    after: async () => {},
  };
}

/** Something else happens before each effect of this name. */
export const gateBefore = (name: string, meanwhile: () => Promise<void>): Gate => ({
  before: async (effect) => {
    if (effect === name) await meanwhile();
    return 0;
  },
  after: async () => {},
});

type Method = (...args: readonly unknown[]) => unknown;
const isMethod = (value: unknown): value is Method => typeof value === 'function';
const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Methods that return an iterable instead of a promise. */
const iterating: readonly string[] = ['uploads.read', 'uploads.list', 'open.due', 'open.list', 'devices.search'];

/** The same port with a gate before and behind each of its effects. */
export function behindGate<T extends object>(name: string, port: T, gate: Gate): T {
  return new Proxy(port, {
    get: (target, property, receiver) => {
      const value: unknown = Reflect.get(target, property, receiver);
      if (!isMethod(value)) return value;
      const effect = `${name}.${String(property)}`;
      if (iterating.includes(effect)) {
        return async function* (...args: readonly unknown[]) {
          const index = await gate.before(effect);
          const items = value(...args);
          if (isIterable(items)) yield* items;
          await gate.after(effect, index);
        };
      }
      return async (...args: readonly unknown[]) => {
        const index = await gate.before(effect);
        const result = await value(...args);
        await gate.after(effect, index);
        return result;
      };
    },
  });
}
