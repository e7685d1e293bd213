import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readHardwareHash } from '../../shared/domain/hardware-hash.ts';

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

const file = join(import.meta.dirname, '../fixtures/samples/hash-vectors.json');
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
});
