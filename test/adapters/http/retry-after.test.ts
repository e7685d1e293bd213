import { expect } from 'chai';
import { describe, it } from 'mocha';
import { retryAfterMs } from '../../../shared/adapters/http/retry-after.ts';

const now = Date.parse('2026-01-05T08:00:00Z');

describe('how long a platform asks to wait', () => {
  const rules: readonly [string, string | null, string, number | undefined][] = [
    ['seconds', '57', '', 57_000],
    ['fractions of a second', '0.5', '', 500],
    ['a date', 'Mon, 05 Jan 2026 08:01:00 GMT', '', 60_000],
    ['a date that has passed is no wait', 'Mon, 05 Jan 2026 07:59:00 GMT', '', 0],
    ["the gateway's words where there is no header", null, 'Rate limit is exceeded. Try again in 57 seconds.', 57_000],
    ['the header before the words', '2', 'Try again in 57 seconds.', 2_000],
    ['nothing said', null, '{"code":429}', undefined],
    ['a header nobody can read', 'soon', '', undefined],
    ['a negative number', '-5', '', undefined],
    ['at most an hour', '99999', '', 3_600_000],
  ];
  for (const [name, header, body, wanted] of rules) {
    it(name, () => expect(retryAfterMs(header, body, now)).to.equal(wanted));
  }
});
