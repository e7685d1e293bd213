import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { rowReasons } from '../../../shared/domain/reasons/row-reasons.ts';

const root = join(import.meta.dirname, '../../..');

describe('reasons', () => {
  it('every word of the sample battery has an explanation', () => {
    const readme = readFileSync(join(root, 'test/fixtures/samples/README.md'), 'utf8');
    const words = readme
      .split(/^(?:Reasons|File reasons): /m)
      .slice(1)
      .flatMap((line) => line.match(/[a-z0-9]+(?:_[a-z0-9]+)+/g) ?? []);
    expect(words).to.have.length.above(30);
    expect(rowReasons).to.include.all.keys(words);
  });

  it('every message is a sentence without jargon', () => {
    for (const [code, { happened, advice }] of Object.entries(rowReasons)) {
      expect(happened, code).to.match(/^[A-Z].*[.]$/s);
      expect(advice, code).to.match(/^[A-Z].*[.]$/s);
      expect(`${happened} ${advice}`, code).not.to.match(/null|undefined|regex|parse|string|boolean|tuple|SMBIOS/i);
    }
  });
});
