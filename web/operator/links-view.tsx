import { useState } from 'preact/hooks';
import { apiPath } from '../api.ts';
import type { MadePersonalLink, NewPersonalLink, PersonalLink, PersonalLinkList } from '../api-types.ts';
import { useLive } from '../live.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Chip, CopyButton, Note, Title, Waiting, When } from '../parts/small-parts.tsx';
import { useAction } from '../parts/use-action.ts';
import { linkTo } from '../route.ts';
import { useAround } from '../surroundings.ts';

/** Personal links of a partner: for people without an account. */
export function LinksView({ partnerId }: { readonly partnerId: string }) {
  const { t, format } = useAround();
  const path = apiPath(['operator', 'partners', partnerId, 'links']);
  const live = useLive<PersonalLinkList>(path);
  const { post, busy, problem } = useAction();
  const [person, setPerson] = useState('');
  const [days, setDays] = useState('90');
  const [made, setMade] = useState<MadePersonalLink>();
  const [revoking, setRevoking] = useState<PersonalLink>();
  const make = async (): Promise<void> => {
    const wanted: NewPersonalLink = { person: person.trim(), days: Number(days) };
    const answer = await post<MadePersonalLink>(path, wanted);
    if (answer === undefined) return;
    setMade(answer.value);
    setPerson('');
    live.refresh();
  };
  const revoke = async ({ linkId }: PersonalLink): Promise<void> => {
    setRevoking(undefined);
    const done = await post(apiPath(['operator', 'partners', partnerId, 'links', linkId, 'revoke']));
    if (done !== undefined) live.refresh();
  };
  const { links = [] } = live.value ?? {};
  return (
    <>
      <Title>{t.links.title(partnerId)}</Title>
      <p>
        <a href={linkTo('operator', 'partners')}>← {t.links.back}</a>
      </p>
      <p class="lead">{t.links.lead}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          {t.links.person}
          <input
            type="text"
            required
            maxLength={100}
            value={person}
            placeholder={t.links.personHint}
            onInput={(event) => setPerson(event.currentTarget.value)}
          />
        </label>
        <label>
          {t.links.days}
          <input
            type="number"
            required
            min={1}
            max={365}
            value={days}
            onInput={(event) => setDays(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy} aria-busy={busy}>
          {t.links.make}
        </button>
      </form>
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      {made !== undefined && (
        <Note kind="good">
          <p>{t.links.made(made.link.person)}</p>
          <p class="copyable">
            <input
              type="text"
              readOnly
              aria-label={t.links.made(made.link.person)}
              value={made.url}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={made.url} />
          </p>
        </Note>
      )}
      <Waiting of={live} />
      {live.value !== undefined && links.length === 0 && <p>{t.links.none}</p>}
      {links.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t.links.person}</th>
              <th scope="col">{t.operator.state}</th>
              <th scope="col">{t.links.until}</th>
              <th scope="col">{t.links.lastUsed}</th>
              <th scope="col">{t.links.uses}</th>
              <th scope="col">{t.links.created}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {links.map((one) => (
              <tr key={one.linkId}>
                <td>{one.person}</td>
                <td>
                  <Chip kind={one.state === 'valid' ? 'good' : 'quiet'}>{t.links.state[one.state]}</Chip>
                </td>
                <td data-title={t.links.until}>{format.day(one.until)}</td>
                <td data-title={t.links.lastUsed}>
                  <When at={one.lastUsedAt} />
                </td>
                <td data-title={t.links.uses}>{format.number(one.uses)}</td>
                <td data-title={t.links.created}>
                  {format.day(one.createdAt)} <small>{one.createdBy}</small>
                </td>
                <td>
                  {one.state === 'valid' && (
                    <button type="button" class="secondary small" onClick={() => setRevoking(one)}>
                      {t.links.revoke}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {revoking !== undefined && (
        <ConfirmDialog
          title={t.links.revokeTitle(revoking.person)}
          text={t.links.revokeText}
          word={revoking.person}
          action={t.links.revoke}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </>
  );
}
