import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type StackWithCommands, startStackWithCommands } from './stack-with-commands.ts';

const sample = resolve('local/samples/tailwind/08-tuple-list.xlsx');

describe('The operator’s commands on the stack that runs in a folder', () => {
  let stack: StackWithCommands;
  before(async () => {
    stack = await startStackWithCommands();
  });
  after(() => stack.stop());
  const cli = (...args: readonly string[]) => stack.cli(...args);

  let uploadId = '';
  it('drop goes there without being told where, waits for the end, and says what became of the file', async () => {
    const { code, said } = await cli('drop', sample, '--wait', '--json');
    const { ok, files } = stack.jsonIn(said);
    expect({ code, ok }).to.deep.equal({ code: 0, ok: true });
    expect(files[0]).to.deep.include({
      partner: 'tailwind',
      state: 'reported',
      counts: { rejected: 3, registered: 3 },
    });
    uploadId = files[0].uploadId;
  });

  it('drop ends with 1 where a file was refused as a whole, and says why', async () => {
    const { code, said } = await cli('drop', resolve('LICENSE'), '--to', 'refused');
    expect(said).to.contain('LICENSE was refused: ');
    expect(code).to.equal(1);
  });

  it('fetch copies every report file of an upload, named by the beginning of its id', async () => {
    const { code, said } = await cli('fetch', uploadId.slice(0, 8), '--to', 'fetched');
    expect(said).to.contain('report.html').and.contain(`of upload ${uploadId} of tailwind`);
    expect(code).to.equal(0);
    const files = await readdir(join(stack.folder, 'fetched'));
    for (const suffix of ['report.html', 'report.xlsx', 'report.csv', 'report.json', 'retry.xlsx', 'progress.json']) {
      expect(files.filter((name) => name.endsWith(suffix))).to.have.length(1);
    }
  });

  it('the other commands work on it, too', async () => {
    const [list, check, connection] = await Promise.all([
      cli('partner', 'list'),
      cli('settings', 'check'),
      cli('connection', 'check', 'fabrikam'),
    ]);
    expect(list.said).to.match(/tailwind +Tailwind IT, reseller +active/);
    expect(check.said).to.contain('4 partners, 4 connections: nothing is wrong');
    expect(connection.said).to.contain('✔ signing in');
  });

  it('a partner is added without a question where nobody sits at a terminal', async () => {
    const nothing = await cli('partner', 'add');
    expect(nothing).to.deep.equal({ code: 2, said: 'Which partner? Its id is missing\n' });
    const half = await cli('partner', 'add', 'northwind', '--name', 'Northwind');
    expect(half.said).to.contain('partners/northwind.json: connections is missing').and.contain('Nothing was written.');
    expect(half.code).to.equal(1);
  });
});
