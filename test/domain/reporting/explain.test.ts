import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { planExplanations } from '../../../shared/domain/reasons/service-reasons.ts';
import { explain } from '../../../shared/domain/reporting/explain.ts';

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

/** Every code that stands in the source where a reason is made. */
function codesInSource(): readonly string[] {
  const files = readdirSync(shared, { recursive: true, encoding: 'utf8' }).filter(
    // A comparison's findings have words of their own.
    (file) => file.endsWith('.ts') && !file.includes('compar'),
  );
  const made = /(?:\bbad\(|new Refusal\(|\brefused\(|new AccessDenied\(|\bcode: )\s*'([a-z0-9]+(?:_[a-z0-9]+)+)'/g;
  return files.flatMap((file) =>
    [...readFileSync(join(shared, file), 'utf8').matchAll(made)].map(([, code]) => code ?? ''),
  );
}

describe('An explanation', () => {
  it('stands behind every code the product can give', () => {
    const codes = [...new Set(codesInSource())];
    expect(codes).to.have.length.above(100);
    expect(codes.filter((code) => explain({ code }) === undefined)).to.deep.equal([]);
  });

  it('follows the detail of a reason where there are closer words', () => {
    const plain = explain({ code: 'relationship_missing' });
    const linked = explain({ code: 'relationship_missing', params: { detail: 'link', link: 'https://x' } });
    expect(linked?.advice).to.contain('{link}').and.not.equal(plain?.advice);
  });

  it('says what happened, what to do and who does it, in sentences', () => {
    for (const [code, { happened, advice }] of Object.entries(planExplanations)) {
      for (const text of [happened, advice]) expect(text, code).to.match(/^\S.*[.}]$/s);
    }
  });

  it('is not made up for a code nobody knows', () => {
    expect(explain({ code: 'nonsense' })).to.equal(undefined);
    expect(explain({ code: '__proto__' })).to.equal(undefined);
  });
});
