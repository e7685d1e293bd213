import { useEffect } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Upload } from '../api-types.ts';
import { useLive } from '../live.ts';
import { StageChip } from '../parts/small-parts.tsx';
import { VerdictBar } from '../parts/verdict-bar.tsx';
import { uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { countsOf, pauseOf } from '../uploads/summary.ts';
import type { Sent } from './send-file.ts';

/** A file somebody dropped just now. */
export interface DroppedState {
  readonly id: number;
  readonly file: File;
  readonly check: boolean;
  readonly step: Sent | { readonly kind: 'waiting' | 'skipped' | 'empty' };
  /** Devices its check found good. */
  readonly ready?: number;
  /** It was checked and then sent. */
  readonly sent?: boolean;
}

export function DroppedFile(props: {
  readonly partnerId: string;
  readonly dropped: DroppedState;
  readonly onReady: (devices: number) => void;
}) {
  const { t } = useAround();
  const { step, file } = props.dropped;
  return (
    <li>
      <strong class="name">{file.name}</strong>
      {step.kind === 'taken' ? (
        <Taken {...props} uploadId={step.uploadId} />
      ) : step.kind === 'failed' ? (
        <span role="alert">
          {t.drop.failed}: {step.why}
        </span>
      ) : (
        <span aria-busy={step.kind === 'sending' || step.kind === 'taking'}>{t.drop.state[step.kind]}</span>
      )}
    </li>
  );
}

function Taken(props: {
  readonly partnerId: string;
  readonly uploadId: string;
  readonly dropped: DroppedState;
  readonly onReady: (devices: number) => void;
}) {
  const { t } = useAround();
  const { partnerId, uploadId, dropped, onReady } = props;
  const { value } = useLive<Upload>(apiPath(['partners', partnerId, 'uploads', uploadId]), ({ summary }) =>
    pauseOf(summary),
  );
  const ready = dropped.check && value?.can.sendForReal === true ? (value.summary.counts['wouldRegister'] ?? 0) : 0;
  useEffect(() => {
    if (ready !== (dropped.ready ?? 0)) onReady(ready);
  }, [ready, dropped.ready, onReady]);
  return (
    <>
      {value === undefined ? <span aria-busy="true">{t.drop.state.taking}</span> : <StageChip {...value.summary} />}
      {value !== undefined && <VerdictBar counts={countsOf(value.summary)} small />}
      <a href={uploadLink({ partnerId, uploadId })}>{t.drop.openResult}</a>
    </>
  );
}
