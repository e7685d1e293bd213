import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { releaseNotes } from '../../tools/release-notes.ts';

const changelog =
  '# Changelog\n\n## Unreleased\n\n- next\n\n## 1.2.0 – 2026-03-01\n\n- this\n\n## 1.1.0 – 2026-02-01\n\n- before\n';

describe('the notes of a release', () => {
  it('are the dated section of its version', () => {
    expect(releaseNotes('v1.2.0', '1.2.0', changelog)).to.equal('- this\n');
  });

  it('are refused when tag, package and changelog do not name one version', () => {
    expect(() => releaseNotes('1.2.0', '1.2.0', changelog)).to.throw('is not a release tag');
    expect(() => releaseNotes('v1.2.0', '1.3.0', changelog)).to.throw('package.json says 1.3.0');
    expect(() => releaseNotes('v1.3.0', '1.3.0', changelog)).to.throw('no dated section');
  });

  it('exist for the version of this package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(releaseNotes(`v${version}`, version, await readFile('CHANGELOG.md', 'utf8'))).to.have.length.above(100);
  });
});
