import { useState } from 'preact/hooks';
import type { Confirm, UploadSummary } from '../api-types.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Note } from '../parts/small-parts.tsx';
import { useAround } from '../surroundings.ts';
import { useNewUpload } from './use-new-upload.ts';

/** Confirms that devices are removed, once their number was typed. */
export function ConfirmRemovals({ summary, count }: { readonly summary: UploadSummary; readonly count: number }) {
  const { t } = useAround();
  const { make, busy, problem } = useNewUpload(summary);
  const [asking, setAsking] = useState(false);
  const confirm = (): Promise<void> => {
    setAsking(false);
    const shown: Confirm = { rows: count };
    return make('confirm', shown);
  };
  return (
    <div>
      <p class="step">
        <span>{t.upload.toConfirm(count)}</span>
        <button type="button" class="danger" disabled={busy} onClick={() => setAsking(true)}>
          {busy ? t.upload.sending : t.upload.confirm}
        </button>
      </p>
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      {asking && (
        <ConfirmDialog
          title={t.upload.confirmTitle(count)}
          text={t.upload.confirmText}
          word={t.upload.confirmWord(count)}
          action={t.upload.confirm}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
