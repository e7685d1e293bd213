import { useEffect, useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { FoundDevices, MyPartner } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Title, VerdictChip, Waiting } from '../parts/small-parts.tsx';
import { linkTo, uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { shownName } from '../uploads/summary.ts';

/** Where is this device? */
export function FindView({ partner, serial }: { readonly partner: MyPartner; readonly serial: string }) {
  const { t, format } = useAround();
  const { partnerId } = partner;
  const [typed, setTyped] = useState(serial);
  useEffect(() => setTyped(serial), [serial]);
  const live = useLive<FoundDevices>(
    serial.length < 2 ? undefined : apiPath(['partners', partnerId, 'devices'], { serial }),
  );
  const { devices = [], uploadsLooked = 0, complete = true } = live.value ?? {};
  return (
    <>
      <Title>{t.find.title}</Title>
      <p class="lead">{t.find.lead}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          location.hash = `${linkTo('p', partnerId, 'find')}?serial=${encodeURIComponent(typed.trim())}`;
        }}
      >
        <label>
          {t.find.serial}
          <input
            type="search"
            value={typed}
            minLength={2}
            maxLength={128}
            required
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{t.find.button}</button>
      </form>
      {serial.length >= 2 && <Waiting of={live} />}
      {live.value !== undefined && (
        <p role="status">
          {devices.length === 0 && `${t.find.none(serial)} `}
          {t.find.looked(uploadsLooked, complete)}
        </p>
      )}
      {devices.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t.table.status}</th>
              <th scope="col">{t.find.where}</th>
              <th scope="col">{t.upload.customer}</th>
              <th scope="col">{t.upload.groupTag}</th>
              <th scope="col">{t.find.when}</th>
            </tr>
          </thead>
          <tbody>
            {devices.map((one) => (
              <tr key={`${one.where} ${one.uploadId} ${one.sheet} ${one.row} ${one.customer}`}>
                <td>
                  {one.verdict === undefined ? (
                    one.removedAt === undefined ? (
                      t.find.ledger
                    ) : (
                      t.find.removed
                    )
                  ) : (
                    <VerdictChip verdict={one.verdict} />
                  )}{' '}
                  <small>{one.happened}</small>
                  {one.history?.map(({ what, at, uploadId }) => (
                    <small key={`${what} ${at} ${uploadId}`}>
                      <br />
                      <a href={uploadLink({ partnerId, uploadId })}>{t.find.events[what]}</a> {format.when(at)}
                    </small>
                  ))}
                </td>
                <td>
                  {one.fileName !== undefined &&
                    (one.uploadId === undefined ? (
                      shownName(one.fileName)
                    ) : (
                      <a href={uploadLink({ partnerId, uploadId: one.uploadId })}>
                        {one.row === undefined
                          ? shownName(one.fileName)
                          : t.find.fileRow(shownName(one.fileName), format.number(one.row))}
                      </a>
                    ))}{' '}
                  <small>{one.platform === undefined ? '' : t.platforms[one.platform]}</small>
                </td>
                <td data-title={t.upload.customer}>{one.customer ?? '–'}</td>
                <td data-title={t.upload.groupTag}>{one.groupTag ?? '–'}</td>
                <td data-title={t.find.when}>{format.when(one.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
