import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { platforms } from '../../../shared/domain/platforms.ts';

const document = readFileSync(new URL('../../../docs/platforms.md', import.meta.url), 'utf8');
const words = { tuple: 'tuple', pkid: 'PKID', hardwareHash: 'hardware hash' } as const;

describe('the document about platforms', () => {
  for (const [platform, { accepts, maxDevices, registers }] of Object.entries(platforms)) {
    it(`says of ${platform} what the capability table says`, () => {
      const [, , takes = '', atMost = ''] =
        document
          .split('\n')
          .find((line) => line.startsWith(`| \`${platform}\``))
          ?.split('|') ?? [];
      expect(takes.trim()).to.equal(accepts.map((kind) => words[kind]).join(', '));
      if (registers !== 'retired') expect(atMost.trim()).to.equal(maxDevices.toLocaleString('en'));
    });
  }
});
