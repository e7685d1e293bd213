import { apiPath } from '../api.ts';
import type { FailureList, Overview, UploadPage } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Note, Title, Waiting, When } from '../parts/small-parts.tsx';
import { linkTo, uploadLink } from '../route.ts';
import { useAround, usePartnerName } from '../surroundings.ts';
import { shownName } from '../uploads/summary.ts';
import { UploadRows } from '../uploads/upload-table.tsx';

/** How often an operator's view is read again, in seconds. */
const every = 10;

const shows = ['open', 'held', 'late', 'failing'] as const;

/** How the service does, and what needs the operator. */
export function OverviewView({ show }: { readonly show: string | undefined }) {
  const { t, format } = useAround();
  const nameOf = usePartnerName();
  const live = useLive<Overview>('/operator/overview', () => every);
  const overview = live.value;
  if (overview === undefined) return <Waiting of={live} />;
  const facts: readonly (readonly [label: string, value: number, href: string | undefined, bad: boolean])[] = [
    [t.operator.open, overview.open, `${linkTo('operator')}?show=open`, false],
    [t.operator.held, overview.held, `${linkTo('operator')}?show=held`, overview.held > 0],
    [t.operator.late, overview.late, `${linkTo('operator')}?show=late`, overview.late > 0],
    [t.operator.failing, overview.failing, `${linkTo('operator')}?show=failing`, overview.failing > 0],
    [t.operator.waitingDevices, overview.waitingDevices, undefined, false],
    [
      t.operator.blocked,
      overview.blockedConnections,
      linkTo('operator', 'connections'),
      overview.blockedConnections > 0,
    ],
    [t.operator.broken, overview.brokenPartners, linkTo('operator', 'partners'), overview.brokenPartners > 0],
    [t.operator.stopped, overview.suspended, linkTo('operator', 'partners'), overview.suspended > 0],
  ];
  return (
    <>
      <Title>{t.operator.overview}</Title>
      <Waiting of={live} />
      {facts.every(([, , , bad]) => !bad) && <Note kind="good">{t.operator.allWell}</Note>}
      <dl class="facts-grid">
        {facts.map(([label, value, href, bad]) => (
          <div key={label} class={bad ? 'bad' : ''}>
            <dt>{label}</dt>
            <dd>{href === undefined ? format.number(value) : <a href={href}>{format.number(value)}</a>}</dd>
          </div>
        ))}
      </dl>
      {!overview.complete && <p class="hint">{t.operator.incomplete}</p>}
      {overview.oldestOpen !== undefined && (
        <p>
          {t.operator.oldest}:{' '}
          <a href={uploadLink(overview.oldestOpen)}>
            {nameOf(overview.oldestOpen.partnerId)}: {shownName(overview.oldestOpen.fileName)}
          </a>
          , <When at={overview.oldestOpen.receivedAt} />
        </p>
      )}
      <OpenUploads show={show} />
      <Failures />
    </>
  );
}

function OpenUploads({ show }: { readonly show: string | undefined }) {
  const { t } = useAround();
  const live = useLive<UploadPage>(apiPath(['operator', 'uploads'], { show: show ?? 'open', limit: 50 }), () => every);
  const { uploads = [] } = live.value ?? {};
  return (
    <section>
      <h2>{t.operator.uploads}</h2>
      <nav class="filters" aria-label={t.uploads.show}>
        {shows.map((one) => (
          <a
            key={one}
            href={`${linkTo('operator')}?show=${one}`}
            aria-current={(show ?? 'open') === one ? 'page' : undefined}
          >
            {t.operator[one]}
          </a>
        ))}
      </nav>
      <Waiting of={live} />
      {live.value !== undefined && uploads.length === 0 && <p>{t.uploads.none}</p>}
      {uploads.length > 0 && <UploadRows uploads={uploads} withPartner />}
    </section>
  );
}

function Failures() {
  const { t } = useAround();
  const nameOf = usePartnerName();
  const live = useLive<FailureList>('/operator/failures', () => every * 3);
  const { failures = [] } = live.value ?? {};
  if (failures.length === 0) return null;
  return (
    <section>
      <h2>{t.operator.failures}</h2>
      <ul>
        {failures.map((one) => (
          <li key={`${one.uploadId} ${one.chunk}`}>
            <a href={uploadLink(one)}>
              {nameOf(one.partnerId)}: {shownName(one.fileName)}
            </a>
            {one.chunk === undefined ? '' : `, ${t.upload.chunk} ${one.chunk}`}: {t.operator.failureOf(one.failures)},{' '}
            <When at={one.at} />
          </li>
        ))}
      </ul>
    </section>
  );
}
