import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { MyPartner, UploadPage, UploadSummary } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Chip, Pager, StageChip, Waiting, When } from '../parts/small-parts.tsx';
import { VerdictBar } from '../parts/verdict-bar.tsx';
import { uploadLink } from '../route.ts';
import { useAround, usePartnerName } from '../surroundings.ts';
import { countsOf, isCorrection, pauseOf, shownName } from './summary.ts';

/** How often a list is read again while something in it moves, and while nothing does; in seconds. */
const lively = 3;
const calm = 30;

/** A partner's uploads, newest first, a page at a time. */
export function UploadTable(props: {
  readonly partner: MyPartner;
  readonly show?: string | undefined;
  readonly limit?: number;
}) {
  const { t } = useAround();
  const { partner, show, limit = 25 } = props;
  const [{ of, cursors }, setPages] = useState<{ of: string; cursors: readonly string[] }>({ of: '', cursors: [] });
  // Another partner or filter begins at the first page.
  const about = `${partner.partnerId} ${show}`;
  const before = of === about ? cursors : [];
  const live = useLive<UploadPage>(
    apiPath(['partners', partner.partnerId, 'uploads'], { show, cursor: before.at(-1), limit }),
    ({ uploads }) => (uploads.some((one) => (pauseOf(one) ?? calm) < calm / 2) ? lively : calm),
  );
  const { uploads = [], next } = live.value ?? {};
  return (
    <>
      <Waiting of={live} />
      {live.value !== undefined && uploads.length === 0 && next === undefined && (
        <p>{show === undefined && before.length === 0 ? t.uploads.noneYet : t.uploads.none}</p>
      )}
      {uploads.length > 0 && <UploadRows uploads={uploads} />}
      {props.limit === undefined && (
        <Pager
          page={before.length}
          more={next !== undefined}
          onPage={(page) =>
            setPages({ of: about, cursors: page > before.length ? [...before, next ?? ''] : before.slice(0, page) })
          }
        />
      )}
    </>
  );
}

/** Uploads as rows of a table; cards on a phone. */
export function UploadRows(props: { readonly uploads: readonly UploadSummary[]; readonly withPartner?: boolean }) {
  const { t, format } = useAround();
  const nameOf = usePartnerName();
  const { uploads, withPartner = false } = props;
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{t.uploads.file}</th>
          {withPartner && <th scope="col">{t.app.partner}</th>}
          <th scope="col">{t.uploads.state}</th>
          <th scope="col">{t.uploads.result}</th>
          <th scope="col">{t.uploads.received}</th>
        </tr>
      </thead>
      <tbody>
        {uploads.map((one) => (
          <tr key={one.uploadId}>
            <td class="name">
              <a href={uploadLink(one)} title={one.fileName}>
                {shownName(one.fileName)}
              </a>{' '}
              {isCorrection(one.fileName) && <Chip kind="quiet">{t.uploads.correction}</Chip>}
            </td>
            {withPartner && <td data-title={t.app.partner}>{nameOf(one.partnerId)}</td>}
            <td>
              <StageChip {...one} /> {one.check && one.stage !== 'done' && <Chip kind="quiet">{t.uploads.check}</Chip>}{' '}
              {one.late && <Chip kind="bad">{t.uploads.late}</Chip>}
            </td>
            <td>
              <VerdictBar counts={countsOf(one)} small />
              <small>{one.refused === undefined ? resultText(one) : one.refused.happened}</small>
            </td>
            <td data-title={t.uploads.received}>
              <When at={one.receivedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function resultText({ rows, devices, stage, holds }: UploadSummary): string {
    const hold = holds[0];
    if (stage === 'held' && hold !== undefined) {
      return t.uploads.waitsFor((hold.who === 'customer' ? hold.customer : undefined) ?? t.actors[hold.who]);
    }
    if (stage === 'sending') return t.upload.sentOf(format.number(devices.sent), format.number(devices.total));
    return t.rows(rows);
  }
}
