import { useState } from 'preact/hooks';
import type { PartnerOverviews } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Chip, Title, Waiting, When } from '../parts/small-parts.tsx';
import { linkTo } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { SuspendButton, SuspensionText } from './suspension.tsx';

/** More at once make the page slow; the filter finds the others. */
const most = 100;

/** All partners, with what is open and what is wrong. */
export function PartnersView() {
  const { t, format } = useAround();
  const live = useLive<PartnerOverviews>('/operator/partners', () => 30);
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const partners = (live.value?.partners ?? []).filter(({ partnerId, name }) =>
    `${partnerId} ${name}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <Title>{t.operator.partnersTitle}</Title>
      <Waiting of={live} />
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          {t.operator.filter}
          <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <span class="hint">{format.number(partners.length)}</span>
      </form>
      <div class="grid-cards">
        {partners.slice(0, most).map((one) => (
          <article key={one.partnerId}>
            <h2>
              <a href={linkTo('p', one.partnerId)}>{one.name}</a>
            </h2>
            <p class="hint">{[one.partnerId, ...one.connections].join(' · ')}</p>
            <p>
              {one.state !== 'active' && <Chip kind="bad">{t.operator.states[one.state]}</Chip>}{' '}
              {one.held > 0 && <Chip kind="v-held">{`${format.number(one.held)} ${t.operator.held}`}</Chip>}{' '}
              {one.late > 0 && <Chip kind="bad">{`${format.number(one.late)} ${t.operator.late}`}</Chip>}{' '}
              {one.open > 0 && <Chip kind="quiet">{`${format.number(one.open)} ${t.operator.open}`}</Chip>}
            </p>
            <SuspensionText suspension={one.suspension} />
            {one.faults.length > 0 && (
              <ul>
                {one.faults.map((fault) => (
                  <li key={fault}>{fault}</li>
                ))}
              </ul>
            )}
            <dl>
              <dt>{t.operator.customers}</dt>
              <dd>{format.number(one.customers)}</dd>
              <dt>{t.operator.waitingDevices}</dt>
              <dd>{format.number(one.waitingDevices)}</dd>
              <dt>{t.operator.lastUpload}</dt>
              <dd>
                <When at={one.lastUploadAt} />
              </dd>
              <dt>{t.operator.compared}</dt>
              <dd>
                <When at={one.comparedAt} />
              </dd>
            </dl>
            <p class="buttons">
              <a href={linkTo('p', one.partnerId, 'uploads')}>{t.operator.uploadsOf}</a>
              <a href={linkTo('operator', 'partners', one.partnerId)}>
                {t.operator.links} ({format.number(one.links)})
              </a>
              <SuspendButton
                kind="partners"
                id={one.partnerId}
                name={one.name}
                text={t.operator.suspendPartner}
                suspension={one.suspension}
                onDone={live.refresh}
              />
            </p>
          </article>
        ))}
      </div>
    </>
  );
}
