import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { afterEach, describe, it } from 'mocha';
import { isPublicAddress } from '../../../shared/adapters/webhook/public-address.ts';
import { makeWebhook } from '../../../shared/adapters/webhook/webhook.ts';

const at = new Date('2026-11-23T10:00:00Z');

describe('A partner’s webhook', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function receiver(answer: (call: IncomingMessage, text: string) => number | undefined): Promise<string> {
    const server = createServer((call, response) => {
      const pieces: Buffer[] = [];
      call.on('data', (piece: Buffer) => pieces.push(piece));
      call.on('end', () => {
        const status = answer(call, Buffer.concat(pieces).toString('utf8'));
        if (status === undefined) return;
        response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end('ok');
      });
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  const send = (url: string, options: Partial<Parameters<typeof makeWebhook>[0]> = {}) =>
    makeWebhook({ allowPrivate: true, ...options }).send({ url, secret: 'between-us', body: '{"rows":3}', at });

  it('gets a body it can check: time and HMAC of time and body', async () => {
    let seen: { readonly signature: unknown; readonly text: string } | undefined;
    const url = await receiver((call, text) => {
      seen = { signature: call.headers['x-autopilot-signature'], text };
      return 204;
    });
    expect(await send(url)).to.deep.equal({ ok: true, answer: 'status 204' });
    const seconds = at.getTime() / 1000;
    const expected = createHmac('sha256', 'between-us').update(`${seconds}.{"rows":3}`).digest('hex');
    expect(seen).to.deep.equal({ signature: `t=${seconds},v1=${expected}`, text: '{"rows":3}' });
  });

  it('that fails, or redirects, has not been told', async () => {
    expect(await send(await receiver(() => 500))).to.deep.equal({ ok: false, answer: 'status 500' });
    expect(await send(await receiver(() => 302))).to.deep.equal({ ok: false, answer: 'status 302' });
  });

  it('that hangs is given up after the time-out', async () => {
    const url = await receiver(() => undefined);
    expect(await send(url, { timeoutMs: 50 })).to.deep.equal({ ok: false, answer: 'no answer within 0.05 s' });
  });

  it('on a private address, by plain HTTP or under a name of this machine is never called', async () => {
    let calls = 0;
    const url = await receiver(() => {
      calls += 1;
      return 200;
    });
    const strict = { allowPrivate: false };
    expect((await send(url, strict)).answer).to.equal('the address is not https');
    expect((await send(url.replace('http:', 'https:'), strict)).answer).to.contain('not on the public internet');
    expect((await send('https://localhost/hook', strict)).answer).to.contain('not on the public internet');
    expect((await send('https://[::ffff:10.0.0.1]/hook', strict)).answer).to.contain('not on the public internet');
    expect((await send('no address', strict)).answer).to.equal('the address is no URL');
    expect(calls).to.equal(0);
  });

  it('private networks, loopback, link-local and metadata addresses are not public', () => {
    for (const address of [
      '10.1.2.3',
      '127.0.0.1',
      '169.254.169.254',
      '172.20.0.1',
      '192.168.1.1',
      '::1',
      'fd00::1',
      'fe80::1',
      'x',
    ]) {
      expect(isPublicAddress(address), address).to.equal(false);
    }
    for (const address of ['8.8.8.8', '2a00:1450:4001::1', '172.32.0.1'])
      expect(isPublicAddress(address), address).to.equal(true);
    fc.assert(fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => !isPublicAddress(`10.${a}.${b}.${c}`)));
  });
});
