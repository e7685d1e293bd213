import { expect } from 'chai';
import { describe, it } from 'mocha';
import { toWindows1252 } from '../../../shared/domain/registering/windows-1252.ts';

describe('Windows-1252', () => {
  it('is written so that its decoder reads the same', () => {
    const decoder = new TextDecoder('windows-1252');
    for (const text of ['Zürich, Straße', 'Œuvre – “5 €” ™', 'plain', '']) {
      expect(decoder.decode(toWindows1252(text))).to.equal(text);
    }
  });

  it('takes nothing it does not have', () => {
    for (const text of ['東京', 'Łódź', 'a\u0081', '😀']) expect(toWindows1252(text), text).to.equal(undefined);
  });
});
