import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Confirm, Corrected, UploadSummary } from '../api-types.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Note } from '../parts/small-parts.tsx';
import { useAction } from '../parts/use-action.ts';
import { uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { untilTaken } from './until-taken.ts';

/** Says yes to removing devices, once their number was typed. */
export function ConfirmRemovals({ summary, count }: { readonly summary: UploadSummary; readonly count: number }) {
  const { t, language } = useAround();
  const { post, busy, problem } = useAction();
  const [asking, setAsking] = useState(false);
  const [taking, setTaking] = useState(false);
  const { partnerId, uploadId } = summary;
  const confirm = async (): Promise<void> => {
    setAsking(false);
    const shown: Confirm = { rows: count };
    const answer = await post<Corrected>(apiPath(['partners', partnerId, 'uploads', uploadId, 'confirm']), shown);
    if (answer === undefined) return;
    setTaking(true);
    await untilTaken({ partnerId, fileName: answer.value.fileName }, language);
    location.hash = uploadLink({ partnerId, uploadId: answer.value.uploadId });
  };
  return (
    <div>
      <p class="step">
        <span>{t.upload.toConfirm(count)}</span>
        <button type="button" class="danger" disabled={busy || taking} onClick={() => setAsking(true)}>
          {busy || taking ? t.upload.sending : t.upload.confirm}
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
