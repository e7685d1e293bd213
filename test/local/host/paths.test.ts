import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseBlobPath } from '../../../local/host/blob-path.ts';
import { parseRoute } from '../../../local/host/routes.ts';

describe('blob paths', () => {
  it('a part in braces holds slashes and odd characters', () => {
    expect(parseBlobPath('uploads/{name}').match('acme/ä b%#.csv')).to.deep.equal({ name: 'acme/ä b%#.csv' });
  });

  it('every part is captured by its name', () => {
    const path = parseBlobPath('uploads/{partner}/{name}.csv');
    expect(path.container).to.equal('uploads');
    expect(path.match('acme/a.csv')).to.deep.equal({ partner: 'acme', name: 'a' });
    expect(path.match('acme/a.xlsx')).to.equal(undefined);
    expect(path.match('a.csv')).to.equal(undefined);
  });

  it('literal text is taken literally, and doubled braces are braces', () => {
    const path = parseBlobPath('uploads/{{a}}+(b)/{name}');
    expect(path.match('{a}+(b)/c')).to.deep.equal({ name: 'c' });
    expect(path.match('aa+b/c')).to.equal(undefined);
  });

  it('the container cannot be a pattern', () => {
    expect(() => parseBlobPath('{container}/{name}')).to.throw('container');
  });
});

describe('routes', () => {
  it('parameters are decoded, literals ignore case', () => {
    const route = parseRoute('partners/{partner}/uploads/{id}');
    expect(route('Partners/a%20b/uploads/7')).to.deep.equal({ partner: 'a b', id: '7' });
    expect(route('partners/a/uploads')).to.equal(undefined);
    expect(route('partners/a/b/uploads/7')).to.equal(undefined);
  });

  it('an optional and a catch-all parameter may be missing', () => {
    expect(parseRoute('a/{b?}')('a')).to.deep.equal({});
    expect(parseRoute('a/{b?}')('a/c')).to.deep.equal({ b: 'c' });
    expect(parseRoute('a/{*rest}')('a/b/c')).to.deep.equal({ rest: 'b/c' });
  });

  it('a constraint is refused rather than ignored', () => {
    expect(() => parseRoute('a/{b:int}')).to.throw('{b:int}');
  });
});
