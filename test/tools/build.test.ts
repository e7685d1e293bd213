import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isPartOfPackage } from '../../tools/build.ts';

describe('What of a package is deployed', () => {
  it('is what runs: not its sources, types, maps or words', () => {
    const left = [join('src', 'index.js'), 'README.md', 'index.d.ts', 'index.d.mts', join('dist', 'index.js.map')];
    expect(left.filter(isPartOfPackage)).to.deep.equal([]);
  });

  it('is all of the rest, the letters "src" in a name notwithstanding', () => {
    const kept = ['', 'package.json', 'LICENSE', join('dist', 'index.js'), 'srcset.js', join('lib', 'src', 'main.js')];
    expect(kept.filter(isPartOfPackage)).to.deep.equal(kept);
  });
});
