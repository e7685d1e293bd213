import { apiPath } from '../api.ts';
import type { ComparisonList, DeliveryList, MyPartner } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Title, Waiting, When } from '../parts/small-parts.tsx';
import { uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { shownName } from '../uploads/summary.ts';
import { FileList } from '../uploads/upload-parts.tsx';

/** Comparisons with the platforms, and what was sent to the partner. */
export function MoreView({ partner }: { readonly partner: MyPartner }) {
  const { t } = useAround();
  return (
    <>
      <Title>{t.more.title}</Title>
      <Comparisons partner={partner} />
      <Deliveries partner={partner} />
    </>
  );
}

function Comparisons({ partner }: { readonly partner: MyPartner }) {
  const { t, format } = useAround();
  const live = useLive<ComparisonList>(apiPath(['partners', partner.partnerId, 'comparisons']));
  const { comparisons = [] } = live.value ?? {};
  return (
    <section>
      <h2>{t.more.comparisons}</h2>
      <p class="hint">{t.more.comparisonsLead}</p>
      <Waiting of={live} />
      {live.value !== undefined && comparisons.length === 0 && <p>{t.more.comparisonsNone}</p>}
      {comparisons.map(({ name, writtenAt, files }) => (
        <article key={name}>
          <h3>{format.when(writtenAt)}</h3>
          <FileList files={files} />
        </article>
      ))}
    </section>
  );
}

function Deliveries({ partner }: { readonly partner: MyPartner }) {
  const { t, format } = useAround();
  const live = useLive<DeliveryList>(apiPath(['partners', partner.partnerId, 'deliveries']));
  const { deliveries = [] } = live.value ?? {};
  return (
    <section>
      <h2>{t.more.deliveries}</h2>
      <Waiting of={live} />
      {live.value !== undefined && deliveries.length === 0 && <p>{t.more.deliveriesNone}</p>}
      {deliveries.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t.uploads.file}</th>
              <th scope="col">{t.more.event}</th>
              <th scope="col">{t.more.state}</th>
              <th scope="col">{t.more.attempts}</th>
              <th scope="col">{t.more.answer}</th>
              <th scope="col">{t.find.when}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((one) => (
              <tr key={`${one.uploadId} ${one.event} ${one.channel}`}>
                <td class="name">
                  <a href={uploadLink(one)}>{shownName(one.fileName ?? one.uploadId)}</a>
                </td>
                <td>{t.more.events[one.event] ?? one.event}</td>
                <td data-title={t.more.state}>
                  {t.more.states[one.state]} <small>{one.channel}</small>
                </td>
                <td data-title={t.more.attempts}>{format.number(one.attempts)}</td>
                <td data-title={t.more.answer}>{one.last}</td>
                <td data-title={t.find.when}>
                  <When at={one.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
