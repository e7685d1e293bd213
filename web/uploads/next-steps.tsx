import { isSuspension } from '../../shared/domain/settings/suspension.ts';
import type { Finding, Upload } from '../api-types.ts';
import { Note, ReasonText } from '../parts/small-parts.tsx';
import { linkTo, uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { ConfirmRemovals } from './confirm-removals.tsx';
import { distinctHolds } from './summary.ts';
import { useNewUpload } from './use-new-upload.ts';

const sum = (findings: readonly Finding[]): number => findings.reduce((rows, one) => rows + one.rows, 0);

/** What do I do now: stands above everything else of an upload. */
export function NextSteps(props: { readonly upload: Upload; readonly onCorrect: () => void }) {
  const { t, format } = useAround();
  const { upload, onCorrect } = props;
  const { summary, findings, followedBy, can, estimate } = upload;
  const { stage, counts, holds, refused, check } = summary;
  const toCorrect = sum(findings.filter(({ canCorrect }) => canCorrect));
  const others = findings.filter(
    ({ canCorrect, who, verdict }) => !canCorrect && who !== 'nobody' && who !== 'uploader' && verdict !== 'held',
  );
  const good = (counts['wouldRegister'] ?? 0) + (counts['wouldChange'] ?? 0);
  const ready = can.sendForReal ? good : 0;
  const handedOff = counts['handedOff'] ?? 0;
  const working = stage === 'reading' || stage === 'sending' || stage === 'writing';
  const toConfirm = can.confirm ? (counts['awaitingConfirmation'] ?? 0) : 0;
  const open = toConfirm > 0 || toCorrect > 0 || others.length > 0 || holds.length > 0 || handedOff > 0 || ready > 0;
  return (
    <section class="now" aria-label={t.upload.now}>
      <h2>{t.upload.now}</h2>
      {stage === 'refused' && (
        <div>
          <p>
            <strong>{t.upload.refused}</strong>
          </p>
          {refused !== undefined && <ReasonText reason={refused} />}
          <p>
            <a class="button" href={linkTo('p', summary.partnerId)}>
              {t.upload.dropAgain}
            </a>
          </p>
        </div>
      )}
      {ready > 0 && <SendForReal upload={upload} ready={ready} />}
      {check && stage === 'done' && good === 0 && <p>{t.upload.readyNone}</p>}
      {followedBy.map(({ what, uploadId, rows, at }) => (
        <p key={what}>
          {t.upload.followedBy[what](rows, format.when(at))}{' '}
          <a href={uploadLink({ partnerId: summary.partnerId, uploadId })}>{t.upload.followedByLink}</a>
        </p>
      ))}
      {distinctHolds(holds).map((hold) => (
        <div key={`${hold.code} ${hold.customer}`}>
          <p>
            <strong>
              {hold.who === 'customer' && hold.customer !== undefined
                ? t.upload.hold(hold.customer)
                : t.upload.holdBy[isSuspension(hold.code) ? 'nobody' : hold.who]}
            </strong>
          </p>
          <ReasonText reason={hold} />
          {!isSuspension(hold.code) && <p class="hint">{t.upload.holdAfter}</p>}
        </div>
      ))}
      {toConfirm > 0 && <ConfirmRemovals summary={summary} count={toConfirm} />}
      {toCorrect > 0 && (
        <p class="step">
          <span>{t.upload.correct(toCorrect)}</span>
          {can.correct && (
            <button type="button" class={ready > 0 || followedBy.length > 0 ? 'secondary' : ''} onClick={onCorrect}>
              {t.upload.correctButton(toCorrect)}
            </button>
          )}
        </p>
      )}
      {handedOff > 0 && <p>{t.upload.handOff(handedOff)}</p>}
      {others.map((one) => (
        <p key={`${one.verdict} ${one.code} ${one.happened}`}>{t.upload.others(one.rows, t.actors[one.who])}</p>
      ))}
      {stage === 'waiting' && <p>{t.upload.waiting}</p>}
      {stage === 'replaced' && <p>{t.upload.replaced}</p>}
      {stage === 'done' && !open && !check && <p>{t.upload.nothingNow}</p>}
      {working && (
        <div role="status">
          {!open && (
            <p>
              {stage === 'reading' ? t.upload.reading : stage === 'writing' ? t.upload.writing : t.upload.nothingSoFar}
            </p>
          )}
          <Progress upload={upload} />
          <p>
            {estimate !== undefined &&
              (estimate.basis === 'usual' ? t.upload.estimateUsual : t.upload.estimate)(
                format.lasting(estimate.seconds),
              )}{' '}
            {t.upload.mayClose}
          </p>
        </div>
      )}
      {summary.late && <Note kind="warn">{t.upload.late}</Note>}
      {summary.failures > 0 && <Note kind="warn">{t.upload.failures}</Note>}
    </section>
  );
}

/** Sent and answered are two things: both are shown. */
function Progress({ upload }: { readonly upload: Upload }) {
  const { t, format } = useAround();
  const { total, sent, settled } = upload.summary.devices;
  if (upload.summary.check || total === 0) return <progress aria-label={t.upload.progress} />;
  return (
    <>
      <progress aria-label={t.upload.progress} value={sent + settled} max={2 * total} />
      <p class="hint">
        {t.upload.sentOf(format.number(sent), format.number(total))} · {t.upload.settledOf(format.number(settled))}
      </p>
    </>
  );
}

function SendForReal({ upload, ready }: { readonly upload: Upload; readonly ready: number }) {
  const { t } = useAround();
  const { make, busy, problem } = useNewUpload(upload.summary);
  return (
    <div>
      <p class="step">
        <strong>{t.upload.ready(ready)}</strong>
        <button type="button" disabled={busy} aria-busy={busy} onClick={() => make('send')}>
          {busy ? t.upload.sending : t.upload.send(ready)}
        </button>
      </p>
      <p class="hint">{t.upload.sendNote}</p>
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
    </div>
  );
}
