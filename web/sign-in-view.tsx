import { call } from './api.ts';
import type { LocalChoice, LocalChoices, OpenLink, Ways } from './api-types.ts';
import { useLive } from './live.ts';
import { Note, Title, Waiting } from './parts/small-parts.tsx';
import { useAction } from './parts/use-action.ts';
import { useAround } from './surroundings.ts';

/** Says who somebody is: by account, personal link, or, on one's own machine, by choice. */
export function SignInView(props: { readonly badLink: boolean; readonly onSignedIn: () => void }) {
  const { t } = useAround();
  const live = useLive<Ways>('/sign-in');
  const offered = live.value;
  return (
    <>
      <Title>{t.signIn.title}</Title>
      {props.badLink && <Note kind="bad">{t.signIn.badLink}</Note>}
      <Waiting of={live} />
      {offered?.entra !== undefined && (
        <p>
          <a class="button" href={offered.entra}>
            {t.signIn.entra}
          </a>
        </p>
      )}
      {offered?.local === true && <LocalChooser onSignedIn={props.onSignedIn} />}
      {offered !== undefined && !offered.local && <p>{t.signIn.none}</p>}
    </>
  );
}

function LocalChooser({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { t } = useAround();
  const live = useLive<LocalChoices>('/sign-in/local');
  const { post, busy, problem } = useAction();
  return (
    <>
      <p>{t.signIn.local}</p>
      <Waiting of={live} />
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      <div class="choices">
        {(live.value?.choices ?? []).map(({ id, name, roles }) => (
          <button
            type="button"
            key={id}
            class="secondary"
            disabled={busy}
            onClick={async () => {
              if ((await post('/sign-in/local', { as: id } satisfies LocalChoice)) !== undefined) onSignedIn();
            }}
          >
            <strong>{name}</strong>
            <small>{t.signIn.roles(roles)}</small>
          </button>
        ))}
      </div>
    </>
  );
}

/** Signs in with the secret of a personal link; false: it opens nothing any more. */
export async function openLink(secret: string): Promise<boolean> {
  const answer = await call('/sign-in/link', { method: 'POST', body: { secret } satisfies OpenLink });
  return answer.kind === 'ok';
}
