import type { Chunk } from '../api-types.ts';
import { When } from '../parts/small-parts.tsx';
import { VerdictBar } from '../parts/verdict-bar.tsx';
import { useAround } from '../surroundings.ts';

/** More make the page slow; the command line lists them all. */
const most = 200;

/** What goes to the platforms, call by call: for operators. */
export function Chunks({ chunks }: { readonly chunks: readonly Chunk[] }) {
  const { t, format } = useAround();
  if (chunks.length === 0) return null;
  return (
    <details>
      <summary>
        {t.upload.chunks}: {format.number(chunks.length)}
      </summary>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{t.upload.chunk}</th>
            <th scope="col">{t.upload.connection}</th>
            <th scope="col">{t.upload.customer}</th>
            <th scope="col">{t.upload.groupTag}</th>
            <th scope="col">{t.upload.devices}</th>
            <th scope="col">{t.upload.state}</th>
            <th scope="col">{t.upload.changed}</th>
          </tr>
        </thead>
        <tbody>
          {chunks.slice(0, most).map((one) => (
            <tr key={one.chunk}>
              <td>{one.chunk}</td>
              <td data-title={t.upload.connection}>
                {one.connectionId} <small>{t.platforms[one.platform]}</small>
              </td>
              <td data-title={t.upload.customer}>{one.customer}</td>
              <td data-title={t.upload.groupTag}>{one.groupTag ?? '–'}</td>
              <td data-title={t.upload.devices}>
                {format.number(one.devices)} <VerdictBar counts={one.counts ?? {}} small />
              </td>
              <td>
                {t.upload.chunkStates[one.state]} <small>{(one.trouble ?? one.hold)?.happened}</small>
              </td>
              <td data-title={t.upload.changed}>
                <When at={one.changedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
