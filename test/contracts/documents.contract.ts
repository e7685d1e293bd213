import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ChunkDevice } from '../../shared/domain/planning/chunk.ts';
import type { PlannedRow } from '../../shared/domain/planning/plan.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { ContractViolation } from '../../shared/errors.ts';
import { foreignReason } from '../fakes/foreign-reason.ts';
import { newUploadId, samplePlan, samplePlannedChunk } from '../fakes/sample-states.ts';
import { deviceOf } from '../fakes/sheets.ts';
import { thrownBy } from '../fakes/thrown-by.ts';
import type { StorageParts } from './storage.contract.ts';

const rows: readonly PlannedRow[] = [
  {
    sheet: 'Sheet 1',
    row: 2,
    cells: ['a\nb', '', 'ü 日本 \u2028 "quoted"'],
    outcome: { kind: 'device', chunk: 0, position: 0 },
  },
  {
    row: 3,
    cells: [],
    outcome: { kind: 'verdict', verdict: { kind: 'ignored', reason: foreignReason('of_another_release') } },
  },
];
const devices: readonly ChunkDevice[] = [{ identity: deviceOf('S/1 #?'), row: 2 }];
const verdicts: readonly (Verdict | null)[] = [{ kind: 'registered' }, null];

export function documentsContract(parts: () => StorageParts): void {
  describe('plans', () => {
    const key = (): { partnerId: string; uploadId: string } => ({ partnerId: 'northwind', uploadId: newUploadId() });

    it('at first there is none', async () => {
      expect(await parts().plans.read(key())).to.equal(undefined);
    });

    it('the first to be sealed stands', async () => {
      const first = samplePlan({ rows: 1 });
      expect(await parts().plans.seal(first)).to.deep.equal(first);
      expect(await parts().plans.seal({ ...first, rows: 2 })).to.deep.equal(first);
      expect(await parts().plans.read(first)).to.deep.equal(first);
      expect(await parts().plans.read({ ...first, partnerId: 'tailspin' })).to.equal(undefined);
    });

    it('of many sealed at once one stands, and all learn which', async () => {
      const plan = samplePlan();
      const sealed = await Promise.all([1, 2, 3].map((claim) => parts().plans.seal({ ...plan, claim })));
      expect(new Set(sealed.map(({ claim }) => claim)).size).to.equal(1);
    });

    it('bring back rows and devices as they were, each claim its own', async () => {
      const { plans } = parts();
      const place = key();
      const segment = await plans.writeSegment(place, 1, 0, rows);
      const chunk = await plans.writeChunk(place, 1, 0, devices);
      await plans.writeSegment(place, 2, 0, []);
      await plans.writeChunk(place, 2, 0, []);
      const plan = samplePlan({
        ...place,
        segments: [{ rows: 2, ...segment }],
        chunks: [{ ...samplePlannedChunk(), ...chunk }],
      });
      expect(await plans.readSegment(plan, 0)).to.deep.equal(rows);
      expect(await plans.readChunk(plan, 0)).to.deep.equal(devices);
    });

    it('refuse content that is missing or is not what was sealed', async () => {
      const { plans } = parts();
      const place = key();
      await plans.writeSegment(place, 1, 0, rows);
      const { sha256 } = await plans.writeChunk(place, 1, 0, devices);
      const plan = samplePlan({
        ...place,
        segments: [{ rows: 2, sha256 }],
        chunks: [{ ...samplePlannedChunk(), sha256 }],
      });
      await plans.writeChunk(place, 1, 0, []);
      const missing = samplePlan({ chunks: plan.chunks });
      for (const read of [
        () => plans.readChunk(plan, 0),
        () => plans.readSegment(plan, 0),
        () => plans.readChunk(plan, 1),
        () => plans.readChunk(missing, 0),
      ]) {
        expect(await thrownBy(read())).to.be.instanceOf(ContractViolation);
      }
    });
  });

  describe('verdict documents', () => {
    it('at first there are none', async () => {
      const place = { partnerId: 'northwind', uploadId: newUploadId() };
      expect(await thrownBy(parts().verdicts.read(place, 0, 'a'.repeat(24)))).to.be.instanceOf(ContractViolation);
    });

    it('are named after their content and stay as they are', async () => {
      const place = { partnerId: 'northwind', uploadId: newUploadId() };
      const name = await parts().verdicts.write(place, 0, verdicts);
      expect(name).to.match(/^[0-9a-f]{24}$/);
      expect(await parts().verdicts.write(place, 0, verdicts)).to.equal(name);
      expect(await parts().verdicts.write(place, 0, [null, null])).not.to.equal(name);
      expect(await parts().verdicts.read(place, 0, name)).to.deep.equal(verdicts);
    });

    it('of one partner are not found under another', async () => {
      const place = { partnerId: 'northwind', uploadId: newUploadId() };
      const name = await parts().verdicts.write(place, 0, verdicts);
      const foreign = parts().verdicts.read({ ...place, partnerId: 'tailspin' }, 0, name);
      expect(await thrownBy(foreign)).to.be.instanceOf(ContractViolation);
    });
  });
}
