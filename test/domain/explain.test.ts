import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { explain } from '../../shared/domain/explain.ts';
import { planExplanations } from '../../shared/domain/plan-issue.ts';

/** Codes as they stand in the sources of deciding code: `code: 'x'`, `refused('x'`. */
async function codesUsed(): Promise<readonly string[]> {
  const codes = new Set<string>();
  for (const folder of ['domain', 'usecases']) {
    const root = new URL(`../../shared/${folder}/`, import.meta.url);
    for (const name of await readdir(root)) {
      if (!name.endsWith('.ts')) continue;
      const text = await readFile(new URL(name, root), 'utf8');
      for (const [, code] of text.matchAll(/(?:\bcode: |\brefused\()'([a-z_]+)'/g))
        if (code !== undefined) codes.add(code);
    }
  }
  return [...codes];
}

describe('explaining a reason', () => {
  it('every code the product gives has words', async () => {
    const codes = await codesUsed();
    expect(codes).to.include.members(['customer_unknown', 'no_answer', 'unknown_partner']);
    expect(codes.filter((code) => explain({ code }) === undefined)).to.deep.equal([]);
  });

  it('every code of planning says what happened, what to do and who does it', () => {
    for (const [code, words] of Object.entries(planExplanations)) {
      expect(explain({ code }), code).to.deep.equal(words);
      for (const text of [words.happened, words.advice]) expect(text, code).to.match(/^\S.*[.}]$/s);
    }
  });

  it('a code nobody knows has no words', () => expect(explain({ code: 'no_such_code' })).to.equal(undefined));
});
