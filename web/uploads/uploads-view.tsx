import type { MyPartner } from '../api-types.ts';
import { Title } from '../parts/small-parts.tsx';
import { linkTo } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { UploadTable } from './upload-table.tsx';

const shows = ['open', 'held', 'late', 'done', 'refused', 'check'] as const;

/** All uploads of a partner, with filters. */
export function UploadsView({ partner, show }: { readonly partner: MyPartner; readonly show: string | undefined }) {
  const { t } = useAround();
  const here = linkTo('p', partner.partnerId, 'uploads');
  return (
    <>
      <Title>{t.uploads.title}</Title>
      <nav class="filters" aria-label={t.uploads.show}>
        <a href={here} aria-current={show === undefined ? 'page' : undefined}>
          {t.app.all}
        </a>
        {shows.map((one) => (
          <a key={one} href={`${here}?show=${one}`} aria-current={show === one ? 'page' : undefined}>
            {t.uploads.shows[one]}
          </a>
        ))}
      </nav>
      <UploadTable partner={partner} show={show} />
    </>
  );
}
