import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { access } from '../../cli/access.ts';
import { auditShow, auditVerify } from '../../cli/audit.ts';
import { readAudit } from '../../shared/adapters/storage/audit-reader.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import { emulatedStorage } from '../fakes/emulated-storage.ts';
import { everyOf } from '../fakes/every-of.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import { putBlob } from '../local/host/fixture-host.ts';
import { runCommandHere } from './run-command.ts';

interface Link {
  readonly kind: string;
  readonly name: string;
  readonly until: string;
  readonly url: string;
}

describe('links for a partner without an identity of its own', () => {
  const storage = emulatedStorage();
  const { clients } = storage;
  before(async () => {
    const { connectionString } = storage;
    const partner = { partnerId: 'acme', name: 'Acme', connections: ['pc'], customers: [] };
    await putBlob(connectionString, containers.settings, 'partners/acme.json', JSON.stringify(partner));
    await putBlob(connectionString, containers.reports, 'acme/May.csv.1.report.json', '{"mine":true}');
    await putBlob(connectionString, containers.reports, 'bravo/May.csv.1.report.json', '{"mine":false}');
  });

  const run = (...args: string[]) => runCommandHere(access, ...args, '--storage', storage.connectionString);
  async function links(...args: string[]): Promise<readonly Link[]> {
    return JSON.parse((await run(...args, '--json')).text);
  }
  async function link(...args: string[]): Promise<Link> {
    const [only] = await links(...args);
    if (only === undefined) throw new Error('no link');
    return only;
  }
  const put = (url: string, body: string) =>
    fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body }).then(({ status }) => status);
  const get = (url: string) => fetch(url).then(({ status }) => status);
  const other = (url: string, from: string, to: string): string => url.replace(encodeURI(from), encodeURI(to));

  it('an upload link creates its one blob, once, and can neither read, overwrite nor delete it', async () => {
    const { url } = await link('acme', '--upload', 'contoso/May.csv');
    expect(await put(url, 'first')).to.equal(201);
    expect(await put(url, 'second')).to.be.oneOf([403, 409]);
    expect(await get(url)).to.equal(403);
    expect((await fetch(url, { method: 'DELETE' })).status).to.equal(403);
    const stored = clients.blobs.getContainerClient(containers.uploads).getBlobClient('acme/contoso/May.csv');
    expect((await stored.downloadToBuffer()).toString()).to.equal('first');
  });

  it('an upload link opens no other name, no other partner’s folder, no other container and no list', async () => {
    const { url } = await link('acme', '--upload', 'June.csv');
    expect(await put(other(url, 'June.csv', 'July.csv'), 'x')).to.equal(403);
    expect(await put(other(url, '/acme/', '/bravo/'), 'x')).to.equal(403);
    expect(await put(other(url, '/uploads/', '/reports/'), 'x')).to.equal(403);
    expect(await put(other(url, '/acme/June.csv', '/acme/../bravo/June.csv'), 'x')).to.equal(403);
    expect(await get(`${url.replace(/\/acme\/June\.csv/, '')}&restype=container&comp=list`)).to.equal(403);
  });

  it('a report link reads its one report and nothing else', async () => {
    const { url } = await link('acme', '--report', 'May.csv.1.report.json');
    expect(await (await fetch(url)).json()).to.deep.equal({ mine: true });
    expect(await get(other(url, '/acme/', '/bravo/'))).to.equal(403);
    expect(await put(url, 'x')).to.equal(403);
  });

  it('a link ends', async () => {
    const { until } = await link('acme', '--hours', '2', '--upload', 'a.csv');
    expect(Date.parse(until) - Date.now()).to.be.within(7_100_000, 7_200_000);
    const { makeLink } = await import('../../shared/adapters/storage/links.ts');
    const ended = { now: new Date(Date.now() - 7_200_000), until: new Date(Date.now() - 60_000) };
    const place = { container: containers.reports, name: 'acme/May.csv.1.report.json' };
    expect(await get(await makeLink(clients.blobs, place, 'read', ended))).to.equal(403);
  });

  it('without a name there is one link to drop a file, and one for each of the newest reports', async () => {
    const made = await links('acme');
    expect(made.map(({ kind }) => kind)).to.deep.equal(['upload', 'report']);
    expect(made.every(({ url }) => url.includes('/acme/'))).to.equal(true);
  });

  it('names that reach elsewhere, unknown partners and missing reports are refused', async () => {
    for (const args of [
      ['acme', '--upload', '../bravo/May.csv'],
      ['acme', '--upload', '%2e%2e/bravo/May.csv'],
      ['acme', '--upload', 'a/b/c.csv'],
      ['acme', '--report', '../bravo/May.csv.1.report.json'],
      ['acme', '--report', 'missing.json'],
      ['stranger'],
      ['../bravo'],
      ['acme', '--hours', '169'],
      ['acme', '--upload', 'a.csv', '--report', 'b.json'],
    ]) {
      expect(await thrownBy(run(...args)), args.join(' ')).to.have.property('name', 'UsageError');
    }
  });

  it('a link that turned up somewhere leads to the entry of its making', async () => {
    const { url } = await link('acme', '--upload', 'contoso/Größe 100%.csv');
    await link('acme', '--upload', 'another.csv');
    const shown = async (of: string) =>
      runCommandHere(auditShow, 'acme', '--link', of, '--storage', storage.connectionString);
    const lines = (await shown(url)).text.trimEnd().split('\n');
    expect(lines).to.have.length(1);
    expect(JSON.parse(lines[0] ?? '')).to.include({ what: 'linkMade', linkTo: 'upload', who: 'operator' });
    expect((await shown(url.replace('.csv', '.xlsx'))).text).to.equal('');
    expect(await thrownBy(shown('https://example.com/other/x'))).to.have.property('name', 'UsageError');
  });

  it('the making of each link is recorded, without the names of files', async () => {
    const audit = clients.blobs.getContainerClient(containers.audit);
    const before = (await everyOf(readAudit(audit, 'acme'))).length;
    await link('acme', '--upload', 'SERIAL123.csv');
    const made = (await everyOf(readAudit(audit, 'acme'))).slice(before);
    expect(made.map(({ what, who }) => [what, who])).to.deep.equal([['linkMade', 'operator']]);
    expect(made[0]?.by).to.match(/^.+ \(user of this machine, not signed in\)$/);
    expect(JSON.stringify(made)).not.to.include('SERIAL123');
    expect((await runCommandHere(auditVerify, '--storage', storage.connectionString)).code).to.equal(0);
  });
});
