import { useEffect, useRef, useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { Finding, Stage, Upload } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Chip, Note, StageChip, Title, VerdictChip, Waiting } from '../parts/small-parts.tsx';
import { VerdictBar } from '../parts/verdict-bar.tsx';
import { uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { Chunks } from './chunks.tsx';
import { NextSteps } from './next-steps.tsx';
import { type RowQuery, RowTable } from './row-table.tsx';
import { Steering } from './steering.tsx';
import { countsOf, isCorrection, pauseOf, shownName } from './summary.ts';
import { Columns, Files } from './upload-parts.tsx';

/** From then on an upload has rows to look at. */
const readable: readonly Stage[] = ['sending', 'held', 'writing', 'done'];

/** One upload: what to do now, what became of it, its rows and files. */
export function UploadView({ partnerId, uploadId }: { readonly partnerId: string; readonly uploadId: string }) {
  const { t, format } = useAround();
  const live = useLive<Upload>(
    apiPath(['partners', partnerId, 'uploads', uploadId]),
    ({ summary, files }) =>
      // The report's files are there a moment after the state says so.
      pauseOf(summary) ?? (files.length === 0 && Date.now() - Date.parse(summary.receivedAt) < 120_000 ? 2 : undefined),
  );
  const [asked, setQuery] = useState<RowQuery>();
  const rows = useRef<HTMLElement>(null);
  const upload = live.value;
  const [shown, setShown] = useState(0);
  // After the view has drawn the rows that were asked for.
  useEffect(() => {
    if (shown > 0) rows.current?.scrollIntoView();
  }, [shown]);
  const showRows = (wanted: RowQuery) => {
    setQuery(wanted);
    setShown((times) => times + 1);
  };
  if (upload === undefined) return <Waiting of={live} />;
  const { summary, findings, notices, follows } = upload;
  // Rows that somebody can do something about come first.
  const query = asked ?? (findings.some(({ canCorrect }) => canCorrect) ? { correctable: true } : {});
  const ofRows = {
    verdict: query.verdict,
    onPick: (verdict: RowQuery['verdict']) => setQuery(verdict === undefined ? {} : { verdict }),
  };
  return (
    <>
      <Waiting of={live} />
      <Title>{shownName(summary.fileName)}</Title>
      <p class="facts">
        <StageChip {...summary} /> {summary.check && <Chip kind="quiet">{t.upload.check}</Chip>}{' '}
        <span>{t.upload.received(format.when(summary.receivedAt))}</span>
        {summary.rows > 0 && <span> · {t.rows(summary.rows)}</span>}
        {follows.length === 0 && isCorrection(summary.fileName) && <span> · {t.upload.correctionOf}</span>}
        {follows.map((earlier) => (
          <span key={earlier}>
            {' '}
            · <a href={uploadLink({ partnerId, uploadId: earlier })}>{t.upload.correctionOf}</a>
          </span>
        ))}
      </p>
      <NextSteps upload={upload} onCorrect={() => showRows({ correctable: true })} />
      <section aria-label={t.upload.summary}>
        <VerdictBar counts={countsOf(summary)} picked={ofRows.verdict} onPick={ofRows.onPick} />
      </section>
      <Steering upload={upload} onDone={live.refresh} />
      {notices.length > 0 && (
        <section>
          <h2>{t.upload.notices}</h2>
          {notices.map((notice) => (
            <Note key={`${notice.code} ${notice.happened}`} kind="warn">
              {notice.happened} {notice.advice}
            </Note>
          ))}
        </section>
      )}
      <Findings findings={findings} mayCorrect={upload.can.correct} onShow={showRows} />
      {summary.check && <Columns sheets={upload.sheets} />}
      {readable.includes(summary.stage) && (
        <section ref={rows}>
          <h2>{t.upload.rowsTitle}</h2>
          <RowTable upload={upload} query={query} onQuery={setQuery} />
        </section>
      )}
      <Files files={upload.files} done={summary.stage === 'done'} />
      {!summary.check && <Columns sheets={upload.sheets} />}
      {upload.chunks !== undefined && <Chunks chunks={upload.chunks} />}
    </>
  );
}

/** Why rows are as they are: each reason once, with how often. */
function Findings(props: {
  readonly findings: readonly Finding[];
  readonly mayCorrect: boolean;
  readonly onShow: (query: RowQuery) => void;
}) {
  const { t, format } = useAround();
  const worth = props.findings.filter(({ code, who }) => code !== 'none' || who !== 'nobody');
  if (worth.length === 0) return null;
  return (
    <section>
      <h2>{t.upload.findings}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{t.upload.count}</th>
            <th scope="col">{t.upload.what}</th>
            <th scope="col">{t.upload.advice}</th>
            <th scope="col">{t.upload.who}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {worth.map(({ verdict, code, happened, advice, who, rows, canCorrect }) => (
            <tr key={`${verdict} ${code} ${happened}`}>
              <td class="count">
                {format.number(rows)} <VerdictChip verdict={verdict} />
              </td>
              <td>{happened}</td>
              <td data-title={t.upload.advice}>{advice}</td>
              <td data-title={t.upload.who}>{t.actors[who]}</td>
              <td>
                <button
                  type="button"
                  class="secondary small"
                  onClick={() => props.onShow(code === 'none' ? { verdict } : { verdict, code })}
                >
                  {canCorrect && props.mayCorrect ? t.upload.correctThese : t.upload.showRows}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
