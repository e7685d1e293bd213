import { inspect } from 'node:util';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Identity } from '../../shared/domain/identity.ts';
import { judge } from '../../shared/domain/registering/device-result.ts';
import type { CustomerRef, DeviceResult, Submission } from '../../shared/domain/registering/submission.ts';
import type { DeviceActions, Finder, Registrar } from '../../shared/ports.ts';
import type { FaultRule } from '../../simulators/faults.ts';
import { countingContext } from '../fakes/platform-ports.ts';
import { stranger } from '../simulators/a-world.ts';
import { carryThrough } from './carry-through.ts';

/** A platform, as simulated as may be, and what the battery needs to know of it. */
export interface RegistrarBench {
  readonly registrar: Registrar;
  readonly finder: Finder;
  readonly deviceActions: DeviceActions;
  /** The simulator's name of the call that removes a device. */
  readonly removalOperation: string;
  readonly customer: CustomerRef;
  readonly groupTag?: string;
  readonly maxDevices: number;
  /** Can the finder prove these devices? */
  readonly findable: boolean;
  /** The identity of a device the platform will take, different for each number. */
  readonly identity: (number: number) => Identity;
  /** Lets accepted jobs run out. */
  readonly pass: () => void;
  /** Names (serial number or PKID) of the devices it holds for the customer, of those it held, and of identifiers. */
  readonly names: () => Promise<Record<'held' | 'removed' | 'identifiers', readonly string[]>>;
  /** How many devices the platform holds for the customer, and how many registrations it accepted. */
  readonly truth: () => Promise<{ readonly held: number; readonly submissions: number }>;
  /** Registers devices for somebody else. */
  readonly registerElsewhere: (...numbers: readonly number[]) => Promise<void>;
  /** Breaks calls as the share says: 429, 5xx, resets, lost answers. */
  readonly breakCalls: () => Promise<void>;
  /** Makes calls or jobs go wrong by this rule and no other. */
  readonly fault: (rule: FaultRule) => Promise<void>;
  /** Loses exactly the next answer to a submission, after it was taken. */
  readonly loseNextAnswer: () => Promise<void>;
  /** Every token, secret and hash that went over the wire so far. */
  readonly secretsSent: () => readonly string[];
  readonly close: () => Promise<void>;
}

const kindsOf = (results: readonly DeviceResult[]) =>
  results
    .toSorted((one, other) => one.position - other.position)
    .map((result) => (result.kind === 'registered' ? 'registered' : judge(result.platformMessage).kind));

/** What every registrar promises, whatever platform is behind it; not every one can say beforehand who is a stranger. */
export function registrarContract(
  name: string,
  start: () => Promise<RegistrarBench>,
  { knowsStrangers = true }: { readonly knowsStrangers?: boolean } = {},
): void {
  describe(`the registrar of ${name}`, () => {
    let bench: RegistrarBench;
    beforeEach(async () => {
      bench = await start();
    });
    afterEach(() => bench.close());

    const chunk = (numbers: readonly number[], chunkId = 'chunk-1'): Submission => ({
      chunkId,
      requestId: crypto.randomUUID(),
      customer: bench.customer,
      devices: numbers.map((number, position) => ({ position, identity: bench.identity(number) })),
      ...(bench.groupTag === undefined ? {} : { groupTag: bench.groupTag }),
    });
    const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

    it('an empty platform holds nothing and finds nothing', async () => {
      expect(await bench.truth()).to.deep.equal({ held: 0, submissions: 0 });
      expect((await bench.finder.find(chunk([1, 2]), countingContext())).found).to.deep.equal([]);
    });

    it('a customer one may register for is granted, asked any number of times', async () => {
      expect(await bench.registrar.permit(bench.customer, countingContext())).to.deep.equal({ kind: 'granted' });
      expect(await bench.registrar.permit(bench.customer, countingContext())).to.deep.equal({ kind: 'granted' });
    });

    if (knowsStrangers)
      it('a stranger is missing a grant, and it is named', async () => {
        const permit = await bench.registrar.permit({ tenantId: stranger }, countingContext());
        expect(permit).to.have.property('kind', 'missing');
        expect(permit).to.have.nested.property('reason.code').that.is.a('string');
      });

    it('every device of a chunk is registered, by one submission', async () => {
      const done = await carryThrough(bench, chunk([1, 2, 3]));
      expect(kindsOf(done.results)).to.deep.equal(['registered', 'registered', 'registered']);
      expect(await bench.truth()).to.deep.equal({ held: 3, submissions: 1 });
    });

    it('a full call is one submission', async () => {
      const done = await carryThrough(bench, chunk(upTo(bench.maxDevices)));
      expect(done.results).to.have.length(bench.maxDevices);
      expect(await bench.truth()).to.deep.equal({ held: bench.maxDevices, submissions: 1 });
    });

    it('two chunks of the same customer and tag end up beside each other', async () => {
      const first = await carryThrough(bench, chunk([1, 2], 'chunk-1'));
      const second = await carryThrough(bench, chunk([3, 4], 'chunk-2'));
      expect(kindsOf([...first.results, ...second.results])).to.deep.equal(Array(4).fill('registered'));
      expect(await bench.truth()).to.deep.equal({ held: 4, submissions: 2 });
    });

    it('a device sent again is already registered', async () => {
      await carryThrough(bench, chunk([1], 'chunk-1'));
      const again = await carryThrough(bench, chunk([1, 2], 'chunk-2'));
      expect(kindsOf(again.results)).to.deep.equal(['alreadyRegistered', 'registered']);
      expect(await bench.truth()).to.have.property('held', 2);
    });

    it("a device of another organization is refused, and its neighbours aren't", async () => {
      await bench.registerElsewhere(2);
      const done = await carryThrough(bench, chunk([1, 2, 3]));
      expect(kindsOf(done.results)).to.deep.equal(['registered', 'refused', 'registered']);
      expect(await bench.truth()).to.have.property('held', 2);
    });

    it('what was never sent is proven absent where the platform lists what it holds, and what it holds is not', async () => {
      await carryThrough(bench, chunk([1]));
      const { found, absent } = await bench.finder.find(chunk([1, 2]), countingContext());
      expect({ found, absent }).to.deep.equal(bench.findable ? { found: [0], absent: [1] } : { found: [], absent: [] });
    });

    it('a submission whose answer was lost is not lost, and no device is held twice', async () => {
      await bench.loseNextAnswer();
      const done = await carryThrough(bench, chunk([1, 2, 3]));
      expect(kindsOf(done.results).every((kind) => kind !== 'refused')).to.equal(true);
      expect(done.results.length + done.found.length).to.equal(3);
      const submissions = bench.findable ? 1 : 2;
      expect(await bench.truth()).to.deep.equal({ held: 3, submissions });
    });

    it('under faults the final truth is what was reported, for every device, and no error shows a secret', async () => {
      const elsewhere = upTo(20).map((round) => round * 5 + (round % 5));
      await bench.registerElsewhere(...elsewhere);
      await bench.breakCalls();
      const reported = new Set<string>();
      const errors: string[] = [];
      const onError = (error: unknown) => void errors.push(inspect(error, { depth: 10, showHidden: true }));
      let sends = 0;
      for (const round of upTo(20)) {
        const numbers = upTo(5).map((at) => round * 5 + at);
        const done = await carryThrough({ ...bench, onError }, chunk(numbers, `chunk-${round}`));
        sends += done.sends;
        for (const result of done.results) {
          const registered = result.kind === 'registered' || judge(result.platformMessage).kind === 'alreadyRegistered';
          expect(registered).to.equal(!elsewhere.includes(numbers[result.position] ?? -1));
          reported.add(String(numbers[result.position]));
        }
        for (const position of done.found) reported.add(String(numbers[position]));
      }
      expect(reported).to.have.length(100);
      const { held, submissions } = await bench.truth();
      expect(held).to.equal(80);
      expect(submissions).to.be.within(20, sends);
      expect(errors).to.not.have.length(0);
      for (const secret of bench.secretsSent())
        expect(errors.filter((text) => text.includes(secret))).to.deep.equal([]);
    });
  });
}
