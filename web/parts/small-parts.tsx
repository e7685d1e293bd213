import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Reason, Stage, Verdict } from '../api-types.ts';
import type { Live } from '../live.ts';
import { linkTo } from '../route.ts';
import { useAround } from '../surroundings.ts';

/** A word on a coloured ground. */
export const Chip = ({ kind, children }: { readonly kind: string; readonly children: ComponentChildren }) => (
  <span class={`chip ${kind}`}>{children}</span>
);

export function VerdictChip({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useAround();
  return <Chip kind={`v-${verdict}`}>{t.verdicts[verdict]}</Chip>;
}

/** A check that is over is not done: nothing was sent. */
export function StageChip({ stage, check }: { readonly stage: Stage; readonly check: boolean }) {
  const { t } = useAround();
  if (check && stage === 'done') return <Chip kind="s-checked">{t.uploads.checked}</Chip>;
  return <Chip kind={`s-${stage}`}>{t.stages[stage]}</Chip>;
}

/** The view's heading; it takes the focus when the view opens, so that screen readers begin there. */
export function Title({ children }: { readonly children: string }) {
  const { t } = useAround();
  useEffect(() => {
    document.title = `${children} – ${t.app.name}`;
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [children, t]);
  return <h1 tabIndex={-1}>{children}</h1>;
}

/** Something to know: `bad` is read out at once. */
export const Note = ({
  kind = 'plain',
  children,
}: {
  readonly kind?: 'plain' | 'good' | 'warn' | 'bad';
  readonly children: ComponentChildren;
}) => (
  <div class={`note ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
);

/** Stands in for what is not there yet, and says what is wrong when it does not come. */
export function Waiting({ of }: { readonly of: Pick<Live<unknown>, 'value' | 'problem' | 'unavailable'> }) {
  const { t } = useAround();
  if (of.problem !== undefined) {
    return (
      <Note kind="bad">
        <p>
          <strong>{of.problem.title}</strong> {of.problem.advice}
        </p>
        <p>
          <a href={linkTo()}>{t.app.home}</a>
        </p>
      </Note>
    );
  }
  if (of.unavailable)
    return <Note kind="warn">{of.value === undefined ? t.app.unavailableYet : t.app.unavailable}</Note>;
  return of.value === undefined ? <p aria-busy="true">{t.app.loading}</p> : null;
}

/** A time, and in full where the pointer rests. */
export function When({ at }: { readonly at: string | undefined }) {
  const { t, format } = useAround();
  if (at === undefined) return <span>{t.operator.never}</span>;
  return (
    <time dateTime={at} title={format.when(at)}>
      {format.ago(at, Date.now())}
    </time>
  );
}

export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useAround();
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      class="secondary small"
      onClick={() => navigator.clipboard.writeText(text).then(() => setDone(true))}
    >
      {done ? t.app.copied : t.app.copy}
    </button>
  );
}

/** Forwards and back through pages whose number is not known. */
export function Pager(props: {
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly more: boolean;
}) {
  const { t } = useAround();
  const { page, onPage, more } = props;
  if (page === 0 && !more) return null;
  return (
    <nav class="pager" aria-label={t.app.page(page + 1)}>
      <button type="button" class="secondary small" disabled={page === 0} onClick={() => onPage(page - 1)}>
        ← {t.app.previous}
      </button>
      <span>{t.app.page(page + 1)}</span>
      <button type="button" class="secondary small" disabled={!more} onClick={() => onPage(page + 1)}>
        {t.app.next} →
      </button>
    </nav>
  );
}

/** Why, what to do and the customer's link. */
export function ReasonText({ reason }: { readonly reason: Reason }) {
  const { t } = useAround();
  return (
    <>
      <p>
        {reason.happened} {reason.advice}
      </p>
      {reason.link !== undefined && (
        <p class="copyable">
          <label>
            {t.upload.holdLink}
            <input type="text" readOnly value={reason.link} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <CopyButton text={reason.link} />
        </p>
      )}
    </>
  );
}
