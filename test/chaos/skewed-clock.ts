/**
 * Loaded before a host: its clock goes wrong by what its process id says, three seconds either way. Two instances differ
 * by two minutes at most where a call takes three (`clockDifference`, CALL_SECONDS); here a call takes ten seconds.
 */
const skewMs = ((process.pid % 3) - 1) * 3_000;
const RealDate = Date;
const now = (): number => RealDate.now() + skewMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: readonly unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
});
