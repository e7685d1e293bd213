import { expect } from 'chai';
import { describe, it } from 'mocha';
import { table } from '../../cli/table.ts';

const columns = [{ title: 'id', whole: true }, { title: 'name' }, { title: 'rows', right: true, whole: true }];
const rows = [
  ['0f3a9c', 'devices of the Munich office, second floor.xlsx', '12'],
  ['77', 'May.csv', '1,500'],
];

describe('a table for people', () => {
  it('has its columns below each other, numbers at the right', () =>
    expect(
      table(
        columns,
        [
          ['a', 'b', '1'],
          ['aaa', 'bb', '100'],
        ],
        80,
      ),
    ).to.equal('id   name  rows\na    b        1\naaa  bb     100\n'));

  it('is cut to the width of the terminal, and never an id or a count', () => {
    const lines = table(columns, rows, 40).split('\n');
    expect(lines[1]).to.equal('0f3a9c  devices of the Munich of…     12');
    expect(lines[2]).to.equal('77      May.csv                    1,500');
    for (const line of lines) expect(line.length).to.be.at.most(40);
  });

  it('is wider than the terminal rather than without an id', () =>
    expect(table(columns, [['0123456789abcdef01234567', 'a long name of a file', '1']], 20)).to.contain(
      '0123456789abcdef01234567  a long …',
    ));

  it('shows what a cell holds and lets nothing in it act on the terminal', () =>
    expect(table([{ title: 'name' }], [['a\u001b[2Jb\nc']], 80)).to.equal('name\na⟨U+001B⟩[2Jb ⏎ c\n'));
});
