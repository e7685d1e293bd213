import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Cancelled, Released, Upload } from '../api-types.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Note } from '../parts/small-parts.tsx';
import { useAction } from '../parts/use-action.ts';
import { useAround } from '../surroundings.ts';

/** Try again now, and cancel what was not sent. */
export function Steering({ upload, onDone }: { readonly upload: Upload; readonly onDone: () => void }) {
  const { t } = useAround();
  const { post, busy, problem } = useAction();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<string>();
  const { can, summary } = upload;
  const at = (what: string): string => apiPath(['partners', summary.partnerId, 'uploads', summary.uploadId, what]);
  const release = async (): Promise<void> => {
    const answer = await post<Released>(at('release'));
    if (answer === undefined) return;
    setDone(t.upload.released(answer.value.devices));
    onDone();
  };
  const cancel = async (): Promise<void> => {
    setAsking(false);
    const answer = await post<Cancelled>(at('cancel'));
    if (answer === undefined) return;
    setDone(t.upload.cancelled(answer.value.devices, answer.value.goOn));
    onDone();
  };
  if (!can.release && !can.cancel && done === undefined && problem === undefined) return null;
  return (
    <div class="steering">
      <p class="buttons">
        {can.release && (
          <button type="button" disabled={busy} onClick={release}>
            {t.upload.release}
          </button>
        )}
        {can.cancel && (
          <button type="button" class="secondary" disabled={busy} onClick={() => setAsking(true)}>
            {t.upload.cancel}
          </button>
        )}
      </p>
      {done !== undefined && <Note kind="good">{done}</Note>}
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      {asking && (
        <ConfirmDialog
          title={t.upload.cancelTitle}
          text={t.upload.cancelText}
          word={t.upload.cancelWord}
          action={t.upload.cancel}
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
