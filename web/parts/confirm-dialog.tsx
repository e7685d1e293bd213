import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useAround } from '../surroundings.ts';

/** Asks before something that hurts: the word has to be typed, and where `reason` names a field, that has to be filled. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly word: string;
  readonly action: string;
  readonly reason?: string;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useAround();
  const { title, text, word, action, reason: reasonLabel, onConfirm, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const ready = typed.trim() === word && (reasonLabel === undefined || reason.trim() !== '');
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <article>
        <h2 id={heading}>{title}</h2>
        <p>{text}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) onConfirm(reason.trim());
          }}
        >
          {reasonLabel !== undefined && (
            <label>
              {reasonLabel}
              <input
                type="text"
                value={reason}
                maxLength={200}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            </label>
          )}
          <label>
            {t.app.confirmTyped(word)}
            <input
              type="text"
              value={typed}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
          <p class="buttons">
            <button type="submit" class="danger" disabled={!ready}>
              {action}
            </button>
            <button type="button" class="secondary" onClick={onClose}>
              {t.app.cancel}
            </button>
          </p>
        </form>
      </article>
    </dialog>
  );
}
