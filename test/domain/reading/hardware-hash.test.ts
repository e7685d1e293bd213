import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { assembleHash, hashRecords, makeHash, record } from '../../../bench/make-hash.ts';
import { makeRandom } from '../../../bench/random.ts';
import { readHardwareHash } from '../../../shared/domain/reading/hardware-hash.ts';

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly valid: boolean;
  readonly reason?: string;
  readonly decoded?: {
    readonly manufacturer: string;
    readonly model: string;
    readonly serial: string;
    readonly pkid: string | null;
  };
}

const file = join(import.meta.dirname, '../../fixtures/samples/hash-vectors.json');
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'));

describe('hardware hash', () => {
  for (const { name, input, valid, reason, decoded } of vectors) {
    it(`${name}: ${valid ? 'is good and names its device' : `is ${reason}`}`, () => {
      const reading = readHardwareHash(input);
      if (!valid) {
        expect(reading.kind === 'bad' && reading.reason.code).to.be.oneOf(reason?.split('|') ?? []);
        return;
      }
      const embedded = reading.kind === 'good' ? { pkid: null, ...reading.identity.embedded } : undefined;
      expect(embedded).to.deep.equal(decoded);
    });
  }

  const device = { manufacturer: 'HP', model: 'HP ProBook 450 G9', serial: 'SYN0001AAA' };
  const good = makeHash(device);
  const bytes = Buffer.from(good, 'base64');

  function verdict(text: string): string {
    const reading = readHardwareHash(text);
    if (reading.kind === 'good') return reading.repaired ? 'repaired' : 'good';
    const detail = reading.reason.params?.['detail'];
    return detail === undefined ? reading.reason.code : `${reading.reason.code}:${detail}`;
  }

  function changed(change: (copy: Buffer) => void): string {
    const copy = Buffer.from(bytes);
    change(copy);
    return verdict(copy.toString('base64'));
  }

  it('what wrapping adds is taken out, and nothing else', () => {
    expect(verdict(good)).to.equal('good');
    expect(verdict(good.replace(/.{100}/g, '$&\n'))).to.equal('repaired');
    expect(verdict(good.replace(/.{210}/g, '$& \u200b\u00a0\r\n'))).to.equal('repaired');
    expect(verdict(`"${good}"`)).to.equal('repaired');
    expect(verdict(`="${good}"`)).to.equal('repaired');
    expect(verdict(`'${good}`)).to.equal('repaired');
    expect(verdict(`${good}=`)).to.equal('hash_bad_length');
  });

  it('a character more or less anywhere is found', () => {
    for (const at of [5, 100, 400, 900, 2000, 3900, 3999]) {
      expect(verdict(good.slice(0, at) + good.slice(at + 1)), `without character ${at}`).to.match(/^hash_/);
      expect(verdict(`${good.slice(0, at)}A${good.slice(at)}`), `one more at ${at}`).to.match(/^hash_/);
    }
  });

  it('what programs do to it is told apart', () => {
    const withPlus = good.includes('+') ? good : makeHash({ ...device, serial: 'SYN0003AAA' }, makeRandom(7));
    expect(verdict(withPlus.replaceAll('+', ' '))).to.equal('hash_bad_length:plusLost');
    expect(verdict(withPlus.replaceAll('+', '-').replaceAll('/', '_'))).to.equal('hash_not_base64:urlSafe');
    expect(verdict('not-base_64')).to.equal('hash_not_base64');
    expect(verdict(good.toLowerCase())).to.equal('hash_bad_header:lowerCased');
    expect(verdict(good + good)).to.equal('hash_bad_length:several');
    expect(verdict('T0FzAQEAHAAAAAoA6AOCOgEABgBgW7EdzorHH3g')).to.equal('hash_truncated:stub');
    expect(verdict('T0E=')).to.equal('hash_truncated:stub');
    expect(verdict('')).to.equal('hash_not_base64');
  });

  it('lost padding is said, not put back', () => {
    expect(verdict(good.slice(0, 2048))).to.equal('hash_bad_length');
    expect(verdict(good.slice(0, 3998))).to.equal('hash_bad_length');
  });

  it('the tail of another hash is found, even in the padding that no check sum covers', () => {
    const other = makeHash({ ...device, serial: 'SYN0002AAA' }, makeRandom(2));
    expect(verdict(good.slice(0, 800) + other.slice(800))).to.match(/^hash_(?:checksum_mismatch|bad_structure)/);
    expect(changed((copy) => copy.writeUInt8(1, 2999))).to.equal('hash_bad_structure:padding');
  });

  it('a changed byte is found wherever it is', () => {
    const end = bytes.readUInt16LE(2);
    expect(changed((copy) => copy.writeUInt8(copy.readUInt8(300) ^ 1, 300))).to.equal('hash_checksum_mismatch');
    expect(changed((copy) => copy.writeUInt8(copy.readUInt8(end + 20) ^ 1, end + 20))).to.equal(
      'hash_checksum_mismatch',
    );
    expect(changed((copy) => copy.writeUInt8(0, end))).to.equal('hash_bad_structure');
    expect(changed((copy) => copy.writeUInt16LE(35, end + 2))).to.equal('hash_bad_structure');
    expect(changed((copy) => copy.writeUInt16LE(end + 4, 2))).to.equal('hash_bad_structure');
    expect(changed((copy) => copy.writeUInt16LE(2990, 2))).to.equal('hash_bad_structure');
  });

  it('records that do not fit are found even under a good check sum', () => {
    const records = hashRecords(device, makeRandom(3));
    const short = Buffer.from([99, 0, 3, 0]);
    expect(verdict(assembleHash([short, ...records]))).to.equal('hash_bad_structure');
    expect(verdict(assembleHash([...records, Buffer.from([99, 0])]))).to.equal('hash_bad_structure');
    expect(verdict(assembleHash([...records, Buffer.from([99, 0, 200, 0])]))).to.equal('hash_bad_structure');
    expect(verdict(assembleHash([...records, record(14, 'ANOTHER')]))).to.equal('hash_bad_structure');
    expect(verdict(assembleHash([...records, record(99, 'unknown')]))).to.equal('good');
  });

  it('a hash must name its device, and not by a placeholder', () => {
    const records = hashRecords(device, makeRandom(3));
    const without = (type: number) => records.filter((one) => one.readUInt16LE(0) !== type);
    expect(verdict(assembleHash(without(14)))).to.equal('hash_bad_structure:unnamed');
    expect(verdict(assembleHash(without(16)))).to.equal('hash_bad_structure:unnamed');
    expect(verdict(assembleHash([...without(17), record(17, 'Mod\x07el')]))).to.equal('hash_bad_structure:unnamed');
    expect(verdict(makeHash({ ...device, serial: 'To be filled by O.E.M.' }))).to.equal('serial_placeholder:inHash');
    expect(verdict(makeHash({ ...device, manufacturer: 'System manufacturer' }))).to.equal(
      'manufacturer_placeholder:inHash',
    );
    expect(verdict(makeHash({ ...device, model: 'System Product Name' }))).to.equal('model_placeholder:inHash');
    expect(verdict(assembleHash([...without(14), record(14, Buffer.from('SYN0001AAA'))]))).to.equal('good');
  });

  it('a PKID in it counts only if it is one', () => {
    const reading = readHardwareHash(makeHash({ ...device, pkid: 'ABC' }));
    expect(reading.kind === 'good' && reading.identity.embedded).to.deep.equal(device);
  });
});
