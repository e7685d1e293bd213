import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  cellLimit,
  cut,
  legible,
  redact,
  redactCell,
  shortHash,
  shown,
  shownCell,
} from '../../../shared/domain/reporting/shown-text.ts';

const hash = `T0GkAwEAHAAAAAoA${'Q1nP7bTz0aWm'.repeat(60)}${'A'.repeat(3264)}`;
const digits = createHash('sha256').update(hash).digest('hex').slice(0, 12);

describe('text that is shown', () => {
  it('a hardware hash shows as the first 12 hex digits of the SHA-256 of its cleaned text', () => {
    expect(redactCell(hash)).to.equal(`hash ${digits}`);
    expect(shortHash('QUJD RA')).to.equal(shortHash('QUJDRA=='));
  });

  it('a wrapped, quoted or indented hash is the same hash', () => {
    const wrapped = `"${hash.replace(/(.{76})/g, '$1\r\n')}" `;
    expect(redactCell(wrapped)).to.equal(`hash ${digits}`);
  });

  it('a damaged hash does not get through either', () => {
    const damaged = [
      hash.slice(0, 255),
      hash.slice(0, 1024),
      hash.replaceAll('7', ' '),
      `${hash.slice(0, 900)}*${hash.slice(901)}`,
      hash.toLowerCase(),
      `Hash: ${hash}`,
      `${hash} ${hash}`,
      `see ${hash.slice(0, 150)} (first part)`,
    ];
    for (const text of damaged) {
      expect(redactCell(text)).not.to.match(/[A-Za-z0-9+/]{60}/);
      expect(redactCell(text)).to.match(/hash [0-9a-f]{12}/);
    }
  });

  it('a sentence that quotes a hash keeps its words', () => {
    expect(redact(`The hash ${hash} is taken.`)).to.equal(`The hash hash ${digits} is taken.`);
    expect(shown(`${hash.slice(0, 100)}?`)).to.match(/^hash [0-9a-f]{12}\?$/);
  });

  it('a long cell that is half base64 and half words loses the base64', () => {
    const odd = `${'!?'.repeat(100)} ${hash.slice(0, 120)}`;
    expect(redactCell(odd)).to.match(/^[!?]+ hash [0-9a-f]{12}$/);
    expect(redactCell(' '.repeat(300))).to.equal(' '.repeat(300));
  });

  it('prose, serials and PKIDs stay as they are, however long', () => {
    const prose = 'These devices belong to the branch office and go out on Monday with the second lorry. '.repeat(5);
    for (const text of [prose, '3305160010066', '00329-00000-0003-AA606', 'VMware-56 4d 12 aa bb cc dd ee', '']) {
      expect(redactCell(text)).to.equal(text);
    }
  });

  it('a product key is blanked wherever it stands, with any kind of dash', () => {
    expect(redact('key ABCDE-FGHJK-MNPQR-TVWXY-23467!')).to.equal('key (product key removed)!');
    expect(redact('abcde‐fghjk‐mnpqr‐tvwxy‐23467')).to.equal('(product key removed)');
  });

  it('what nobody can see is shown as its code point', () => {
    expect(legible('a\u0000b\u001b\u007f\u0085')).to.equal('a⟨U+0000⟩b⟨U+001B⟩⟨U+007F⟩⟨U+0085⟩');
    expect(legible('evil\u202efdp.exe\u200f')).to.equal('evil⟨U+202E⟩fdp.exe⟨U+200F⟩');
    expect(legible('\ud800x\udc00 😀\uffff')).to.equal('⟨U+D800⟩x⟨U+DC00⟩ 😀⟨U+FFFF⟩');
  });

  it('a line break becomes a sign and a tab stays', () => {
    expect(legible('a\r\nb\rc\nd\te')).to.equal('a ⏎ b ⏎ c ⏎ d\te');
  });

  it('a text that is too long ends in dots and never in half a character', () => {
    expect(cut('abcdef', 4)).to.equal('abc…');
    expect(cut('ab😀f', 4)).to.equal('ab…');
    expect(cut('abcd', 4)).to.equal('abcd');
  });

  it('whatever comes in, what is shown fits a cell and can be seen', () => {
    const anything = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 300 });
    fc.assert(
      fc.property(anything, (text) => {
        const seen = shownCell(text);
        expect(seen.length).to.be.at.most(cellLimit);
        expect(seen.isWellFormed()).to.equal(true);
        expect(seen).not.to.match(/[\p{Bidi_Control}\uffff]/u);
        expect(seen.replaceAll('\t', '')).not.to.match(/\p{Cc}/u);
      }),
    );
    expect(shownCell('\u0001'.repeat(cellLimit))).to.have.lengthOf(cellLimit);
  });
});
