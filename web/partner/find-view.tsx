import { useEffect, useState } from 'preact/hooks';
import { apiPath, call } from '../api.ts';
import type { FoundDevices, MyPartner } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Title, VerdictChip, Waiting } from '../parts/small-parts.tsx';
import { linkTo, uploadLink } from '../route.ts';
import { useAround } from '../surroundings.ts';
import { shownName } from '../uploads/summary.ts';

/** What one can look for a device by, as the API and the page's address call it. */
const ways = ['serial', 'order'] as const;

/** Fewer characters would find everything. */
const fewest = { serial: 2, order: 1 } as const;

/** Where is this device, or where are all devices of this order? `asked`: what stands behind `?` in the page's address. */
export function FindView({ partner, asked }: { readonly partner: MyPartner; readonly asked: URLSearchParams }) {
  const { t, format, language } = useAround();
  const { partnerId } = partner;
  const by = ways.find((way) => asked.has(way)) ?? 'serial';
  const text = asked.get(by) ?? '';
  const [typed, setTyped] = useState({ by, text });
  useEffect(() => setTyped({ by, text }), [by, text]);
  const path = (cursor?: string): string => apiPath(['partners', partnerId, 'devices'], { [by]: text, cursor });
  const first = text.length < fewest[by] ? undefined : path();
  const live = useLive<FoundDevices>(first);
  // An answer looks through so many rows at most: the others are looked through when somebody asks.
  const [further, setFurther] = useState<{
    readonly of?: string | undefined;
    readonly answers: readonly FoundDevices[];
  }>({
    answers: [],
  });
  const [looking, setLooking] = useState(false);
  const answers = [...(live.value === undefined ? [] : [live.value]), ...(further.of === first ? further.answers : [])];
  const devices = answers.flatMap((answer) => answer.devices);
  const looked = answers.reduce((sum, { uploadsLooked }) => sum + uploadsLooked, 0);
  const next = answers.at(-1)?.next;
  const lookOn = async (): Promise<void> => {
    setLooking(true);
    const answer = await call<FoundDevices>(path(next), { language });
    setLooking(false);
    if (answer.kind === 'ok') setFurther({ of: first, answers: [...answers.slice(1), answer.value] });
  };
  return (
    <>
      <Title>{t.find.title}</Title>
      <p class="lead">{t.find.lead}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          location.hash = `${linkTo('p', partnerId, 'find')}?${typed.by}=${encodeURIComponent(typed.text.trim())}`;
        }}
      >
        <label>
          {t.find.by}
          <select
            value={typed.by}
            onChange={({ currentTarget: { value } }) =>
              setTyped({ ...typed, by: ways.find((way) => way === value) ?? 'serial' })
            }
          >
            {ways.map((way) => (
              <option key={way} value={way}>
                {t.find.ways[way]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t.find.ways[typed.by]}
          <input
            type="search"
            value={typed.text}
            minLength={fewest[typed.by]}
            maxLength={128}
            required
            spellcheck={false}
            onInput={(event) => setTyped({ ...typed, text: event.currentTarget.value })}
          />
        </label>
        <button type="submit">{t.find.button}</button>
      </form>
      {first !== undefined && <Waiting of={live} />}
      {live.value !== undefined && (
        <p role="status">
          {devices.length === 0 && `${t.find.none(text)} `}
          {t.find.looked(looked, next === undefined)} {live.value.moreInLedger !== undefined && t.find.moreInLedger}
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
                  <strong class="name">{one.serial}</strong> <small>{one.happened}</small>
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
      {next !== undefined && (
        <p>
          <button type="button" class="secondary" disabled={looking} aria-busy={looking} onClick={lookOn}>
            {t.find.lookOn}
          </button>
        </p>
      )}
    </>
  );
}
