import { expect } from 'chai';
import { describe, it } from 'mocha';
import { estimate } from '../../../shared/domain/reporting/estimate.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 5, 8, minute));
const upload = { receivedAt: at(0).toISOString(), settled: 0, left: 30, usualSeconds: 1200 };

describe('the estimate of an upload', () => {
  it('is its own pace, once a device is back', () => {
    expect(estimate({ ...upload, settled: 10 }, at(10))).to.deep.equal({ seconds: 1800, basis: 'thisUpload' });
  });

  it('is what such jobs usually take before, and nothing where that is not known', () => {
    expect(estimate(upload, at(10))).to.deep.equal({ seconds: 1200, basis: 'usual' });
    expect(estimate({ ...upload, usualSeconds: undefined }, at(10))).to.equal(undefined);
  });

  it('is nothing when nothing is left', () => {
    expect(estimate({ ...upload, settled: 30, left: 0 }, at(10))).to.equal(undefined);
  });
});
