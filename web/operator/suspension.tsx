import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Suspend, Suspension } from '../api-types.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Note } from '../parts/small-parts.tsx';
import { useAction } from '../parts/use-action.ts';
import { useAround } from '../surroundings.ts';

/** Stops sending for a partner or a connection, and lets it go on. */
export function SuspendButton(props: {
  readonly kind: 'partners' | 'connections';
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly suspension: Suspension | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useAround();
  const { kind, id, name, text, suspension, onDone } = props;
  const { post, busy, problem } = useAction();
  const [asking, setAsking] = useState(false);
  const act = async (what: 'suspend' | 'resume', body?: Suspend): Promise<void> => {
    setAsking(false);
    if ((await post(apiPath(['operator', kind, id, what]), body)) !== undefined) onDone();
  };
  return (
    <>
      {suspension === undefined ? (
        <button type="button" class="secondary small" disabled={busy} onClick={() => setAsking(true)}>
          {t.operator.suspend}
        </button>
      ) : (
        <button type="button" class="small" disabled={busy} onClick={() => act('resume')}>
          {t.operator.resume}
        </button>
      )}
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      {asking && (
        <ConfirmDialog
          title={t.operator.suspendTitle(name)}
          text={text}
          word={id}
          action={t.operator.suspend}
          reason={t.operator.reason}
          onConfirm={(reason) => act('suspend', { reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Who stopped it, when and why. */
export function SuspensionText({ suspension }: { readonly suspension: Suspension | undefined }) {
  const { t, format } = useAround();
  if (suspension === undefined) return null;
  return <Note kind="warn">{t.operator.stoppedBy(suspension, format.when(suspension.at))}</Note>;
}
