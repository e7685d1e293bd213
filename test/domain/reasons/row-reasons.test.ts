import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { explainIssue, rowIssues } from '../../../shared/domain/reasons/row-reasons.ts';

const root = join(import.meta.dirname, '../../..');

describe('reasons', () => {
  it('every word of the sample battery has an explanation', () => {
    const readme = readFileSync(join(root, 'test/fixtures/samples/README.md'), 'utf8');
    const words = readme
      .split(/^(?:Reasons|File reasons): /m)
      .slice(1)
      .flatMap((line) => line.match(/[a-z0-9]+(?:_[a-z0-9]+)+/g) ?? []);
    expect(words).to.have.length.above(30);
    expect(rowIssues).to.include.all.keys(words);
  });

  it('values are filled in, a detail picks its own message', () => {
    expect(explainIssue({ code: 'pkid_bad_length', params: { digits: 12 } })?.happened).to.equal(
      'A PKID has 13 digits; this one has 12.',
    );
    expect(explainIssue({ code: 'hash_truncated', params: { detail: 'stub' } })?.happened).to.contain(
      'example from Microsoft',
    );
    expect(explainIssue({ code: 'limit_rows' })?.happened).to.contain('?');
    expect(explainIssue({ code: 'somebody_elses' })).to.equal(undefined);
  });

  it('every message is a sentence without jargon', () => {
    for (const [code, { happened, advice }] of Object.entries(rowIssues)) {
      expect(happened, code).to.match(/^[A-Z].*[.]$/s);
      expect(advice, code).to.match(/^[A-Z].*[.]$/s);
      expect(`${happened} ${advice}`, code).not.to.match(/null|undefined|regex|parse|string|boolean|tuple|SMBIOS/i);
    }
  });
});
