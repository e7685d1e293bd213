import type { FollowUp } from '../../domain/planning/upload-state.ts';
import type { UploadKey } from '../../domain/work.ts';
import type { UploadLedger } from '../../ports.ts';

/** Others may write the row at the same time, but not for long. */
const mostTries = 5;

/** Notes in an upload's row that a new upload was made of it, so that nobody is asked to do the same once more. */
export async function noteFollowUp(ledger: UploadLedger, key: UploadKey, followUp: FollowUp): Promise<void> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const there = await ledger.read(key);
    if (there === undefined) return;
    const { value: state, etag } = there;
    const others = (state.followedBy ?? []).filter(({ what }) => what !== followUp.what);
    if ((await ledger.write({ ...state, followedBy: [...others, followUp] }, etag)) !== undefined) return;
  }
}
