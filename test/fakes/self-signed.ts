import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

/** Making a key takes a tenth of a second, so a process makes four: no test needs more that differ. */
const keyPairs: ReturnType<typeof makeKeyPair>[] = [];
let taken = 0;

const makeKeyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

function nextKeyPair() {
  const at = taken % 4;
  taken += 1;
  const pair = keyPairs[at] ?? makeKeyPair();
  keyPairs[at] = pair;
  return pair;
}

/** A certificate made for one test, for this machine's loopback, with its key as one PEM text. */
export function selfSigned(until = '350101000000Z'): { readonly pem: string; readonly certificate: X509Certificate } {
  const { privateKey, publicKey } = nextKeyPair();
  const sha256WithRsa = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), der(0x05, Buffer.alloc(0)));
  const name = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('test')))));
  const validity = sequence(der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from(until)));
  const version3 = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.from([1]));
  const loopback = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const forLoopback = der(0xa3, sequence(sequence(oid(0x55, 0x1d, 0x11), der(0x04, loopback))));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const toSign = sequence(version3, serial, sha256WithRsa, name, validity, name, key, forLoopback);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toSign, privateKey));
  const certificate = new X509Certificate(sequence(toSign, sha256WithRsa, signature));
  return { pem: `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate}`, certificate };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}
