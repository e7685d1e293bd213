import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { platformResults } from '../../../shared/domain/reasons/platform-results.ts';
import { judge } from '../../../shared/domain/registering/device-result.ts';
import type { PlatformWords } from '../../../shared/domain/verdict.ts';

describe("judging a platform's words about a device", () => {
  const rules: readonly [string, PlatformWords, string, string][] = [
    ['806 by name', { name: 'ZtdDeviceAlreadyAssigned' }, 'alreadyRegistered', 'device_already_registered'],
    ['806 by number', { code: '806' }, 'alreadyRegistered', 'device_already_registered'],
    [
      '806 by number with words',
      { code: ' 806 ', text: 'Already there.' },
      'alreadyRegistered',
      'device_already_registered',
    ],
    ['808 by either name', { name: 'ZtdDeviceAssignedToAnotherTenant' }, 'refused', 'device_of_another_organization'],
    [
      'the name before the number',
      { code: '806', name: 'ZtdDeviceAssignedToOtherTenant' },
      'refused',
      'device_of_another_organization',
    ],
    ['a name without regard to case', { name: 'ztddevicenotfound' }, 'refused', 'device_not_found'],
    ['a name that came as text', { code: '1', text: 'StorageError' }, 'transient', 'platform_storage_error'],
    ['640 by number', { code: '640' }, 'transient', 'platform_storage_error'],
    ['a hash that is not 4K', { name: 'HashNot4k' }, 'refused', 'hash_not_accepted'],
    ['a known number under a new name', { code: '812', name: 'ZtdNewName' }, 'refused', 'device_not_found'],
    [
      '806 beside a name nobody knows is no success',
      { code: '806', name: 'ZtdNewName' },
      'refused',
      'platform_refused',
    ],
    ['0 and nothing else', { code: '0' }, 'registered', 'registered'],
    ['0 beside any word is no success', { code: '0', text: 'Failed.' }, 'refused', 'platform_refused'],
    ['804, in no public list', { code: '804' }, 'refused', 'platform_refused'],
    ['no words at all', {}, 'refused', 'platform_refused'],
  ];
  for (const [name, said, kind, code] of rules) {
    it(name, () => {
      const judged = judge(said);
      expect([judged.kind, judged.reason.code]).to.deep.equal([kind, code]);
    });
  }

  it('unknown words are passed on word for word', () => {
    const said = { code: '999', name: 'ZtdNew', text: 'Something new happened.' };
    expect(judge(said).reason.params).to.deep.equal({ said: '999 · ZtdNew · Something new happened.' });
    expect(judge({ name: ' ' }).reason.params).to.deep.equal({ said: '–' });
  });

  it('every judgement is explained', () => {
    const word = fc.option(fc.oneof(fc.string(), fc.constantFrom('806', '640', 'StorageError')), { nil: undefined });
    fc.assert(
      fc.property(word, word, word, (code, name, text) => {
        const said = { ...(code && { code }), ...(name && { name }), ...(text && { text }) };
        expect(platformResults).to.have.property(judge(said).reason.code);
      }),
    );
  });
});
