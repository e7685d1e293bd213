import { resolve } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type StackWithCommands, startStackWithCommands } from './stack-with-commands.ts';

const heldSample = resolve('local/samples/proseware/order-4711.csv');
const tupleSample = resolve('local/samples/tailwind/08-tuple-list.xlsx');

describe('The operator’s verbs for uploads', () => {
  let stack: StackWithCommands;
  let held = '';
  before(async () => {
    stack = await startStackWithCommands();
    const dropped = await stack.cli('drop', heldSample, '--partner', 'proseware', '--wait', '--json');
    held = stack.jsonIn(dropped.said).files[0].uploadId;
    await stack.cli('drop', tupleSample, '--wait');
    await stack.cli('drop', resolve('LICENSE'), '--wait');
  });
  after(() => stack.stop());
  const { cli, json } = {
    cli: (...args: readonly string[]) => stack.cli(...args),
    json: (text: string) => stack.jsonIn(text),
  };

  it('uploads lists all of them, and those that are held or refused', async () => {
    const [all, waiting, refused, late] = await Promise.all([
      cli('uploads'),
      cli('uploads', '--held', '--json'),
      cli('uploads', '--refused', '--partner', 'tailwind'),
      cli('uploads', '--late'),
    ]);
    expect(all.said)
      .to.match(/[0-9a-f]{24} +\d+ s|min +tailwind +08-tuple-list\.xlsx +6 +done/)
      .and.contain('order-4711.csv')
      .and.contain('LICENSE');
    expect(json(waiting.said).uploads.map(({ uploadId }: { uploadId: string }) => uploadId)).to.deep.equal([held]);
    expect(refused.said).to.contain('LICENSE').and.not.to.contain('08-tuple');
    expect(late.said).to.equal('There is no late upload.\n');
    expect(await cli('uploads', '--held', '--late')).to.deep.equal({ code: 2, said: 'Either --held or --late\n' });
  });

  it('upload says what it waits for, who must act, and what happened when', async () => {
    const { code, said } = await cli('upload', held.slice(0, 8));
    expect(said)
      .to.contain('Tailspin Toys: The customer has not allowed the device maker')
      .and.contain('link:  https://proseware.example/consent')
      .and.contain('upload received')
      .and.contain('validate 1');
    expect(code).to.equal(0);
    expect((await cli('upload', 'ffffff')).said).to.equal('There is no upload ffffff\n');
  });

  it('release tries what is held again now, under either name', async () => {
    const { code, said } = await cli('retry', held);
    expect(said).to.contain('4 devices in 1 chunk of upload');
    expect(code).to.equal(0);
    expect((await cli('release', '--help')).said).to.contain('also: retry UPLOAD');
  });

  it('cancel calls off what was not sent, once it is confirmed', async () => {
    const asked = await cli('cancel', held);
    expect(asked.said).to.contain('4 of 40 devices not sent yet').and.contain('--yes');
    expect(asked.code).to.equal(2);
    const done = await cli('cancel', held, '--yes');
    expect(done.said).to.contain('Called off: 4 devices.');
    expect(done.code).to.equal(0);
  });

  it('find names every upload and row of a device', async () => {
    const { code, said } = await cli('find', 'syn009000');
    expect(said).to.match(/proseware +Registered +oemDirect +SYN009000 +Contoso .*order-4711\.csv, row 2 +/);
    expect(code).to.equal(0);
    const { devices, incomplete } = json((await cli('find', '0900', '--json')).said);
    expect(devices.map(({ serial }: { serial: string }) => serial)).to.include.members(['SYN009000', 'SYN009002']);
    expect(incomplete).to.deep.equal([]);
    expect((await cli('find', '0900', '--limit', '1')).said).to.contain('There may be more of');
    const now = await cli('find', 'syn009000', '--ask', '--partner', 'proseware');
    expect(now.said).to.match(/Can’t be asked +proseware +oemDirect +Contoso/);
    const { platforms } = json((await cli('find', 'NO-SUCH', '--ask', '--partner', 'alpine', '--json')).said);
    expect(new Set(platforms.map(({ answer }: { answer: string }) => answer))).to.deep.equal(new Set(['notListed']));
    expect(await cli('find', 'NO-SUCH-SERIAL')).to.deep.equal({
      code: 1,
      said: '"NO-SUCH-SERIAL" was found nowhere.\n',
    });
  });

  it('a partner and a connection are suspended and resumed', async () => {
    for (const [of, id] of [
      ['partner', 'tailwind'],
      ['connection', 'fabrikam'],
    ] as const) {
      expect((await cli(of, 'suspend', id)).code).to.equal(2);
      expect((await cli(of, 'suspend', id, '--reason', 'wrong tenant')).said).to.contain(`Suspended: ${of} ${id}.`);
      expect((await cli(of, 'list')).said).to.match(new RegExp(`${id} .*suspended`));
      expect((await cli(of, 'resume', id)).said).to.equal(`Resumed: ${of} ${id}.\n`);
      expect((await cli(of, 'suspend', 'gone', '--reason', 'x')).code).to.equal(2);
    }
  });

  it('a personal link is made, listed and revoked', async () => {
    const made = await cli('link', 'add', 'tailwind', '--person', 'Kim', '--days', '3', '--json');
    const { link, url } = json(made.said);
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/#.{40,}$/);
    expect((await cli('link', 'list', 'tailwind')).said)
      .to.contain(link.linkId)
      .and.match(/Kim +valid/);
    expect((await cli('link', 'revoke', 'tailwind', link.linkId)).said).to.contain('Revoked');
    expect((await cli('link', 'list', 'tailwind')).said).to.match(/Kim +revoked/);
    for (const args of [
      ['link', 'add', 'tailwind'],
      ['link', 'add', 'gone', '--person', 'Kim'],
      ['link', 'list', 'gone'],
      ['link', 'revoke', 'tailwind', '0000000000000000'],
    ]) {
      expect((await cli(...args)).code, args.join(' ')).to.equal(2);
    }
  });
});
