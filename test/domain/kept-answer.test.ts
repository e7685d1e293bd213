import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeKeptAnswer } from '../../shared/domain/kept-answer.ts';
import { thrownBy } from '../fakes/thrown-by.ts';

describe('an answer that costs a call', () => {
  const asking = () => {
    const at = { now: 0 };
    const calls: number[] = [];
    const kept = makeKeptAnswer<string>(
      () => at.now,
      (_, askedMs) => askedMs + 10,
    );
    const get = (answer: () => Promise<string> = async () => `answer ${calls.length}`) =>
      kept.get(() => {
        calls.push(at.now);
        return answer();
      });
    return { at, kept, get, calls };
  };

  it('is asked for once by all who want it, and again when it is no longer fresh', async () => {
    const { at, get, calls } = asking();
    expect(await Promise.all([get(), get()])).to.deep.equal(['answer 1', 'answer 1']);
    at.now = 9;
    expect(await get()).to.equal('answer 1');
    at.now = 10;
    expect(await get()).to.equal('answer 2');
    expect(calls).to.deep.equal([0, 10]);
  });

  it('is not kept when it fails, nor when it was forgotten', async () => {
    const { kept, get } = asking();
    expect(await thrownBy(get(() => Promise.reject(new Error('no'))))).to.be.instanceOf(Error);
    expect(await get()).to.equal('answer 2');
    kept.forget();
    expect(await get()).to.equal('answer 3');
  });
});
